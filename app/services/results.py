"""Results of entering objects, and the update of a row that all kinds of objects share."""

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
    """Marks a field of an input whose stored value is kept."""

    KEEP = auto()


KEEP: Final = Keep.KEEP


class Change(StrEnum):
    """Effect of an input."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class EntryResult:
    """Result of entering one input.

    Attributes
    ----------
    faults
        Reasons of the refusal; `where` is a path of the input (``items[2].quantity``).
    doubts
        Values that are stored but should be reviewed; `where` as in `faults`.
    place
        Position, WGS-84; None if it was refused or has no position.
    items
        Items of a pickup request with the catalogue's figures; none if it was refused.
    """

    change: Change
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    place: LonLat | None = None
    items: tuple[RequestItem, ...] = ()


def locate(faults: Iterable[Fault], path: str) -> list[Fault]:
    """Prefix the `where` of faults of a part of an input with `path`."""
    return [replace(fault, where=f"{path}.{fault.where}") for fault in faults]


def put_row(session: Session, row: Table, values: Mapping[str, Any], *, is_new: bool) -> Change:
    """Set the columns of a row that differ, and add the row to the session if any does."""
    changed = {key: value for key, value in values.items() if is_new or getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    if not is_new and not changed:
        return Change.UNCHANGED
    session.add(row)
    return Change.ADDED if is_new else Change.UPDATED
