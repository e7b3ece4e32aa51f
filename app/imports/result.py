"""Result of an import: counts, and the faults and doubts of its rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from app.imports.columns import Record
from app.services.results import Change, EntryResult
from data.domain.errors import Fault
from data.domain.places import LonLat

Cells = Mapping[str, tuple[Record, str]]
"""Path of an input → the row and column that it was read from."""
_Input = TypeVar("_Input")
_MISPLACED = frozenset({"I214", "I215"})


@dataclass(slots=True)
class ImportResult:
    """Counts of objects, and the faults of the rows that were set aside.

    Attributes
    ----------
    doubts
        Stored values that should be reviewed.
    spots
        Position of each row, WGS-84; as written if it is a fault.
    days
        Days of the stored requests, sorted, without duplicates.
    """

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    spots: dict[int, LonLat] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the body of the API's answer and of ``--json``."""
        return {
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "faults": [fault.as_json() for fault in self.faults],
            "doubts": [fault.as_json() for fault in self.doubts],
        }

    def add(self, entered: EntryResult, head: Record, cells: Cells) -> None:
        """Count an object, and locate its faults and doubts at the cells of its rows.

        Parameters
        ----------
        head
            The first row of the object.
        cells
            Cells of paths that are not named like a column of the first row.
        """
        self.imported += entered.change is Change.ADDED
        self.updated += entered.change is Change.UPDATED
        self.unchanged += entered.change is Change.UNCHANGED
        self.faults += [_locate(fault, head, cells) for fault in entered.faults]
        self.doubts += [_locate(fault, head, cells) for fault in entered.doubts]
        if entered.place is not None:
            self.spots[head.row] = entered.place
        elif any(fault.code in _MISPLACED for fault in entered.faults):
            self.spots[head.row] = LonLat(head["lon"], head["lat"])

    def sort(self) -> None:
        """Order faults and doubts by row."""
        self.faults.sort(key=row_number)
        self.doubts.sort(key=row_number)


def row_number(fault: Fault) -> int:
    """Return the row of a fault; 0 for the whole table."""
    number = fault.where.removeprefix("row ")
    return int(number) if number.isdigit() else 0


def enter_rows(
    records: Sequence[Record],
    read: Callable[[Record], _Input],
    enter: Callable[[list[_Input], Collection[int]], list[EntryResult]],
    *,
    columns: Mapping[str, str] | None = None,
) -> ImportResult:
    """Enter a table of one object per row.

    Parameters
    ----------
    read
        Converts a row to an input.
    enter
        Enters the inputs, except those at the given positions.
    columns
        Columns of input fields whose names differ.

    Returns
    -------
    ImportResult
        With I207 for each row whose reference occurs in an earlier row.
    """
    result = ImportResult()
    duplicates = find_duplicates(records)
    entered = enter([read(record) for record in records], duplicates)
    for position, (record, one) in enumerate(zip(records, entered, strict=True)):
        if position in duplicates:
            result.faults.append(duplicates[position])
        result.add(one, record, {path: (record, column) for path, column in (columns or {}).items()})
    return result


def find_duplicates(records: Sequence[Record]) -> dict[int, Fault]:
    """Return I207 by position for each row whose reference occurs in an earlier row."""
    first: dict[str, Record] = {}
    found: dict[int, Fault] = {}
    for position, record in enumerate(records):
        above = first.setdefault(record["ref"], record)
        if above is not record:
            cause = f"The reference {record['ref']} already occurs in row {above.row}."
            fault = Fault("I207", cause, "Give every row its own reference.", "ref")
            found[position] = record.locate(fault, "ref")
    return found


def _locate(fault: Fault, head: Record, cells: Cells) -> Fault:
    record, column = cells.get(fault.where, (head, fault.where))
    return record.locate(fault, column)
