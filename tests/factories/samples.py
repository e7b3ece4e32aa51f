"""A ground for made-up days: a dense town on a grid, with sparse country around it."""

from __future__ import annotations

import numpy as np

from data.domain.places import LonLat
from data.samples.placement import Ground

CENTRE = LonLat(110.0, 27.5)


def town_and_country(*, points: int = 900, labels: tuple[tuple[LonLat, str], ...] = ()) -> Ground:
    """Points around `CENTRE`, most of them near; a truck drives 36 km/h in a straight line."""
    rng = np.random.default_rng(7)
    away_m = np.concatenate([rng.uniform(100, 4_000, points // 2), rng.uniform(4_000, 30_000, points // 2)])
    angle = rng.uniform(0, 2 * np.pi, len(away_m))
    lon = CENTRE.lon + away_m * np.cos(angle) / (111_195 * np.cos(np.radians(CENTRE.lat)))
    lat = CENTRE.lat + away_m * np.sin(angle) / 111_195
    return Ground(centre=CENTRE, lon=lon, lat=lat, out_s=away_m / 10.0, labels=labels)
