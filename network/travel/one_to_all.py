"""One-to-all travel times: junctions, edges and places within reach of one place.

The search is Dijkstra's on the turn graph, so banned turns and turn costs count. An edge that is not driven
to its end within the time counts up to where the time runs out.

References
----------
Dijkstra (1959), A note on two problems in connexion with graphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile
from network.travel.matrices import round_weights, source_ends, weight_table
from network.travel.snapping import SnappedPlaces, snap

_SOURCE_ARC_MS = 1e-3
"""Added to arcs out of the virtual source: a sparse matrix cannot hold zeros."""


@dataclass(frozen=True, slots=True, eq=False)
class ReachedEdges:
    """Parts of edges within some travel time of a place; k of them, edges in ascending order.

    Attributes
    ----------
    edge
        int32, (k,). Both directions of a street may occur, each with its own part.
    start, end
        float64, (k,): fractions along the edge, driven from `start` (0 except where the place itself
        lies) to `end` (1 except where the time runs out).
    arrival_s
        float64, (k,): seconds from the place to `start`.
    """

    edge: NDArray[np.int32]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    arrival_s: NDArray[np.float64]

    def length_km(self, graph: RoadGraph) -> float:
        """Length of the streets reached; a street driven in both directions counts once."""
        piece = graph.edge_piece[self.edge]
        forward = graph.edge_forward[self.edge]
        low = np.where(forward, self.start, 1.0 - self.end)
        high = np.where(forward, self.end, 1.0 - self.start)
        order = np.lexsort((low, piece))
        total_dm = 0.0
        covered, current = 0.0, -1
        for row in order.tolist():
            if piece[row] != current:
                current, covered = int(piece[row]), 0.0
            begin = max(covered, float(low[row]))
            if high[row] > begin:
                total_dm += (float(high[row]) - begin) * float(graph.piece_length_dm[current])
                covered = float(high[row])
        return round(total_dm / 10_000, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedPlace:
    """A place within the travel time: its row in the input, seconds and metres to it."""

    row: int
    duration_s: int
    distance_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachableSet:
    """Places and roads within some travel time of a start.

    Attributes
    ----------
    places
        Places reached, by travel time.
    length_km
        Length of the streets reached; a street driven in both directions counts once.
    faults
        N201, N202: places of the input that lie on no road, named by their row.
    """

    seconds: float
    places: tuple[ReachedPlace, ...]
    length_km: float
    faults: tuple[Fault, ...]


def find_reachable_places(
    graph: RoadGraph,
    start: LonLat,
    places: Sequence[LonLat],
    seconds: float,
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> ReachableSet:
    """Find the places within some seconds' drive of `start`.

    Parameters
    ----------
    start, places
        WGS-84 (lon, lat) in degrees.
    seconds
        Inclusive limit: a place exactly that far off is reached.

    Raises
    ------
    InputError
        N201, N202: the start lies on no road. N207: the time is not above 0.
    """
    if not 0 < seconds < float("inf"):
        raise InputError(
            Fault("N207", "The travel time must be above 0.", "Give minutes above 0.", "minutes")
        )
    roads = road_metric(graph, profile, overlay)
    origin = snap(graph, [start], roads.profile)
    if origin.faults:
        raise InputError(origin.faults)
    snapped = snap(graph, places, roads.profile)
    edges = reached_edges(roads, origin, arrival_times_ms(roads, origin, seconds * 1000), seconds)
    durations_s, distances_m = round_weights(weight_table(roads, origin, snapped))
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
        length_km=edges.length_km(graph),
        faults=snapped.faults,
    )


def arrival_times_ms(roads: RoadMetric, snapped: SnappedPlaces, limit_ms: float) -> NDArray[np.float64]:
    """Travel times from the nearest of some places to the tail of every edge.

    Returns
    -------
    NDArray
        float64, (m,): milliseconds; ``inf`` beyond `limit_ms`.
    """
    turns = roads.turns
    tail_edge = turns.state_edge[turns.tail_state]
    weights = roads.duration_ms[tail_edge] + turns.cost_ms
    ends = source_ends(roads, snapped)
    # One virtual state, the last, stands for all places.
    order = np.lexsort((ends.duration_ms, ends.state))
    state, first = np.unique(ends.state[order], return_index=True)
    links = csr_array(
        (
            np.append(weights, ends.duration_ms[order][first] + _SOURCE_ARC_MS),
            np.append(turns.head_state, state),
            np.append(turns.first_out, turns.first_out[-1] + len(state)).astype(np.int64),
        ),
        shape=(turns.states + 1, turns.states + 1),
    )
    source = np.array([turns.states])
    tree = dijkstra(links, indices=source, limit=limit_ms + _SOURCE_ARC_MS)[0] - _SOURCE_ARC_MS
    arrival_ms = np.full(turns.edges, np.inf)
    np.minimum.at(arrival_ms, turns.state_edge, tree[:-1])
    return arrival_ms


def reached_edges(
    roads: RoadMetric, snapped: SnappedPlaces, arrival_ms: NDArray[np.float64], seconds: float
) -> ReachedEdges:
    """Parts of edges within some seconds of the nearest of some places.

    Parameters
    ----------
    arrival_ms
        Result of `arrival_times_ms` with a limit of at least `seconds`.
    """
    limit_ms = seconds * 1000
    edges = np.flatnonzero((arrival_ms <= limit_ms) & np.isfinite(roads.duration_ms))
    left_ms = limit_ms - arrival_ms[edges]
    end = np.minimum(1.0, left_ms / np.maximum(roads.duration_ms[edges], 1.0))
    own = _parts_ahead(roads, snapped, limit_ms)
    # An edge reached whole from elsewhere contains what the place itself reaches of it.
    return ReachedEdges(
        np.append(edges, [edge for edge, _, _ in own]).astype(np.int32),
        np.append(np.zeros(len(edges)), [start for _, start, _ in own]),
        np.append(end, [stop for _, _, stop in own]),
        np.append(arrival_ms[edges] / 1000, np.zeros(len(own))),
    )


def _parts_ahead(
    roads: RoadMetric, snapped: SnappedPlaces, limit_ms: float
) -> list[tuple[int, float, float]]:
    """Of the edges on which places lie, the parts ahead of them: edge, start, end."""
    parts = []
    for edge, along in zip(snapped.edge.tolist(), snapped.fraction.tolist(), strict=True):
        if edge < 0:
            continue
        twin = int(roads.graph.edge_twin[edge])
        for own, start in ((edge, along), (twin, 1.0 - along)):
            if own >= 0 and np.isfinite(roads.duration_ms[own]):
                driven = limit_ms / max(float(roads.duration_ms[own]), 1.0)
                parts.append((own, start, min(1.0, start + driven)))
    return parts


def count_usable_edges(graph: RoadGraph, profile: Profile | str) -> NDArray[np.int64]:
    """Count the connected edges that leave each junction; 0 where the profile cannot drive. Shape (n,)."""
    connected = road_metric(graph, profile).connected
    return np.bincount(graph.tail[connected], minlength=graph.nodes)


def junction_times_s(graph: RoadGraph, node: int, profile: Profile | str) -> NDArray[np.float64]:
    """Travel times from a junction to every junction, over connected edges and without turn costs.

    Meant for choosing sites, not for timing routes.

    Returns
    -------
    NDArray
        float64, (n,): seconds; ``inf`` where there is no path.
    """
    roads = road_metric(graph, profile)
    edges = np.flatnonzero(roads.connected & np.isfinite(roads.duration_ms))
    # Of parallel edges only the fastest counts; a sparse matrix would add them up.
    order = edges[np.lexsort((roads.duration_ms[edges], graph.head[edges], graph.tail[edges]))]
    tail, head = graph.tail[order], graph.head[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    weights = roads.duration_ms[order][first] / 1000.0
    links = csr_array((weights, (tail[first], head[first])), shape=(graph.nodes, graph.nodes))
    return np.asarray(dijkstra(links, indices=np.array([node]))[0])
