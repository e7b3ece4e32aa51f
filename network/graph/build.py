"""Build a `RoadGraph` from road pieces: directed edges of the largest strongly connected part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.domain.errors import Fault, InputError
from network.geo.distance import segment_lengths_m
from network.graph.road_graph import RoadGraph
from network.graph.shapes import ranges


@dataclass(slots=True)
class Pieces:
    """Road pieces of an import; columns as in `RoadGraph`, one entry per piece.

    `start` and `end` are node numbers; `forward` and `backward` say which directions are drivable.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    forward_kph: NDArray[np.float32]
    backward_kph: NDArray[np.float32]
    first_shape: NDArray[np.int64]
    shape_lon: NDArray[np.float64]
    shape_lat: NDArray[np.float64]
    columns: dict[str, NDArray[Any]]
    """The ``piece_…`` arrays of `RoadGraph` ; the length is computed if it is absent."""


@dataclass(slots=True)
class Nodes:
    """Nodes that pieces refer to by number."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    osm_id: NDArray[np.int64]
    flags: NDArray[np.uint8]


def piece_lengths_dm(pieces: Pieces) -> NDArray[np.int32]:
    """Length of every piece along its shape, in decimetres, at least 1."""
    steps = np.append(segment_lengths_m(pieces.shape_lon, pieces.shape_lat), 0.0)
    # The step from a piece's last point to the next piece's first is no road.
    steps[pieces.first_shape[1:] - 1] = 0.0
    metres = np.add.reduceat(steps, pieces.first_shape[:-1])
    lengths_dm: NDArray[np.int32] = np.maximum(np.rint(metres * 10), 1).astype(np.int32)
    return lengths_dm


MAX_ISLANDS = 10
Attributes = dict[str, str | int | float | bool]


def build_graph(nodes: Nodes, pieces: Pieces, names: tuple[str, ...]) -> RoadGraph:
    """Build the graph of the largest strongly connected part of the pieces, without turn restrictions.

    Pieces left out are counted in the attributes.

    Raises
    ------
    InputError
        N103: no piece can be driven.
    """
    if not (pieces.forward.any() or pieces.backward.any()):
        raise InputError(no_road_fault())
    if "piece_length_dm" not in pieces.columns:
        pieces.columns["piece_length_dm"] = piece_lengths_dm(pieces)
    kept_nodes = _largest_component(len(nodes.lon), pieces)
    kept = kept_nodes[pieces.start] & kept_nodes[pieces.end]
    if not kept.any():
        raise InputError(no_road_fault())
    number = np.cumsum(kept_nodes) - 1
    piece_rows = np.flatnonzero(kept)
    edges = _edges(number, pieces, piece_rows, int(kept_nodes.sum()))
    first_shape, shape_lon, shape_lat = _shapes(pieces, piece_rows)
    off_first_shape, off_lon, off_lat = _shapes(pieces, np.flatnonzero(~kept))
    columns: dict[str, Any] = {key: column[piece_rows] for key, column in pieces.columns.items()}
    return RoadGraph(
        node_lon=nodes.lon[kept_nodes],
        node_lat=nodes.lat[kept_nodes],
        node_osm_id=nodes.osm_id[kept_nodes],
        node_flags=nodes.flags[kept_nodes],
        first_shape=first_shape,
        shape_lon=shape_lon,
        shape_lat=shape_lat,
        first_elevation=np.zeros(len(piece_rows) + 1, dtype=np.int64),
        elevation_m=np.empty(0, dtype=np.float32),
        first_restriction=np.zeros(1, dtype=np.int64),
        restriction_edges=np.empty(0, dtype=np.int32),
        restriction_only=np.empty(0, dtype=np.bool_),
        restriction_except=np.empty(0, dtype=np.uint8),
        off_first_shape=off_first_shape,
        off_lon=off_lon,
        off_lat=off_lat,
        names=names,
        attributes=_describe_left_out(nodes, pieces, ~kept),
        **edges,
        **columns,
    )


def _shapes(
    pieces: Pieces, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The polylines of some pieces: where each begins, and one behind the last; longitudes; latitudes."""
    counts = np.diff(pieces.first_shape)[rows]
    points = ranges(pieces.first_shape[:-1][rows], counts)
    first = np.append(0, np.cumsum(counts)).astype(np.int64)
    return first, pieces.shape_lon[points], pieces.shape_lat[points]


def no_road_fault() -> Fault:
    """Fault of a source without a road that motor vehicles may use."""
    return Fault(
        "N103",
        "The source has no road that motor vehicles may use.",
        "Use an extract that contains highway ways and their nodes.",
    )


def _describe_left_out(nodes: Nodes, pieces: Pieces, rows: NDArray[np.bool_]) -> Attributes:
    """Attributes of the pieces off the main part: number, length, and positions of the longest groups."""
    start, end = pieces.start[rows], pieces.end[rows]
    if not len(start):
        return {}
    n = len(nodes.lon)
    links = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(n, n))
    _, label = connected_components(links.tocsr(), directed=False)
    length_km = pieces.columns["piece_length_dm"][rows] / 10_000
    by_group = np.bincount(label[start], weights=length_km)
    longest = np.argsort(-by_group, kind="stable")[:MAX_ISLANDS]
    at = [int(start[np.argmax(label[start] == group)]) for group in longest if by_group[group] > 0]
    return {
        "skipped road pieces off the main part": len(start),
        "km off the main part": round(float(length_km.sum()), 3),
        "longest off the main part": "; ".join(
            f"{nodes.lon[node]:.6f},{nodes.lat[node]:.6f} {by_group[label[node]]:.3f} km" for node in at
        ),
    }


def _largest_component(node_count: int, pieces: Pieces) -> NDArray[np.bool_]:
    tails = np.concatenate([pieces.start[pieces.forward], pieces.end[pieces.backward]])
    heads = np.concatenate([pieces.end[pieces.forward], pieces.start[pieces.backward]])
    links = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(node_count, node_count))
    _, label = connected_components(links.tocsr(), directed=True, connection="strong")
    return np.asarray(label == np.bincount(label).argmax())


def _edges(
    number: NDArray[np.int64], pieces: Pieces, rows: NDArray[np.int64], node_count: int
) -> dict[str, Any]:
    """Directed edges of the kept pieces, sorted by tail, with their twins."""
    forward, backward = pieces.forward[rows], pieces.backward[rows]
    start, end = number[pieces.start[rows]], number[pieces.end[rows]]
    piece = np.concatenate([np.flatnonzero(forward), np.flatnonzero(backward)])
    along = np.concatenate([np.ones(int(forward.sum()), bool), np.zeros(int(backward.sum()), bool)])
    tail = np.where(along, start[piece], end[piece])
    head = np.where(along, end[piece], start[piece])
    limit = np.where(along, pieces.forward_kph[rows][piece], pieces.backward_kph[rows][piece])
    order = np.lexsort((~along, piece, tail))
    edge_of = np.full((len(rows), 2), -1, dtype=np.int32)
    edge_of[piece[order], along[order].astype(np.int64)] = np.arange(len(order), dtype=np.int32)
    first_edge = np.zeros(node_count + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=node_count), out=first_edge[1:])
    return {
        "first_edge": first_edge,
        "tail": tail[order].astype(np.int32),
        "head": head[order].astype(np.int32),
        "edge_piece": piece[order].astype(np.int32),
        "edge_forward": along[order],
        "edge_twin": edge_of[piece[order], 1 - along[order].astype(np.int64)],
        "edge_maxspeed_kph": limit[order].astype(np.float32),
    }
