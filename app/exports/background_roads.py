"""What a sketch asks for its background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in Mercator metres."""
Roads: TypeAlias = Callable[[Box, int], Sequence[tuple[str, NDArray[np.float64]]]]
"""Highway classes and lines of a rectangle at a zoom; see `network.tiles.roads_within`."""
