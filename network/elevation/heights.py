"""Elevation along roads from SRTM tiles, smoothed along the network, interpolated on bridges and in tunnels.

Cells of a tile are 30 or 90 m wide, so on a hillside a sample beside the road makes false slopes. Heights
are therefore fitted to both the samples and a smooth road: the minimum of ``∫ (h - sample)² ds + ℓ² ∫
(dh/ds)² ds`` over the whole network, where ℓ is `SMOOTHING_M`. Points without samples (bridges, tunnels,
ferries, voids, land outside the tiles) have no first term, so the height is interpolated linearly there.

References
----------
Farr et al. (2007), The Shuttle Radar Topography Mission; Whittaker (1923), On a new method of graduation;
Eilers (2003), A perfect smoother.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.linalg import cg

from data.domain.errors import Fault, InputError
from network.elevation.hgt import Tile, read_tile
from network.geo.distance import segment_lengths_m
from network.graph.road_graph import PieceFlag, RoadGraph
from network.graph.shapes import ranges

SMOOTHING_M = 100.0
"""ℓ: length over which slopes are averaged."""

STEP_M = 60.0
"""Distance between stored heights, below the width of a cell."""

SOURCE = "SRTM"
_TOLERANCE = 1e-7
_MOST_ROUNDS = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Equally spaced points along all pieces, the ends of pieces being shared nodes.

    Attributes
    ----------
    first
        int64 (p + 1): points of piece i are ``first[i]:first[i + 1]``, at least two.
    unknown
        int64, per point: number of the height to be found; nodes come first.
    lon, lat
        float64, per point.
    sampled
        bool, per point: lies on ground that tiles describe.
    """

    first: NDArray[np.int64]
    unknown: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    sampled: NDArray[np.bool_]


def add_elevation(graph: RoadGraph, files: Sequence[str | Path]) -> RoadGraph:
    """Add heights along the roads of a graph.

    Parameters
    ----------
    files
        SRTM tiles, ``.hgt`` or ``.hgt.zip``; where they overlap, the first counts.

    Raises
    ------
    InputError
        N111: a file is no such tile. N112: none of them covers any road.
    """
    tiles = [read_tile(Path(file)) for file in files]
    points = _points(graph)
    height_m = np.full(len(points.lon), np.nan)
    for tile in tiles:
        missing = np.isnan(height_m)
        height_m[missing] = tile.height_m(points.lon[missing], points.lat[missing])
    known = ~np.isnan(height_m)
    if not known.any():
        raise InputError(_no_cover_fault(tiles))
    fitted = _smooth(graph, points, np.where(known & points.sampled, height_m, np.nan))
    return replace(
        graph,
        first_elevation=points.first,
        elevation_m=np.round(fitted[points.unknown], 2).astype(np.float32),
        attributes=graph.attributes
        | {
            "elevation": f"{SOURCE}: {', '.join(tile.name for tile in tiles)}",
            "elevation share": round(float(known.mean()), 4),
        },
    )


def remove_elevation(graph: RoadGraph) -> RoadGraph:
    """Remove the heights of a graph."""
    attributes = {key: value for key, value in graph.attributes.items() if not key.startswith("elevation")}
    return replace(
        graph,
        first_elevation=np.zeros(graph.pieces + 1, dtype=np.int64),
        elevation_m=np.empty(0, dtype=np.float32),
        attributes=attributes,
    )


def _points(graph: RoadGraph) -> _Points:
    length_m = graph.piece_length_dm / 10
    counts = np.maximum(np.rint(length_m / STEP_M), 1).astype(np.int64) + 1
    first = np.append(0, np.cumsum(counts)).astype(np.int64)
    piece = np.repeat(np.arange(graph.pieces), counts)
    step = np.arange(first[-1]) - first[piece]
    lon, lat = _along(graph, piece, step / (counts[piece] - 1))
    start, end = _piece_nodes(graph)
    is_start, is_end = step == 0, step == counts[piece] - 1
    unknown = np.empty(first[-1], dtype=np.int64)
    inner = ~(is_start | is_end)
    unknown[is_start], unknown[is_end] = start[piece[is_start]], end[piece[is_end]]
    unknown[inner] = graph.nodes + np.arange(int(inner.sum()))
    carried = np.uint16(PieceFlag.BRIDGE | PieceFlag.TUNNEL | PieceFlag.FERRY)
    on_ground = (graph.piece_flags & carried) == 0
    # The end of a bridge stands on the ground if some other road there does.
    grounded = np.zeros(graph.nodes, dtype=bool)
    grounded[start[on_ground]] = grounded[end[on_ground]] = True
    return _Points(first, unknown, lon, lat, np.where(inner, on_ground[piece], _of(grounded, unknown)))


def _of(grounded: NDArray[np.bool_], unknown: NDArray[np.int64]) -> NDArray[np.bool_]:
    return grounded[np.minimum(unknown, len(grounded) - 1)]


def _piece_nodes(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nodes at the start and the end of every piece's shape."""
    start, end = (np.empty(graph.pieces, dtype=np.int64) for _ in range(2))
    for along, tail, head in ((True, graph.tail, graph.head), (False, graph.head, graph.tail)):
        edges = graph.edge_forward == along
        start[graph.edge_piece[edges]], end[graph.edge_piece[edges]] = tail[edges], head[edges]
    return start, end


def _along(
    graph: RoadGraph, piece: NDArray[np.int64], share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions at shares of the pieces' lengths."""
    steps = np.append(0.0, segment_lengths_m(graph.shape_lon, graph.shape_lat))
    steps[graph.first_shape[:-1]] = 0.0
    reached = np.cumsum(steps)
    low, high = graph.first_shape[:-1][piece], graph.first_shape[1:][piece] - 1
    at = reached[low] + share * (reached[high] - reached[low])
    before = np.clip(np.searchsorted(reached, at, side="right") - 1, low, high - 1)
    width = reached[before + 1] - reached[before]
    part = np.clip((at - reached[before]) / np.maximum(width, 1e-9), 0.0, 1.0)

    def between(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(values[before] + part * (values[before + 1] - values[before]))

    return between(graph.shape_lon), between(graph.shape_lat)


def _smooth(graph: RoadGraph, points: _Points, height_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minimise the integrals of the module's docstring over the heights of all unknowns."""
    counts = np.diff(points.first)
    low = ranges(points.first[:-1], counts - 1)
    a, b = points.unknown[low], points.unknown[low + 1]
    spacing_m = np.repeat(graph.piece_length_dm / 10 / (counts - 1), counts - 1)
    size = int(points.unknown.max()) + 1
    # Half of each step's length counts for the point at either end.
    sampled = ~np.isnan(height_m)
    weight, target = np.zeros(size), np.zeros(size)
    for at in (low, low + 1):
        seen = sampled[at]
        np.add.at(weight, points.unknown[at[seen]], spacing_m[seen] / 2)
        np.add.at(target, points.unknown[at[seen]], spacing_m[seen] / 2 * height_m[at[seen]])
    stiffness = SMOOTHING_M**2 / spacing_m
    links = coo_array(
        (np.concatenate([-stiffness, -stiffness]), (np.concatenate([a, b]), np.concatenate([b, a]))),
        shape=(size, size),
    ).tocsr()
    pull = -np.asarray(links.sum(axis=1)).ravel()
    system = csr_array(diags_array(weight + pull) + links)
    mean = target.sum() / weight.sum()
    guess = np.where(weight > 0, target / np.maximum(weight, 1e-12), mean)
    scale = diags_array(1.0 / np.maximum(system.diagonal(), 1e-12))
    found, _ = cg(system, target, x0=guess, rtol=_TOLERANCE, maxiter=_MOST_ROUNDS, M=scale)
    return np.asarray(found)


def _no_cover_fault(tiles: Sequence[Tile]) -> Fault:
    return Fault(
        "N112",
        "None of the elevation files covers a road of this network.",
        "Use tiles that cover the network; they are named by their south-west corner.",
        ", ".join(tile.name for tile in tiles) or "--elevation",
    )
