"""Sanitize user text for CSV, XLSX and PDF.

A text that begins like a formula is stored as text. In a workbook its type says so, also after
somebody edits it; CSV has no types, so there an apostrophe goes before it.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell

# Control characters (XML refuses most), what turns the reading direction around, and what no text may hold.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ILLEGAL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# Programs in East Asian settings take the full-width signs for the plain ones.
_FORMULA = re.compile(r"^[\s\"';,|]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
Cell = str | int | float | None
MOST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""


def printable(text: str) -> str:
    """Text in one line, without control characters and without those that turn the direction of reading."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub(" ", text)).strip()


def without_controls(text: str) -> str:
    """Text whose line breaks and spaces stay, without what no XML may hold."""
    return _ILLEGAL.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate the text as a formula."""
    return _FORMULA.match(text) is not None


def clipped(text: str, most: int) -> str:
    """Text of at most so many characters; where it was cut, that shows."""
    return text if len(text) <= most else text[: most - 1] + "…"


def book_cell(sheet: Any, value: Cell) -> Any:
    """A cell of a write-only sheet of openpyxl."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = clipped(without_controls(value), MOST_CELL)
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(text)
    return cell


def csv_cell(value: Cell) -> Cell:
    """A cell of a row of CSV."""
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return clipped("'" + text if looks_like_formula(text) else text, MOST_CELL)
