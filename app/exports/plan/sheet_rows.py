"""Rows of a route sheet's table, measured before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.exports.pdf.canvas import Canvas, Point, line_mm
from app.exports.plan.printable import PrintableStop, label_of
from app.exports.plan.tables import spans
from app.exports.words import Words, amount, clock, long

_WIDTHS = (11.0, 25.0, 72.0, 56.0, 22.0)
TABLE_MM = sum(_WIDTHS)
HEAD_MM = 6.5
_PAD = 1.2
_LEAST_MM = 11.0
_SMALL, _NORMAL, _LARGE = 8.0, 9.0, 13.0
_MOST_ITEMS, _MOST_WINDOWS = 8, 4
_BREAKS = {"rest", "break", "charge"}


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a stop: lines of each column, with their size and weight.

    Attributes
    ----------
    warning
        Framed text below the others, over the whole width.
    weighs
        Whether there is a box for the measured weight.
    """

    height: float
    columns: tuple[tuple[tuple[str, float, bool], ...], ...]
    warning: tuple[str, ...]
    weighs: bool

    def draw(self, canvas: Canvas, corner: Point) -> None:
        """Draw the row from its upper left corner."""
        x, y = corner
        canvas.line([(x, y), (x + TABLE_MM, y)], 0.2)
        for width, lines in zip(_WIDTHS, self.columns, strict=True):
            at = y + _PAD
            for line, size, bold in lines:
                at += canvas.block((x + _PAD, at), [line], size, bold=bold)
            x += width
        if self.weighs:
            canvas.box((x - _WIDTHS[-1] + _PAD, y + _PAD), (_WIDTHS[-1] - 2 * _PAD, _LEAST_MM - 2 * _PAD))
        if self.warning:
            tall = line_mm(_NORMAL) * len(self.warning) + 1.4
            top = y + self.height - tall - 1
            canvas.box((corner[0] + _WIDTHS[0], top), (TABLE_MM - _WIDTHS[0], tall), width=0.6)
            canvas.text((corner[0] + 3.4, top + tall / 2 + 2), "!", 16, bold=True)
            canvas.block((corner[0] + _WIDTHS[0] + 2, top + 0.7), self.warning, _NORMAL, bold=True)


def draw_head(canvas: Canvas, words: Words, corner: Point) -> float:
    """Draw the table's header and return its height."""
    x = corner[0]
    for width, key in zip(_WIDTHS, ("number", "time", "place", "goods", "received"), strict=True):
        canvas.block(
            (x + _PAD, corner[1] + 1),
            canvas.lines(words(f"export-h-{key}"), _SMALL, width - _PAD, 1),
            _SMALL,
            bold=True,
        )
        x += width
    return HEAD_MM


def measure_row(canvas: Canvas, words: Words, stop: PrintableStop) -> Row:
    """Measure the row of a stop, with every text clipped to its lines."""
    room = [width - 2 * _PAD for width in _WIDTHS]

    def cut(
        column: int, text: str, most: int, size: float = _NORMAL, bold: bool = False
    ) -> list[tuple[str, float, bool]]:
        return [(line, size, bold) for line in canvas.lines(text, size, room[column], most)]

    served = stop.number is not None
    times = cut(1, clock(stop.arrival_s if stop.arrival_s is not None else stop.departure_s), 1, _LARGE, True)
    if served:
        windows = [spans([window]) for window in stop.windows[:_MOST_WINDOWS]] or [words("export-any-time")]
        times += [line for window in windows for line in cut(1, window, 1)]
    place = cut(2, stop.name, 2, 11, bold=served)
    place += cut(2, stop.address, 2)
    place += cut(2, words("export-note", note=stop.note), 3) if stop.note else []
    place += cut(2, stop.request, 1, _SMALL)
    goods = [line for item in stop.items[:_MOST_ITEMS] for line in cut(3, item, 2)]
    if len(stop.items) > _MOST_ITEMS:
        goods += cut(3, f"+ {len(stop.items) - _MOST_ITEMS} …", 1)
    goods += cut(3, _amounts(words, stop), 1, _NORMAL, True)
    goods += [line for text in stop.handling for line in cut(3, text, 2, _SMALL)]
    columns = (tuple(cut(0, label_of(stop), 1, _LARGE, True)), tuple(times), tuple(place), tuple(goods), ())
    warning = tuple(canvas.lines(stop.hazard, _NORMAL, TABLE_MM - _WIDTHS[0] - 4, 3))
    tall = max(sum(line_mm(size) for _line, size, _bold in lines) for lines in columns) + 2 * _PAD
    tall = max(tall, _LEAST_MM if served else 0)
    tall += line_mm(_NORMAL) * len(warning) + 3 if warning else 0
    return Row(tall, columns, warning, served)


def _amounts(words: Words, stop: PrintableStop) -> str:
    if stop.kind in _BREAKS and stop.start_s is not None and stop.departure_s is not None:
        return long(stop.departure_s - stop.start_s)
    if stop.kg is None:
        return words(f"export-kind-{stop.kind}")
    litres = f" · {amount(stop.litres)} L" if stop.litres else ""
    return f"{amount(stop.kg)} kg{litres}"
