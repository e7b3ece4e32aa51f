"""Places laid out on a plane from their travel times alone, so that routes have a middle and a direction.

References
----------
de Silva & Tenenbaum (2004), Sparse multidimensional scaling using landmark points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import IntMatrix

LANDMARKS = 64

Points = NDArray[np.float64]


def laid_out(duration_s: IntMatrix) -> Points:
    """A point per place, whose distances resemble the travel times.

    Some landmarks far from one another are placed by classical scaling, the others by their times to them.
    What cannot be reached counts as twice the longest time; of two directions the longer one counts.

    Parameters
    ----------
    duration_s
        (n, n), -1 where there is no way.

    Returns
    -------
    Points
        (n, 2), in seconds; the same for the same matrix.
    """
    n = len(duration_s)
    marks = _landmarks(duration_s, min(LANDMARKS, n))
    squared = np.maximum(_reachable(duration_s[marks]), _reachable(duration_s[:, marks]).T) ** 2
    between = squared[:, marks]
    mean = between.mean(axis=0)
    centred = -(between - mean - mean[:, None] + mean.mean()) / 2
    values, vectors = np.linalg.eigh(centred)
    kept = np.maximum(values[:-3:-1], 1e-9)
    if len(kept) < 2:
        return np.zeros((n, 2))
    axes = vectors[:, :-3:-1] / np.sqrt(kept)
    points: Points = -(squared - mean[:, None]).T @ axes / 2
    return points


def _landmarks(duration_s: IntMatrix, count: int) -> NDArray[np.int64]:
    """Places each as far as can be from those chosen before it."""
    chosen = [0]
    away = _reachable(duration_s[0])
    while len(chosen) < count:
        chosen.append(int(np.argmax(away)))
        away = np.minimum(away, _reachable(duration_s[chosen[-1]]))
    return np.array(chosen)


def _reachable(times: IntMatrix) -> NDArray[np.float64]:
    longest = 2.0 * max(int(times.max(initial=0)), 1)
    return np.where(times < 0, longest, times).astype(np.float64)
