"""Workbooks to fill in: templates, and rejected rows to correct. Every cell is plain text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from sqlmodel import Session, col, select

from app.exports.sanitize import book_cell
from app.imports.columns import Column
from app.imports.requests import CONDITION_WORDS
from app.imports.sites import KIND_WORDS
from app.imports.tables import Table
from app.services.fleet.vehicles import list_skills
from data.catalogue.materials import materials
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault
from data.domain.materials import LOAD_TYPES
from data.store.network.fleet import Driver
from data.store.network.sites import Site, list_centres
from data.store.requests.pickup_requests import Condition
from data.words.catalogue import word

MOST_LISTED = 2_000
"""Sites listed at most."""
DATUMS = ("WGS-84", "GCJ-02", "BD-09")
_HEADER = PatternFill("solid", fgColor="E9F0F9")
_WIDTH = 18


def write_template(columns: Sequence[Column], allowed: Mapping[str, Sequence[str]], *, zh: bool) -> bytes:
    """Write a workbook with a header to fill in, the meaning of each column, and the permitted values.

    Parameters
    ----------
    allowed
        Values by column key.
    """
    language = "zh" if zh else "en"
    book = Workbook(write_only=True)
    titles = [column_title(column, zh=zh) for column in columns]
    _sheet(book, word(language, "table-sheet-fill-in"), titles, [])
    words = [word(language, f"table-title-{key}") for key in ("column", "required", "meaning")]
    rows = [
        (
            title,
            (word(language, "table-yes")) if column.required else "",
            word(language, f"table-column-{column.key}"),
        )
        for title, column in zip(titles, columns, strict=True)
    ]
    _sheet(book, word(language, "table-sheet-columns"), words, rows)
    shown = [(title, allowed[c.key]) for title, c in zip(titles, columns, strict=True) if c.key in allowed]
    height = max((len(values) for _title, values in shown), default=0)
    lines = [[values[at] if at < len(values) else "" for _title, values in shown] for at in range(height)]
    _sheet(book, word(language, "table-sheet-allowed"), [title for title, _values in shown], lines)
    return _bytes(book)


def write_bad_rows(table: Table, faults: Sequence[Fault], *, zh: bool) -> bytes:
    """Write a workbook of the rows with a fault as they were sent, with their faults in another column."""
    language = "zh" if zh else "en"
    wrong: dict[int, list[str]] = {}
    for fault in faults:
        number = fault.where.removeprefix("row ")
        if number.isdigit():
            wrong.setdefault(int(number), []).append(f"{fault.cause} {fault.action} ({fault.code})")
    width = max([len(table.header), *(len(cells) for _number, cells in table.rows)])
    header = [*table.header, *[""] * (width - len(table.header)), word(language, "table-title-wrong")]
    rows = [
        [*cells, *[""] * (width - len(cells)), "\n".join(wrong[number])]
        for number, cells in table.rows
        if number in wrong
    ]
    book = Workbook(write_only=True)
    _sheet(book, word(language, "table-sheet-correct"), header, rows)
    return _bytes(book)


def describe_values(key: str) -> tuple[str, str]:
    """Describe the permitted values of a column, in Chinese and English."""
    return word("zh", f"table-column-{key}"), word("en", f"table-column-{key}")


def list_allowed_values(
    session: Session, organisation_id: int, kind: str, *, zh: bool
) -> dict[str, Sequence[str]]:
    """List permitted values by column key, of the catalogue and of the organisation."""
    language = "zh" if zh else "en"
    entries = materials().values()
    classes = vehicle_classes().values()
    common: dict[str, Sequence[str]] = {
        "centre": [row.ref for row in list_centres(session, organisation_id)],
        "datum": DATUMS,
        "skills": list_skills(),
    }
    if kind == "requests":
        sites = select(Site.ref).where(
            Site.organisation_id == organisation_id, col(Site.retired_at).is_(None)
        )
        return common | {
            "site": list(session.exec(sites.order_by(col(Site.ref)).limit(MOST_LISTED))),
            "material": [entry.name_zh if zh else entry.name_en for entry in entries],
            "condition": [
                _word(CONDITION_WORDS, condition, zh=zh) for condition in Condition
                if condition is not Condition.CRITICAL
            ],
            "mandatory": [word(language, "table-yes"), word(language, "table-no")],
        }  # fmt: skip
    if kind == "sites":
        kinds = dict.fromkeys(KIND_WORDS.values())
        return common | {"kind": [_word(KIND_WORDS, one, zh=zh) for one in kinds], "accepts": LOAD_TYPES}
    drivers = select(Driver.ref).where(
        Driver.organisation_id == organisation_id, col(Driver.retired_at).is_(None)
    )
    return common | {
        "class": [entry.name_zh if zh else entry.name_en for entry in classes],
        "driver_ref": list(session.exec(drivers.order_by(col(Driver.ref)).limit(MOST_LISTED))),
    }


def _word(words: Mapping[str, object], value: object, *, zh: bool) -> str:
    """Return a value's first Chinese word, or its own name."""
    named = [word for word, found in words.items() if found is value]
    return next((word for word in named if not word.isascii()), named[0]) if zh else named[0]


def column_title(column: Column, *, zh: bool) -> str:
    """Return a column's header in a language, with a star if it is required."""
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
