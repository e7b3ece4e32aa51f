"""Which places one gets to within some time, and how many kilometres of road lie within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import prepare
from network.profiles.profile import Profile
from network.travel.isochrones import covered_km, reached_edges
from network.travel.matrices import seconds_and_metres, table_of
from network.travel.snapping import snap


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedPlace:
    """A place within the time: its row among those asked for, seconds and metres to it."""

    row: int
    duration_s: int
    distance_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachableSet:
    """What lies within some seconds of a place.

    Attributes
    ----------
    places
        Those reached, the nearest in time first.
    length_km
        Of the streets reached; a street driven in both directions counts once.
    faults
        N201, N202: places asked for that are on no road, named by their row.
    """

    seconds: float
    places: tuple[ReachedPlace, ...]
    length_km: float
    faults: tuple[Fault, ...]


def reachable_set(
    graph: RoadGraph,
    start: LonLat,
    places: Sequence[LonLat],
    seconds: float,
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> ReachableSet:
    """The places within some seconds' drive of `start`; a place exactly that far off counts.

    Raises
    ------
    InputError
        N201, N202: the start is on no road. N207: the time is not above 0.
    """
    if not 0 < seconds < float("inf"):
        raise InputError(Fault("N207", "There is no time to drive in.", "Give minutes above 0.", "minutes"))
    roads = prepare(graph, profile, overlay)
    origin = snap(graph, [start], roads.profile)
    if origin.faults:
        raise InputError(origin.faults)
    snapped = snap(graph, places, roads.profile)
    edges = reached_edges(graph, start, seconds, profile=profile, overlay=overlay)
    durations_s, distances_m = seconds_and_metres(table_of(roads, origin, snapped))
    reached = [
        ReachedPlace(row=row, duration_s=duration_s, distance_m=distance_m)
        for row, (duration_s, distance_m) in enumerate(
            zip(durations_s[0].tolist(), distances_m[0].tolist(), strict=True)
        )
        if 0 <= duration_s <= seconds
    ]
    return ReachableSet(
        seconds=seconds,
        places=tuple(sorted(reached, key=lambda each: (each.duration_s, each.distance_m, each.row))),
        length_km=covered_km(graph, edges),
        faults=snapped.faults,
    )
