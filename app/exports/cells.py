"""Cells of tables that go out, none of them ever computed by the program that opens the file.

A text that begins like a formula is stored as text. In a workbook its type says so, also after
somebody edits it; CSV has no types, so there an apostrophe goes before it.
"""

from __future__ import annotations

from typing import Any

from openpyxl.cell import WriteOnlyCell

from app.exports.sanitize import MOST_CELL, clipped, looks_like_formula, without_controls

Cell = str | int | float | None


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
