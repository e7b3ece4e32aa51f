"""Sanitize user text for CSV, XLSX and PDF.

Text that looks like a formula is stored as text. In a workbook the cell type ensures this, also after an
edit; CSV has no types, so that an apostrophe is prepended.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell

# Control characters (XML forbids most), directional marks and surrogates.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ILLEGAL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# Programs in East Asian locales treat full-width signs as the plain ones.
_FORMULA = re.compile(r"^[\s\"';,|]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
Cell = str | int | float | None
MOST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""


def printable(text: str) -> str:
    """Return text in one line, without control characters and directional marks."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub(" ", text)).strip()


def without_controls(text: str) -> str:
    """Return text without characters that XML forbids; line breaks and spaces are kept."""
    return _ILLEGAL.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet might evaluate the text as a formula."""
    return _FORMULA.match(text) is not None


def clipped(text: str, most: int) -> str:
    """Clip text to `most` characters; an ellipsis marks what was cut off."""
    return text if len(text) <= most else text[: most - 1] + "…"


def book_cell(sheet: Any, value: Cell) -> Any:
    """Return a cell of a write-only sheet of openpyxl."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = clipped(without_controls(value), MOST_CELL)
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(text)
    return cell


def csv_cell(value: Cell) -> Cell:
    """Return a cell of a CSV row."""
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return clipped("'" + text if looks_like_formula(text) else text, MOST_CELL)
