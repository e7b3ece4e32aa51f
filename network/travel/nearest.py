"""Nearest roads of a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from data.domain.places import LonLat
from network.geo.mercator import from_mercator_m, to_mercator_m
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import road_metric
from network.profiles.profile import Profile
from network.travel.snapping import PIECES_BY_POSITION, build_piece_index

_FIRST_RADIUS_M = 50.0
_GROWTH = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRoad:
    """A road near a place.

    Attributes
    ----------
    edge
        Edge number; the opposite direction, where it exists, is equally near.
    point
        The nearest point on it.
    distance_m
        Distance from the place to `point`.
    name
        Name of the street; empty where the map has none.
    osm_nodes
        OSM ids of its tail and head; negative where OSM has no node there.
    """

    edge: int
    point: LonLat
    distance_m: float
    name: str
    osm_nodes: tuple[int, int]


def find_nearest_roads(
    graph: RoadGraph,
    place: LonLat,
    *,
    number: int = 1,
    within_m: float | None = None,
    profile: Profile | str = "car",
    overlay: Overlay = NO_CHANGES,
) -> list[NearbyRoad]:
    """Find the roads nearest to a place that a profile can use, each piece once.

    Parameters
    ----------
    number
        Most roads to return.
    within_m
        Largest distance; by default the profile's snap radius.

    Returns
    -------
    list
        By distance; empty where no road is near enough.
    """
    roads = road_metric(graph, profile, overlay)
    index = roads.cached(PIECES_BY_POSITION, build_piece_index)
    most_m = roads.profile.max_snap_m if within_m is None else within_m
    (x,), (y,) = to_mercator_m(np.array([place.lon]), np.array([place.lat]))
    point, squeeze = shapely.Point(x, y), float(np.cos(np.radians(place.lat)))
    radius_m = min(_FIRST_RADIUS_M, most_m)
    while True:
        found = index.tree.query(point, predicate="dwithin", distance=radius_m / squeeze)
        if len(found) >= number or radius_m >= most_m:
            break
        radius_m = min(radius_m * _GROWTH, most_m)
    lines = index.lines[found]
    distance_m = shapely.distance(lines, point) * squeeze
    nearest = np.argsort(distance_m, kind="stable")[:number]
    on_road = shapely.line_interpolate_point(lines[nearest], shapely.line_locate_point(lines[nearest], point))
    lon, lat = from_mercator_m(shapely.get_x(on_road), shapely.get_y(on_road))
    return [
        NearbyRoad(
            edge=edge,
            point=LonLat(float(lon[row]), float(lat[row])),
            distance_m=float(distance_m[nearest[row]]),
            name=street_name(graph, edge),
            osm_nodes=(int(graph.node_osm_id[graph.tail[edge]]), int(graph.node_osm_id[graph.head[edge]])),
        )
        for row, edge in enumerate(index.edge[found[nearest]].tolist())
    ]


def street_name(graph: RoadGraph, edge: int) -> str:
    """Name of the street of an edge; empty where the map has none."""
    return graph.names[int(graph.piece_name[graph.edge_piece[edge]])]
