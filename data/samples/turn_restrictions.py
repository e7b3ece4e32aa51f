"""Generate turn restrictions at a town's main crossings."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from data.samples.map_builder import XY, Drawing, DrawnTurn
from data.samples.streets import Town

_SHARES = {"no_left_turn": 0.6, "no_u_turn": 0.2, "only_straight_on": 0.2}
_ALIGNED = 0.8


def ban_turns(drawing: Drawing, town: Town, count: int, rng: np.random.Generator) -> None:
    """Ban turns at up to `count` crossings of main streets, one each."""
    arms = _arms(drawing)
    crossings = [int(node) for node in town.junctions.ravel() if len(arms[int(node)]) == 4]
    for node in rng.permutation(crossings)[:count].tolist():
        restriction = str(rng.choice(list(_SHARES), p=list(_SHARES.values())))
        from_way = int(rng.choice(sorted(arms[node])))
        to_way = _partner(drawing, arms[node], node, from_way, restriction)
        if to_way is not None:
            drawing.turns.append(DrawnTurn(restriction, from_way, node, to_way))


def _arms(drawing: Drawing) -> dict[int, list[int]]:
    """Return two-way main streets by the node at which they end."""
    arms: dict[int, list[int]] = defaultdict(list)
    for position, way in enumerate(drawing.ways):
        if way.tags.get("highway") in ("primary", "secondary") and "junction" not in way.tags:
            arms[way.nodes[0]].append(position)
            arms[way.nodes[-1]].append(position)
    return arms


def _partner(drawing: Drawing, ways: list[int], node: int, from_way: int, restriction: str) -> int | None:
    """Return the way to which a restriction leads, or None if there is no arm on that side."""
    if restriction == "no_u_turn":
        return from_way
    out_x, out_y = _outward(drawing, from_way, node)
    heading = (-out_x, -out_y)
    wanted = heading if restriction == "only_straight_on" else (-heading[1], heading[0])
    for way in ways:
        x, y = _outward(drawing, way, node)
        if way != from_way and x * wanted[0] + y * wanted[1] > _ALIGNED:
            return way
    return None


def _outward(drawing: Drawing, way: int, node: int) -> XY:
    """Return the unit vector from an end node of a way into it."""
    nodes = drawing.ways[way].nodes
    beside = nodes[1] if nodes[0] == node else nodes[-2]
    (x1, y1), (x2, y2) = drawing.points[node], drawing.points[beside]
    length = math.dist((x1, y1), (x2, y2))
    return (x2 - x1) / length, (y2 - y1) / length
