"""Height tiles written for one test: SRTM's format, 1201 samples a side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 1201
Field = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


def write_tile(folder: Path, height_m: Field, *, west: int = 109, south: int = 27) -> Path:
    """A tile whose samples are ``height_m(lon, lat)``; NaN becomes a void."""
    lon, lat = np.meshgrid(
        west + np.arange(SIDE) / (SIDE - 1), south + 1 - np.arange(SIDE) / (SIDE - 1), indexing="xy"
    )
    metres = height_m(lon, lat)
    samples = np.where(np.isnan(metres), -32768, np.rint(np.nan_to_num(metres))).astype(">i2")
    path = folder / f"N{south:02d}E{west:03d}.hgt"
    path.write_bytes(samples.tobytes())
    return path
