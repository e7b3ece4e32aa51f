"""Interface of shortest-path engines, independent of the algorithm.

An engine works on the states of a `TurnGraph`, where an arc s → t costs the duration of the edge
of s plus the turn, and is as long as the edge of s. A place on a road is not a state: it is left over
several arcs and reached over several edges. Places are therefore given as `Ends`: a source by states with
the weight of reaching them, a target by states with the weight from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DISTANCE_BASE = 2**26
"""Base of packed weights ``ms * 2**26 + dm``, by which the shortest of the fastest paths is found.

Exact in float64 up to 37 h and 6,710 km.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """States by which k places are left or reached; place i has the entries ``first[i]:first[i + 1]``.

    Attributes
    ----------
    first
        int64 (k + 1); a place that is not on the graph has no entries.
    state
        int32, per entry.
    duration_ms, distance_dm
        int64, per entry, not negative: of a source, from the place to the *tail* of the state's
        edge; of a target, from the tail of the state's edge to the place.
    """

    first: NDArray[np.int64]
    state: NDArray[np.int32]
    duration_ms: NDArray[np.int64]
    distance_dm: NDArray[np.int64]

    @property
    def places(self) -> int:
        """Number of places k."""
        return int(self.first.shape[0]) - 1

    @property
    def weight(self) -> NDArray[np.float64]:
        """Packed weight of every entry."""
        return pack(self.duration_ms, self.distance_dm)


class Engine(Protocol):
    """Shortest paths over one turn graph with one set of edge durations."""

    def table(self, sources: Ends, targets: Ends) -> NDArray[np.float64]:
        """Packed weight of the fastest path for every pair; ``inf`` where there is none.

        Entry (i, j) is the least ``source entry + path + target entry`` over the entries of i and
        j; the path from a state to itself is empty and weighs 0. Shape (sources, targets).
        """
        ...

    def path(self, sources: Ends, targets: Ends) -> NDArray[np.int32]:
        """States of the fastest path from the one source place to the one target place.

        The first state is of a source entry, the last of a target entry; empty where none exists.
        """
        ...


def pack(duration_ms: NDArray[np.int64], distance_dm: NDArray[np.int64]) -> NDArray[np.float64]:
    """Pack durations and lengths into float64 weights."""
    return np.asarray(duration_ms, dtype=np.float64) * DISTANCE_BASE + distance_dm


def unpack(weight: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Unpack weights to milliseconds and decimetres; -1 in both where a weight is ``inf``."""
    reached = np.isfinite(weight)
    whole = np.where(reached, weight, 0.0)
    duration = np.floor(whole / DISTANCE_BASE)
    distance = whole - duration * DISTANCE_BASE
    return (
        np.where(reached, duration, -1).astype(np.int64),
        np.where(reached, distance, -1).astype(np.int64),
    )
