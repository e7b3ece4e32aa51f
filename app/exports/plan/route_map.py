"""Map of a route sheet: the road network in grey, the route's line, and numbered stops."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.exports.pdf.background import Background
from app.exports.pdf.canvas import BLACK, Canvas, Colour, Point
from app.exports.pdf.map import WHITE, View, draw_roads, draw_scale, mercator, projected, view_of
from app.exports.plan.map_files import line_of
from app.exports.plan.printable import PrintableRoute, label_of

_WAY: Colour = (20, 60, 130)
_YARD: Colour = (255, 214, 90)
_MARGIN_MM, _RADIUS_MM = 7.0, 2.1
_LEAST_M = 300.0


def draw_route_map(
    canvas: Canvas, route: PrintableRoute, roads: Background, corner: Point, size: Point
) -> None:
    """Draw the map of a route in a rectangle of the page."""
    line = line_of(route)
    places = [*line, *(stop.place for stop in route.stops if stop.place is not None)]
    canvas.box(corner, size, width=0, fill=WHITE)
    if places:
        view = view_of(places, corner, size, margin_mm=_MARGIN_MM, least_m=_LEAST_M)
        with canvas.inside(corner, size):
            draw_roads(canvas, view, roads)
            draw_scale(canvas, view, places[0].lat)
            on_page = projected(view, mercator(line))
            canvas.line(on_page, 1.5, WHITE)
            canvas.line(on_page, 0.8, _WAY)
            _draw_stops(canvas, route, view)
    canvas.box(corner, size)


def _draw_stops(canvas: Canvas, route: PrintableRoute, view: View) -> None:
    """Draw numbered stops; numbers that would overlap are moved aside, with a line to their place."""
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
            canvas.line([place, at], 0.25, BLACK)
        taken.append(at)
        canvas.disc(at, _RADIUS_MM, fill=WHITE if stop.number is not None else _YARD)
        label = label_of(stop)
        size = 7.0 if len(label) < 3 else 5.5
        canvas.text((at[0] - canvas.width(label, size) / 2, at[1] + 0.9), label, size, bold=True)


def _free(place: Point, taken: Sequence[Point], view: View) -> Point:
    """Return the nearest position that covers no other number; the place itself if there is none."""
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
