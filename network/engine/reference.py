"""The reference engine: Dijkstra's algorithm on the turn graph, by scipy. Slow on large networks."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from network.engine.protocol import DISTANCE_BASE, Ends, pack
from network.metric.road_metric import RoadMetric
from network.metric.turns import TurnGraph

S_PER_STATE = 1.4e-7
"""Seconds per source and state of the turn graph, measured on Porto."""

_BATCH_VALUES = 8_000_000
_FEW = 4
"""Where sources are this many times more than targets, the search runs backwards from the targets."""
Arcs = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]
"""Arcs of a graph of states: first arc of each state, heads, weights."""
_SHIFT = float(DISTANCE_BASE)
"""Added to the arcs out of virtual sources: a sparse matrix must not hold zeros."""


def count_searches(sources: int, targets: int) -> int:
    """Number of Dijkstra searches that a table takes."""
    return targets if targets * _FEW < sources else sources


class ReferenceEngine:
    """One Dijkstra per source, banned turns, turn costs and via-way restrictions honoured.

    Where targets are few it is one per target, backwards.

    Parameters
    ----------
    turns
        The turn graph.
    duration_ms, length_dm
        Of the graph's edges, shape (m,); ``inf`` where closed.
    """

    def __init__(
        self, turns: TurnGraph, duration_ms: NDArray[np.float64], length_dm: NDArray[np.int64]
    ) -> None:
        tail_edge = turns.state_edge[turns.tail_state]
        whole_ms = duration_ms[tail_edge].astype(np.int64) + turns.cost_ms
        self._weight = pack(whole_ms, length_dm[tail_edge])
        self._turns = turns

    @classmethod
    def of(cls, roads: RoadMetric) -> ReferenceEngine:
        """The engine of a road metric."""
        return cls(roads.turns, roads.duration_ms, roads.length_dm)

    def table(self, sources: Ends, targets: Ends) -> NDArray[np.float64]:
        """See `network.engine.protocol.Engine.table`."""
        if count_searches(sources.places, targets.places) < sources.places:
            return self._tree_of(self._backwards, targets, sources).T
        return self._tree_of(self._forwards, sources, targets)

    def _tree_of(self, arcs: Arcs, sources: Ends, targets: Ends) -> NDArray[np.float64]:
        """Search over `arcs` from each source; float64 (sources, targets)."""
        result = np.full((sources.places, targets.places), np.inf)
        reached = np.flatnonzero(np.diff(targets.first) > 0)
        if not len(reached):
            return result
        starts = targets.first[:-1][reached]
        links = self._with_sources(sources, arcs)
        batch = max(1, _BATCH_VALUES // links.shape[0])
        for low in range(0, sources.places, batch):
            rows = np.arange(low, min(low + batch, sources.places))
            tree = dijkstra(links, indices=self._turns.states + rows) - _SHIFT
            ends = tree[:, targets.state] + targets.weight
            result[np.ix_(rows, reached)] = np.minimum.reduceat(ends, starts, axis=1)
        return result

    def path(self, sources: Ends, targets: Ends) -> NDArray[np.int32]:
        """See `network.engine.protocol.Engine.path`."""
        links = self._with_sources(sources, self._forwards)
        start = self._turns.states
        tree, before = dijkstra(links, indices=np.array([start]), return_predecessors=True)
        ends = tree[0, targets.state] + targets.weight
        if not len(ends) or not np.isfinite(ends.min()):
            return np.empty(0, dtype=np.int32)
        state = int(targets.state[ends.argmin()])
        states: list[int] = []
        while state != start:
            states.append(state)
            state = int(before[0, state])
        return np.array(states[::-1], dtype=np.int32)

    @property
    def _forwards(self) -> Arcs:
        return self._turns.first_out, self._turns.head_state, self._weight

    @cached_property
    def _backwards(self) -> Arcs:
        """Reversed arcs, computed at the first table of few targets."""
        first_out, head_state, weight = self._forwards
        n = self._turns.states
        turned = csr_array((weight, head_state, first_out), shape=(n, n)).T.tocsr()
        return turned.indptr.astype(np.int32), turned.indices.astype(np.int32), turned.data

    def _with_sources(self, sources: Ends, arcs: Arcs) -> csr_array:
        """The turn graph with a virtual state per source place, after its own states."""
        n = self._turns.states + sources.places
        place = np.repeat(np.arange(sources.places), np.diff(sources.first))
        order = np.lexsort((sources.weight, sources.state, place))
        place, state = place[order], sources.state[order]
        # Of two entries into one state only the lighter counts; a sparse matrix would add them up.
        kept = np.ones(len(order), dtype=bool)
        kept[1:] = (place[1:] != place[:-1]) | (state[1:] != state[:-1])
        counts = np.bincount(place[kept], minlength=sources.places)
        first_out, head_state, weight = arcs
        first = np.concatenate([first_out, first_out[-1] + np.cumsum(counts)])
        heads = np.append(head_state, state[kept])
        weights = np.append(weight, sources.weight[order][kept] + _SHIFT)
        return csr_array((weights, heads, first.astype(np.int64)), shape=(n, n))
