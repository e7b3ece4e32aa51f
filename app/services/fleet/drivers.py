"""Drivers: telephone, certificates with expiry, working weekdays and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.services.fleet.rows import load_rows, save_one
from app.services.results import KEEP, Change, EntryResult, Keep, put_row
from data.store.column_types import now
from data.store.network.fleet import Driver
from data.store.personal_data import NAMELESS


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverInput:
    """A driver as entered.

    Attributes
    ----------
    valid_until
        Last day of certificates that expire; these also count as `skills`.
    weekdays
        Days of the week worked, 0 Monday to 6 Sunday.
    shift
        Working hours, in seconds after local midnight; None takes the hours of the vehicle.
    """

    ref: str
    name: str
    phone: str = ""
    skills: tuple[str, ...] = ()
    valid_until: Mapping[str, dt.date] = field(default_factory=dict)
    weekdays: tuple[int, ...] | Keep = KEEP
    shift: tuple[int, int] | Keep | None = KEEP
    is_retired: bool = False


def list_drivers(session: Session, organisation_id: int) -> list[Driver]:
    """Return drivers by reference, including retired ones but not those whose data were erased."""
    statement = select(Driver).where(Driver.organisation_id == organisation_id, Driver.name != NAMELESS)
    return list(session.exec(statement.order_by(col(Driver.ref))))


def save_driver(session: Session, organisation_id: int, driver: DriverInput, *, is_new: bool) -> Driver:
    """Store all fields of one driver; raises as `save_one` does."""
    return save_one(session, (organisation_id, Driver), driver, enter_drivers, is_new=is_new)


def enter_drivers(
    session: Session, organisation_id: int, drivers: Sequence[DriverInput], *, set_aside: Collection[int] = ()
) -> list[EntryResult]:
    """Enter drivers by reference.

    Parameters
    ----------
    drivers
        With distinct references.
    set_aside
        Positions of drivers that are not stored.
    """
    known = load_rows(session, organisation_id, Driver)
    results = []
    for position, driver in enumerate(drivers):
        if position in set_aside:
            results.append(EntryResult(Change.REFUSED))
            continue
        row = known.get(driver.ref)
        columns = _columns(driver, row)
        if row is None:
            added = Driver(organisation_id=organisation_id, ref=driver.ref, **columns)
            results.append(EntryResult(put_row(session, added, {}, is_new=True)))
        else:
            results.append(EntryResult(put_row(session, row, columns, is_new=False)))
    session.flush()
    return results


def _columns(driver: DriverInput, stored: Driver | None) -> dict[str, Any]:
    since = stored.retired_at if stored is not None else None
    columns: dict[str, Any] = {
        "name": driver.name,
        "phone": driver.phone,
        "skills": sorted({*driver.skills, *driver.valid_until}),
        "valid_until": {name: last.isoformat() for name, last in driver.valid_until.items()},
        "retired_at": (since or now()) if driver.is_retired else None,
    }
    if driver.weekdays is not KEEP:
        columns["weekdays"] = sorted(set(driver.weekdays))
    if driver.shift is not KEEP:
        columns["shift_start_s"], columns["shift_end_s"] = driver.shift or (None, None)
    return columns
