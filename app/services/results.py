"""What entering an object did, and the update of a row that every kind of object shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto
from typing import Any, Final

from sqlmodel import Session

from data.domain.errors import Fault
from data.domain.places import LonLat
from data.store.column_types import Table
from data.store.requests.pickup_requests import RequestItem


class Keep(Enum):
    """Marks a field of an input whose stored value is left as it is."""

    KEEP = auto()


KEEP: Final = Keep.KEEP


class Change(StrEnum):
    """What became of an input."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class EntryResult:
    """What became of one input.

    Attributes
    ----------
    faults
        Why it was refused; `where` is a path of the input (``items[2].quantity``).
    doubts
        What should be looked at though the input is stored; `where` as in `faults`.
    place
        Where it is, WGS-84; None where it was refused or has no place of its own.
    items
        The lines of a pickup request with the catalogue's figures; none where it was refused.
    """

    change: Change
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    place: LonLat | None = None
    items: tuple[RequestItem, ...] = ()


def locate(faults: Iterable[Fault], path: str) -> list[Fault]:
    """Faults of a part of an input, with `path` before each `where`."""
    return [replace(fault, where=f"{path}.{fault.where}") for fault in faults]


def put_row(session: Session, row: Table, values: Mapping[str, Any], *, is_new: bool) -> Change:
    """Set the columns of a row that differ, and add the row to the session where any does."""
    changed = {key: value for key, value in values.items() if is_new or getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    if not is_new and not changed:
        return Change.UNCHANGED
    session.add(row)
    return Change.ADDED if is_new else Change.UPDATED
