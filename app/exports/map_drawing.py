"""The map on a route sheet: our own roads in grey, the way, and its stops with their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.exports.background_roads import Roads
from app.exports.day import RoutePaper, label_of
from app.exports.map_files import line_of
from app.exports.map_view import View, mercator, view_of
from app.exports.pdf import BLACK, Colour, Pen, Point

MOST_ROADS = 700
_GREY: Colour = (188, 188, 188)
_WAY: Colour = (20, 60, 130)
_WHITE: Colour = (255, 255, 255)
_YARD: Colour = (255, 214, 90)
_MARGIN_MM, _RADIUS_MM = 7.0, 2.1
_LEAST_M = 300.0
_WIDE = {"motorway": 0.8, "trunk": 0.7, "primary": 0.6, "secondary": 0.45, "tertiary": 0.3}
_SCALES_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


def draw_sketch(pen: Pen, route: RoutePaper, roads: Roads, corner: Point, size: Point) -> None:
    """The map of a route in a rectangle of the page."""
    way = line_of(route)
    places = [*way, *(stop.place for stop in route.stops if stop.place is not None)]
    pen.box(corner, size, width=0, fill=_WHITE)
    if places:
        view = view_of(places, corner, size, margin_mm=_MARGIN_MM, least_m=_LEAST_M)
        with pen.inside(corner, size):
            draw_roads(pen, view, roads)
            draw_scale(pen, view, places[0].lat)
            on_page = _projected(view, mercator(way))
            pen.line(on_page, 1.5, _WHITE)
            pen.line(on_page, 0.8, _WAY)
            _draw_stops(pen, route, view)
    pen.box(corner, size)


def draw_roads(pen: Pen, view: View, roads: Roads, *, most: int = MOST_ROADS) -> None:
    """The roads of a view in grey, the larger ones wider; of too many the largest."""
    for kind, line in roads(view.box, view.zoom)[:most]:
        pen.line(_projected(view, line), _WIDE.get(kind.removesuffix("_link"), 0.18), _GREY)


def _projected(view: View, line: NDArray[np.float64]) -> list[Point]:
    """Positions on the page, without those that lie on the one before."""
    kept: list[Point] = []
    for x, y in line.tolist():
        point = view.on_page(x, y)
        if not kept or math.dist(point, kept[-1]) > 0.15:
            kept.append(point)
    return kept


def _draw_stops(pen: Pen, route: RoutePaper, view: View) -> None:
    """Numbers beside one another where stops lie close; a thin line leads to the place itself."""
    taken: list[Point] = []
    for stop in route.stops:
        if stop.place is None or (stop.number is None and stop.kind not in {"depot", "unload", "charge"}):
            continue
        ((x, y),) = mercator([stop.place]).tolist()
        place = view.on_page(x, y)
        if stop.number is None and any(math.dist(place, other) < 0.5 for other in taken):
            continue
        at = _free(place, taken, view)
        if at != place:
            pen.line([place, at], 0.25, BLACK)
        taken.append(at)
        pen.disc(at, _RADIUS_MM, fill=_WHITE if stop.number is not None else _YARD)
        label = label_of(stop)
        size = 7.0 if len(label) < 3 else 5.5
        pen.text((at[0] - pen.width(label, size) / 2, at[1] + 0.9), label, size, bold=True)


def _free(place: Point, taken: Sequence[Point], view: View) -> Point:
    """The nearest spot inside the map where a number covers no other; the place itself if there is none."""
    for ring in range(4):
        for step in range(8 if ring else 1):
            angle = math.pi / 4 * step
            reach = ring * 2 * _RADIUS_MM * 1.05
            at = (place[0] + reach * math.cos(angle), place[1] - reach * math.sin(angle))
            within = all(
                view.corner[axis] + _RADIUS_MM < at[axis] < view.corner[axis] + view.size[axis] - _RADIUS_MM
                for axis in (0, 1)
            )
            if within and all(math.dist(at, other) >= 2 * _RADIUS_MM for other in taken):
                return at
    return place


def draw_scale(pen: Pen, view: View, lat: float) -> None:
    """A bar of round length at the lower left, and where north is."""
    mm_per_ground_m = view.mm_per_m / math.cos(math.radians(max(min(lat, 85.0), -85.0)))
    fitting = [metres for metres in _SCALES_M if metres * mm_per_ground_m <= view.size[0] / 4]
    metres = fitting[-1] if fitting else _SCALES_M[0]
    length = metres * mm_per_ground_m
    x, y = view.corner[0] + 3, view.corner[1] + view.size[1] - 3
    label = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    pen.box((x - 1, y - 5), (max(length, pen.width(label, 7)) + 2, 6), width=0, fill=_WHITE)
    pen.line([(x, y - 1.2), (x, y), (x + length, y), (x + length, y - 1.2)], 0.3)
    pen.text((x + 0.8, y - 1.4), label, 7)
    x, y = view.corner[0] + view.size[0] - 5, view.corner[1] + 8
    pen.line([(x, y), (x, y - 5)], 0.4)
    pen.line([(x - 1, y - 3.4), (x, y - 5), (x + 1, y - 3.4)], 0.4)
    pen.text((x - pen.width("N", 7) / 2, y + 2.6), "N", 7, bold=True)
