"""Columns that a table may have, and the records and faults read from its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.imports import cells
from app.imports.tables import MOST_CELL_LENGTH, Table
from data.domain.errors import Fault, InputError
from data.domain.limits import ACCESS_HEIGHT_M, ACCESS_MASS_T
from data.domain.plain_width import to_plain_width

_MOST_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes
    ----------
    key
        English header, and key in the record.
    zh
        Chinese headers.
    read
        Parses a cell that is not empty; `ValueError` states what is wrong.
    required
        Whether every row must have a value.
    default
        Value of an empty cell, and of all cells of a missing column.
    """

    key: str
    zh: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class CellFault(Fault):
    """A fault of one cell: its column and its text."""

    column: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row by column key.

    Attributes
    ----------
    written
        Text of non-empty cells by column key.
    """

    row: int
    values: Mapping[str, Any]
    written: Mapping[str, str]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def where(self) -> str:
        """The row's location in faults."""
        return f"row {self.row}"

    def locate(self, fault: Fault, column: str) -> CellFault:
        """Locate a fault of the record at one of its cells."""
        given = self.written.get(column, "")[:_MOST_SHOWN]
        return CellFault(fault.code, fault.cause, fault.action, self.where, column=column, given=given)


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader's choice of sheet and columns.

    Attributes
    ----------
    sheet
        Sheet of the workbook by name; None takes the one whose header matches best.
    columns
        Position of the header of a column, by the column's key; None drops the column. Other columns are
        matched by name.
    """

    sheet: str | None = None
    columns: Mapping[str, int | None] = field(default_factory=dict)


NOTHING_CHOSEN = Choice()


@dataclass(slots=True)
class Records:
    """The rows that could be read, and the faults of the others."""

    good: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_records(
    table: Table,
    columns: Sequence[Column],
    file_name: str,
    chosen: Mapping[str, int | None] = NOTHING_CHOSEN.columns,
) -> Records:
    """Read the records of a table; a row with a fault is set aside, and all its faults are reported.

    Raises
    ------
    InputError
        I203: a required column is missing, or a column occurs twice.
    """
    positions = find_positions(table.header, columns, file_name, chosen)
    result = Records()
    for number, line in table.rows:
        values: dict[str, Any] = {}
        written: dict[str, str] = {}
        faults: list[Fault] = []
        for column in columns:
            position = positions.get(column.key)
            cell = line[position] if position is not None and position < len(line) else ""
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
            result.good.append(Record(number, values, written))
    return result


def _value(column: Column, cell: str) -> Any:
    if len(cell) > MOST_CELL_LENGTH:
        raise ValueError(f"more than {MOST_CELL_LENGTH} characters")
    return column.read(cell)


def match_headers(header: Sequence[str], columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Match headers to columns by their names in either language.

    Returns
    -------
    list of (str, int)
        Key of the column and position of the header, in the header's order.
    """
    names = {_plain(name): column.key for column in columns for name in (column.key, *column.zh)}
    return [(names[_plain(title)], at) for at, title in enumerate(header) if _plain(title) in names]


def count_matches(header: Sequence[str], columns: Sequence[Column]) -> int:
    """Return how many of the columns occur in a header."""
    return len({key for key, _position in match_headers(header, columns)})


def _plain(title: str) -> str:
    """Normalize a header for comparison: without the star of required columns and units in brackets."""
    without_unit = re.sub(
        r"\s*[(\uff08\[][^)\uff09\]]*[)\uff09\]]\s*$", "", title.strip().rstrip("*\uff0a").strip()
    )
    return without_unit.rstrip("*\uff0a").strip().lower()


def find_positions(
    header: Sequence[str], columns: Sequence[Column], file_name: str, chosen: Mapping[str, int | None]
) -> dict[str, int]:
    """Return the position of each column of the table.

    Raises
    ------
    InputError
        I203: a required column is missing, or a column stands twice.
    """
    positions: dict[str, int] = {}
    faults: list[Fault] = []
    for key, position in match_headers(header, columns):
        if key in chosen:
            continue
        if key in positions:
            faults.append(Fault("I203", f"The column {key} occurs twice.", "Keep one of them.", file_name))
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


DATUMS = {
    "wgs84": "wgs84", "wgs-84": "wgs84", "gps": "wgs84", "cgcs2000": "wgs84", "国家2000": "wgs84",
    "gcj02": "gcj02", "gcj-02": "gcj02", "高德": "gcj02", "高德地图": "gcj02", "腾讯": "gcj02",
    "腾讯地图": "gcj02", "火星坐标": "gcj02",
    "bd09": "bd09", "bd-09": "bd09", "百度": "bd09", "百度地图": "bd09",
}  # fmt: skip
"""CGCS2000 (国家2000) lies within decimetres of WGS-84, far nearer than a place is ever given."""
_TWO_NUMBERS = re.compile(r"^-?\d+(\.\d+)?[\s,;、]+-?\d+(\.\d+)?$")


def place_columns(*, required: bool) -> tuple[Column, ...]:
    """Return the columns of longitude, latitude and their datum (WGS-84 by default).

    A latitude over 90° is accepted here: the rules of places report exchanged coordinates.
    """
    return (
        Column(key="lon", zh=("经度",), read=_degrees, required=required),
        Column(key="lat", zh=("纬度",), read=_degrees, required=required),
        Column(key="datum", zh=("坐标系",), read=cells.choice(DATUMS), default="wgs84"),
    )


def _degrees(cell: str) -> float:
    if _TWO_NUMBERS.match(to_plain_width(cell)):
        raise ValueError(f"{cell!r} contains two numbers; longitude and latitude have a column each")
    return cells.number(-180, 180, "°")(cell)


def access_columns() -> tuple[Column, ...]:
    """Return the columns of the largest vehicle that can access a place."""
    return (
        Column(key="max_mass_t", zh=("限重吨", "最大车重"), read=cells.number(*ACCESS_MASS_T, "t")),
        Column(key="max_height_m", zh=("限高米", "最大车高"), read=cells.number(*ACCESS_HEIGHT_M, "m")),
    )
