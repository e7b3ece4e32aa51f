"""Workbooks that go out: templates to fill in, and bad rows to correct. Every cell is plain text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill

from app.exports.sanitize import book_cell
from app.imports.columns import Column
from app.imports.expectations import expected
from app.imports.tables import Table
from data.domain.errors import Fault

_HEADER = PatternFill("solid", fgColor="E9F0F9")
_WIDTH = 18


def template(columns: Sequence[Column], allowed: Mapping[str, Sequence[str]], *, zh: bool) -> bytes:
    """A workbook with a header to fill in, what each column means, and the values that may be used.

    Parameters
    ----------
    allowed
        Values by column key.
    """
    book = Workbook(write_only=True)
    titles = [column_title(column, zh=zh) for column in columns]
    _sheet(book, "填写" if zh else "Fill in", titles, [])
    words = ("列", "必填", "怎么填") if zh else ("Column", "Required", "What to enter")
    rows = [
        (title, ("是" if zh else "yes") if column.required else "", expected(column.key)[0 if zh else 1])
        for title, column in zip(titles, columns, strict=True)
    ]
    _sheet(book, "说明" if zh else "Columns", words, rows)
    shown = [(title, allowed[c.key]) for title, c in zip(titles, columns, strict=True) if c.key in allowed]
    height = max((len(values) for _title, values in shown), default=0)
    lines = [[values[at] if at < len(values) else "" for _title, values in shown] for at in range(height)]
    _sheet(book, "可用的值" if zh else "Allowed values", [title for title, _values in shown], lines)
    return _bytes(book)


def bad_rows(table: Table, faults: Sequence[Fault], *, zh: bool) -> bytes:
    """The rows with a fault as they were sent, each with what is wrong in a column of its own."""
    wrong: dict[int, list[str]] = {}
    for fault in faults:
        number = fault.where.removeprefix("row ")
        if number.isdigit():
            wrong.setdefault(int(number), []).append(f"{fault.cause} {fault.action} ({fault.code})")
    width = max([len(table.header), *(len(cells) for _number, cells in table.rows)])
    header = [*table.header, *[""] * (width - len(table.header)), "问题" if zh else "What is wrong"]
    rows = [
        [*cells, *[""] * (width - len(cells)), "\n".join(wrong[number])]
        for number, cells in table.rows
        if number in wrong
    ]
    book = Workbook(write_only=True)
    _sheet(book, "改正" if zh else "To correct", header, rows)
    return _bytes(book)


def column_title(column: Column, *, zh: bool) -> str:
    """A column's header in a language, starred where every row needs it."""
    name = column.zh[0] if zh and column.zh else column.key
    return f"{name}*" if column.required else name


def _sheet(book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for position in range(len(header)):
        sheet.column_dimensions[_letter(position)].width = _WIDTH
    titles = [_text(sheet, title) for title in header]
    for cell in titles:
        cell.font, cell.fill = Font(bold=True), _HEADER
    sheet.append(titles)
    for row in rows:
        sheet.append([_text(sheet, value) for value in row])


def _text(sheet: Any, value: str) -> Cell:
    cell: Cell = book_cell(sheet, value)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    return cell


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
