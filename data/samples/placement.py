"""Candidate locations of a synthetic day: points on roads, travel times from the centre, names nearby."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.places import LonLat

_M_PER_DEGREE = 111_195.0
_TOWN_S, _COUNTRY_S = 10 * 60, 40 * 60
_TOWN_SHARE = 0.6
_LABEL_M = 6_000.0
_DENSITY_M = 2_000.0
_AROUND_M = 4_500.0
_BESIDE_ROAD_M = (6.0, 45.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Points that a vehicle can reach from the centre and return from.

    Attributes
    ----------
    centre
        Point on the road at the sorting centre.
    lon, lat
        float64, shape (n,), degrees.
    out_s
        float64, shape (n,): seconds from the centre to each point, all finite.
    labels
        Names and positions of places, for naming nearby points.
    """

    centre: LonLat
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    out_s: NDArray[np.float64]
    labels: tuple[tuple[LonLat, str], ...] = ()

    @property
    def size(self) -> int:
        """Number n of points."""
        return int(self.lon.shape[0])

    def town(self) -> NDArray[np.int64]:
        """Points within 10 minutes, or the nearest 60 % on a small map."""
        within_s = min(_TOWN_S, float(np.quantile(self.out_s, _TOWN_SHARE)))
        return np.flatnonzero(self.out_s <= within_s)

    def country(self) -> NDArray[np.int64]:
        """Points beyond town and within 40 minutes; the farthest quarter of all if there are none."""
        town_s = float(self.out_s[self.town()].max())
        beyond = np.flatnonzero((self.out_s > town_s) & (self.out_s <= _COUNTRY_S))
        return beyond if len(beyond) else self._by_time()[-max(1, self.size // 4) :]

    def rim(self) -> NDArray[np.int64]:
        """Points of the town towards its edge, where yards and warehouses are."""
        town = len(self.town())
        return self._by_time()[round(0.5 * town) : max(2, round(0.9 * town))]

    def _by_time(self) -> NDArray[np.int64]:
        return np.argsort(self.out_s, kind="stable")

    def spread(self, among: NDArray[np.int64], count: int, rng: np.random.Generator) -> list[int]:
        """Return up to `count` different points that are far apart, by farthest-point sampling."""
        xy = self._metres()[among]
        chosen = [int(rng.integers(len(among)))]
        gap = np.hypot(*(xy - xy[chosen[0]]).T)
        while len(chosen) < min(count, len(among)):
            # A random fraction keeps points off the very edge of the map.
            farthest = int(np.argmax(gap * rng.uniform(0.4, 1.0, len(gap))))
            if gap[farthest] == 0.0:
                break
            chosen.append(farthest)
            gap = np.minimum(gap, np.hypot(*(xy - xy[farthest]).T))
        return [int(among[k]) for k in chosen]

    def draw(self, rng: np.random.Generator, *, anchors: Sequence[LonLat] | None) -> int:
        """Draw a random point in town or, with `anchors`, in the country within 4.5 km of one of them."""
        if not anchors:
            return int(rng.choice(self.town()))
        anchor = anchors[int(rng.integers(len(anchors)))]
        country = self.country()
        gap = np.hypot(*(self._metres()[country] - self._point_metres(anchor)).T)
        near = country[gap <= max(_AROUND_M, float(gap.min()))]
        return int(rng.choice(near))

    def position(self, point: int) -> LonLat:
        """Return the position of a point."""
        return LonLat(float(self.lon[point]), float(self.lat[point]))

    def beside_road(self, road: LonLat, rng: np.random.Generator) -> LonLat:
        """Return a position some metres off the road."""
        angle, away_m = rng.uniform(0.0, 2.0 * math.pi), rng.uniform(*_BESIDE_ROAD_M)
        shrink = math.cos(math.radians(road.lat))
        return LonLat(
            round(road.lon + away_m * math.cos(angle) / (_M_PER_DEGREE * shrink), 6),
            round(road.lat + away_m * math.sin(angle) / _M_PER_DEGREE, 6),
        )

    def label_near(self, point: int) -> str:
        """Return the name of the nearest labelled place within 6 km; empty if there is none."""
        here = self._metres()[point]
        gaps = [math.dist(here, self._point_metres(position)) for position, _ in self.labels]
        nearest = min(range(len(gaps)), key=gaps.__getitem__, default=None)
        return self.labels[nearest][1] if nearest is not None and gaps[nearest] <= _LABEL_M else ""

    def _metres(self) -> NDArray[np.float64]:
        shrink = math.cos(math.radians(self.centre.lat))
        return np.column_stack((self.lon * shrink, self.lat)) * _M_PER_DEGREE

    def _point_metres(self, position: LonLat) -> tuple[float, float]:
        shrink = math.cos(math.radians(self.centre.lat))
        return position.lon * shrink * _M_PER_DEGREE, position.lat * _M_PER_DEGREE


def busiest_place(lon: NDArray[np.float64], lat: NDArray[np.float64], weight: NDArray[np.float64]) -> int:
    """Return the point in the densest part of a map, the most central of equally dense ones.

    Parameters
    ----------
    lon, lat, weight
        float64, shape (n,), n at least 1: points with their weights (0 excludes one).

    Returns
    -------
    int
        Index of the point with the most weight within a few kilometres.
    """
    shrink = math.cos(math.radians(float(np.mean(lat))))
    x, y = lon * shrink * _M_PER_DEGREE / _DENSITY_M, lat * _M_PER_DEGREE / _DENSITY_M
    column, row = np.floor(x - x.min()).astype(np.int64), np.floor(y - y.min()).astype(np.int64)
    density = np.zeros((int(row.max()) + 3, int(column.max()) + 3))
    np.add.at(density, (row + 1, column + 1), weight)
    padded = np.pad(density, 1)
    rows, columns = density.shape
    blurred = sum(padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3))
    around = np.asarray(blurred)[row + 1, column + 1]
    middle = (np.average(x, weights=weight), np.average(y, weights=weight))
    away = np.hypot(x - middle[0], y - middle[1])
    extent = max(float(np.hypot(np.ptp(x), np.ptp(y))), 1e-9)
    return int(np.argmax(np.where(weight > 0, around * (1.2 - away / extent), -1.0)))
