"""Build a road graph from OSM ways: clip, split at junctions, close at barriers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import InputError
from network.geo.distance import segment_lengths_m
from network.graph.build import Nodes, Pieces, build_graph, no_road_fault
from network.graph.road_graph import NodeFlag, RoadGraph
from network.graph.shapes import ranges
from network.osm.reader import OsmRoads
from network.osm.tags import WayAttributes

SIGNAL_REACH_M = 30.0
"""A signal mapped at a stop line belongs to the junction at most this far along the road."""

_COLUMNS = {
    "highway": ("piece_class", np.uint8),
    "flags": ("piece_flags", np.uint16),
    "maxweight_t": ("piece_maxweight_t", np.float32),
    "maxheight_m": ("piece_maxheight_m", np.float32),
    "maxwidth_m": ("piece_maxwidth_m", np.float32),
    "maxlength_m": ("piece_maxlength_m", np.float32),
    "maxaxleload_t": ("piece_maxaxleload_t", np.float32),
}


@dataclass(slots=True)
class _Points:
    """The known, non-repeated positions of all ways, run after run of consecutive known nodes."""

    node: NDArray[np.int64]
    run: NDArray[np.int64]
    way: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    node_id: NDArray[np.int64]


@dataclass(slots=True)
class _Cuts:
    """First and last point of every piece, and the nodes there."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def build_road_graph(roads: OsmRoads) -> RoadGraph:
    """Build the road graph of the ways read, without turn restrictions.

    Ways split where nodes are shared or used twice, at way ends, and at barriers; a barrier that
    keeps motor vehicles out ends every road at it, each end a node of its own with a negative id.
    Of clipped ways the runs of known nodes are kept.

    Raises
    ------
    InputError
        N103: no road is left.
    """
    points = _known_points(roads)
    if not len(points.node):
        raise InputError(no_road_fault())
    flags = _node_flags(points, roads)
    closed = np.isin(points.node_id, roads.closed_barriers)
    junction = _junctions(points, flags | closed)
    first, last = _piece_ends(points, junction)
    _move_signals_to_junctions(points, flags, junction, first, last)
    start, end = points.node[first], points.node[last]
    nodes = _nodes(points, flags)
    start, end, nodes = _split_at_barriers(start, end, closed, nodes)
    return build_graph(nodes, *_pieces(points, roads, _Cuts(first, last, start, end)))


def _known_points(roads: OsmRoads) -> _Points:
    way = np.repeat(np.arange(len(roads.way_id)), np.diff(roads.first_ref))
    known = ~np.isnan(roads.lon)
    starts = np.zeros(len(way) + 1, dtype=bool)
    starts[roads.first_ref] = True
    starts[1:] |= np.append(~known, True)[: len(way)]
    run = np.cumsum(starts[:-1])[known]
    refs, way, lon, lat = roads.refs[known], way[known], roads.lon[known], roads.lat[known]
    fresh = np.ones(len(refs), dtype=bool)
    fresh[1:] = (refs[1:] != refs[:-1]) | (run[1:] != run[:-1])
    refs, run, way, lon, lat = refs[fresh], run[fresh], way[fresh], lon[fresh], lat[fresh]
    long_enough = np.bincount(run, minlength=1)[run] >= 2 if len(run) else np.zeros(0, bool)
    refs, run, way, lon, lat = (column[long_enough] for column in (refs, run, way, lon, lat))
    node_id, node = np.unique(refs, return_inverse=True)
    return _Points(node.astype(np.int64), run, way, lon, lat, node_id)


def _node_flags(points: _Points, roads: OsmRoads) -> NDArray[np.uint8]:
    flags = np.zeros(len(points.node_id), dtype=np.uint8)
    flags[np.isin(points.node_id, roads.signals)] |= np.uint8(NodeFlag.TRAFFIC_SIGNALS)
    barriers = np.concatenate([roads.passable_barriers, roads.closed_barriers])
    flags[np.isin(points.node_id, barriers)] |= np.uint8(NodeFlag.BARRIER)
    return flags


def _junctions(points: _Points, flags: NDArray[np.uint8]) -> NDArray[np.bool_]:
    junction = np.bincount(points.node, minlength=len(points.node_id)) >= 2
    junction |= (flags & NodeFlag.BARRIER).astype(bool)
    new_run = np.flatnonzero(np.diff(points.run)) + 1
    ends = np.concatenate([[0], new_run, new_run - 1, [len(points.node) - 1]])
    junction[points.node[ends]] = True
    return junction


def _piece_ends(points: _Points, junction: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    at = np.flatnonzero(junction[points.node])
    same_run = points.run[at[:-1]] == points.run[at[1:]]
    return at[:-1][same_run], at[1:][same_run]


def _move_signals_to_junctions(
    points: _Points,
    flags: NDArray[np.uint8],
    junction: NDArray[np.bool_],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> None:
    """Move a signal inside a piece (mapped at its stop line) to the nearer end of the piece."""
    signal = (flags & NodeFlag.TRAFFIC_SIGNALS).astype(bool)
    inside = np.flatnonzero(signal[points.node] & ~junction[points.node])
    if not len(inside):
        return
    along = np.append(0.0, np.cumsum(segment_lengths_m(points.lon, points.lat)))
    piece = np.searchsorted(last, inside)
    to_start, to_end = along[inside] - along[first[piece]], along[last[piece]] - along[inside]
    at = np.where(to_start < to_end, first[piece], last[piece])
    near = np.minimum(to_start, to_end) <= SIGNAL_REACH_M
    flags[points.node[at[near]]] |= np.uint8(NodeFlag.TRAFFIC_SIGNALS)


def _nodes(points: _Points, flags: NDArray[np.uint8]) -> Nodes:
    lon, lat = np.empty(len(points.node_id)), np.empty(len(points.node_id))
    lon[points.node], lat[points.node] = points.lon, points.lat
    return Nodes(lon, lat, points.node_id, flags)


def _split_at_barriers(
    start: NDArray[np.int64], end: NDArray[np.int64], closed: NDArray[np.bool_], nodes: Nodes
) -> tuple[NDArray[np.int64], NDArray[np.int64], Nodes]:
    """Give every piece end at a closed barrier a node of its own."""
    if not closed.any():
        return start, end, nodes
    ends = np.concatenate([start, end])
    at_barrier = np.flatnonzero(closed[ends])
    copied = ends[at_barrier]
    ends[at_barrier] = len(nodes.lon) + np.arange(len(at_barrier))
    made_up = -1 - np.arange(len(at_barrier), dtype=np.int64) - max(0, -int(nodes.osm_id.min()))
    parted = Nodes(
        np.append(nodes.lon, nodes.lon[copied]),
        np.append(nodes.lat, nodes.lat[copied]),
        np.append(nodes.osm_id, made_up),
        np.append(nodes.flags, nodes.flags[copied]),
    )
    return ends[: len(start)], ends[len(start) :], parted


def _pieces(points: _Points, roads: OsmRoads, cuts: _Cuts) -> tuple[Pieces, tuple[str, ...]]:
    first, last = cuts.first, cuts.last
    way = points.way[first]
    column = dict(zip(WayAttributes._fields, zip(*roads.facts, strict=True), strict=True))
    names, name_of_way = _name_table(column["name"])
    counts = last - first + 1
    rows = ranges(first, counts)
    first_shape = np.zeros(len(first) + 1, dtype=np.int64)
    np.cumsum(counts, out=first_shape[1:])
    pieces = Pieces(
        cuts.start,
        cuts.end,
        np.array(column["forward"], dtype=bool)[way],
        np.array(column["backward"], dtype=bool)[way],
        np.array(column["forward_kph"], dtype=np.float32)[way],
        np.array(column["backward_kph"], dtype=np.float32)[way],
        first_shape,
        points.lon[rows],
        points.lat[rows],
        {target: np.array(column[key], dtype=kind)[way] for key, (target, kind) in _COLUMNS.items()},
    )
    pieces.columns["piece_way_id"] = roads.way_id[way]
    pieces.columns["piece_name"] = name_of_way[way]
    duration = np.array(column["duration_s"], dtype=np.float64)[way]
    pieces.columns["piece_duration_s"] = _divide_durations(duration, way, points, first, last)
    return pieces, names


def _name_table(way_names: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    index = {"": 0}
    numbers = [index.setdefault(name, len(index)) for name in way_names]
    return tuple(index), np.array(numbers, dtype=np.int32)


def _divide_durations(
    duration_s: NDArray[np.float64],
    way: NDArray[np.int64],
    points: _Points,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Divide the tagged duration of a way among its pieces by length; at least 1 s where there is one."""
    if not duration_s.any():
        return np.zeros(len(way), dtype=np.int32)
    along = np.append(0.0, np.cumsum(segment_lengths_m(points.lon, points.lat)))
    metres = np.maximum(along[last] - along[first], 0.1)
    share = metres / np.bincount(way, weights=metres)[way]
    return np.where(duration_s > 0, np.maximum(np.rint(duration_s * share), 1), 0).astype(np.int32)


def count_read(roads: OsmRoads) -> dict[str, int]:
    """Count ways read, skipped objects and unreadable values, for the provenance of a graph."""
    counts: Counter[str] = Counter({"ways": len(roads.way_id)})
    counts.update({f"skipped {key}": number for key, number in roads.skipped.items()})
    counts.update({f"unread {key}": number for key, number in roads.unread.items()})
    return dict(counts)
