"""Distances on the sphere, and the local scale of degrees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG)."""


def segment_lengths_m(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distances between consecutive points, by the haversine formula.

    Parameters
    ----------
    lon, lat
        float64, (k,): degrees.

    Returns
    -------
    NDArray
        float64, (k - 1,): metres.
    """
    x, y = np.radians(lon), np.radians(lat)
    half_lat, half_lon = np.diff(y) / 2, np.diff(x) / 2
    h = np.sin(half_lat) ** 2 + np.cos(y[:-1]) * np.cos(y[1:]) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0))))


def short_distance_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64], to_lon: float, to_lat: float
) -> NDArray[np.float64]:
    """Distances from points to one point, in the equirectangular approximation.

    Accurate to about 0.1 % over a hundred kilometres.

    Parameters
    ----------
    lon, lat
        float64, (k,): degrees.

    Returns
    -------
    NDArray
        float64, (k,): metres.
    """
    x = np.radians(lon - to_lon) * np.cos(np.radians(0.5 * (lat + to_lat)))
    return np.asarray(np.hypot(x, np.radians(lat - to_lat)) * EARTH_RADIUS_M, np.float64)


def degree_scale(lat: float) -> tuple[float, float]:
    """Factors that make degrees of longitude and latitude equally long around a latitude."""
    return float(np.cos(np.radians(lat))), 1.0
