"""Winding roads by random midpoint displacement, rougher on rugged terrain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def ruggedness(points: Points) -> NDArray[np.float64]:
    """Return the ruggedness of the synthetic terrain at points (n, 2) in metres: 0 (valley) to 1 (steep)."""
    x, y = points[:, 0] / 1000.0, points[:, 1] / 1000.0
    folds = np.sin(x / 7.3 + 0.6 * np.sin(y / 11.0)) * np.cos(y / 9.1 - 0.4 * np.sin(x / 13.0))
    ranges = np.sin((x - y) / 29.0 + 1.1)
    return np.asarray(np.clip(0.5 + 0.3 * folds + 0.3 * ranges, 0.0, 1.0), dtype=np.float64)


def winding(
    start: tuple[float, float],
    end: tuple[float, float],
    rng: np.random.Generator,
    *,
    spacing_m: float,
    wildness: float,
) -> Points:
    """Return a winding line between two points.

    Parameters
    ----------
    start, end
        Metres; the first and last row of the result.
    spacing_m
        About the distance between neighbouring points.
    wildness
        Sideways displacement of a midpoint, as a share of the distance between its neighbours, on
        gentle land; twice that on the steepest. 0.03 suits a motorway, 0.15 a village road.

    Returns
    -------
    Points
        Shape (n, 2), n = 2^k + 1.

    References
    ----------
    Fournier, Fussell and Carpenter (1982), random midpoint displacement.
    """
    levels = max(1, round(math.log2(max(math.dist(start, end) / spacing_m, 2.0))))
    line = np.array([start, end], dtype=np.float64)
    for _ in range(levels):
        step = np.diff(line, axis=0)
        middle = (line[:-1] + line[1:]) / 2.0
        sideways = np.column_stack((-step[:, 1], step[:, 0]))
        spread = wildness * (0.5 + 1.5 * ruggedness(middle))
        shift = np.clip(rng.normal(0.0, 1.0, len(step)), -2.0, 2.0) * spread
        finer = np.empty((2 * len(line) - 1, 2))
        finer[0::2] = line
        finer[1::2] = middle + sideways * shift[:, None]
        line = finer
    return line


def offset(line: Points, distance_m: float) -> Points:
    """Return the line moved sideways, to the right of its direction for a positive distance."""
    direction = np.gradient(line, axis=0)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return line + distance_m * np.column_stack((direction[:, 1], -direction[:, 0]))
