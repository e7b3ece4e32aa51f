"""Polylines of road pieces and edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from network.geo.distance import degree_scale
from network.graph.road_graph import RoadGraph

MIN_STEP_DEG = 1e-9
"""Two positions closer than this are one."""

Floats = NDArray[np.float64]
Projection = Callable[[Floats, Floats], tuple[Floats, Floats]]


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Concatenate the ranges ``starts[i] … starts[i] + counts[i] - 1``."""
    total = int(counts.sum())
    before = np.cumsum(counts) - counts
    return np.asarray(np.arange(total, dtype=np.int64) + np.repeat(starts - before, counts))


def polylines(x: Floats, y: Floats, counts: NDArray[np.int64]) -> NDArray[Any]:
    """Shapely lines of consecutive points.

    Parameters
    ----------
    x, y
        float64, (sum of counts,).
    counts
        int64, (k,): points of each line, at least two.

    Returns
    -------
    NDArray
        object, (k,): `shapely.LineString`.
    """
    of_line = np.repeat(np.arange(len(counts)), counts)
    lines: Any = shapely.linestrings(np.column_stack([x, y]), indices=of_line)
    return np.asarray(np.atleast_1d(lines), dtype=object)


def piece_lines(
    graph: RoadGraph, pieces: NDArray[np.int64], project: Projection | None = None
) -> NDArray[Any]:
    """Shapely lines of some road pieces, along their shapes.

    Parameters
    ----------
    pieces
        int64, (k,): numbers of pieces.
    project
        Applied to longitudes and latitudes, such as `network.geo.mercator.to_mercator_m`; by default
        the lines are in degrees.

    Returns
    -------
    NDArray
        object, (k,): `shapely.LineString`.
    """
    counts = np.diff(graph.first_shape)[pieces]
    rows = ranges(graph.first_shape[:-1][pieces], counts)
    x, y = graph.shape_lon[rows], graph.shape_lat[rows]
    if project is not None:
        x, y = project(x, y)
    return polylines(x, y, counts)


def edge_shape(graph: RoadGraph, edge: int, start: float = 0.0, end: float = 1.0) -> Floats:
    """Shape of an edge as driven, or of its part between two fractions of its length.

    Returns
    -------
    NDArray
        float64, (k, 2): longitude, latitude in degrees.
    """
    piece = graph.edge_piece[edge]
    rows = slice(int(graph.first_shape[piece]), int(graph.first_shape[piece + 1]))
    points = np.column_stack([graph.shape_lon[rows], graph.shape_lat[rows]])
    if not graph.edge_forward[edge]:
        points = points[::-1]
    if start <= 0.0 and end >= 1.0:
        return points
    steps = np.diff(points, axis=0) * degree_scale(points[0, 1])
    along = np.append(0.0, np.cumsum(np.hypot(steps[:, 0], steps[:, 1])))
    along /= max(float(along[-1]), MIN_STEP_DEG)
    inner = (along > start) & (along < end)
    at = np.concatenate([[start], along[inner], [end]])
    return np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])])
