"""What columns a table may have, declared once; records and faults from its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.imports.tables import MOST_CELL_LENGTH, Table
from data.domain.errors import Fault, InputError

_MOST_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes
    ----------
    key
        Its English header, and the record's key.
    zh
        Its Chinese headers.
    read
        Makes the value of a cell that is not empty; a `ValueError` says what is wrong with it.
    required
        Whether every row needs a value.
    default
        Value of an empty cell, or of all where the column is missing.
    """

    key: str
    zh: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class CellFault(Fault):
    """A fault of one cell: which column, and what stands there."""

    column: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row by column key; `given` are the columns whose cell was filled.

    Attributes
    ----------
    written
        What stands in the cells that were filled; empty where the row never was a table's.
    """

    row: int
    values: Mapping[str, Any]
    given: frozenset[str]
    written: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def where(self) -> str:
        """The row as faults name it."""
        return f"row {self.row}"

    def fault(self, code: str, cause: str, action: str, column: str) -> CellFault:
        """A fault of one of its cells, which were read well."""
        given = self.written.get(column, "")[:_MOST_SHOWN]
        return CellFault(code, cause, action, self.where, column=column, given=given)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose of a file.

    Attributes
    ----------
    sheet
        The workbook's sheet by name; None takes the one whose header is known best.
    columns
        Position of the header that stands for a column, by the column's key; None drops the column.
        Columns that are not in here are found by their names.
    """

    sheet: str | None = None
    columns: Mapping[str, int | None] = field(default_factory=dict)


NOTHING_CHOSEN = Choice()


@dataclass(slots=True)
class Records:
    """The rows that could be read, and what is wrong with the others."""

    good: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_records(
    table: Table,
    columns: Sequence[Column],
    file_name: str,
    chosen: Mapping[str, int | None] = NOTHING_CHOSEN.columns,
) -> Records:
    """Records of a table; a row with a fault is set aside whole, each of its faults named.

    Raises
    ------
    InputError
        I203: a required column is missing, or a column stands twice.
    """
    positions = positions_of(table.header, columns, file_name, chosen)
    result = Records()
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        written: dict[str, str] = {}
        faults: list[Fault] = []
        for column in columns:
            position = positions.get(column.key)
            cell = cells[position] if position is not None and position < len(cells) else ""
            if not cell:
                values[column.key] = column.default
                if column.required:
                    faults.append(_empty(number, column))
                continue
            written[column.key] = cell
            try:
                values[column.key] = _value(column, cell)
            except ValueError as error:
                faults.append(_bad(number, column, str(error), cell))
        if faults:
            result.faults.extend(faults)
        else:
            result.good.append(Record(number, values, frozenset(written), written))
    return result


def _value(column: Column, cell: str) -> Any:
    if len(cell) > MOST_CELL_LENGTH:
        raise ValueError(f"more than {MOST_CELL_LENGTH} characters")
    return column.read(cell)


def guessed(header: Sequence[str], columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Which header stands for which column, by their names in either language, in the header's order."""
    names = {_plain(name): column.key for column in columns for name in (column.key, *column.zh)}
    return [(names[_plain(title)], at) for at, title in enumerate(header) if _plain(title) in names]


def recognised(header: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of the columns a header names."""
    return len({key for key, _position in guessed(header, columns)})


def _plain(title: str) -> str:
    """A header as it is compared: the star of a required one, and units in brackets, do not count."""
    without_unit = re.sub(
        r"\s*[(\uff08\[][^)\uff09\]]*[)\uff09\]]\s*$", "", title.strip().rstrip("*\uff0a").strip()
    )
    return without_unit.rstrip("*\uff0a").strip().lower()


def positions_of(
    header: Sequence[str], columns: Sequence[Column], file_name: str, chosen: Mapping[str, int | None]
) -> dict[str, int]:
    """Position of each column that the table has.

    Raises
    ------
    InputError
        I203: a required column is missing, or a column stands twice.
    """
    positions: dict[str, int] = {}
    faults: list[Fault] = []
    for key, position in guessed(header, columns):
        if key in chosen:
            continue
        if key in positions:
            faults.append(Fault("I203", f"The column {key} stands twice.", "Keep one of them.", file_name))
        positions[key] = position
    positions |= {
        key: position
        for key, position in chosen.items()
        if position is not None and 0 <= position < len(header)
    }
    for column in columns:
        if column.required and column.key not in positions:
            also = f" ({column.zh[0]})" if column.zh else ""
            cause = f"The column {column.key}{also} is missing."
            faults.append(Fault("I203", cause, "Add it; its header may be English or Chinese.", file_name))
    if faults:
        raise InputError(faults)
    return positions


def _empty(number: int, column: Column) -> Fault:
    cause, action = f"{column.key} is empty.", "Fill it in; the other rows are kept."
    return CellFault("I205", cause, action, f"row {number}", column.key)


def _bad(number: int, column: Column, why: str, given: str) -> Fault:
    action = "Correct it and import the file again; the other rows are kept."
    return CellFault(
        "I204", f"{column.key}: {why}.", action, f"row {number}", column.key, given[:_MOST_SHOWN]
    )
