"""Positions in WGS-84; other datums are converted at the system's boundary."""

from __future__ import annotations

from typing import NamedTuple


class LonLat(NamedTuple):
    """A WGS-84 position in degrees, longitude first."""

    lon: float
    lat: float
