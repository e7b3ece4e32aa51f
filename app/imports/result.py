"""What an import did, and the upsert that every kind of table shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from data.domain.errors import Fault
from data.domain.places import LonLat
from data.store.column_types import Table


@dataclass(slots=True)
class ImportResult:
    """Counts of objects, and the faults of the rows that were set aside.

    Attributes
    ----------
    doubts
        What is kept, and yet should be looked at.
    spots
        Where the place of a row is, WGS-84; of rows whose place is a fault as it was written.
    days
        Days of the requests that are kept, in order, each once.
    """

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    spots: dict[int, LonLat] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The answer of the API and of ``--json``."""
        return {
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "faults": [fault.as_json() for fault in self.faults],
            "doubts": [fault.as_json() for fault in self.doubts],
        }

    def sort(self) -> None:
        """Order faults and doubts by row."""
        self.faults.sort(key=row_number)
        self.doubts.sort(key=row_number)


def row_number(fault: Fault) -> int:
    """The row that a fault is about; 0 where it is about the whole table."""
    number = fault.where.removeprefix("row ")
    return int(number) if number.isdigit() else 0


def put(
    session: Session, row: Table, values: Mapping[str, Any], result: ImportResult, *, is_new: bool
) -> bool:
    """Set the values of a row and count what that was; whether anything changed."""
    changed = {key: value for key, value in values.items() if is_new or getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    if is_new:
        result.imported += 1
    elif changed:
        result.updated += 1
    else:
        result.unchanged += 1
    if is_new or changed:
        session.add(row)
    return bool(changed)
