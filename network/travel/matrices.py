"""Travel matrices: fastest durations between places, and the distances along the same paths.

A place is no vertex of the turn graph; `source_ends` and `target_ends` express places by the states through
which they are left and reached (`network.engine.protocol.Ends`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault
from data.domain.matrix import DEFAULT_PROFILE, UNREACHABLE, TravelMatrix
from data.domain.places import LonLat
from network.engine.protocol import DISTANCE_BASE, Ends, Engine, pack
from network.engine.reference import count_searches
from network.engine.selection import select_engine
from network.graph.road_graph import RoadGraph
from network.graph.shapes import ranges
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile
from network.travel.snapping import SnappedPlaces, snap


@dataclass(frozen=True, slots=True, eq=False)
class PlacesMatrix:
    """A travel matrix and the snapping of its places.

    Attributes
    ----------
    matrix
        Seconds and metres, row = origin.
    snap_m
        float64 (n,): metres from each place to its road, not part of durations or distances.
    faults
        N201, N202: places that lie on no road.
    """

    matrix: TravelMatrix
    snap_m: NDArray[np.float64]
    faults: tuple[Fault, ...] = ()


def travel_matrix(
    graph: RoadGraph,
    places: Sequence[LonLat],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    engine: Engine | None = None,
) -> PlacesMatrix:
    """Compute the fastest durations between places, and the distances along the same paths.

    Asymmetric, because of oneway streets, banned turns and turn costs. Turning round at a place is free;
    nothing is added for the distance between a place and its road.

    Parameters
    ----------
    places
        n WGS-84 (lon, lat) in degrees; duplicates allowed.
    profile
        A `Profile` or the name of one.
    overlay
        Closed, slowed or limited edges. A place on a closed edge is unreachable.
    engine
        Finds the paths; by default the one that `network.engine.selection.select_engine` selects.

    Returns
    -------
    PlacesMatrix
        ``matrix.duration_s`` and ``matrix.distance_m``: int32, (n, n), row = origin, rounded, zero
        diagonal, -1 where there is no path. The row and column of a place that is on no road are -1
        throughout, its diagonal included.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    InputError
        N322: the overlay belongs to another graph.
    """
    roads = road_metric(graph, profile, overlay)
    snapped = snap(graph, places, roads.profile)
    return matrix_of_weights(snapped, weight_table(roads, snapped, snapped, engine=engine))


def matrix_of_weights(snapped: SnappedPlaces, weight: NDArray[np.float64]) -> PlacesMatrix:
    """Decode a square table of packed weights, after setting its diagonal to 0."""
    np.fill_diagonal(weight, np.where(snapped.reachable, 0.0, np.inf))
    return PlacesMatrix(decode_weights(weight), snapped.snap_m, snapped.faults)


def weight_table(
    roads: RoadMetric,
    sources: SnappedPlaces,
    targets: SnappedPlaces,
    *,
    engine: Engine | None = None,
) -> NDArray[np.float64]:
    """Compute packed weights from sources to targets.

    Returns
    -------
    NDArray
        float64, (sources, targets): see `network.engine.protocol.pack`; ``inf`` where there is no path.
    """
    engine = engine or select_engine(roads, sources=count_searches(len(sources.edge), len(targets.edge)))
    weight = engine.table(source_ends(roads, sources), target_ends(roads, targets))
    source, target, direct = same_piece_weights(roads, sources, targets)
    np.minimum.at(weight, (source, target), direct)
    return weight


_BLOCK_VALUES = 65_536
"""Weights decoded per block, so that a block stays in the processor's cache."""


def decode_weights(weight: NDArray[np.float64]) -> TravelMatrix:
    """Decode a square table of packed weights."""
    return TravelMatrix(*round_weights(weight))


def round_weights(weight: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Decode packed weights to whole seconds and metres; -1 where there is no path."""
    duration_s, distance_m = (np.empty(weight.shape, np.int32) for _ in range(2))
    rows = max(1, _BLOCK_VALUES // max(weight.shape[1], 1))
    for low in range(0, weight.shape[0], rows):
        block = weight[low : low + rows]
        unreached = ~np.isfinite(block)
        whole = np.where(unreached, 0.0, block) if unreached.any() else block
        duration_ms = np.floor(whole * (1.0 / DISTANCE_BASE))
        distance_dm = whole - duration_ms * DISTANCE_BASE
        for out, value, unit in ((duration_s, duration_ms, 1000), (distance_m, distance_dm, 10)):
            np.rint(np.divide(value, unit, out=value), out=value)
            value[unreached] = UNREACHABLE
            out[low : low + rows] = value
    return duration_s, distance_m


@dataclass(frozen=True, slots=True)
class _OnEdges:
    """The usable edges on which each place lies, in both directions, and the fractions along them."""

    place: NDArray[np.int64]
    edge: NDArray[np.int64]
    fraction: NDArray[np.float64]


def _on_edges(roads: RoadMetric, snapped: SnappedPlaces) -> _OnEdges:
    place = np.flatnonzero(snapped.edge >= 0)
    edge = snapped.edge[place].astype(np.int64)
    twin = roads.graph.edge_twin[edge].astype(np.int64)
    two_way = twin >= 0
    places = np.concatenate([place, place[two_way]])
    edges = np.concatenate([edge, twin[two_way]])
    along = snapped.fraction[place]
    fractions = np.concatenate([along, 1.0 - along[two_way]])
    order = np.argsort(places, kind="stable")
    usable = np.isfinite(roads.duration_ms[edges[order]])
    order = order[usable]
    return _OnEdges(places[order], edges[order], fractions[order])


def source_ends(roads: RoadMetric, snapped: SnappedPlaces) -> Ends:
    """Express places as sources: states after the first turn, with the weight of reaching them."""
    on, turns = _on_edges(roads, snapped), roads.turns
    first = turns.first_out.astype(np.int64)
    counts = first[on.edge + 1] - first[on.edge]
    arc = ranges(first[on.edge], counts)
    rest_ms, rest_dm = _part(roads, on.edge, 1.0 - on.fraction)
    return Ends(
        _first(np.repeat(on.place, counts), len(snapped.edge)),
        turns.head_state[arc],
        np.repeat(rest_ms, counts) + turns.cost_ms[arc],
        np.repeat(rest_dm, counts),
    )


def target_ends(roads: RoadMetric, snapped: SnappedPlaces) -> Ends:
    """Express places as targets: all states of the edges on which they lie, with the weight from there."""
    on, turns = _on_edges(roads, snapped), roads.turns
    # Beside its plain state an edge may have some with memory; few edges do.
    memory_edge = turns.state_edge[turns.edges :]
    by_edge = np.argsort(memory_edge, kind="stable")
    low = np.searchsorted(memory_edge[by_edge], on.edge).astype(np.int64)
    counts = np.searchsorted(memory_edge[by_edge], on.edge, side="right") - low
    row = np.append(np.arange(len(on.edge)), np.repeat(np.arange(len(on.edge)), counts))
    state = np.append(on.edge, by_edge[ranges(low, counts)] + turns.edges)
    order = np.argsort(on.place[row], kind="stable")
    row, state = row[order], state[order]
    part_ms, part_dm = _part(roads, on.edge, on.fraction)
    first = _first(on.place[row], len(snapped.edge))
    return Ends(first, state.astype(np.int32), part_ms[row], part_dm[row])


def same_piece_weights(
    roads: RoadMetric, sources: SnappedPlaces, targets: SnappedPlaces
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Find pairs of places with the target ahead on the same edge: source, target, packed weight.

    Paths of the turn graph have at least one turn; these have none.
    """
    a, b = _on_edges(roads, sources), _on_edges(roads, targets)
    order = np.argsort(b.edge, kind="stable")
    low = np.searchsorted(b.edge[order], a.edge).astype(np.int64)
    counts = np.searchsorted(b.edge[order], a.edge, side="right") - low
    at_a = np.repeat(np.arange(len(a.edge)), counts)
    at_b = order[ranges(low, counts)]
    ahead = b.fraction[at_b] >= a.fraction[at_a]
    at_a, at_b = at_a[ahead], at_b[ahead]
    ms, dm = _part(roads, a.edge[at_a], b.fraction[at_b] - a.fraction[at_a])
    return a.place[at_a], b.place[at_b], pack(ms, dm)


def _part(
    roads: RoadMetric, edge: NDArray[np.int64], share: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    duration_ms = np.rint(roads.duration_ms[edge] * share).astype(np.int64)
    return duration_ms, np.rint(roads.length_dm[edge] * share).astype(np.int64)


def _first(place: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(np.bincount(place, minlength=places))).astype(np.int64)
