"""The compiled engine: tables and paths over a customised contraction hierarchy."""

from __future__ import annotations

import os

import numpy as np

from network.engine.customization import Metric
from network.engine.elimination import Hierarchy
from network.engine.kernels import Float64s, Int32s
from network.engine.paths import shortest_path
from network.engine.protocol import Ends
from network.engine.tables import Terminals, table

THREADED_FROM = 300
"""Size of a square table from which threads pay off."""


class CchEngine:
    """Shortest paths over one turn graph with one set of weights; see `network.engine.protocol.Engine`.

    Safe to use from several threads at once: queries share no state.

    Parameters
    ----------
    hierarchy, metric
        Of one turn graph.
    threads
        Threads for large tables; by default one per processor that this process may use.
    """

    def __init__(self, hierarchy: Hierarchy, metric: Metric, *, threads: int | None = None) -> None:
        self._rank = hierarchy.rank
        self._state = np.empty_like(hierarchy.rank)
        self._state[hierarchy.rank] = np.arange(hierarchy.vertices, dtype=np.int32)
        self._parent = hierarchy.parent
        self._metric = metric
        self._threads = threads

    def table(self, sources: Ends, targets: Ends) -> Float64s:
        """See `network.engine.protocol.Engine.table`."""
        threads = 1
        if sources.places * targets.places >= THREADED_FROM**2:
            threads = self._threads or usable_processors()
        terminals = self._terminals(sources), self._terminals(targets)
        return table(self._parent, self._metric, *terminals, threads=threads)

    def path(self, sources: Ends, targets: Ends) -> Int32s:
        """See `network.engine.protocol.Engine.path`."""
        start, end = self._terminals(sources), self._terminals(targets)
        if start.points != 1 or end.points != 1:
            raise ValueError("a path joins one place to one place")
        _, vertices = shortest_path(
            self._parent, self._metric, (start.vertex, start.offset), (end.vertex, end.offset)
        )
        return self._state[vertices]

    def _terminals(self, ends: Ends) -> Terminals:
        first = np.require(ends.first, np.int64, ["C", "W"])
        return Terminals(first, self._rank[ends.state], np.require(ends.weight, np.float64, ["C", "W"]))


def usable_processors() -> int:
    """Processors that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
