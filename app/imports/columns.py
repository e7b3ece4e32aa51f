"""What columns a table may have, declared once; records and faults from its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.imports.tables import MOST_CELL_LENGTH, Table
from data.domain.errors import Fault, InputError


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
class Record:
    """The values of one row by column key; `given` are the columns whose cell was filled."""

    row: int
    values: Mapping[str, Any]
    given: frozenset[str]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def where(self) -> str:
        """The row as faults name it."""
        return f"row {self.row}"


@dataclass(slots=True)
class Records:
    """The rows that could be read, and what is wrong with the others."""

    good: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_records(table: Table, columns: Sequence[Column], file_name: str) -> Records:
    """Records of a table; a row with a fault is set aside whole, each of its faults named.

    Raises
    ------
    InputError
        I203: a required column is missing, or a column stands twice.
    """
    positions = _positions(table.header, columns, file_name)
    result = Records()
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        given: set[str] = set()
        faults: list[Fault] = []
        for column in columns:
            position = positions.get(column.key)
            cell = cells[position] if position is not None and position < len(cells) else ""
            if not cell:
                values[column.key] = column.default
                if column.required:
                    faults.append(_empty(number, column))
                continue
            given.add(column.key)
            try:
                values[column.key] = _value(column, cell)
            except ValueError as error:
                faults.append(_bad(number, column, str(error)))
        if faults:
            result.faults.extend(faults)
        else:
            result.good.append(Record(number, values, frozenset(given)))
    return result


def _value(column: Column, cell: str) -> Any:
    if len(cell) > MOST_CELL_LENGTH:
        raise ValueError(f"more than {MOST_CELL_LENGTH} characters")
    return column.read(cell)


def _positions(header: Sequence[str], columns: Sequence[Column], file_name: str) -> dict[str, int]:
    names = {name.lower(): column.key for column in columns for name in (column.key, *column.zh)}
    positions: dict[str, int] = {}
    faults: list[Fault] = []
    for position, title in enumerate(header):
        key = names.get(title.strip().rstrip("*\uff0a").strip().lower())
        if key is None:
            continue
        if key in positions:
            faults.append(Fault("I203", f"The column {key} stands twice.", "Keep one of them.", file_name))
        positions[key] = position
    for column in columns:
        if column.required and column.key not in positions:
            also = f" ({column.zh[0]})" if column.zh else ""
            cause = f"The column {column.key}{also} is missing."
            faults.append(Fault("I203", cause, "Add it; its header may be English or Chinese.", file_name))
    if faults:
        raise InputError(faults)
    return positions


def _empty(number: int, column: Column) -> Fault:
    return Fault("I205", f"{column.key} is empty.", "Fill it in; the other rows are kept.", f"row {number}")


def _bad(number: int, column: Column, why: str) -> Fault:
    cause = f"{column.key}: {why}."
    return Fault(
        "I204", cause, "Correct it and import the file again; the other rows are kept.", f"row {number}"
    )
