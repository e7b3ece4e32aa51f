"""Least travel from or to one place: a bound that no order of visits can beat.

In a matrix of shortest paths this is the matrix's own row. Hand-made matrices may be quicker by a
detour, and a task is called impossible only when even the best detour is too long.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import UNREACHABLE, IntMatrix, TravelMatrices

NEVER = np.int64(2**60)
"""Stands for no path; sums of several stay inside 64 bits."""

Bounds = NDArray[np.int64]


def least(matrix: IntMatrix, origin: int) -> Bounds:
    """Least sum along any way from `origin` to every place (dense Dijkstra); `NEVER` where there is none.

    Parameters
    ----------
    matrix
        (n, n), row = origin, -1 = unreachable. Pass the transpose for ways *to* a place.
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


class TravelBounds:
    """Least seconds and metres from and to places, computed once per profile and place asked for."""

    def __init__(self, matrices: TravelMatrices) -> None:
        self._matrices = matrices
        self._known: dict[tuple[str, int, bool, bool], Bounds] = {}

    def seconds(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Least seconds between two places; zero to or from nowhere (an open start or end)."""
        return self._between(profile, origin, destination, metres=False)

    def metres(self, profile: str, origin: int | None, destination: int | None) -> int:
        """Least metres between two places; zero to or from nowhere."""
        return self._between(profile, origin, destination, metres=True)

    def _between(self, profile: str, origin: int | None, destination: int | None, *, metres: bool) -> int:
        if origin is None or destination is None or origin == destination:
            return 0
        for place, backward in ((origin, False), (destination, True)):
            known = self._known.get((profile, place, backward, metres))
            if known is not None:
                return int(known[origin if backward else destination])
        matrix = self._matrices[profile]
        self._known[profile, origin, False, metres] = least(
            matrix.distance_m if metres else matrix.duration_s, origin
        )
        return int(self._known[profile, origin, False, metres][destination])

    def prepare(self, profile: str, places: set[int]) -> None:
        """Compute ways from and to places that will be asked for often: depots and facilities."""
        matrix = self._matrices[profile]
        for place in places:
            for metres, table in ((False, matrix.duration_s), (True, matrix.distance_m)):
                for backward, oriented in ((False, table), (True, table.T)):
                    key = (profile, place, backward, metres)
                    if key not in self._known:
                        self._known[key] = least(oriented, place)
