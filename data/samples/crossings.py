"""Join crossing roads by a common node."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations

from data.samples.map_builder import XY, Drawing

_CELL_M = 400.0
_REUSE_M = 12.0

Segment = tuple[int, int]
"""A way and the position of the segment's first node in it."""


def join_crossings(drawing: Drawing) -> int:
    """Give crossing surface ways a common node; return the number of crossings joined.

    Ways drawn as `bridged` are left alone. An end of a segment within 12 m of the crossing becomes
    the common node, so that no tiny pieces arise. Ways keep their order and their ends.
    """
    inserts: dict[Segment, list[tuple[float, int]]] = defaultdict(list)
    joined = 0
    for first, second in sorted(_near_segments(drawing)):
        a, b = _ends(drawing, first)
        c, d = _ends(drawing, second)
        if {a, b} & {c, d}:
            continue
        hit = _crossing(*(drawing.points[number] for number in (a, b, c, d)))
        if hit is None:
            continue
        along_first, along_second, point = hit
        near = drawing.nearest(point, (a, b, c, d))
        if math.dist(drawing.points[near], point) > _REUSE_M:
            near = drawing.add_node(point)
        if near not in (a, b):
            inserts[first].append((along_first, near))
        if near not in (c, d):
            inserts[second].append((along_second, near))
        joined += 1
    for (way, position), added in sorted(inserts.items(), reverse=True):
        numbers = [number for _, number in sorted(added)]
        drawing.ways[way].nodes[position + 1 : position + 1] = numbers
    return joined


def _ends(drawing: Drawing, segment: Segment) -> tuple[int, int]:
    nodes = drawing.ways[segment[0]].nodes
    return nodes[segment[1]], nodes[segment[1] + 1]


def _near_segments(drawing: Drawing) -> set[tuple[Segment, Segment]]:
    """Return pairs of segments of different ways that touch a common cell of a coarse grid."""
    cells: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for way, drawn in enumerate(drawing.ways):
        if drawn.bridged:
            continue
        for position in range(len(drawn.nodes) - 1):
            (x1, y1), (x2, y2) = (drawing.points[n] for n in drawn.nodes[position : position + 2])
            for column in range(int(min(x1, x2) // _CELL_M), int(max(x1, x2) // _CELL_M) + 1):
                for row in range(int(min(y1, y2) // _CELL_M), int(max(y1, y2) // _CELL_M) + 1):
                    cells[column, row].append((way, position))
    return {
        (first, second)
        for segments in cells.values()
        for first, second in combinations(segments, 2)
        if first[0] != second[0]
    }


def _crossing(a: XY, b: XY, c: XY, d: XY) -> tuple[float, float, XY] | None:
    """Return the crossing of ab and cd: the fraction along each and the point; None if they do not cross."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    turn = ux * vy - uy * vx
    if turn == 0.0:
        return None
    wx, wy = c[0] - a[0], c[1] - a[1]
    along, across = (wx * vy - wy * vx) / turn, (wx * uy - wy * ux) / turn
    if not (0.0 <= along <= 1.0 and 0.0 <= across <= 1.0):
        return None
    return along, across, (a[0] + along * ux, a[1] + along * uy)
