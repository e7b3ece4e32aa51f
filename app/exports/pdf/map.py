"""Maps on PDF pages: the extent shown, roads in the background, a scale bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.exports.pdf.background import Background, Box
from app.exports.pdf.canvas import Canvas, Colour, Point
from data.domain.places import LonLat
from network.geo.mercator import to_mercator_m

MOST_ROADS = 700
_GREY: Colour = (188, 188, 188)
WHITE: Colour = (255, 255, 255)
_WIDE = {"motorway": 0.8, "trunk": 0.7, "primary": 0.6, "secondary": 0.45, "tertiary": 0.3}
_SCALES_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_WORLD_M = 2 * math.pi * 6_378_137.0
_PIXELS_PER_MM = 5.0


@dataclass(frozen=True, slots=True)
class View:
    """Projection of Mercator metres onto a rectangle of the page, whose `corner` and `size` are in mm."""

    corner: Point
    size: Point
    centre: Point
    mm_per_m: float

    def on_page(self, x: float, y: float) -> Point:
        """Project Mercator metres onto the page, in mm."""
        return (
            self.corner[0] + self.size[0] / 2 + (x - self.centre[0]) * self.mm_per_m,
            self.corner[1] + self.size[1] / 2 - (y - self.centre[1]) * self.mm_per_m,
        )

    @property
    def box(self) -> Box:
        """Return the extent shown."""
        half = (self.size[0] / 2 / self.mm_per_m, self.size[1] / 2 / self.mm_per_m)
        (x, y) = self.centre
        return x - half[0], y - half[1], x + half[0], y + half[1]

    @property
    def zoom(self) -> int:
        """Return the zoom level of a web map of the same scale."""
        pixels_per_m = self.mm_per_m * _PIXELS_PER_MM
        return round(math.log2(_WORLD_M * pixels_per_m / 256))


def view_of(
    places: Sequence[LonLat], corner: Point, size: Point, *, margin_mm: float, least_m: float
) -> View:
    """Return a view with all places (at least one) centred in a rectangle, as large as they fit.

    Parameters
    ----------
    margin_mm
        Margin on every side.
    least_m
        Minimum extent in Mercator metres, in both directions.
    """
    at = mercator(places)
    low, high = at.min(axis=0), at.max(axis=0)
    reach = np.maximum(high - low, least_m)
    room = (size[0] - 2 * margin_mm, size[1] - 2 * margin_mm)
    mm_per_m = min(room[0] / float(reach[0]), room[1] / float(reach[1]))
    x, y = ((low + high) / 2).tolist()
    return View(corner, size, (x, y), mm_per_m)


def mercator(places: Sequence[LonLat]) -> NDArray[np.float64]:
    """Convert to Mercator metres, shape (n, 2): east, north."""
    lon, lat = np.array([place.lon for place in places]), np.array([place.lat for place in places])
    return np.column_stack(to_mercator_m(lon, lat))


def draw_roads(canvas: Canvas, view: View, roads: Background, *, most: int = MOST_ROADS) -> None:
    """Draw the roads of a view in grey, major ones wider; if there are too many, only the major ones."""
    for kind, line in roads(view.box, view.zoom)[:most]:
        canvas.line(projected(view, line), _WIDE.get(kind.removesuffix("_link"), 0.18), _GREY)


def projected(view: View, line: NDArray[np.float64]) -> list[Point]:
    """Project positions onto the page, without consecutive duplicates."""
    distinct: list[Point] = []
    for x, y in line.tolist():
        point = view.on_page(x, y)
        if not distinct or math.dist(point, distinct[-1]) > 0.15:
            distinct.append(point)
    return distinct


def draw_scale(canvas: Canvas, view: View, lat: float) -> None:
    """Draw a scale bar of round length at the lower left, and a north arrow."""
    mm_per_ground_m = view.mm_per_m / math.cos(math.radians(max(min(lat, 85.0), -85.0)))
    fitting = [metres for metres in _SCALES_M if metres * mm_per_ground_m <= view.size[0] / 4]
    metres = fitting[-1] if fitting else _SCALES_M[0]
    length = metres * mm_per_ground_m
    x, y = view.corner[0] + 3, view.corner[1] + view.size[1] - 3
    label = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    canvas.box((x - 1, y - 5), (max(length, canvas.width(label, 7)) + 2, 6), width=0, fill=WHITE)
    canvas.line([(x, y - 1.2), (x, y), (x + length, y), (x + length, y - 1.2)], 0.3)
    canvas.text((x + 0.8, y - 1.4), label, 7)
    x, y = view.corner[0] + view.size[0] - 5, view.corner[1] + 8
    canvas.line([(x, y), (x, y - 5)], 0.4)
    canvas.line([(x - 1, y - 3.4), (x, y - 5), (x + 1, y - 3.4)], 0.4)
    canvas.text((x - canvas.width("N", 7) / 2, y + 2.6), "N", 7, bold=True)
