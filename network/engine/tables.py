"""Many-to-many tables: durations, and distances along the same paths, by restricted PHAST.

The targets select the part of the downward graph that reaches them; it is copied once, top down, into
arrays of its own. Sources are then served `LANES` at a time: their search spaces (the tree paths above
them) are pushed upward, and the selection is swept once from the top, each vertex pulling a whole row
of tentative weights from the rows above it. Sources are taken in the order of the elimination tree, so
that those of a batch share most of their search spaces.

References
----------
Delling, Goldberg, Nowatzyk & Werneck (2011), PHAST: hardware-accelerated shortest path trees.
Delling, Goldberg & Werneck (2011), Faster batched shortest paths in road networks (RPHAST).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from network.engine.customization import Metric, SearchGraph
from network.engine.kernels import Float64s, Int32s, Int64s, UInt32s, kernel
from network.engine.label_rows import LANES, pull_row, push_row


class Terminals(NamedTuple):
    """Where k points touch the graph: a point on a road has an entry for each way to leave or reach it.

    Attributes
    ----------
    first
        int64 (k + 1): the entries of point i are ``first[i]:first[i + 1]``; there may be none.
    vertex, offset
        int32 and float64: a vertex by rank (in a `Selection`: by number), and the packed weight from
        the point to it, or from it to the point.
    """

    first: Int64s
    vertex: Int32s
    offset: Float64s

    @property
    def points(self) -> int:
        """Number of points k."""
        return int(self.first.shape[0]) - 1


class Selection(NamedTuple):
    """The downward arcs that can reach some targets, in numbers of their own from the top down.

    Attributes
    ----------
    vertex
        int32: the vertices selected, by descending rank.
    first, tail, weight
        int64, uint32 and float64: the arcs into each of them, with the numbers of their tails.
    number
        int32, (n,): every vertex's number in the selection, -1 for the others.
    """

    vertex: Int32s
    first: Int64s
    tail: UInt32s
    weight: Float64s
    number: Int32s


class Pushed(NamedTuple):
    """Weights of one batch's search spaces.

    Attributes
    ----------
    slot
        int32, (n,): the row of each vertex, 0 out of reach.
    path
        int32: the vertices in reach, ascending.
    rows
        float64, (n + 1, `LANES`): row 0 is ``inf`` throughout.
    """

    slot: Int32s
    path: Int32s
    rows: Float64s


def table(
    parent: Int32s, metric: Metric, sources: Terminals, targets: Terminals, *, threads: int = 1
) -> Float64s:
    """Packed weights of the shortest paths between all sources and targets.

    Parameters
    ----------
    parent
        int32, (n,): the elimination tree.
    threads
        Threads to sweep with, started and ended here; 1 starts none.

    Returns
    -------
    ndarray
        float64, shape (sources, targets): ``inf`` where there is no path.
    """
    selection = restrict(parent, metric.down, np.unique(targets.vertex))
    numbered = targets._replace(vertex=selection.number[targets.vertex])
    order = np.argsort(_lowest(sources), kind="stable").astype(np.int32)
    result = np.empty((sources.points, targets.points), np.float64)
    starts = np.array_split(np.arange(0, order.shape[0], LANES), threads)
    shares = [order[batch[0] : batch[-1] + LANES] for batch in starts if batch.size]

    def serve(share: Int32s) -> None:
        """Compute the rows of a share of the sources."""
        sweep(parent, metric.up, selection, (sources, share, numbered), result)

    if len(shares) > 1:
        with ThreadPoolExecutor(len(shares)) as pool:
            list(pool.map(serve, shares))
    elif shares:
        serve(shares[0])
    return result


def _lowest(terminals: Terminals) -> Int32s:
    """Name a vertex of each point to sort by; points that touch nothing go last."""
    lowest = np.full(terminals.points, np.iinfo(np.int32).max, np.int32)
    some = np.diff(terminals.first) > 0
    lowest[some] = terminals.vertex[terminals.first[:-1][some]]
    return lowest


@kernel
def ancestors(parent: Int32s, vertices: Int32s, out: Int32s) -> int:
    """Write the tree paths above ascending `vertices` to `out`, ascending; return how many.

    In a postorder, an ancestor of one vertex that lies beyond the next is an ancestor of that as well,
    so every path can stop there.
    """
    n = 0
    for i in range(vertices.shape[0]):
        stop = vertices[i + 1] if i + 1 < vertices.shape[0] else parent.shape[0]
        v = vertices[i]
        while 0 <= v < stop:
            out[n] = v
            n += 1
            v = parent[v]
    return n


@kernel
def restrict(parent: Int32s, down: SearchGraph, targets: Int32s) -> Selection:
    """Select the downward arcs that can reach ascending `targets`."""
    first, higher, weight, _ = down
    number = np.full(parent.shape[0], -1, np.int32)
    path = np.empty(parent.shape[0], np.int32)
    n = ancestors(parent, targets, path)
    for v in targets:
        number[v] = 0
    count, arcs = 0, 0
    for v in path[:n]:
        if number[v] == 0:
            path[count] = v
            count += 1
            arcs += first[v + 1] - first[v]
            for arc in range(first[v], first[v + 1]):
                number[higher[arc]] = 0
    selected = path[:count][::-1].copy()
    out_first, tail = np.empty(count + 1, np.int64), np.empty(arcs, np.uint32)
    out_weight = np.empty(arcs, np.float64)
    arcs = 0
    for i in range(count):
        v = selected[i]
        number[v] = i
        out_first[i] = arcs
        for arc in range(first[v], first[v + 1]):
            tail[arcs] = number[higher[arc]]
            out_weight[arcs] = weight[arc]
            arcs += 1
    out_first[count] = arcs
    return Selection(selected, out_first, tail, out_weight, number)


@kernel
def push(parent: Int32s, up: SearchGraph, sources: Terminals, batch: Int32s, pushed: Pushed) -> int:
    """Settle the search spaces of at most `LANES` sources, a column each; return their size."""
    first_source, vertex, offset = sources
    first, higher, weight, _ = up
    slot, path, rows = pushed
    entries = 0
    for source in batch:
        entries += first_source[source + 1] - first_source[source]
    starts = np.empty(entries, np.int32)
    entries = 0
    for source in batch:
        for i in range(first_source[source], first_source[source + 1]):
            starts[entries] = vertex[i]
            entries += 1
    n = ancestors(parent, np.unique(starts), path)
    for i in range(n):
        slot[path[i]] = i + 1
        rows[i + 1, :] = np.inf
    for lane in range(batch.shape[0]):
        for i in range(first_source[batch[lane]], first_source[batch[lane] + 1]):
            row = slot[vertex[i]]
            rows[row, lane] = min(rows[row, lane], offset[i])
    for i in range(n):
        v = path[i]
        for arc in range(first[v], first[v + 1]):
            push_row(rows, np.int64(slot[higher[arc]]), np.int64(i + 1), weight[arc])
    return n


@kernel
def collect(rows: Float64s, batch: Int32s, targets: Terminals, result: Float64s) -> None:
    """Read the targets' rows into the result."""
    first, vertex, offset = targets
    best = np.empty(LANES, np.float64)
    for target in range(first.shape[0] - 1):
        best[:] = np.inf
        for i in range(first[target], first[target + 1]):
            for lane in range(LANES):
                best[lane] = min(best[lane], rows[vertex[i], lane] + offset[i])
        for lane in range(batch.shape[0]):
            result[batch[lane], target] = best[lane]


@kernel
def sweep(
    parent: Int32s,
    up: SearchGraph,
    selection: Selection,
    query: tuple[Terminals, Int32s, Terminals],
    result: Float64s,
) -> None:
    """Fill the result's rows for some sources.

    `query` holds all sources, those to serve in the order to serve them, and the targets by their
    numbers in the selection.
    """
    sources, share, targets = query
    vertex, first, tail, weight, _ = selection
    n = parent.shape[0]
    pushed = Pushed(np.zeros(n, np.int32), np.empty(n, np.int32), np.empty((n + 1, LANES), np.float64))
    slot, path, seeds = pushed
    seeds[0, :] = np.inf
    rows = np.empty((vertex.shape[0], LANES), np.float64)
    for begin in range(0, share.shape[0], LANES):
        batch = share[begin : begin + LANES]
        n_path = push(parent, up, sources, batch, pushed)
        for i in range(vertex.shape[0]):
            pull_row(rows, i, (seeds, np.int64(slot[vertex[i]])), (tail, weight, first[i], first[i + 1]))
        for i in range(n_path):
            slot[path[i]] = 0
        collect(rows, batch, targets, result)
