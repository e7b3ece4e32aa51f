"""Travel durations and distances between places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntMatrix = NDArray[np.int32]
UNREACHABLE = -1
DEFAULT_PROFILE = "car"


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Durations in seconds and distances in metres of the same paths.

    Attributes
    ----------
    duration_s, distance_m
        int32, shape (n, n), row = origin; `UNREACHABLE` (-1) in both where there is no path.
    """

    duration_s: IntMatrix
    distance_m: IntMatrix

    def __post_init__(self) -> None:
        if self.duration_s.shape != self.distance_m.shape or self.duration_s.ndim != 2:
            raise ValueError("duration_s and distance_m must be square and of one shape")
        if self.duration_s.shape[0] != self.duration_s.shape[1]:
            raise ValueError("a travel matrix is square")

    @property
    def size(self) -> int:
        """Number n of places."""
        return int(self.duration_s.shape[0])


TravelMatrices = Mapping[str, TravelMatrix]
"""A travel matrix per vehicle profile; all of one size, over the same places."""
