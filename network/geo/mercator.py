"""Spherical Mercator projection.

Mercator preserves angles, so the nearest line on the map is the nearest on the ground; map distances are
ground distances divided by the cosine of the latitude.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from network.geo.distance import EARTH_RADIUS_M

MAX_LAT = 85.0
"""Latitudes beyond are clipped."""


def to_mercator_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project WGS-84 degrees to Mercator metres (true to scale at the equator)."""
    clipped = np.clip(lat, -MAX_LAT, MAX_LAT)
    y = np.arcsinh(np.tan(np.radians(clipped)))
    return EARTH_RADIUS_M * np.radians(lon), np.asarray(EARTH_RADIUS_M * y)


def from_mercator_m(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Convert Mercator metres to WGS-84 degrees; the inverse of `to_mercator_m`."""
    return np.degrees(x / EARTH_RADIUS_M), np.degrees(np.arctan(np.sinh(y / EARTH_RADIUS_M)))
