"""Vector tiles of the roads, encoded from the graph's shapes.

Per zoom level, the roads drawn are merged and simplified once and held with a spatial index; a tile is then
a query, a clip and an encoding over arrays.

References
----------
Mapbox Vector Tile Specification 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from numpy.typing import NDArray

from network.geo.distance import EARTH_RADIUS_M
from network.geo.mercator import to_mercator_m
from network.graph.road_graph import HIGHWAY_CLASSES, RoadGraph
from network.graph.shapes import piece_lines

EXTENT = 4096
MAX_ZOOM = 14
"""Tiles of higher zooms show the roads of this one."""

_BUFFER = 64
_HALF_WORLD_M = float(np.pi * EARTH_RADIUS_M)
_MOVE_TO_ONE, _LINE_TO = 9, 2
_LINESTRING = 2

_FROM_ZOOM = {
    "motorway": 0, "trunk": 0, "primary": 8, "ferry": 8, "motorway_link": 10, "trunk_link": 10,
    "secondary": 10, "tertiary": 12, "primary_link": 12, "secondary_link": 12, "unclassified": 13,
    "residential": 13, "tertiary_link": 13, "road": 13,
}  # fmt: skip
"""Zoom from which a class is drawn; others from `MAX_ZOOM`."""
_NAMES_FROM_ZOOM = 12
_WHOLE_FROM_ZOOM = 13
"""From this zoom pieces are drawn one by one; merging them would take too long."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Lines drawn at one zoom, in Mercator metres, with their index, class and name numbers."""

    tree: shapely.STRtree
    lines: NDArray[Any]
    highway: NDArray[np.int64]
    name: NDArray[np.int64]


_layers: WeakKeyDictionary[RoadGraph, dict[int, _Layer]] = WeakKeyDictionary()
_layers_lock = Lock()


def encode_vector_tile(graph: RoadGraph, z: int, x: int, y: int) -> bytes:
    """Encode the roads of a Web Mercator tile as a Mapbox Vector Tile.

    Layer ``roads``, one feature per class and name, attributes ``class`` (a highway class) and
    ``name`` (from zoom 12). Empty where there is nothing to draw.
    """
    layer = _layer(graph, min(z, MAX_ZOOM))
    side_m = 2 * _HALF_WORLD_M / 2**z
    west, north = x * side_m - _HALF_WORLD_M, _HALF_WORLD_M - y * side_m
    margin = side_m * _BUFFER / EXTENT
    box = (west - margin, north - side_m - margin, west + side_m + margin, north + margin)
    found = np.sort(layer.tree.query(shapely.box(*box)))
    parts, line = _parts(shapely.clip_by_rect(layer.lines[found], *box))
    rows = found[line]
    coordinates, of_part = shapely.get_coordinates(parts, return_index=True)
    scale = EXTENT / side_m
    grid = np.rint((coordinates - (west, north)) * (scale, -scale)).astype(np.int64)
    return _encode(graph, layer.highway[rows], layer.name[rows], *_drop_repeats(grid, of_part))


def find_road_lines(
    graph: RoadGraph, box: tuple[float, float, float, float], z: int
) -> list[tuple[str, NDArray[np.float64]]]:
    """Find the roads shown of a rectangle at a zoom, clipped to it, by descending class.

    Parameters
    ----------
    box
        West, south, east, north, in Mercator metres (`network.geo.mercator.to_mercator_m`).

    Returns
    -------
    list
        Highway class and positions in Mercator metres, shape (points, 2), per line.
    """
    layer = _layer(graph, min(max(z, 0), MAX_ZOOM))
    found = layer.tree.query(shapely.box(*box))
    parts, line = _parts(shapely.clip_by_rect(layer.lines[found], *box))
    classes = layer.highway[found][line]
    return [
        (HIGHWAY_CLASSES[classes[at]], shapely.get_coordinates(parts[at]))
        for at in np.argsort(classes, kind="stable").tolist()
    ]


def _parts(clipped: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Lines left by clipping, and the line each comes from; single points are dropped."""
    parts, line = shapely.get_parts(clipped, return_index=True)
    kept = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    return parts[kept], line[kept]


def _drop_repeats(
    grid: NDArray[np.int64], part: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Grid positions without those equal to the one before, and without lines of one position."""
    fresh = np.ones(len(grid), dtype=bool)
    fresh[1:] = (part[1:] != part[:-1]) | (grid[1:] != grid[:-1]).any(axis=1)
    grid, part = grid[fresh], part[fresh]
    enough = np.bincount(part, minlength=1)[part] >= 2 if len(part) else np.zeros(0, dtype=bool)
    return grid[enough], part[enough]


def _encode(
    graph: RoadGraph,
    highway: NDArray[np.int64],
    name: NDArray[np.int64],
    grid: NDArray[np.int64],
    part: NDArray[np.int64],
) -> bytes:
    if not len(grid):
        return b""
    feature_key = highway * len(graph.names) + name
    order = np.lexsort((np.arange(len(part)), part, feature_key[part]))
    grid, part = grid[order], part[order]
    commands, first, keys = _commands(grid, part, feature_key)
    tile = vector_tile_pb2.tile()
    layer = tile.layers.add(version=2, name="roads", extent=EXTENT)
    layer.keys.extend(["class", "name"])
    values: dict[str, int] = {}
    for key, low, high in zip(keys.tolist(), first[:-1].tolist(), first[1:].tolist(), strict=True):
        kind, label = HIGHWAY_CLASSES[key // len(graph.names)], graph.names[key % len(graph.names)]
        tags = [0, values.setdefault(kind, len(values))]
        if label:
            tags += [1, values.setdefault(label, len(values))]
        layer.features.add(type=_LINESTRING, tags=tags, geometry=commands[low:high].tolist())
    for value in values:
        layer.values.add(string_value=value)
    encoded: bytes = tile.SerializeToString()
    return encoded


def _commands(
    grid: NDArray[np.int64], part: NDArray[np.int64], feature_key: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Drawing commands of all features in a row, where each feature's begin, and the features' keys.

    Per line: MoveTo and one position, LineTo and the others; positions as zigzag steps from the one
    before, from (0, 0) at the beginning of a feature.
    """
    new_part = np.ones(len(part), dtype=bool)
    new_part[1:] = part[1:] != part[:-1]
    key = feature_key[part]
    new_feature = np.ones(len(part), dtype=bool)
    new_feature[1:] = key[1:] != key[:-1]
    step = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    step[new_feature] = grid[new_feature]
    zigzag = (step << 1) ^ (step >> 63)
    at_part = np.flatnonzero(new_part)
    points = np.diff(np.append(at_part, len(part)))
    # Before every position's pair: its line's two command words, and those of the lines before it.
    at = 2 * np.arange(len(part)) + np.cumsum(new_part) * 2 - np.where(new_part, 1, 0)
    commands = np.empty(2 * len(part) + 2 * len(at_part), dtype=np.int64)
    commands[at], commands[at + 1] = zigzag[:, 0], zigzag[:, 1]
    commands[at[at_part] - 1] = _MOVE_TO_ONE
    commands[at[at_part] + 2] = (points - 1) << 3 | _LINE_TO
    first = np.append(at[new_feature] - 1, len(commands))
    return commands, first, key[new_feature]


def _layer(graph: RoadGraph, z: int) -> _Layer:
    with _layers_lock:
        known = _layers.setdefault(graph, {})
        if z not in known:
            known[z] = _make_layer(graph, z)
        return known[z]


def _make_layer(graph: RoadGraph, z: int) -> _Layer:
    from_zoom = np.array([_FROM_ZOOM.get(name, MAX_ZOOM) for name in HIGHWAY_CLASSES])
    pieces = np.flatnonzero(from_zoom[graph.piece_class] <= z)
    lines = piece_lines(graph, pieces, to_mercator_m)
    highway = graph.piece_class[pieces].astype(np.int64)
    name = graph.piece_name[pieces].astype(np.int64) if z >= _NAMES_FROM_ZOOM else np.zeros_like(highway)
    if z < MAX_ZOOM:
        if z < _WHOLE_FROM_ZOOM:
            lines, highway, name = _merge(lines, highway, name)
        # Half a grid step: what it moves, rounding to the grid would move too.
        lines = np.asarray(shapely.simplify(lines, _HALF_WORLD_M / 2**z / EXTENT))
    return _Layer(shapely.STRtree(lines), lines, highway, name)


def _merge(
    lines: NDArray[Any], highway: NDArray[np.int64], name: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """Merge pieces of one class and name end to end, so that simplification does not drop short ones."""
    most = int(name.max(initial=0)) + 1
    keys, group = np.unique(highway * most + name, return_inverse=True)
    order = np.argsort(group, kind="stable")
    collected = shapely.multilinestrings(lines[order], indices=group[order])
    parts, of_group = shapely.get_parts(shapely.line_merge(collected), return_index=True)
    return np.asarray(parts, dtype=object), keys[of_group] // most, keys[of_group] % most
