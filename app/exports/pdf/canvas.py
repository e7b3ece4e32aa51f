"""Drawing on PDF pages in one Chinese font, with text measured, wrapped and clipped."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from app.exports.pdf.fonts import Typeface
from app.exports.sanitize import clipped, printable

PAGE_MM = (210.0, 297.0)
MM_PER_POINT = 25.4 / 72
LINE_HEIGHT = 1.32
_FAMILY = "chinese"
_MEASURED_AT = 10.0
_MISSING = "□"
_BOLD = 0.028
"""Outline of bold letters, as a part of their size: the font comes in one weight only."""
MOST_TEXT = 600
"""Characters of one text that are looked at; no place on a sheet has room for more."""

Point = tuple[float, float]
Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)

# fontTools logs every table of a font that it leaves out.
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)


class Canvas:
    """Draws on one document. Lengths in millimetres from the upper left corner, sizes in points."""

    def __init__(self, face: Typeface, title: str) -> None:
        self.pdf = FPDF(unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(_FAMILY, "", str(face.path), collection_font_number=face.number)
        self.pdf.set_font(_FAMILY, size=_MEASURED_AT)
        font = self.pdf.current_font
        assert isinstance(font, TTFFont)
        self._known = font.cmap
        self._widths: dict[str, float] = {}
        self.pdf.set_title(printable(title))
        self.pdf.set_creator("Huiliu")

    def page(self) -> None:
        """Start a new page."""
        self.pdf.add_page()

    def shown(self, text: str) -> str:
        """Return the text without characters that the font lacks."""
        text = clipped(printable(text), MOST_TEXT)
        return "".join(character if ord(character) in self._known else _MISSING for character in text)

    def width(self, text: str, size: float) -> float:
        """Return the width of a text."""
        return sum(self._width(character) for character in text) * size / _MEASURED_AT

    def lines(self, text: str, size: float, room: float, most: int) -> list[str]:
        """Break a text into at most `most` lines; an ellipsis marks what was cut off."""
        rest = self.shown(text)
        found: list[str] = []
        while rest and len(found) < most:
            if len(found) == most - 1 and self.width(rest, size) > room:
                found.append(rest[: self._fitting(rest, size, room - self.width("…", size))].rstrip() + "…")
                break
            end = self._line_end(rest, size, room)
            found.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return found

    def text(self, at: Point, text: str, size: float, *, bold: bool = False, colour: Colour = BLACK) -> None:
        """Draw a text whose baseline begins at a point."""
        pdf = self.pdf
        pdf.set_font_size(size)
        pdf.set_text_color(*colour)
        if not bold:
            pdf.text(*at, text)
            return
        # In a graphics state of its own: the rendering mode would apply to all text after it.
        with pdf.local_context():
            pdf.set_draw_color(*colour)
            pdf.set_line_width(size * MM_PER_POINT * _BOLD)
            pdf.text_mode = TextMode.FILL_STROKE
            pdf.text(*at, text)

    def block(self, at: Point, lines: Sequence[str], size: float, *, bold: bool = False) -> float:
        """Draw lines below one another from an upper left corner; return their height."""
        step = line_mm(size)
        for number, line in enumerate(lines):
            self.text((at[0], at[1] + step * (number + 0.78)), line, size, bold=bold)
        return step * len(lines)

    def line(self, points: Sequence[Point], width: float, colour: Colour = BLACK) -> None:
        """Draw a line through points."""
        if len(points) > 1:
            self.pdf.set_draw_color(*colour)
            self.pdf.set_line_width(width)
            self.pdf.polyline(list(points))

    def box(self, corner: Point, size: Point, *, width: float = 0.2, fill: Colour | None = None) -> None:
        """Draw a rectangle, with an outline if that has a width."""
        if fill is not None:
            self.pdf.set_fill_color(*fill)
        self.pdf.set_draw_color(*BLACK)
        self.pdf.set_line_width(width)
        style = ("D" if width else "") + ("F" if fill is not None else "")
        self.pdf.rect(*corner, *size, style=style)

    def disc(self, centre: Point, radius: float, *, fill: Colour) -> None:
        """Draw a filled circle with a thin outline."""
        self.pdf.set_fill_color(*fill)
        self.pdf.set_draw_color(*BLACK)
        self.pdf.set_line_width(0.2)
        self.pdf.ellipse(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius, style="DF")

    @contextmanager
    def inside(self, corner: Point, size: Point) -> Iterator[None]:
        """Clip everything drawn in the context to a rectangle."""
        with self.pdf.rect_clip(corner[0], corner[1], size[0], size[1]):
            yield

    def finish(self) -> bytes:
        """Return the finished document."""
        return bytes(self.pdf.output())

    def _width(self, character: str) -> float:
        if character not in self._widths:
            self.pdf.set_font_size(_MEASURED_AT)
            self._widths[character] = self.pdf.get_string_width(character)
        return self._widths[character]

    def _fitting(self, text: str, size: float, room: float) -> int:
        """Return the number of characters that fit, at least one."""
        used, scale = 0.0, size / _MEASURED_AT
        for number, character in enumerate(text):
            used += self._width(character) * scale
            if used > room:
                return max(number, 1)
        return len(text)

    def _line_end(self, text: str, size: float, room: float) -> int:
        """Return where to break a line: before a Latin word, unless the word is longer than the line."""
        end = self._fitting(text, size, room)
        if end == len(text) or text[end] == " " or not (_in_word(text[end - 1]) and _in_word(text[end])):
            return end
        start = end
        while start > 0 and _in_word(text[start - 1]):
            start -= 1
        return start or end


def line_mm(size: float) -> float:
    """Return the height of a line of text."""
    return size * MM_PER_POINT * LINE_HEIGHT


def _in_word(character: str) -> bool:
    return character.isascii() and not character.isspace()
