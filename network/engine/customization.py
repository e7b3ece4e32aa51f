"""What it costs today: weights for the hierarchy's arcs, and which of them are never needed.

Every lower triangle (v, x, y) with v below x below y says that going from x to y through v may be
shorter than the arc between them. `settle` takes all of them from the bottom up; the weights are
then those of a contraction hierarchy. `perfect` takes the triangles again from the top down, the other
way round, after which every arc weighs exactly the distance between its ends; an arc that this made
shorter lies on no shortest path that could not go another way, and is left out of the search graphs.
Both walk the triangles by their middle vertex x, whose arcs are marked: all it reads beside is runs of
consecutive arcs.

A weight is one float64: milliseconds · 2²⁶ + decimetres. Sums stay integers below 2⁵³, so they are
exact and compare by duration first, and by distance where durations tie.

References
----------
Dibbelt, Strasser & Wagner (2016), Customizable contraction hierarchies, §5 and §7.
Buchhold, Sanders & Wagner (2019), Real-time traffic assignment using engineered customizable
contraction hierarchies, §4 (perfect customisation, triangles without search).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from network.engine.elimination import Hierarchy, Placement, lower_neighbours, subtree_sizes
from network.engine.kernels import Float64s, Int32s, Int64s, kernel

ORIGINAL = np.int32(-1)
PRUNED = np.int32(-2)
"""What `middle` says of an arc of the graph itself, and of one that no shortest path needs."""


class SearchGraph(NamedTuple):
    """The arcs of one direction that queries use, listed at their lower ends.

    Attributes
    ----------
    first, higher, weight, middle
        int64 (n + 1), int32, float64 and int32 (m,): for every vertex the higher ends ascending, the
        packed weights and, for a shortcut, the vertex it goes through; `ORIGINAL` for an arc of the
        graph.
    """

    first: Int64s
    higher: Int32s
    weight: Float64s
    middle: Int32s


class Metric(NamedTuple):
    """A customised hierarchy: `up` from lower to higher ends, `down` from higher to lower ends."""

    up: SearchGraph
    down: SearchGraph


class Weights(NamedTuple):
    """Weights of a hierarchy's arcs while they are worked out.

    Attributes
    ----------
    up, down
        float64, (m,): packed weights from lower to higher ends, and back.
    up_middle, down_middle
        int32, (m,): the vertex that a shortcut goes through, or `ORIGINAL`, or `PRUNED`.
    """

    up: Float64s
    down: Float64s
    up_middle: Int32s
    down_middle: Int32s


def customise(hierarchy: Hierarchy, placement: Placement, weight: Float64s, *, threads: int = 1) -> Metric:
    """Give a hierarchy the weights of a graph's arcs.

    Parameters
    ----------
    weight
        float64, shape (a,): the packed weight of each arc of the graph, ``inf`` where it is closed.
        Not negative.
    threads
        Threads to work with, started and ended here; 1 starts none.
    """
    h = hierarchy
    weights = enter(placement, weight, h.arcs)
    subtrees, above = independent_parts(h.parent, 8 * threads if threads > 1 else 1)
    with ThreadPoolExecutor(threads) as pool:
        run = pool.map if threads > 1 else map
        list(run(lambda part: settle(h, part, weights), subtrees))
        settle(h, above, weights)
        perfect(h, above, weights)
        list(run(lambda part: perfect(h, part, weights), subtrees))
    return Metric(
        select(h.first, h.head, weights.up, weights.up_middle),
        select(h.first, h.head, weights.down, weights.down_middle),
    )


def independent_parts(parent: Int32s, parts: int) -> tuple[list[Int32s], Int32s]:
    """Split the elimination tree into subtrees, largest first, and the vertices above them.

    Triangles of different subtrees share no arc that any of them changes, so subtrees can be worked on
    at the same time, before (or after) the vertices above, which are few but see the most triangles.
    """
    n = parent.shape[0]
    size = subtree_sizes(parent)
    children_first, children = lower_neighbours(
        np.arange(n, dtype=np.int32)[parent >= 0], parent[parent >= 0], n
    )
    heap = [(-int(size[v]), int(v)) for v in np.flatnonzero(parent < 0)]
    heapify(heap)
    above = []
    while heap and parts > 1 and -heap[0][0] > n // parts:
        v = heappop(heap)[1]
        above.append(v)
        for u in children[children_first[v] : children_first[v + 1]].tolist():
            heappush(heap, (-int(size[u]), u))
    ranges = [(v - s + 1, v + 1) for s, v in ((-negative, v) for negative, v in sorted(heap))]
    return [np.arange(*r, dtype=np.int32) for r in ranges], np.sort(np.array(above, dtype=np.int32))


@kernel
def enter(placement: Placement, weight: Float64s, n_arcs: int) -> Weights:
    """Write a graph's weights to the hierarchy's arcs, the least of parallel ones."""
    placed, goes_up = placement
    up, down = np.full(n_arcs, np.inf), np.full(n_arcs, np.inf)
    for i in range(placed.shape[0]):
        arc = placed[i]
        if arc < 0:
            continue
        if goes_up[i] == 1:
            up[arc] = min(up[arc], weight[i])
        else:
            down[arc] = min(down[arc], weight[i])
    return Weights(up, down, np.full(n_arcs, ORIGINAL), np.full(n_arcs, ORIGINAL))


@kernel
def settle(hierarchy: Hierarchy, vertices: Int32s, weights: Weights) -> None:
    """Shorten the arcs out of ascending `vertices` by all their lower triangles, bottom up."""
    _, parent, first, head, tail, first_lower, lower_arc = hierarchy
    up, down, up_middle, down_middle = weights
    arc_to = np.empty(parent.shape[0], np.int32)
    for x in vertices:
        for arc in range(first[x], first[x + 1]):
            arc_to[head[arc]] = arc
        for slot in range(first_lower[x], first_lower[x + 1]):
            vx = lower_arc[slot]
            v = tail[vx]
            to_v, from_v = down[vx], up[vx]  # x → v and v → x
            if to_v == np.inf and from_v == np.inf:
                continue
            for vy in range(vx + 1, first[v + 1]):
                xy = arc_to[head[vy]]
                if to_v + up[vy] < up[xy]:
                    up[xy] = to_v + up[vy]
                    up_middle[xy] = v
                if down[vy] + from_v < down[xy]:
                    down[xy] = down[vy] + from_v
                    down_middle[xy] = v


@kernel
def perfect(hierarchy: Hierarchy, vertices: Int32s, weights: Weights) -> None:
    """Shorten arcs by the upper and intermediate triangles through ascending `vertices`, top down.

    An arc that gets shorter is marked `PRUNED`: the way through the triangle replaces it.
    """
    _, parent, first, head, tail, first_lower, lower_arc = hierarchy
    up, down, up_middle, down_middle = weights
    arc_to = np.empty(parent.shape[0], np.int32)
    for x in vertices[::-1]:
        for arc in range(first[x], first[x + 1]):
            arc_to[head[arc]] = arc
        for slot in range(first_lower[x], first_lower[x + 1]):
            vx = lower_arc[slot]
            for vy in range(vx + 1, first[tail[vx] + 1]):
                xy = arc_to[head[vy]]
                if up[vx] + up[xy] < up[vy]:
                    up[vy] = up[vx] + up[xy]
                    up_middle[vy] = PRUNED
                if up[vy] + down[xy] < up[vx]:
                    up[vx] = up[vy] + down[xy]
                    up_middle[vx] = PRUNED
                if down[xy] + down[vx] < down[vy]:
                    down[vy] = down[xy] + down[vx]
                    down_middle[vy] = PRUNED
                if up[xy] + down[vy] < down[vx]:
                    down[vx] = up[xy] + down[vy]
                    down_middle[vx] = PRUNED


@kernel
def select(first: Int64s, head: Int32s, weight: Float64s, middle: Int32s) -> SearchGraph:
    """Copy the arcs that can be driven and are not pruned."""
    n = first.shape[0] - 1
    kept = 0
    for arc in range(head.shape[0]):
        if weight[arc] < np.inf and middle[arc] != PRUNED:
            kept += 1
    chosen = SearchGraph(
        np.empty(n + 1, np.int64), np.empty(kept, np.int32), np.empty(kept), np.empty(kept, np.int32)
    )
    out_first, out_higher, out_weight, out_middle = chosen
    kept = 0
    for v in range(n):
        out_first[v] = kept
        for arc in range(first[v], first[v + 1]):
            if weight[arc] < np.inf and middle[arc] != PRUNED:
                out_higher[kept], out_weight[kept], out_middle[kept] = head[arc], weight[arc], middle[arc]
                kept += 1
    out_first[n] = kept
    return chosen
