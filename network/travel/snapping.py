"""Snap places to the nearest usable roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.errors import Fault
from data.domain.places import LonLat
from network.geo.mercator import from_mercator_m, to_mercator_m
from network.graph.road_graph import RoadGraph
from network.graph.shapes import polylines
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile

PIECES_BY_POSITION = "pieces by position"
_SIDE_STEP = 0.5
_ON_ROAD_M = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class SnappedPlaces:
    """Places snapped to a road graph.

    Attributes
    ----------
    edge
        int32: an edge of the nearest connected piece, the forward one where that is drivable; -1 where none
        lies within the profile's snap radius. The twin edge, where it exists, serves as well: a place on a
        two-way road is left and reached in both directions.
    fraction
        float64: how far along `edge` the place lies, 0 at its tail, 1 at its head.
    snap_m
        float64: metres from the place to the road; ``inf`` where the profile can use no road,
        ``nan`` where the coordinates are invalid.
    lon, lat
        float64: the point on the road; ``nan`` where there is none.
    side
        int8: -1 where the place lies left of `edge`, 1 right of it, 0 on it.
    faults
        N201 for places beyond the radius, N202 for invalid coordinates.
    """

    edge: NDArray[np.int32]
    fraction: NDArray[np.float64]
    snap_m: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    side: NDArray[np.int8]
    faults: tuple[Fault, ...] = ()

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """Whether each place is on the graph; bool (n,)."""
        return np.asarray(self.edge >= 0)

    def only(self, place: int) -> SnappedPlaces:
        """One of the places."""
        return self.rows(slice(place, place + 1))

    def rows(self, at: NDArray[np.intp] | slice) -> SnappedPlaces:
        """Some of the places in a given order, without their faults."""
        return SnappedPlaces(
            self.edge[at], self.fraction[at], self.snap_m[at], self.lon[at], self.lat[at], self.side[at]
        )


@dataclass(frozen=True, slots=True, eq=False)
class PieceIndex:
    """A spatial index of the connected pieces, in Mercator metres (`network.geo.mercator`).

    Attributes
    ----------
    tree, lines
        The shapes of q pieces, each along `edge`.
    edge
        int32, (q,): an edge of each piece, the forward one where both directions are connected.
    """

    tree: shapely.STRtree
    lines: NDArray[Any]
    edge: NDArray[np.int32]


def snap(graph: RoadGraph, places: Sequence[LonLat], profile: Profile | str = "car") -> SnappedPlaces:
    """Snap places to the nearest roads that a profile can use.

    Only roads of the main connected part count. A place beyond the snap radius is reported in
    `SnappedPlaces.faults` and raises nothing.

    Parameters
    ----------
    places
        n WGS-84 (lon, lat) in degrees.
    """
    roads = road_metric(graph, profile)
    index = roads.cached(PIECES_BY_POSITION, build_piece_index)
    lonlat = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    valid = np.asarray((np.abs(lonlat) <= (180.0, 90.0)).all(axis=1))  # false for nan and inf too
    found = _unsnapped(len(lonlat))
    found.snap_m[valid] = np.inf
    rows = np.flatnonzero(valid)
    if len(rows) and len(index.edge):
        _snap_valid(found, rows, lonlat[rows], index)
    return _reject_distant(found, valid, roads.profile)


def _unsnapped(n: int) -> SnappedPlaces:
    nan = np.full(n, np.nan)
    edge, side = np.full(n, -1, dtype=np.int32), np.zeros(n, dtype=np.int8)
    return SnappedPlaces(edge, nan.copy(), nan.copy(), nan.copy(), nan.copy(), side)


def _snap_valid(
    found: SnappedPlaces, rows: NDArray[np.intp], lonlat: NDArray[np.float64], index: PieceIndex
) -> None:
    points = np.asarray(shapely.points(*to_mercator_m(lonlat[:, 0], lonlat[:, 1])))
    of_point, line = index.tree.query_nearest(points, all_matches=False)
    points, rows, lonlat = points[of_point], rows[of_point], lonlat[of_point]
    lines = index.lines[line]
    at = shapely.line_locate_point(lines, points)
    length = shapely.length(lines)
    on_road = shapely.line_interpolate_point(lines, at)
    distance = shapely.distance(points, on_road) * np.cos(np.radians(lonlat[:, 1]))
    lon, lat = from_mercator_m(shapely.get_x(on_road), shapely.get_y(on_road))
    found.edge[rows] = index.edge[line]
    found.fraction[rows] = np.clip(at / np.maximum(length, 1e-9), 0.0, 1.0)
    found.snap_m[rows] = distance
    found.lon[rows], found.lat[rows] = lon, lat
    found.side[rows] = np.where(distance < _ON_ROAD_M, 0, _sides(lines, points, at))


def _sides(
    lines: NDArray[np.object_], points: NDArray[np.object_], at: NDArray[np.float64]
) -> NDArray[np.int8]:
    before = shapely.line_interpolate_point(lines, np.maximum(at - _SIDE_STEP, 0.0))
    after = shapely.line_interpolate_point(lines, at + _SIDE_STEP)
    x, y = shapely.get_x(before), shapely.get_y(before)
    along_x, along_y = shapely.get_x(after) - x, shapely.get_y(after) - y
    cross = along_x * (shapely.get_y(points) - y) - along_y * (shapely.get_x(points) - x)
    return np.asarray(-np.sign(cross), dtype=np.int8)


def _reject_distant(found: SnappedPlaces, valid: NDArray[np.bool_], profile: Profile) -> SnappedPlaces:
    beyond = valid & ~(found.snap_m <= profile.max_snap_m)
    found.edge[beyond] = -1
    for column in (found.fraction, found.lon, found.lat):
        column[beyond] = np.nan
    return replace(found, faults=snap_faults(found, profile))


def snap_faults(snapped: SnappedPlaces, profile: Profile) -> tuple[Fault, ...]:
    """N201 or N202 for every place that is on no road."""
    rows = np.flatnonzero(~snapped.reachable).tolist()
    return tuple(_fault(row, snapped.snap_m[row], profile) for row in rows)


def _fault(row: int, snap_m: float, profile: Profile) -> Fault:
    where = f"place {row + 1}"
    if np.isnan(snap_m):
        return Fault(
            "N202",
            "The coordinates of the place are invalid.",
            "Give a longitude of -180 to 180 and a latitude of -90 to 90.",
            where,
        )
    if np.isinf(snap_m):
        cause = f"The network has no road that {profile.name} can use."
        return Fault("N201", cause, "Choose another profile or another network.", where)
    return Fault(
        "N201",
        f"The place lies {snap_m:.0f} m from the nearest road that {profile.name} can use, "
        f"over the radius of {profile.max_snap_m:.0f} m.",
        "Check the coordinate (longitude first, WGS-84), or move the place to a road.",
        where,
    )


def build_piece_index(roads: RoadMetric) -> PieceIndex:
    """The index that places are snapped with; ask for it by ``roads.once``, which keeps it."""
    graph = roads.graph
    edges = np.flatnonzero(roads.connected)
    # One edge per piece; the forward one where both are connected.
    edges = edges[np.lexsort((~graph.edge_forward[edges], graph.edge_piece[edges]))]
    pieces, first = np.unique(graph.edge_piece[edges], return_index=True)
    edges = edges[first]
    counts = np.diff(graph.first_shape)[pieces]
    rows = np.repeat(graph.first_shape[:-1][pieces], counts)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    # Backward edges get their shape reversed, so that a fraction is always along the edge.
    backward = np.repeat(~graph.edge_forward[edges], counts)
    rows += np.where(backward, np.repeat(counts, counts) - 1 - offset, offset)
    x, y = to_mercator_m(graph.shape_lon[rows], graph.shape_lat[rows])
    lines = polylines(x, y, counts)
    return PieceIndex(shapely.STRtree(lines), lines, edges.astype(np.int32))
