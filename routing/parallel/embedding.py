"""Landmark multidimensional scaling: embed places in the plane from their travel times alone.

Subproblems need centroids and directions of routes; problems given by matrices have no coordinates.

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


def embed(duration_s: IntMatrix) -> Points:
    """Embed places in the plane so that distances approximate travel times.

    Landlandmarks far from one another are embedded by classical scaling, all places by their travel times to
    the landmarks. An unreachable place counts as twice the longest time away; of two directions the longer
    counts.

    Parameters
    ----------
    duration_s
        Shape (n, n), seconds; -1 where unreachable.

    Returns
    -------
    Points
        Shape (n, 2), in seconds; deterministic.
    """
    n = len(duration_s)
    landmarks = _landmarks(duration_s, min(LANDMARKS, n))
    squared = (
        np.maximum(_with_unreachable(duration_s[landmarks]), _with_unreachable(duration_s[:, landmarks]).T)
        ** 2
    )
    between = squared[:, landmarks]
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
    """Farthest-point sampling: each landmark as far as possible from those before it."""
    chosen = [0]
    nearest = _with_unreachable(duration_s[0])
    while len(chosen) < count:
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, _with_unreachable(duration_s[chosen[-1]]))
    return np.array(chosen)


def _with_unreachable(times: IntMatrix) -> NDArray[np.float64]:
    longest = 2.0 * max(int(times.max(initial=0)), 1)
    return np.where(times < 0, longest, times).astype(np.float64)
