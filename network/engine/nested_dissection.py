"""Nested dissection of the road pieces by inertial flow.

A cell of junctions is laid out along a line in four directions; in each, the junctions at one end are the
sources and those at the other the sinks of a maximum flow, and the best of the four smallest cuts
splits the cell. The pieces that are cut separate what happens on one side from the other, turns
included, so they come last in the contraction order, after both sides have been dissected in turn.
Cutting pieces of the junction graph, rather than vertices of the far larger turn graph, gives both
directions of a road one place in the order.

References
----------
Schild & Sommer (2015), On balanced separators in road networks (inertial flow).
Hamann & Strasser (2018), Graph bisection with Pareto optimization (FlowCutter).
Buchhold, Wagner, Zeitz & Zündorf (2020), Customizable contraction hierarchies with turn costs (orders
from edge cuts, §3).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from network.engine.kernels import Float64s, Int8s, Int32s, kernel
from network.engine.max_flow import FREE, SINK, SOURCE, Cell, Flow, maximum_flow

END_SHARE = 0.3
"""Share of a cell's junctions at each end of the line that are source and sink."""


class Incidence(NamedTuple):
    """The road pieces that meet at every junction.

    Attributes
    ----------
    first, neighbour, piece
        int32: at junction v, ``first[v]:first[v + 1]`` list the junctions at the other ends and the
        pieces; a loop is listed twice.
    """

    first: Int32s
    neighbour: Int32s
    piece: Int32s


class Line(NamedTuple):
    """Room to lay a cell's junctions out along a line.

    Attributes
    ----------
    x, y, key
        float64: their positions, and where they come to lie.
    members
        int32: the junctions, arranged so that the ends of the line are the ends of the array.
    """

    x: Float64s
    y: Float64s
    key: Float64s
    members: Int32s


def order_pieces(tail: Int32s, head: Int32s, x: Float64s, y: Float64s) -> Int32s:
    """Rank road pieces for contraction: later pieces separate earlier ones.

    Parameters
    ----------
    tail, head
        int32, shape (p,): the junctions of each piece, loops and parallel pieces allowed.
    x, y
        float64, shape (n,): positions of the junctions on a plane, any unit.

    Returns
    -------
    ndarray
        int32, shape (p,): the rank of each piece, a permutation of 0 … p − 1.
    """
    incidence = _incidence(tail, head, x.shape[0])
    return dissect(incidence, morton_order(x, y), x, y, tail.shape[0])


def morton_order(x: Float64s, y: Float64s) -> Int32s:
    """Sort points along a Z-shaped curve, so that neighbours on the plane are near in memory."""
    cells = np.empty((2, x.shape[0]), np.uint64)
    for row, values in zip(cells, (x, y), strict=True):
        span = float(np.ptp(values)) if values.size else 0.0
        row[:] = np.rint((values - values.min()) * (65535.0 / span)) if span > 0.0 else 0
    code = _spread(cells[0]) | (_spread(cells[1]) << np.uint64(1))
    return np.argsort(code, kind="stable").astype(np.int32)


def _spread(values: np.typing.NDArray[np.uint64]) -> np.typing.NDArray[np.uint64]:
    """Put a zero bit between the bits of 16-bit numbers."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def _incidence(tail: Int32s, head: Int32s, n: int) -> Incidence:
    ends = np.concatenate((tail, head))
    order = np.argsort(ends, kind="stable").astype(np.int32)
    first = np.zeros(n + 1, np.int32)
    np.cumsum(np.bincount(ends, minlength=n), out=first[1:])
    neighbour = np.concatenate((head, tail))[order].astype(np.int32)
    return Incidence(first, neighbour, (order % max(tail.shape[0], 1)).astype(np.int32))


@kernel
def select_ends(key: Float64s, members: Int32s, n: int, k: int) -> None:
    """Arrange ``members[:n]`` so that the k smallest keys come first (Hoare's quickselect)."""
    low, high = 0, n - 1
    while low < high:
        pivot = key[members[(low + high) // 2]]
        i, j = low, high
        while i <= j:
            while key[members[i]] < pivot:
                i += 1
            while key[members[j]] > pivot:
                j -= 1
            if i <= j:
                members[i], members[j] = members[j], members[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            return


@kernel
def enter_cell(members: Int32s, number: Int32s, seen: Int32s, whole: Incidence, cell: Cell) -> None:
    """Copy the pieces inside a cell, loops left out; `number` and `seen` are -1 before and after."""
    first, head, mate, piece = cell
    whole_first, neighbour, whole_piece = whole
    arcs = 0
    for v in range(members.shape[0]):
        number[members[v]] = v
    for v in range(members.shape[0]):
        first[v] = arcs
        for slot in range(whole_first[members[v]], whole_first[members[v] + 1]):
            w, p = number[neighbour[slot]], whole_piece[slot]
            if w < 0 or w == v:
                continue
            head[arcs] = w
            piece[arcs] = p
            if seen[p] < 0:
                seen[p] = arcs
            else:
                mate[arcs] = seen[p]
                mate[seen[p]] = arcs
                seen[p] = -1
            arcs += 1
    first[members.shape[0]] = arcs
    for v in members:
        number[v] = -1


@kernel
def assign_roles(direction: int, n: int, line: Line, role: Int8s) -> None:
    """Make the junctions at one end of a line sources and those at the other end sinks."""
    x, y, key, members = line
    for v in range(n):
        members[v] = v
        role[v] = FREE
        if direction == 0:
            key[v] = x[v]
        elif direction == 1:
            key[v] = y[v]
        elif direction == 2:
            key[v] = x[v] + y[v]
        else:
            key[v] = x[v] - y[v]
    k = max(1, int(n * END_SHARE))
    select_ends(key, members, n, k - 1)
    select_ends(key, members[k:], n - k, n - 2 * k)
    for i in range(k):
        role[members[i]] = SOURCE
        role[members[n - 1 - i]] = SINK


@kernel
def best_cut(n: int, cell: Cell, flow: Flow, line: Line, inside: Int8s) -> None:
    """Mark in `inside` one side of the best of four inertial cuts.

    The best cut has the fewest pieces for the junctions on its smaller side.
    """
    level, fewest, largest = flow.level, -1, 0
    for direction in range(4):
        assign_roles(direction, n, line, flow.role)
        # No cut has more pieces than there are; later, none that could not win even in perfect balance.
        bound = cell.first[n] if fewest < 0 else fewest * (n // 2) // largest
        units = maximum_flow(n, cell, flow, bound)
        if units > bound:
            continue
        reached = 0
        for v in range(n):
            if level[v] >= 0:
                reached += 1
        small = min(reached, n - reached)
        if fewest < 0 or units * largest < fewest * small or (units == fewest and small > largest):
            fewest, largest = units, small
            for v in range(n):
                inside[v] = level[v] >= 0


@kernel
def divide(members: Int32s, inside: Int8s, spare: Int32s) -> int:
    """Move the members inside to the front, order kept on both sides; return how many they are."""
    front, back = 0, 0
    for v in range(members.shape[0]):
        if inside[v]:
            members[front] = members[v]
            front += 1
        else:
            spare[back] = members[v]
            back += 1
    members[front:] = spare[:back]
    return front


@kernel
def dissect(whole: Incidence, order: Int32s, x: Float64s, y: Float64s, n_pieces: int) -> Int32s:
    """Rank all pieces by cutting cells in two until nothing is left to cut."""
    n, arcs = order.shape[0], whole.neighbour.shape[0]
    nodes, spare, number = order.copy(), np.empty(n, np.int32), np.full(n, -1, np.int32)
    seen, rank = np.full(n_pieces, -1, np.int32), np.full(n_pieces, -1, np.int32)
    cell = Cell(
        np.empty(n + 1, np.int32),
        np.empty(arcs, np.int32),
        np.empty(arcs, np.int32),
        np.empty(arcs, np.int32),
    )
    flow = Flow(
        np.empty(n, np.int8), np.empty(arcs, np.int8),
        np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32),
    )  # fmt: skip
    line = Line(np.empty(n), np.empty(n), np.empty(n), np.empty(n, np.int32))
    first, head, piece, line_x, line_y = cell.first, cell.head, cell.piece, line.x, line.y
    inside = np.empty(n, np.int8)
    next_rank = n_pieces - 1
    stack = [(0, n)]
    while len(stack) > 0:
        begin, end = stack.pop()
        if end - begin < 2:
            continue
        members = nodes[begin:end]
        enter_cell(members, number, seen, whole, cell)
        for v in range(end - begin):
            line_x[v], line_y[v] = x[members[v]], y[members[v]]
        best_cut(end - begin, cell, flow, line, inside)
        for v in range(end - begin):
            for arc in range(first[v], first[v + 1]):
                if inside[v] and not inside[head[arc]]:
                    rank[piece[arc]] = next_rank
                    next_rank -= 1
        middle = begin + divide(members, inside, spare)
        stack.append((begin, middle))
        stack.append((middle, end))
    for p in range(n_pieces):  # loops are never cut
        if rank[p] < 0:
            rank[p] = next_rank
            next_rank -= 1
    return rank
