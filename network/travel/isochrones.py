"""Isochrones: the roads within some travel times of a place, and areas drawn around them.

Areas are for display. The area of a band is the concave hull of the points on its roads, then buffered, so
that the land beside a road belongs to it; lakes and hills inside are not cut out. Studies count roads, not
areas.

References
----------
GEOS, ConcaveHull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.geo.distance import EARTH_RADIUS_M, degree_scale
from network.graph.road_graph import RoadGraph
from network.graph.shapes import edge_shape, piece_lines
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import road_metric
from network.profiles.profile import Profile
from network.travel.one_to_all import ReachedEdges, arrival_times_ms, reached_edges
from network.travel.snapping import snap

HULL_RATIO = 0.1
"""Of `shapely.concave_hull`: 0 hugs the points, 1 is the convex hull."""
BUFFER_M = 100.0
_SPACING_M, _GRID_M = 200.0, 25.0
METHOD = (
    f"Areas: concave hull (ratio {HULL_RATIO:g}) of the roads reached, grown by {BUFFER_M:g} m. "
    "Roads: Dijkstra on the turn graph, banned turns and turn costs included."
)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Roads within some seconds of a place, their length, and an area around them.

    Attributes
    ----------
    length_km
        Length of the streets reached; a street driven in both directions counts once.
    area
        Shapely polygon or multipolygon in degrees; see the module for how it is drawn.
    """

    seconds: float
    edges: ReachedEdges
    length_km: float
    area: Any


def isochrones(
    graph: RoadGraph,
    places: Sequence[LonLat],
    seconds: Sequence[float],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
) -> list[Band]:
    """Compute what lies within some travel times of the nearest of several places.

    Parameters
    ----------
    places
        One or more WGS-84 (lon, lat) in degrees.
    seconds
        Travel times above 0, in any order.

    Returns
    -------
    list
        One band per distinct time, in ascending order.

    Raises
    ------
    InputError
        N201, N202: a place lies on no road. N206: there are no places. N207: there are no times, or one is
        not above 0.
    """
    if not seconds or not all(0 < limit < float("inf") for limit in seconds):
        raise InputError(
            Fault(
                "N207", "An isochrone needs travel times above 0.", "Give minutes such as 15,30.", "minutes"
            )
        )
    if not places:
        raise InputError(Fault("N206", "An isochrone needs a place.", "Give one or more.", "LON,LAT"))
    roads = road_metric(graph, profile, overlay)
    snapped = snap(graph, places, roads.profile)
    if snapped.faults:
        raise InputError(snapped.faults)
    limits = sorted(set(seconds))
    arrival_ms = arrival_times_ms(roads, snapped, limits[-1] * 1000)
    bands = []
    for limit in limits:
        reached = reached_edges(roads, snapped, arrival_ms, limit)
        bands.append(Band(limit, reached, reached.length_km(graph), _area(graph, reached)))
    return bands


def as_geojson(bands: Sequence[Band], place: LonLat, profile: str) -> dict[str, Any]:
    """Write the areas of bands as a GeoJSON feature collection, the largest first, so that all show."""
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


def _area(graph: RoadGraph, reached: ReachedEdges) -> Any:
    """Concave hull of the roads, buffered; computed in degrees scaled to the latitude of the place."""
    whole = (reached.start <= 0.0) & (reached.end >= 1.0)
    lines = [
        piece_lines(graph, np.unique(graph.edge_piece[reached.edge[whole]])),
        _partial_lines(graph, reached),
    ]
    scale = degree_scale(shapely.get_coordinates(lines[1])[0, 1])
    per_metre = 1.0 / float(np.radians(1.0) * EARTH_RADIUS_M)
    flat = shapely.transform(np.concatenate(lines), lambda points: points * scale)
    # The hull takes points only, and a long straight road has them at its ends: add some in between.
    dense = shapely.segmentize(flat[shapely.length(flat) > 0], _SPACING_M * per_metre)
    points = np.concatenate([shapely.get_coordinates(dense), shapely.get_coordinates(flat)])
    grid = np.rint(points / (_GRID_M * per_metre)).astype(np.int64)
    distinct = np.unique(grid[:, 0] << 32 | grid[:, 1] & 0xFFFFFFFF, return_index=True)[1]
    hull = shapely.concave_hull(shapely.MultiPoint(points[distinct]), ratio=HULL_RATIO)
    grown = shapely.buffer(hull, BUFFER_M * per_metre, quad_segs=4)
    return shapely.transform(grown, lambda points: points / scale)


def _partial_lines(graph: RoadGraph, reached: ReachedEdges) -> NDArray[Any]:
    """Lines of the edges reached in part, and of the last edge, on which a place lies."""
    part = (reached.start > 0.0) | (reached.end < 1.0)
    part[-1] = True
    columns = (reached.edge[part], reached.start[part], reached.end[part])
    shapes = [edge_shape(graph, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return np.array([shapely.LineString(shape) for shape in shapes], dtype=object)
