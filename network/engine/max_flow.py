"""Smallest cuts between two sets of junctions: Dinic's algorithm with unit capacities.

Every road piece carries one unit of flow either way. Arrays are as long as the largest cell and used
for cell after cell, so the number of junctions is always given apart.

References
----------
Dinic (1970), Algorithm for solution of a problem of maximum flow in networks with power estimation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from network.engine.kernels import Int8s, Int32s, kernel

SOURCE, SINK, FREE = np.int8(1), np.int8(2), np.int8(0)
"""What `Flow.role` says of a junction."""


class Cell(NamedTuple):
    """A part of the road network in numbers of its own.

    Attributes
    ----------
    first, head, mate
        int32: junction v's arcs are ``first[v]:first[v + 1]``, each with its head and with the arc
        that is the same road piece seen from there.
    piece
        int32: the road piece of every arc, in the network's numbers.
    """

    first: Int32s
    head: Int32s
    mate: Int32s
    piece: Int32s


class Flow(NamedTuple):
    """The state of a flow through a cell.

    Attributes
    ----------
    role
        int8, per junction: `SOURCE`, `SINK` or `FREE`.
    residual
        int8, per arc: units it can still carry.
    level
        int32, per junction: residual arcs from the nearest source, -1 beyond reach.
    cursor, work
        int32, per junction: the next arc to try, and room for a queue or a path.
    """

    role: Int8s
    residual: Int8s
    level: Int32s
    cursor: Int32s
    work: Int32s


@kernel
def number_levels(n: int, cell: Cell, flow: Flow) -> bool:
    """Number junctions by their residual distance from the sources; tell whether a sink is reached.

    The search stops after the level that holds the first sink.
    """
    # Here and below: an array taken out of a tuple inside a loop costs reference counting each time.
    first, head, residual, role, level, queue = (
        cell.first, cell.head, flow.residual, flow.role, flow.level, flow.work,
    )  # fmt: skip
    end = 0
    for v in range(n):
        level[v] = 0 if role[v] == SOURCE else -1
    for v in range(n):
        if role[v] != SOURCE:
            continue
        for arc in range(first[v], first[v + 1]):
            w = head[arc]
            if residual[arc] > 0 and level[w] < 0:
                level[w] = 1
                queue[end] = w
                end += 1
    begin, last = 0, n
    while begin < end:
        v = queue[begin]
        begin += 1
        if level[v] >= last:
            break
        if role[v] == SINK:
            last = level[v]
            continue
        for arc in range(first[v], first[v + 1]):
            w = head[arc]
            if residual[arc] > 0 and level[w] < 0:
                level[w] = level[v] + 1
                queue[end] = w
                end += 1
    return last < n


@kernel
def augment(n: int, cell: Cell, flow: Flow, bound: int) -> int:
    """Send units from the sources along the levels until no more get through, or beyond `bound`.

    Returns how many. An arc that leads nowhere is tried once: the cursors only move on.
    """
    first, head, mate = cell.first, cell.head, cell.mate
    role, residual, level, cursor, path = flow.role, flow.residual, flow.level, flow.cursor, flow.work
    cursor[:n] = first[:n]
    units = 0
    for start in range(n):
        if role[start] != SOURCE:
            continue
        depth, v = 0, start
        while depth >= 0:
            if role[v] == SINK:
                for i in range(depth):
                    residual[path[i]] -= 1
                    residual[mate[path[i]]] += 1
                units += 1
                if units > bound:
                    return units
                depth, v = 0, start
            while cursor[v] < first[v + 1]:
                arc = cursor[v]
                if residual[arc] > 0 and level[head[arc]] == level[v] + 1:
                    break
                cursor[v] += 1
            if cursor[v] < first[v + 1]:
                path[depth] = cursor[v]
                depth += 1
                v = head[cursor[v]]
            else:
                depth -= 1
                if depth >= 0:
                    v = head[mate[path[depth]]]
                    cursor[v] += 1
    return units


@kernel
def maximum_flow(n: int, cell: Cell, flow: Flow, bound: int) -> int:
    """Send as much as possible from the sources to the sinks, giving up beyond `bound`.

    Returns the units sent. If they are at most `bound` the flow is maximal, and ``level >= 0`` marks
    the source side of a smallest cut.
    """
    flow.residual[: cell.first[n]] = 1
    units = 0
    while units <= bound and number_levels(n, cell, flow):
        units += augment(n, cell, flow, bound - units)
    return units
