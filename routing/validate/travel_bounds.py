"""Lower bounds on travel between places, valid for any order of visits.

In a matrix of shortest paths the bound is the matrix itself. Other matrices may violate the triangle
inequality; a task is proved unservable only if even the best detour is too long.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import UNREACHABLE, IntMatrix, TravelMatrices

NEVER = np.int64(2**60)
"""No path; sums of several fit 64 bits."""

Bounds = NDArray[np.int64]


def shortest_paths(matrix: IntMatrix, origin: int) -> Bounds:
    """Shortest-path distances from `origin` to every place, by dense Dijkstra; `NEVER` without a path.

    Parameters
    ----------
    matrix
        Shape (n, n), row = origin, -1 = unreachable. Pass the transpose for distances *to* a place.
    """
    bound = np.full(len(matrix), NEVER, dtype=np.int64)
    bound[origin] = 0
    open_ = np.ones(len(matrix), dtype=bool)
    for _ in range(len(matrix)):
        here = int(np.argmin(np.where(open_, bound, NEVER)))
        if not open_[here] or bound[here] >= NEVER:
            break
        open_[here] = False
        row = matrix[here].astype(np.int64)
        np.minimum(bound, np.where(row == UNREACHABLE, NEVER, bound[here] + row), out=bound)
    return bound


class Travel(Protocol):
    """Seconds and metres between places; zero where a place is None (an open start or end)."""

    def seconds(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return the travel time."""

    def metres(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return the travel distance."""


class DirectTravel:
    """Travel by the matrices: cheap, and sufficient to show that a task may be served."""

    def __init__(self, matrices: TravelMatrices) -> None:
        self._matrices = matrices

    def seconds(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return the travel time of the direct arc."""
        return _cell(self._matrices[profile].duration_s, origin, destination)

    def metres(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return the travel distance of the direct arc."""
        return _cell(self._matrices[profile].distance_m, origin, destination)


class LeastTravel:
    """Least travel by any detour, needed to prove that a task can never be served.

    Bounds to each of `hubs` (depots and facilities), and from each other origin, are computed on first
    use, in O(n²) each.
    """

    def __init__(self, matrices: TravelMatrices, hubs: set[int]) -> None:
        self._matrices = matrices
        self._hubs = hubs
        self._known: dict[tuple[str, int, bool, bool], Bounds] = {}

    def seconds(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return a lower bound on the travel time."""
        return self._between(profile, origin, destination, metres=False)

    def metres(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Return a lower bound on the travel distance."""
        return self._between(profile, origin, destination, metres=True)

    def _between(self, profile: str, origin: int | None, destination: int | None, *, metres: bool) -> int:
        if origin is None or destination is None or origin == destination:
            return 0
        if destination in self._hubs:
            return int(self._bounds(profile, destination, metres=metres, backward=True)[origin])
        return int(self._bounds(profile, origin, metres=metres, backward=False)[destination])

    def _bounds(self, profile: str, place: int, *, metres: bool, backward: bool) -> Bounds:
        key = (profile, place, metres, backward)
        if key not in self._known:
            matrix = self._matrices[profile]
            table = matrix.distance_m if metres else matrix.duration_s
            self._known[key] = shortest_paths(table.T if backward else table, place)
        return self._known[key]


def _cell(table: IntMatrix, origin: int | None, destination: int | None) -> int:
    if origin is None or destination is None or origin == destination:
        return 0
    value = int(table[origin, destination])
    return int(NEVER) if value == UNREACHABLE else value
