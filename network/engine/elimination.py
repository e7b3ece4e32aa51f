"""What to contract: the elimination tree of an order, and the shortcuts that any metric may need.

Contracting a vertex joins all its higher neighbours pairwise. The outcome depends on the order alone
and equals the fill of a sparse Cholesky factor, so it is found by that field's linear-time methods
instead of by contracting: first the tree (the parent of v is its lowest higher neighbour after
contraction), then, row by row, the vertices whose contraction reaches v, which are the paths up the
tree from v's lower neighbours. Vertices are renumbered in a postorder of the tree: fill and tree stay
the same, every subtree becomes a range, and memory is walked forward.

References
----------
Dibbelt, Strasser & Wagner (2016), Customizable contraction hierarchies, §3–4.
Liu (1990), The role of elimination trees in sparse factorization.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from network.engine.kernels import Int8s, Int32s, Int64s, kernel


class Hierarchy(NamedTuple):
    """A contracted graph without weights: n vertices by rank, m arcs from lower to higher.

    Attributes
    ----------
    rank
        int32, (n,): the rank of each vertex of the graph given.
    parent
        int32, (n,), by rank: the lowest higher neighbour, -1 at a root. Every parent exceeds its
        child, and the descendants of v are a range that ends with v.
    first, head
        int64 (n + 1) and int32 (m,): arcs up, by tail, heads ascending.
    tail
        int32, (m,): lower end of every arc.
    first_lower, lower_arc
        int64 (n + 1) and int32 (m,): arcs into each head from below, tails ascending.
    """

    rank: Int32s
    parent: Int32s
    first: Int64s
    head: Int32s
    tail: Int32s
    first_lower: Int64s
    lower_arc: Int32s

    @property
    def vertices(self) -> int:
        """Number of vertices n."""
        return int(self.rank.shape[0])

    @property
    def arcs(self) -> int:
        """Number of arcs m: the graph's and the shortcuts, both directions of a road sharing one."""
        return int(self.head.shape[0])


class Placement(NamedTuple):
    """Where the a arcs of a graph lie in a hierarchy.

    Attributes
    ----------
    arc, goes_up
        int32 and int8, (a,): the hierarchy's arc, and whether the graph's runs from its lower end to
        its higher; -1 for loops, which no shortest path uses.
    """

    arc: Int32s
    goes_up: Int8s


def contract(tail: Int32s, head: Int32s, rank: Int32s) -> Hierarchy:
    """Contract a graph in the order given.

    Parameters
    ----------
    tail, head
        int32, shape (a,): directed arcs; loops and parallel arcs allowed.
    rank
        int32, shape (n,): a permutation of 0 … n − 1; low ranks are contracted first.
    """
    n = rank.shape[0]
    parent = elimination_tree(*lower_neighbours(rank[tail], rank[head], n))
    post = postorder(parent)
    rank = post[rank]
    parent = _renumbered_parents(parent, post)
    first, up_head = fill(parent, *lower_neighbours(rank[tail], rank[head], n))
    return Hierarchy(rank, parent, first, up_head, *transpose(first, up_head))


def place(hierarchy: Hierarchy, tail: Int32s, head: Int32s) -> Placement:
    """Find the arcs of a graph in a hierarchy that was contracted from it, or from one with more arcs.

    Raises
    ------
    ValueError
        An arc joins vertices that the hierarchy does not.
    """
    start, end = hierarchy.rank[tail], hierarchy.rank[head]
    arc = locate(np.minimum(start, end), np.maximum(start, end), hierarchy.first, hierarchy.head)
    if np.any((arc < 0) & (start != end)):
        raise ValueError("the hierarchy was contracted from another graph")
    return Placement(arc, (start < end).astype(np.int8))


def _renumbered_parents(parent: Int32s, post: Int32s) -> Int32s:
    renumbered = np.empty_like(parent)
    renumbered[post] = np.where(parent < 0, -1, post[parent])
    return renumbered


@kernel
def lower_neighbours(tail: Int32s, head: Int32s, n: int) -> tuple[Int64s, Int32s]:
    """List the lower neighbours of every vertex, repeats included (CSR by the higher end)."""
    first = np.zeros(n + 2, np.int64)
    for arc in range(tail.shape[0]):
        if tail[arc] != head[arc]:
            first[max(tail[arc], head[arc]) + 2] += 1
    for v in range(n):
        first[v + 2] += first[v + 1]
    below = np.empty(first[n + 1], np.int32)
    for arc in range(tail.shape[0]):
        if tail[arc] != head[arc]:
            high = max(tail[arc], head[arc])
            below[first[high + 1]] = min(tail[arc], head[arc])
            first[high + 1] += 1
    return first[: n + 1].copy(), below


@kernel
def elimination_tree(first_below: Int64s, below: Int32s) -> Int32s:
    """Find every vertex's parent, with Liu's path compression."""
    n = first_below.shape[0] - 1
    parent = np.full(n, -1, np.int32)
    shortcut = np.full(n, -1, np.int32)
    for v in range(n):
        for slot in range(first_below[v], first_below[v + 1]):
            u = below[slot]
            while shortcut[u] >= 0 and shortcut[u] != v:
                above = shortcut[u]
                shortcut[u] = v
                u = above
            if shortcut[u] < 0:
                shortcut[u] = v
                parent[u] = v
    return parent


@kernel
def subtree_sizes(parent: Int32s) -> Int32s:
    """Count every vertex and its descendants."""
    size = np.ones(parent.shape[0], np.int32)
    for v in range(parent.shape[0]):
        if parent[v] >= 0:
            size[parent[v]] += size[v]
    return size


@kernel
def postorder(parent: Int32s) -> Int32s:
    """Number vertices so that descendants precede ancestors and every subtree is a range."""
    n = parent.shape[0]
    size = subtree_sizes(parent)
    # Walking from the top, every vertex takes the end of its range and hands the rest to its children.
    post = np.empty(n, np.int32)
    free = np.empty(n, np.int32)
    roots = n
    for v in range(n - 1, -1, -1):
        if parent[v] < 0:
            post[v] = roots - 1
            roots -= size[v]
        else:
            post[v] = free[parent[v]]
            free[parent[v]] -= size[v]
        free[v] = post[v] - 1
    return post


@kernel
def fill(parent: Int32s, first_below: Int64s, below: Int32s) -> tuple[Int64s, Int32s]:
    """List every vertex's higher neighbours after contraction, ascending, without contracting.

    Vertex u gets the higher neighbour v where u lies on a tree path from a lower neighbour of v up to
    v; taking the v in ascending order appends to every list in ascending order.
    """
    n = parent.shape[0]
    first = np.zeros(n + 2, np.int64)
    mark = np.full(n, -1, np.int32)
    for v in range(n):
        mark[v] = v
        for slot in range(first_below[v], first_below[v + 1]):
            u = below[slot]
            while mark[u] != v:
                mark[u] = v
                first[u + 2] += 1
                u = parent[u]
    for v in range(n):
        first[v + 2] += first[v + 1]
    head = np.empty(first[n + 1], np.int32)
    mark[:] = -1
    for v in range(n):
        mark[v] = v
        for slot in range(first_below[v], first_below[v + 1]):
            u = below[slot]
            while mark[u] != v:
                mark[u] = v
                head[first[u + 1]] = v
                first[u + 1] += 1
                u = parent[u]
    return first[: n + 1].copy(), head


@kernel
def transpose(first: Int64s, head: Int32s) -> tuple[Int32s, Int64s, Int32s]:
    """Name every arc's tail, and list the arcs into every head by ascending tail."""
    n = first.shape[0] - 1
    tail = np.empty(head.shape[0], np.int32)
    first_lower = np.zeros(n + 2, np.int64)
    for v in range(n):
        for arc in range(first[v], first[v + 1]):
            tail[arc] = v
            first_lower[head[arc] + 2] += 1
    for v in range(n):
        first_lower[v + 2] += first_lower[v + 1]
    lower_arc = np.empty(head.shape[0], np.int32)
    for arc in range(head.shape[0]):
        lower_arc[first_lower[head[arc] + 1]] = arc
        first_lower[head[arc] + 1] += 1
    return tail, first_lower[: n + 1].copy(), lower_arc


@kernel
def find_arc(first: Int64s, head: Int32s, lower: np.int32, higher: np.int32) -> np.int64:
    """Find the arc between two vertices by bisection, -1 if there is none."""
    low, high = first[lower], first[lower + 1]
    while low < high:
        middle = (low + high) // 2
        if head[middle] < higher:
            low = middle + 1
        else:
            high = middle
    if low < first[lower + 1] and head[low] == higher:
        return np.int64(low)
    return np.int64(-1)


@kernel
def locate(lower: Int32s, higher: Int32s, first: Int64s, head: Int32s) -> Int32s:
    """Find the hierarchy's arc for every arc of the graph, -1 for loops."""
    found = np.empty(lower.shape[0], np.int32)
    for arc in range(lower.shape[0]):
        found[arc] = -1
        if lower[arc] != higher[arc]:
            found[arc] = find_arc(first, head, lower[arc], higher[arc])
    return found
