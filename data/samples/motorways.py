"""Draw motorways: two one-way carriageways, with an interchange for each town."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from data.samples.curves import Points, offset, winding
from data.samples.map_builder import XY, Drawing, Tags
from data.samples.streets import Town

_SPACING_M = 380.0
_WILDNESS = 0.022
_MEDIAN_M = 11.0
_RAMP_M = 150.0
_REACH = 2
_LINK: Tags = {"highway": "motorway_link", "oneway": "yes", "maxspeed": "40", "lanes": "1"}


def draw_motorway(
    drawing: Drawing, name: str, ref: str, towns: Sequence[Town], rng: np.random.Generator
) -> None:
    """Draw a motorway past towns, in their order, with an interchange for each.

    At an interchange the road from the town passes under both carriageways; a ramp leaves and a ramp
    joins on either side.
    """
    places = [_interchange_place(towns, k, rng) for k in range(len(towns))]
    pieces = [
        winding(places[k], places[k + 1], rng, spacing_m=_SPACING_M, wildness=_WILDNESS)
        for k in range(len(places) - 1)
    ]
    line = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    stations = np.cumsum([0, *(len(piece) - 1 for piece in pieces)]).tolist()
    tags = {"highway": "motorway", "oneway": "yes", "name": name, "ref": ref, "lanes": "2", "toll": "yes"}
    there = _carriageway(drawing, offset(line, _MEDIAN_M), tags, rng)
    back = _carriageway(drawing, offset(line[::-1], _MEDIAN_M), tags, rng)
    last = len(line) - 1
    for town, station in zip(towns, stations, strict=True):
        right = drawing.add_node(offset(line, _RAMP_M)[station])
        left = drawing.add_node(offset(line, -_RAMP_M)[station])
        _draw_ramps(drawing, there, station, right)
        _draw_ramps(drawing, back, last - station, left)
        _draw_feeder(drawing, town, (left, right), rng)


def _interchange_place(towns: Sequence[Town], k: int, rng: np.random.Generator) -> XY:
    """Return a place some km beside the town, off the line to its neighbours."""
    x, y = towns[k].centre
    before, after = towns[max(k - 1, 0)].centre, towns[min(k + 1, len(towns) - 1)].centre
    heading = math.atan2(after[1] - before[1], after[0] - before[0])
    away_m = 3_600.0 + 1_200.0 * rng.random()
    return x + away_m * math.sin(heading), y - away_m * math.cos(heading)


def _carriageway(drawing: Drawing, line: Points, tags: Tags, rng: np.random.Generator) -> dict[int, int]:
    """Draw one carriageway; return its nodes by station. It extends `_REACH` stations beyond the line."""
    stations = list(range(_REACH, len(line) - _REACH))
    nodes = dict(zip(stations, drawing.add_nodes(line[stations]), strict=True))
    start = 0
    while start < len(stations) - 1:
        length = int(rng.integers(4, 14))
        run = [nodes[s] for s in stations[start : start + length + 1]]
        structure = rng.choice(["", "bridge", "tunnel"], p=[0.7, 0.18, 0.12])
        layer = {"bridge": "1", "tunnel": "-1"}.get(str(structure))
        extra = {str(structure): "yes", "layer": layer} if layer else {}
        limit = "120" if length > 10 else ("80" if structure == "tunnel" else "100")
        drawing.add_way(run, {**tags, **extra, "maxspeed": limit}, bridged=True)
        start += length
    return nodes


def _draw_ramps(drawing: Drawing, nodes: dict[int, int], station: int, terminal: int) -> None:
    """Draw a ramp off and a ramp on between a carriageway and the end of the town's road beside it."""
    off, on = nodes.get(station - _REACH), nodes.get(station + _REACH)
    if off is not None:
        drawing.add_way([off, terminal], _LINK, bridged=True)
        drawing.tag_node(off, {"highway": "motorway_junction"})
    if on is not None:
        drawing.add_way([terminal, on], _LINK, bridged=True)


def _draw_feeder(drawing: Drawing, town: Town, terminals: tuple[int, int], rng: np.random.Generator) -> None:
    """Draw the road between the interchange and the town."""
    near, far = sorted(terminals, key=lambda node: math.dist(drawing.points[node], town.centre))
    gate = town.gate_towards(drawing, drawing.points[near])
    tags = {"highway": "secondary", "name": "高速连接线", "maxspeed": "60"}
    drawing.add_way([far, near], {**tags, "tunnel": "yes", "layer": "-1"}, bridged=True)
    line = winding(drawing.points[near], drawing.points[gate], rng, spacing_m=160.0, wildness=0.05)
    drawing.add_way([near, *drawing.add_nodes(line[1:-1]), gate], tags)
