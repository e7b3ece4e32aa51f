"""Positions on the earth. WGS-84 everywhere inside; other datums are converted at the border."""

from __future__ import annotations

from typing import NamedTuple


class LonLat(NamedTuple):
    """A WGS-84 position in degrees, longitude first."""

    lon: float
    lat: float
