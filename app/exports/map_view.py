"""What of the world a map on paper shows: from places to a rectangle of the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.exports.background_roads import Box
from app.exports.pdf import Point
from data.domain.places import LonLat
from network.travel.snapping import mercator_m

_WORLD_M = 2 * math.pi * 6_378_137.0
_PIXELS_PER_MM = 5.0


@dataclass(frozen=True, slots=True)
class View:
    """From Mercator metres to a rectangle on the page, whose `corner` and `size` are in mm."""

    corner: Point
    size: Point
    centre: Point
    mm_per_m: float

    def on_page(self, x: float, y: float) -> Point:
        """Where Mercator metres lie on the page, in mm."""
        return (
            self.corner[0] + self.size[0] / 2 + (x - self.centre[0]) * self.mm_per_m,
            self.corner[1] + self.size[1] / 2 - (y - self.centre[1]) * self.mm_per_m,
        )

    @property
    def box(self) -> Box:
        """All that is shown."""
        half = (self.size[0] / 2 / self.mm_per_m, self.size[1] / 2 / self.mm_per_m)
        (x, y) = self.centre
        return x - half[0], y - half[1], x + half[0], y + half[1]

    @property
    def zoom(self) -> int:
        """The zoom of a screen's map that shows as much."""
        pixels_per_m = self.mm_per_m * _PIXELS_PER_MM
        return round(math.log2(_WORLD_M * pixels_per_m / 256))


def view_of(
    places: Sequence[LonLat], corner: Point, size: Point, *, margin_mm: float, least_m: float
) -> View:
    """All places (one at least) in the middle of a rectangle, as large as they fit.

    Parameters
    ----------
    margin_mm
        Left free on every side.
    least_m
        Mercator metres that are shown at least, each way, however close the places lie.
    """
    at = mercator(places)
    low, high = at.min(axis=0), at.max(axis=0)
    reach = np.maximum(high - low, least_m)
    room = (size[0] - 2 * margin_mm, size[1] - 2 * margin_mm)
    mm_per_m = min(room[0] / float(reach[0]), room[1] / float(reach[1]))
    x, y = ((low + high) / 2).tolist()
    return View(corner, size, (x, y), mm_per_m)


def mercator(places: Sequence[LonLat]) -> NDArray[np.float64]:
    """Mercator metres, shape (n, 2): east, north."""
    lon, lat = np.array([place.lon for place in places]), np.array([place.lat for place in places])
    return np.column_stack(mercator_m(lon, lat))
