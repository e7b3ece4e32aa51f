"""One shortest path between two points, down to the arcs of the graph.

The two search spaces are the tree paths above the source and above the target, walked upward without
a queue; the best vertex that lies on both joins them. Shortcuts remember the vertex they go through
and are taken apart with a stack.

References
----------
Dibbelt, Strasser & Wagner (2016), Customizable contraction hierarchies, §6 (elimination tree query).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from network.engine.customization import ORIGINAL, Metric, SearchGraph
from network.engine.elimination import find_arc
from network.engine.kernels import Float64s, Int32s, kernel
from network.engine.tables import ancestors


class Search(NamedTuple):
    """What a search upward found; only the entries of the vertices on `path` mean anything.

    Attributes
    ----------
    path
        int32: the vertices of the search space, ascending.
    weight
        float64, (n,): packed weight from (or to) the nearest terminal.
    previous, middle
        int32, (n,): the lower end of the arc by which a vertex was reached best, -1 at a terminal,
        and what that arc goes through.
    """

    path: Int32s
    weight: Float64s
    previous: Int32s
    middle: Int32s


@kernel
def climb(parent: Int32s, graph: SearchGraph, vertex: Int32s, offset: Float64s) -> Search:
    """Settle the tree paths above some vertices, each with an offset."""
    first, higher, arc_weight, arc_middle = graph
    n = parent.shape[0]
    # Not cleared: entries beyond the search space are never touched, and cost nothing.
    weight, previous, middle = np.empty(n), np.empty(n, np.int32), np.empty(n, np.int32)
    path = np.empty(n, np.int32)
    path = path[: ancestors(parent, np.unique(vertex), path)]
    for v in path:
        weight[v] = np.inf
        previous[v] = -1
    for i in range(vertex.shape[0]):
        weight[vertex[i]] = min(weight[vertex[i]], offset[i])
    for v in path:
        for arc in range(first[v], first[v + 1]):
            w = higher[arc]
            if weight[v] + arc_weight[arc] < weight[w]:
                weight[w] = weight[v] + arc_weight[arc]
                previous[w] = v
                middle[w] = arc_middle[arc]
    return Search(path, weight, previous, middle)


@kernel
def meet(out: Search, back: Search) -> int:
    """Find the vertex where the two searches join best, -1 if they do not."""
    best, meeting = np.inf, -1
    i, j = 0, 0
    while i < out.path.shape[0] and j < back.path.shape[0]:
        v, w = out.path[i], back.path[j]
        if v == w and out.weight[v] + back.weight[v] < best:
            best, meeting = out.weight[v] + back.weight[v], v
        i += v <= w
        j += w <= v
    return meeting


@kernel
def shortest_path(
    parent: Int32s,
    metric: Metric,
    sources: tuple[Int32s, Float64s],
    targets: tuple[Int32s, Float64s],
) -> tuple[float, Int32s]:
    """Find a shortest path from any source to any target.

    Parameters
    ----------
    parent
        The elimination tree.
    sources, targets
        Vertices by rank, and their packed offsets.

    Returns
    -------
    tuple
        The packed weight with both offsets, ``inf`` if there is no path, and the ranks of the
        vertices from source to target, int32: one if they are the same, none if there is no path.
    """
    out = climb(parent, metric.up, sources[0], sources[1])
    back = climb(parent, metric.down, targets[0], targets[1])
    meeting = meet(out, back)
    if meeting < 0:
        return np.inf, np.empty(0, np.int32)

    # A stack of arcs still to drive, the next on top.
    arcs = [(np.int32(0), np.int32(0), np.int32(0)) for _ in range(0)]
    v = meeting
    while back.previous[v] >= 0:
        arcs.append((np.int32(v), back.previous[v], back.middle[v]))
        v = back.previous[v]
    arcs.reverse()
    v = meeting
    while out.previous[v] >= 0:
        arcs.append((out.previous[v], np.int32(v), out.middle[v]))
        v = out.previous[v]
    vertices = [np.int32(v)]
    while len(arcs) > 0:
        start, end, through = arcs.pop()
        if through == ORIGINAL:
            vertices.append(end)
            continue
        second = find_arc(metric.up.first, metric.up.higher, through, end)
        first = find_arc(metric.down.first, metric.down.higher, through, start)
        arcs.append((through, end, metric.up.middle[second]))
        arcs.append((start, through, metric.down.middle[first]))
    return out.weight[meeting] + back.weight[meeting], np.array(vertices)
