"""Route sheets as PDF: for each route a map, its stops, handling instructions and space for weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import segno

from app.exports.pdf.background import Background
from app.exports.pdf.canvas import BLACK, PAGE_MM, Canvas
from app.exports.pdf.fonts import Typeface
from app.exports.plan.printable import PrintablePlan, PrintableRoute
from app.exports.plan.route_map import draw_route_map
from app.exports.plan.sheet_rows import HEAD_MM, Row, draw_head, measure_row
from app.exports.words import amount, clock, long

_MARGIN = 12.0
_INNER = PAGE_MM[0] - 2 * _MARGIN
_BOTTOM = PAGE_MM[1] - 14.0
_MAP_MM, _QR_MM = 78.0, 26.0


def route_sheets(day: PrintablePlan, face: Typeface, roads: Background, *, origin: str) -> bytes:
    """Draw the sheets of the day's routes in one document, each route starting on a new page.

    Parameters
    ----------
    origin
        The server's address as its users write it; the code of a driver's link is made with it.
    """
    words = day.words
    canvas = Canvas(face, f"{words('export-route-sheet')} {day.date.isoformat()} {day.centre}")
    for route in day.routes:
        _Sheet(canvas, day, route).draw(roads, origin)
    if not day.routes:
        canvas.page()
        canvas.text((_MARGIN, _MARGIN + 8), canvas.shown(words("export-no-routes")), 14)
    return canvas.finish()


@dataclass
class _Sheet:
    """The pages of one route."""

    canvas: Canvas
    day: PrintablePlan
    route: PrintableRoute

    def draw(self, roads: Background, origin: str) -> None:
        """Draw the route's pages; rows are measured first so that each page can state the total."""
        rows = [measure_row(self.canvas, self.day.words, stop) for stop in self.route.stops]
        top = _MARGIN + self._title_mm() + _MAP_MM + 3
        pages = paginate(rows, _BOTTOM - top - HEAD_MM, _BOTTOM - _MARGIN - 8 - HEAD_MM)
        for number, page in enumerate(pages, start=1):
            self.canvas.page()
            if number == 1:
                self._title(origin)
                draw_route_map(
                    self.canvas, self.route, roads, (_MARGIN, _MARGIN + self._title_mm()), (_INNER, _MAP_MM)
                )
                at = top
            else:
                self.canvas.text((_MARGIN, _MARGIN + 4), self._name(), 11, bold=True)
                at = _MARGIN + 8
            at += draw_head(self.canvas, self.day.words, (_MARGIN, at))
            for row in page:
                row.draw(self.canvas, (_MARGIN, at))
                at += row.height
            self._foot(number, len(pages))

    def _name(self) -> str:
        route, words = self.route, self.day.words
        driver = route.driver or words("export-no-driver")
        title = f"{words('export-route')} {route.number} · {route.plate} · {driver} {route.phone}".rstrip()
        return self.canvas.lines(title, 16, self._title_room(), 1)[0]

    def _title_room(self) -> float:
        return _INNER - (_QR_MM + 4 if self.route.link else 0)

    def _title_mm(self) -> float:
        return _QR_MM + 7 if self.route.link else 26.0

    def _title(self, origin: str) -> None:
        canvas, day, route, words = self.canvas, self.day, self.route, self.day.words
        at = _MARGIN + canvas.block((_MARGIN, _MARGIN), [self._name()], 16, bold=True) + 1
        totals = [
            words("export-leaves", at=clock(route.leaves_s)), words("export-back", at=clock(route.back_s)),
            words("export-stops-count", n=len(route.served)), f"{amount(route.kg)} kg",
            f"{amount(route.litres)} L",
            f"{route.distance_m / 1000:.1f} km", words("export-driving", long=long(route.driving_s)),
        ]  # fmt: skip
        at += canvas.block((_MARGIN, at), canvas.lines(" · ".join(totals), 10, self._title_room(), 2), 10)
        place = f"{day.centre} · {day.date.isoformat()} · {day.state}"
        at += canvas.block(
            (_MARGIN, at), canvas.lines(place, 10, self._title_room(), 1), 10, bold=not day.published
        )
        if not route.line:
            canvas.block((_MARGIN, at), canvas.lines(words("export-straight"), 8, self._title_room(), 1), 8)
        if route.link:
            corner = (PAGE_MM[0] - _MARGIN - _QR_MM, _MARGIN)
            _draw_code(canvas, urljoin(origin, route.link), corner, _QR_MM)
            label = canvas.lines(words("export-scan"), 8, _QR_MM, 1)[0]
            left = corner[0] + (_QR_MM - canvas.width(label, 8)) / 2
            canvas.block((left, corner[1] + _QR_MM + 0.5), [label], 8)

    def _foot(self, number: int, of: int) -> None:
        words = self.day.words
        page = words("export-page", n=number, of=of)
        title = f"{words('export-route')} {self.route.number} · {self.route.plate} · {page}"
        at = PAGE_MM[1] - 8
        self.canvas.text((_MARGIN, at), self.canvas.lines(title, 8, _INNER / 2, 1)[0], 8)
        right = self.canvas.lines(f"{self.day.date.isoformat()} · {self.day.state}", 8, _INNER / 2, 1)[0]
        self.canvas.text((PAGE_MM[0] - _MARGIN - self.canvas.width(right, 8), at), right, 8)


def paginate(rows: Sequence[Row], first_mm: float, other_mm: float) -> list[list[Row]]:
    """Distribute rows over pages, the first of another height than the others; at least one page."""
    pages: list[list[Row]] = [[]]
    room = first_mm
    for row in rows:
        if row.height > room and (pages[-1] or len(pages) == 1):
            pages.append([])
            room = other_mm
        pages[-1].append(row)
        room -= row.height
    return pages


def _draw_code(canvas: Canvas, text: str, corner: tuple[float, float], side: float) -> None:
    """Draw a QR code with its quiet zone, dark modules merged by row."""
    code = segno.make(text, error="m", micro=False)
    modules = [[bool(module) for module in row] for row in code.matrix_iter(border=2)]
    step = side / len(modules)
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                canvas.box(
                    (corner[0] + x * step, corner[1] + y * step),
                    ((end - x) * step, step),
                    width=0,
                    fill=BLACK,
                )
            x = max(end, x + 1)
