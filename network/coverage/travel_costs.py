"""Travel costs from demand places to candidate sites: the cost matrix of a study."""

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

_BLOCK_ROWS, _BLOCK_PAIRS = 2_000, 500_000
"""Places per block, or more while a block has at most this many pairs: few columns are searched backwards,
once for all places of a block."""


@dataclass(frozen=True, slots=True, eq=False)
class TravelCosts:
    """Travel costs from n places to m columns.

    Attributes
    ----------
    cost
        float64 (n, m): whole seconds or metres; ``inf`` where there is no path.
    snap_m, column_snap_m
        float64 (n,), (m,): metres to the nearest road, not part of the cost.
    faults
        N201, N202: places and columns that lie on no road.
    """

    cost: NDArray[np.float64]
    snap_m: NDArray[np.float64]
    column_snap_m: NDArray[np.float64]
    faults: tuple[Fault, ...] = ()


def travel_costs(
    graph: RoadGraph,
    places: Sequence[LonLat],
    columns: Sequence[LonLat],
    *,
    measure: Measure = "duration_s",
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    snapped: SnappedPlaces | None = None,
) -> TravelCosts:
    """Compute the durations, or the distances, of the fastest paths from places to columns.

    Parameters
    ----------
    places, columns
        WGS-84 (lon, lat) in degrees. The cost between equal coordinates is 0.
    measure
        ``duration_s``, or ``distance_m`` along the same paths.
    snapped
        Result of `snap` for the places, where it is known: snapping takes longer than the search for a
        few columns.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    roads = road_metric(graph, profile, overlay)
    here = snap(graph, places, roads.profile) if snapped is None else snapped
    there = snap(graph, columns, roads.profile)
    cost = np.empty((len(places), len(columns)))
    block = max(_BLOCK_ROWS, _BLOCK_PAIRS // max(len(columns), 1))
    for low in range(0, len(places), block):
        rows = slice(low, min(low + block, len(places)))
        weight = weight_table(roads, here.rows(rows), there)
        cost[rows] = _measured(weight, measure)
    _zero_same_coordinates(cost, places, columns, here, there)
    faults = [_prefix_where(fault, "places") for fault in here.faults]
    if tuple(places) != tuple(columns):
        faults += [_prefix_where(fault, "candidates") for fault in there.faults]
    return TravelCosts(cost, here.snap_m, there.snap_m, tuple(faults))


def _measured(weight: NDArray[np.float64], measure: Measure) -> NDArray[np.float64]:
    """Whole seconds or metres of packed weights."""
    whole = np.where(np.isfinite(weight), weight, 0.0)
    duration_ms = np.floor(whole / DISTANCE_BASE)
    if measure == "duration_s":
        value = np.rint(duration_ms / 1000.0)
    else:
        value = np.rint((whole - duration_ms * DISTANCE_BASE) / 10.0)
    return np.where(np.isfinite(weight), value, np.inf)


def _zero_same_coordinates(
    cost: NDArray[np.float64],
    places: Sequence[LonLat],
    columns: Sequence[LonLat],
    here: SnappedPlaces,
    there: SnappedPlaces,
) -> None:
    """Set the cost between equal coordinates to 0, whatever oneway streets say."""
    at: dict[LonLat, list[int]] = {}
    for number, column in enumerate(columns):
        at.setdefault(column, []).append(number)
    for row, place in enumerate(places):
        for number in at.get(place, ()):
            if here.reachable[row] and there.reachable[number]:
                cost[row, number] = 0.0


def _prefix_where(fault: Fault, list_name: str) -> Fault:
    return Fault(fault.code, fault.cause, fault.action, f"{list_name}: {fault.where}")
