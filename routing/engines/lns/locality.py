"""An order of places in which neighbours have close numbers, so that what is read together lies together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST_GROUP = 4


def nearby_order(away: NDArray[Any], places: Sequence[int]) -> list[int]:
    """Indices of `places`, ordered by halving again and again along the line between two far ones.

    Parameters
    ----------
    away
        A matrix of durations or distances.
    """

    def halved(group: NDArray[np.int64]) -> list[int]:
        if len(group) <= SMALLEST_GROUP:
            return [int(i) for i in group]
        at = rows[group]
        one = at[np.argmax(away[at[0], at])]
        other = at[np.argmax(away[one, at])]
        nearer = away[one, at].astype(np.float64) - away[other, at]
        ordered = group[np.argsort(nearer, kind="stable")]
        half = len(ordered) // 2
        return halved(ordered[:half]) + halved(ordered[half:])

    rows = np.asarray(places, np.int64)
    return halved(np.arange(len(rows)))
