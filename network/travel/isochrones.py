"""How far one gets: the roads within some minutes of a place, and areas drawn around them.

The search is Dijkstra's on the turn graph, so banned turns and turn costs count. An edge that is
not reached to its end counts up to where the time runs out.

Areas are for the eye. A band's area is the concave hull of all points on its roads, with edges of
the hull no longer than a share of the longest, then grown by some metres, so that the land beside a
road belongs to it; lakes and hills inside are not cut out. What a study counts are the roads.

References
----------
Dijkstra (1959), A note on two problems in connexion with graphs; GEOS, ConcaveHull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.graph.build import EARTH_RADIUS_M, ranges
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import PreparedRoads, prepare
from network.profiles.profile import Profile
from network.travel.geometry import edge_shape
from network.travel.matrices import leaving
from network.travel.snapping import SnappedPlaces, snap

HULL_RATIO = 0.1
"""Of `shapely.concave_hull`: 0 hugs the points, 1 is the convex hull."""
BESIDE_ROAD_M = 100.0
_SPACING_M, _GRID_M = 200.0, 25.0
METHOD = (
    f"Areas: concave hull (ratio {HULL_RATIO:g}) of the roads reached, grown by {BESIDE_ROAD_M:g} m. "
    "Roads: Dijkstra on the turn graph, banned turns and turn costs included."
)


@dataclass(frozen=True, slots=True, eq=False)
class ReachedEdges:
    """The parts of edges within some time of a place; k of them, edges in ascending order.

    Attributes
    ----------
    edge
        int32, (k,). Both directions of a street may be there, each with its own part.
    start, end
        float64, (k,): fractions along the edge; it is driven from `start` (0, except where the place
        itself lies) to `end` (1, except where the time runs out).
    arrival_s
        float64, (k,): seconds from the place to `start`.
    """

    edge: NDArray[np.int32]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    arrival_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What lies within some seconds of a place: its edges, their length, and an area around them.

    Attributes
    ----------
    length_km
        Of the streets reached; a street driven in both directions counts once.
    area
        A shapely polygon or multipolygon in degrees; see the module for how it is drawn.
    """

    seconds: float
    edges: ReachedEdges
    length_km: float
    area: Any


def isochrone(
    graph: RoadGraph,
    place: LonLat,
    seconds: Sequence[float],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> list[Band]:
    """The bands of a place, one for each of `seconds`, from the smallest on.

    Raises
    ------
    InputError
        N201, N202: the place is on no road. N207: no time, or one that is not above 0.
    """
    return isochrone_of_all(graph, [place], seconds, profile=profile, overlay=overlay)


def isochrone_of_all(
    graph: RoadGraph,
    places: Sequence[LonLat],
    seconds: Sequence[float],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> list[Band]:
    """What lies within some seconds of the nearest of several places, such as all points of a network.

    Raises
    ------
    InputError
        N201, N202: a place is on no road. N206: there are none. N207: see `isochrone`.
    """
    if not seconds or not all(0 < limit < float("inf") for limit in seconds):
        raise InputError(
            Fault("N207", "An isochrone needs times above 0.", "Give minutes such as 15,30.", "minutes")
        )
    if not places:
        raise InputError(Fault("N206", "An isochrone needs a place.", "Give one or more.", "LON,LAT"))
    roads = prepare(graph, profile, overlay)
    snapped = snap(graph, places, roads.profile)
    if snapped.faults:
        raise InputError(snapped.faults)
    limits = sorted(set(seconds))
    arrival_ms = _arrivals_ms(roads, snapped, limits[-1] * 1000)
    return [_band(roads, snapped, arrival_ms, limit) for limit in limits]


def reached_edges(
    graph: RoadGraph,
    place: LonLat,
    seconds: float,
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> ReachedEdges:
    """The parts of edges within some seconds of a place, without an area; see `isochrone`."""
    roads = prepare(graph, profile, overlay)
    snapped = snap(graph, [place], roads.profile)
    if snapped.faults:
        raise InputError(snapped.faults)
    return _reached(roads, snapped, _arrivals_ms(roads, snapped, seconds * 1000), seconds)


def as_geojson(bands: Sequence[Band], place: LonLat, profile: str) -> dict[str, Any]:
    """The bands' areas as a GeoJSON feature collection, the largest first, so that all show."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "minutes": round(band.seconds / 60, 3),
                "seconds": band.seconds,
                "length_km": band.length_km,
                "edges": len(band.edges.edge),
                "profile": profile,
                "from": [place.lon, place.lat],
                "method": METHOD,
            },
            "geometry": shapely.geometry.mapping(shapely.set_precision(band.area, 1e-6)),
        }
        for band in sorted(bands, key=lambda band: -band.seconds)
    ]
    return {"type": "FeatureCollection", "features": features}


def _arrivals_ms(roads: PreparedRoads, snapped: SnappedPlaces, limit_ms: float) -> NDArray[np.float64]:
    """Milliseconds to the tail of every edge, ``inf`` beyond the limit; float64, (m,)."""
    turns = roads.turns
    tail_edge = turns.state_edge[turns.tail_state]
    weights = roads.duration_ms[tail_edge] + turns.cost_ms
    ends = leaving(roads, snapped)
    # A virtual state stands for the place; zeros would be no entries of a sparse matrix.
    at_once = 1e-3
    order = np.lexsort((ends.duration_ms, ends.state))
    state, first = np.unique(ends.state[order], return_index=True)
    links = csr_array(
        (
            np.append(weights, ends.duration_ms[order][first] + at_once),
            np.append(turns.head_state, state),
            np.append(turns.first_out, turns.first_out[-1] + len(state)).astype(np.int64),
        ),
        shape=(turns.states + 1, turns.states + 1),
    )
    tree = dijkstra(links, indices=np.array([turns.states]), limit=limit_ms + at_once)[0] - at_once
    arrival_ms = np.full(turns.edges, np.inf)
    np.minimum.at(arrival_ms, turns.state_edge, tree[:-1])
    return arrival_ms


def _reached(
    roads: PreparedRoads, snapped: SnappedPlaces, arrival_ms: NDArray[np.float64], seconds: float
) -> ReachedEdges:
    limit_ms = seconds * 1000
    edges = np.flatnonzero((arrival_ms <= limit_ms) & np.isfinite(roads.duration_ms))
    left_ms = limit_ms - arrival_ms[edges]
    end = np.minimum(1.0, left_ms / np.maximum(roads.duration_ms[edges], 1.0))
    own = _own_parts(roads, snapped, limit_ms)
    # An edge that is reached whole from elsewhere contains what the place itself reaches of it.
    return ReachedEdges(
        np.append(edges, [edge for edge, _, _ in own]).astype(np.int32),
        np.append(np.zeros(len(edges)), [start for _, start, _ in own]),
        np.append(end, [stop for _, _, stop in own]),
        np.append(arrival_ms[edges] / 1000, np.zeros(len(own))),
    )


def _own_parts(
    roads: PreparedRoads, snapped: SnappedPlaces, limit_ms: float
) -> list[tuple[int, float, float]]:
    """Of the edges that places lie on, the parts ahead of them: edge, start, end."""
    parts = []
    for edge, along in zip(snapped.edge.tolist(), snapped.fraction.tolist(), strict=True):
        if edge < 0:
            continue
        twin = int(roads.graph.edge_twin[edge])
        for own, start in ((edge, along), (twin, 1.0 - along)):
            if own >= 0 and np.isfinite(roads.duration_ms[own]):
                reach = limit_ms / max(float(roads.duration_ms[own]), 1.0)
                parts.append((own, start, min(1.0, start + reach)))
    return parts


def _band(
    roads: PreparedRoads, snapped: SnappedPlaces, arrival_ms: NDArray[np.float64], seconds: float
) -> Band:
    reached = _reached(roads, snapped, arrival_ms, seconds)
    return Band(seconds, reached, covered_km(roads.graph, reached), _area(roads.graph, reached))


def covered_km(graph: RoadGraph, reached: ReachedEdges) -> float:
    """Length of the streets reached, each point of a street counted once."""
    piece = graph.edge_piece[reached.edge]
    forward = graph.edge_forward[reached.edge]
    low = np.where(forward, reached.start, 1.0 - reached.end)
    high = np.where(forward, reached.end, 1.0 - reached.start)
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


def _area(graph: RoadGraph, reached: ReachedEdges) -> Any:
    """The concave hull of the roads, grown; worked out on a plane squeezed to the place's latitude."""
    lines = [_whole_pieces(graph, reached), _parts(graph, reached)]
    squeeze = (float(np.cos(np.radians(shapely.get_coordinates(lines[1])[0, 1]))), 1.0)
    per_metre = 1.0 / float(np.radians(1.0) * EARTH_RADIUS_M)
    flat = shapely.transform(np.concatenate(lines), lambda points: points * squeeze)
    # The hull takes points only, and a long straight road has them at its ends: more in between.
    dense = shapely.segmentize(flat[shapely.length(flat) > 0], _SPACING_M * per_metre)
    points = np.concatenate([shapely.get_coordinates(dense), shapely.get_coordinates(flat)])
    grid = np.rint(points / (_GRID_M * per_metre)).astype(np.int64)
    distinct = np.unique(grid[:, 0] << 32 | grid[:, 1] & 0xFFFFFFFF, return_index=True)[1]
    hull = shapely.concave_hull(shapely.MultiPoint(points[distinct]), ratio=HULL_RATIO)
    grown = shapely.buffer(hull, BESIDE_ROAD_M * per_metre, quad_segs=4)
    return shapely.transform(grown, lambda points: points / squeeze)


def _whole_pieces(graph: RoadGraph, reached: ReachedEdges) -> NDArray[Any]:
    whole = (reached.start <= 0.0) & (reached.end >= 1.0)
    pieces = np.unique(graph.edge_piece[reached.edge[whole]])
    counts = np.diff(graph.first_shape)[pieces]
    rows = ranges(graph.first_shape[pieces], counts)
    points = np.column_stack([graph.shape_lon[rows], graph.shape_lat[rows]])
    lines: Any = shapely.linestrings(points, indices=np.repeat(np.arange(len(pieces)), counts))
    return np.atleast_1d(lines)


def _parts(graph: RoadGraph, reached: ReachedEdges) -> NDArray[Any]:
    """Lines of the edges reached in part; the place's own are always among them or whole."""
    part = (reached.start > 0.0) | (reached.end < 1.0)
    part[-1] = True  # the place's own edge
    columns = (reached.edge[part], reached.start[part], reached.end[part])
    shapes = [edge_shape(graph, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return np.array([shapely.LineString(shape) for shape in shapes], dtype=object)
