"""Shortest paths between places: their edges, durations and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.engine.protocol import Ends, Engine, unpack
from network.engine.selection import select_engine
from network.geo.distance import EARTH_RADIUS_M, degree_scale
from network.graph.road_graph import RoadGraph
from network.graph.shapes import MIN_STEP_DEG, edge_shape
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile
from network.travel.matrices import same_piece_weights, source_ends, target_ends
from network.travel.snapping import SnappedPlaces, snap


@dataclass(frozen=True, slots=True, eq=False)
class RoadPath:
    """Fastest path from one place to another.

    Attributes
    ----------
    edges
        int32: edges in driving order; the first is driven from `start_fraction`, the last to
        `end_fraction`. Empty where there is no path.
    duration_ms, distance_dm
        As in the travel matrix before rounding; -1 where there is no path.
    """

    edges: NDArray[np.int32]
    start_fraction: float
    end_fraction: float
    duration_ms: int
    distance_dm: int

    @property
    def found(self) -> bool:
        """Whether there is a path."""
        return len(self.edges) > 0

    def shares(self) -> NDArray[np.float64]:
        """Driven share of each edge, float64: 1 except for the first and the last."""
        share = np.ones(len(self.edges))
        if self.found:
            share[0] -= self.start_fraction
            share[-1] -= 1.0 - self.end_fraction
        return share


NO_PATH = RoadPath(np.empty(0, dtype=np.int32), 0.0, 0.0, -1, -1)


def leg_paths(
    graph: RoadGraph,
    places: Sequence[LonLat],
    legs: Sequence[tuple[int, int]],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    engine: Engine | None = None,
) -> list[RoadPath]:
    """Find the fastest path of every leg.

    Parameters
    ----------
    places
        WGS-84 (lon, lat) in degrees.
    legs
        Pairs of rows of `places`: origin, destination.
    overlay
        Closed, slowed or limited edges.
    engine
        Finds the paths; by default the one that `network.engine.selection.select_engine` selects.

    Returns
    -------
    list
        One path per leg, `NO_PATH` where there is none.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    roads = road_metric(graph, profile, overlay)
    snapped = snap(graph, places, roads.profile)
    finder = engine or select_engine(roads)
    return [_path(roads, snapped.only(a), snapped.only(b), finder) for a, b in legs]


def _path(roads: RoadMetric, source: SnappedPlaces, target: SnappedPlaces, engine: Engine) -> RoadPath:
    start, end = source_ends(roads, source), target_ends(roads, target)
    around = float(engine.table(start, end)[0, 0])
    _, _, direct = same_piece_weights(roads, source, target)
    if len(direct) and direct.min() <= around:
        return _path_on_piece(roads, source, target, float(direct.min()))
    if not np.isfinite(around):
        return NO_PATH
    states = engine.path(start, end)
    edges = roads.turns.state_edge[states]
    first = _edge_left(roads, source, start, int(states[0]))
    return _figures(
        np.append(first, edges).astype(np.int32),
        _fraction_on(source, first),
        _fraction_on(target, int(edges[-1])),
        around,
    )


def _path_on_piece(
    roads: RoadMetric, source: SnappedPlaces, target: SnappedPlaces, weight: float
) -> RoadPath:
    # Places on one piece have the same edge; the one further back is reached along its twin.
    edge = int(source.edge[0])
    if source.fraction[0] > target.fraction[0]:
        edge = int(roads.graph.edge_twin[edge])
    edges = np.array([edge], dtype=np.int32)
    return _figures(edges, _fraction_on(source, edge), _fraction_on(target, edge), weight)


def _figures(edges: NDArray[np.int32], start: float, end: float, weight: float) -> RoadPath:
    duration_ms, distance_dm = unpack(np.array([weight]))
    return RoadPath(edges, start, end, int(duration_ms[0]), int(distance_dm[0]))


def _edge_left(roads: RoadMetric, source: SnappedPlaces, start: Ends, state: int) -> int:
    """The edge on which the source lies and from which the path enters its first state."""
    entry = np.flatnonzero(start.state == state)
    best = entry[start.weight[entry].argmin()]
    # Entries follow the arcs of the source's edges, one edge after the other.
    edges = [int(source.edge[0]), int(roads.graph.edge_twin[source.edge[0]])]
    arcs = [roads.turns.first_out[e + 1] - roads.turns.first_out[e] for e in edges if e >= 0]
    return edges[int(np.searchsorted(np.cumsum(arcs), best, side="right"))]


def _fraction_on(place: SnappedPlaces, edge: int) -> float:
    """Fraction along `edge`, the edge of the place or its twin, at which the place lies."""
    along = float(place.fraction[0])
    return along if int(place.edge[0]) == edge else 1.0 - along


def path_shape(graph: RoadGraph, path: RoadPath) -> list[LonLat]:
    """Positions along a path, WGS-84: two or more, or none where there is no path."""
    if not path.found:
        return []
    last = len(path.edges) - 1
    parts = [
        edge_shape(
            graph,
            int(edge),
            path.start_fraction if i == 0 else 0.0,
            path.end_fraction if i == last else 1.0,
        )
        for i, edge in enumerate(path.edges)
    ]
    points = np.concatenate(parts)
    fresh = np.ones(len(points), dtype=bool)
    fresh[1:] = (np.abs(np.diff(points, axis=0)) > MIN_STEP_DEG).any(axis=1)
    if fresh.sum() < 2:
        fresh[[0, -1]] = True
    return [LonLat(lon, lat) for lon, lat in points[fresh].tolist()]


def simplify(shape: Sequence[LonLat], tolerance_m: float) -> list[LonLat]:
    """Simplify a line, moving it nowhere by more than about `tolerance_m` (Douglas–Peucker)."""
    if len(shape) < 3:
        return list(shape)
    points = np.asarray(shape, dtype=np.float64)
    scale = degree_scale(points[0, 1])
    line = shapely.LineString(points * scale)
    tolerance_deg = float(np.degrees(tolerance_m / EARTH_RADIUS_M))
    kept = shapely.get_coordinates(shapely.simplify(line, tolerance_deg)) / scale
    return [LonLat(lon, lat) for lon, lat in kept.tolist()]
