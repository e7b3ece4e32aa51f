"""What it takes to get from every place to every column on the roads: the rows and columns of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from data.domain.study import Measure
from network.engine.protocol import DISTANCE_BASE
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import road_metric
from network.profiles.profile import Profile
from network.travel.matrices import weight_table
from network.travel.snapping import SnappedPlaces, snap

_BLOCK_ROWS, _BLOCK_WAYS = 2_000, 500_000
"""At a time so many places, or more where that is so many ways at most: few columns are searched backwards,
and that once for all places together."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Costs of ways from n places to m columns.

    Attributes
    ----------
    cost
        float64 (n, m): whole seconds or metres; ``inf`` where there is no way.
    snap_m, column_snap_m
        float64 (n,), (m,): metres to the road; not part of the cost.
    faults
        N201, N202: places and columns that lie on no road.
    """

    cost: NDArray[np.float64]
    snap_m: NDArray[np.float64]
    column_snap_m: NDArray[np.float64]
    faults: tuple[Fault, ...] = ()


def reach(
    graph: RoadGraph,
    places: Sequence[LonLat],
    columns: Sequence[LonLat],
    *,
    measure: Measure = "duration_s",
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    here: SnappedPlaces | None = None,
) -> Reach:
    """The fastest way from every place to every column, in seconds, or the metres of the same way.

    Parameters
    ----------
    places, columns
        WGS-84. They may share coordinates; a column at a place costs 0.
    here
        The places on these roads, where they are known (`snap`): looking for them takes
        longer than the ways to a few columns.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    roads = road_metric(graph, profile, overlay)
    here = snap(graph, places, roads.profile) if here is None else here
    there = snap(graph, columns, roads.profile)
    cost = np.empty((len(places), len(columns)))
    block = max(_BLOCK_ROWS, _BLOCK_WAYS // max(len(columns), 1))
    for low in range(0, len(places), block):
        rows = slice(low, min(low + block, len(places)))
        weight = weight_table(roads, _part(here, rows), there)
        cost[rows] = _measured(weight, measure)
    _settle_same_spot(cost, places, columns, here, there)
    faults = [_named(fault, "places") for fault in here.faults]
    if tuple(places) != tuple(columns):
        faults += [_named(fault, "candidates") for fault in there.faults]
    return Reach(cost, here.snap_m, there.snap_m, tuple(faults))


def _measured(weight: NDArray[np.float64], measure: Measure) -> NDArray[np.float64]:
    """Whole seconds or metres of packed weights."""
    whole = np.where(np.isfinite(weight), weight, 0.0)
    duration_ms = np.floor(whole / DISTANCE_BASE)
    if measure == "duration_s":
        value = np.rint(duration_ms / 1000.0)
    else:
        value = np.rint((whole - duration_ms * DISTANCE_BASE) / 10.0)
    return np.where(np.isfinite(weight), value, np.inf)


def _part(snapped: SnappedPlaces, rows: slice) -> SnappedPlaces:
    columns = {
        name: getattr(snapped, name)[rows] for name in ("edge", "fraction", "snap_m", "lon", "lat", "side")
    }
    return SnappedPlaces(**columns)


def _settle_same_spot(
    cost: NDArray[np.float64],
    places: Sequence[LonLat],
    columns: Sequence[LonLat],
    here: SnappedPlaces,
    there: SnappedPlaces,
) -> None:
    """Staying where one is costs nothing, whatever oneways say."""
    at: dict[LonLat, list[int]] = {}
    for number, column in enumerate(columns):
        at.setdefault(column, []).append(number)
    for row, place in enumerate(places):
        for number in at.get(place, ()):
            if here.reachable[row] and there.reachable[number]:
                cost[row, number] = 0.0


def _named(fault: Fault, list_name: str) -> Fault:
    return Fault(fault.code, fault.cause, fault.action, f"{list_name}: {fault.where}")
