"""Find places that vehicles cannot reach: on islands, at roads left out, or far from any road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.geo.mercator import to_mercator_m
from network.graph.road_graph import RoadGraph
from network.graph.shapes import piece_lines, polylines
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile
from network.travel.snapping import snap

ISLAND, LEFT_OUT, NO_ROAD = "island", "left_out", "no_road"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandedPlace:
    """A place whose nearest road is cut off, or that has none.

    Attributes
    ----------
    kind
        ``island``: the nearest road is usable, but not connected to the main part. ``left_out``: the import
        left the nearest road out. ``no_road``: none lies within the snap radius.
    road_m
        Metres to that nearest road; None where there is none.
    main_m
        Metres to the nearest road of the main part, to which the place snaps if it is within the profile's
        radius; None where there is none.
    """

    name: str
    place: LonLat
    kind: str
    road_m: float | None
    main_m: float | None


def find_stranded_places(
    graph: RoadGraph,
    places: Sequence[tuple[str, LonLat]],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
) -> tuple[StrandedPlace, ...]:
    """Find the places that a vehicle cannot reach on their own road, in the order given.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    roads = road_metric(graph, profile)
    positions = [place for _name, place in places]
    snapped = snap(graph, positions, roads.profile)
    cut_off = (
        (ISLAND, _distances_m(positions, _island_lines(roads))),
        (LEFT_OUT, _distances_m(positions, _left_out_lines(graph))),
    )
    found = []
    for row, (name, place) in enumerate(places):
        main_m = float(snapped.snap_m[row])
        kind, road_m = min(((kind, float(m[row])) for kind, m in cut_off), key=lambda each: each[1])
        if not road_m < main_m or road_m > roads.profile.max_snap_m:
            kind, road_m = NO_ROAD, min(road_m, main_m)
        if kind != NO_ROAD or not snapped.reachable[row]:
            found.append(
                StrandedPlace(
                    name=name, place=place, kind=kind, road_m=_round_m(road_m), main_m=_round_m(main_m)
                )
            )
    return tuple(found)


def find_island_edges(roads: RoadMetric) -> NDArray[np.int64]:
    """Find usable edges of pieces of which no direction belongs to the main part."""
    graph = roads.graph
    off = np.isfinite(roads.duration_ms) & ~roads.connected
    return np.flatnonzero(off & ~np.isin(graph.edge_piece, graph.edge_piece[roads.connected]))


def _island_lines(roads: RoadMetric) -> NDArray[Any]:
    graph = roads.graph
    return piece_lines(graph, np.unique(graph.edge_piece[find_island_edges(roads)]), to_mercator_m)


def _left_out_lines(graph: RoadGraph) -> NDArray[Any]:
    """Pieces that the import left out, in Mercator metres."""
    return polylines(*to_mercator_m(graph.off_lon, graph.off_lat), np.diff(graph.off_first_shape))


def _distances_m(places: Sequence[LonLat], lines: NDArray[Any]) -> NDArray[np.float64]:
    """Metres from each place to the nearest line; ``inf`` where there is none."""
    distance_m = np.full(len(places), np.inf)
    if len(lines) and len(places):
        lonlat = np.asarray(places, dtype=np.float64)
        points: Any = shapely.points(*to_mercator_m(lonlat[:, 0], lonlat[:, 1]))
        (row, _line), far = shapely.STRtree(lines).query_nearest(
            points, return_distance=True, all_matches=False
        )
        distance_m[row] = far * np.cos(np.radians(lonlat[row, 1]))
    return distance_m


def _round_m(metres: float) -> float | None:
    return round(metres, 1) if np.isfinite(metres) else None
