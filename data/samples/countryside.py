"""Draw the countryside: highways between towns, townships beside them, lanes to villages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.samples.curves import ruggedness, winding
from data.samples.map_builder import XY, Drawing
from data.samples.streets import Town

SPACING_M = {"trunk": 200.0, "primary": 200.0, "secondary": 200.0, "tertiary": 120.0, "unclassified": 75.0}
"""About how far apart the shape points of a road lie, by its class."""
_NEIGHBOUR_M = 15_000.0
_WILDNESS = {"trunk": 0.04, "primary": 0.055, "secondary": 0.075, "tertiary": 0.10, "unclassified": 0.14}
_LIMITS = {"trunk": "80", "primary": "60", "secondary": "60", "tertiary": "40", "unclassified": "30"}
_LIMIT_SHARE = {"trunk": 0.9, "primary": 0.5, "secondary": 0.4, "tertiary": 0.15, "unclassified": 0.04}
_FIRST = "青白石龙凤双大小花竹桐枫麻黄金银玉云清长平新"
_SECOND = "溪坪坳塘冲湾桥田坡洞口岩山坝井滩林江岭坑源寨"


@dataclass(slots=True)
class Township:
    """A township seat or village: where it is, and its name."""

    node: int
    name: str


def draw_highway(
    drawing: Drawing, kind: str, name: str, towns: tuple[Town, Town], rng: np.random.Generator
) -> list[int]:
    """Draw a highway between the gates of two towns; return the nodes between them."""
    first, second = towns
    start = first.gate_towards(drawing, second.centre)
    end = second.gate_towards(drawing, first.centre)
    return _draw_road(drawing, kind, name, (start, end), rng)


def draw_townships(
    drawing: Drawing,
    around: Town,
    *,
    count: int,
    reach_m: tuple[float, float],
    roads: list[int],
    names: NameGiver,
    rng: np.random.Generator,
) -> list[Township]:
    """Draw townships at a distance in `reach_m` from a town, each with a road to the nearest of `roads`.

    A township's own road joins `roads`, so that a later one may branch off it.
    """
    drawn = []
    for place in _spread(around.centre, count, reach_m, rng):
        anchor = drawing.nearest(place, roads)
        seat = drawing.add_node(place)
        name = names.township()
        drawing.tag_node(seat, {"place": "town", "name": name})
        way = _draw_road(drawing, "tertiary", f"{name[:2]}公路", (anchor, seat), rng)
        roads.extend(way[:: max(1, len(way) // 6)])
        _draw_township_streets(drawing, seat, rng)
        drawn.append(Township(seat, name))
        _draw_villages(drawing, [*way[2:], seat], int(rng.integers(3, 7)), names, rng)
    _join_neighbours(drawing, drawn, rng)
    return drawn


def _join_neighbours(drawing: Drawing, townships: Sequence[Township], rng: np.random.Generator) -> None:
    """Draw roads between some neighbouring townships of a town."""
    for first, second in pairwise(townships):
        if drawing.distance_m(first.node, second.node) < _NEIGHBOUR_M and rng.random() < 0.6:
            name = f"{first.name[:2]}{second.name[:1]}线"
            _draw_road(drawing, "tertiary", name, (first.node, second.node), rng)


class NameGiver:
    """Generates unique names for synthetic places."""

    def __init__(self, rng: np.random.Generator) -> None:
        pairs = [first + second for first in _FIRST for second in _SECOND]
        self._pairs = [pairs[k] for k in rng.permutation(len(pairs))]
        self._taken = 0

    def _next(self) -> str:
        name, lap = self._pairs[self._taken % len(self._pairs)], self._taken // len(self._pairs)
        self._taken += 1
        return name if lap == 0 else f"{'上下东西南北'[(lap - 1) % 6]}{name}"

    def township(self) -> str:
        """Return a name for a township."""
        return f"{self._next()}镇"

    def village(self) -> str:
        """Return a name for a village."""
        return f"{self._next()}村"


def _spread(centre: XY, count: int, reach_m: tuple[float, float], rng: np.random.Generator) -> list[XY]:
    """Return places around a centre, evenly spread by direction, in valleys rather than on mountains."""
    places = []
    for k in range(count):
        angles = 2.0 * math.pi * (k + rng.uniform(-0.35, 0.35, 3)) / count
        radii = rng.uniform(*reach_m, 3)
        tries = np.column_stack((centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)))
        x, y = tries[int(np.argmin(ruggedness(tries)))].tolist()
        places.append((x, y))
    return places


def _draw_road(
    drawing: Drawing, kind: str, name: str, ends: tuple[int, int], rng: np.random.Generator
) -> list[int]:
    """Draw a road in ways of some dozen nodes with their own tags; return the nodes between its ends."""
    start, end = ends
    line = winding(
        drawing.points[start], drawing.points[end], rng, spacing_m=SPACING_M[kind], wildness=_WILDNESS[kind]
    )
    nodes = [start, *drawing.add_nodes(line[1:-1]), end]
    step = 40
    for first in range(0, len(nodes) - 1, step):
        tags = {"highway": kind, "name": name}
        if rng.random() < _LIMIT_SHARE[kind]:
            tags["maxspeed"] = _LIMITS[kind]
        if kind == "unclassified" and rng.random() < 0.25:
            tags["surface"] = str(rng.choice(["gravel", "compacted", "concrete"]))
        if kind == "unclassified" and rng.random() < 0.03:
            tags["maxweight"] = "10"
        drawing.add_way(nodes[first : first + step + 1], tags)
    return nodes[1:-1]


def _draw_township_streets(drawing: Drawing, seat: int, rng: np.random.Generator) -> None:
    """Draw a main street through the seat and a few alleys off it."""
    x, y = drawing.points[seat]
    heading = rng.uniform(0.0, math.pi)
    step_m = 110.0
    places = [
        (x + k * step_m * math.cos(heading), y + k * step_m * math.sin(heading))
        for k in (-3, -2, -1, 1, 2, 3)
    ]
    numbers = drawing.add_nodes(places)
    street = [*numbers[:3], seat, *numbers[3:]]
    drawing.add_way(street, {"highway": "tertiary", "name": "老街"})
    for node in street[1:-1]:
        side = heading + math.pi / 2 * (1 if rng.random() < 0.5 else -1)
        length_m = rng.uniform(90.0, 260.0)
        px, py = drawing.points[node]
        end = drawing.add_node((px + length_m * math.cos(side), py + length_m * math.sin(side)))
        drawing.add_way([node, end], {"highway": "residential"})


def _draw_villages(
    drawing: Drawing, roots: Sequence[int], count: int, names: NameGiver, rng: np.random.Generator
) -> None:
    """Draw lanes from a township's roads to villages; some lanes fork, all end."""
    for root in rng.choice(roots, size=min(count, len(roots)), replace=False).tolist():
        x, y = drawing.points[root]
        heading, length_m = rng.uniform(0.0, 2.0 * math.pi), rng.uniform(1_200.0, 4_200.0)
        end = drawing.add_node((x + length_m * math.cos(heading), y + length_m * math.sin(heading)))
        name = names.village()
        drawing.tag_node(end, {"place": "village", "name": name})
        lane = _draw_road(drawing, "unclassified", f"{name[:-1]}路", (root, end), rng)
        if rng.random() < 0.4 and len(lane) > 8:
            fork = lane[len(lane) // 2]
            fx, fy = drawing.points[fork]
            turn = heading + rng.choice([-1.1, 1.1])
            stub_m = 0.35 * length_m
            tip = drawing.add_node((fx + stub_m * math.cos(turn), fy + stub_m * math.sin(turn)))
            _draw_road(drawing, "unclassified", f"{name[:-1]}岔路", (fork, tip), rng)
