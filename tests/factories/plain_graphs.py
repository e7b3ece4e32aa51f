"""Small directed graphs without roads, and textbook answers about them, for tests of the engine."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from network.engine.tables import Terminals

SECOND = 1000 * 2.0**26
"""Packed weight of a second without distance; see `network.engine.protocol`."""


@dataclass(frozen=True)
class PlainGraph:
    """n vertices with an order, and directed arcs with packed weights."""

    rank: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    weight: NDArray[np.float64]

    @property
    def n(self) -> int:
        return len(self.rank)

    def distances(self, source: int) -> list[float]:
        """Dijkstra, by the book."""
        out: list[list[tuple[int, float]]] = [[] for _ in range(self.n)]
        for tail, head, weight in zip(self.tail, self.head, self.weight, strict=True):
            out[tail].append((int(head), float(weight)))
        settled = [np.inf] * self.n
        queue = [(0.0, source)]
        while queue:
            reached, v = heapq.heappop(queue)
            if settled[v] <= reached:
                continue
            settled[v] = reached
            for head, weight in out[v]:
                if reached + weight < settled[head]:
                    heapq.heappush(queue, (reached + weight, head))
        return settled

    def all_distances(self) -> NDArray[np.float64]:
        return np.array([self.distances(v) for v in range(self.n)])

    def least_weights(self) -> dict[tuple[int, int], float]:
        """The lightest of the arcs between two vertices."""
        least: dict[tuple[int, int], float] = {}
        for tail, head, weight in zip(self.tail.tolist(), self.head.tolist(), self.weight, strict=True):
            least[tail, head] = min(weight, least.get((tail, head), np.inf))
        return least


# Few values, so that ties are common; no cost at all, and closed.
_weights = st.sampled_from([0.0, 7.0, SECOND + 3, 2 * SECOND + 1, 3 * SECOND, np.inf])


@st.composite
def plain_graphs(draw: st.DrawFn, most: int = 12) -> PlainGraph:
    """Graphs with ties, loops, parallel arcs, closed arcs and parts out of reach, in any order."""
    n = draw(st.integers(1, most))
    vertex = st.integers(0, n - 1)
    arcs = draw(st.lists(st.tuples(vertex, vertex, _weights), max_size=4 * n))
    rank = draw(st.permutations(range(n)))
    return PlainGraph(
        np.array(rank, np.int32),
        np.array([a[0] for a in arcs], np.int32),
        np.array([a[1] for a in arcs], np.int32),
        np.array([a[2] for a in arcs], np.float64),
    )


@st.composite
def vertex_entries(draw: st.DrawFn, n: int, most: int = 40) -> list[list[tuple[int, float]]]:
    """Points that touch a graph at any number of vertices, none included."""
    entry = st.tuples(st.integers(0, n - 1), st.sampled_from([0.0, 5.0, SECOND + 2]))
    return draw(st.lists(st.lists(entry, max_size=3), max_size=most))


def terminals(entries: list[list[tuple[int, float]]], rank: NDArray[np.int32]) -> Terminals:
    """The same as the engine takes it."""
    flat = [entry for point in entries for entry in point]
    return Terminals(
        np.append(0, np.cumsum([len(point) for point in entries])).astype(np.int64),
        rank[np.array([vertex for vertex, _ in flat], np.int64)].astype(np.int32),
        np.array([offset for _, offset in flat], np.float64),
    )


def grid(side: int, *, seed: int = 0) -> PlainGraph:
    """A square of two-way streets with a few of them one-way, ordered at random."""
    random = np.random.default_rng(seed)
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    a = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    b = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    back = random.random(len(a)) < 0.8
    tail, head = np.concatenate((a, b[back])), np.concatenate((b, a[back]))
    weight = random.integers(1, 60, len(tail)) * SECOND + random.integers(1, 999, len(tail))
    return PlainGraph(random.permutation(side * side).astype(np.int32), tail, head, weight)
