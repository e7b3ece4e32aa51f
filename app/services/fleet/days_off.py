"""Days off of centres, vehicles and drivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.services.fleet.rows import Row, find_row
from data.domain.errors import Fault, NotFoundError
from data.store.network.days_off import DayOff, load_days_off
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOffInput:
    """Days off of a centre, a vehicle or a driver, by reference; of all centres if none is given.

    Attributes
    ----------
    first, last
        The dates, both included.
    weekday
        Only this day of the week between them, 0 Monday to 6 Sunday; None for every day.
    """

    centre: str | None = None
    vehicle: str | None = None
    driver: str | None = None
    first: dt.date
    last: dt.date
    weekday: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredDayOff:
    """Days off as stored."""

    id: int
    entered: DayOffInput


def list_days_off(session: Session, organisation_id: int) -> list[StoredDayOff]:
    """Return all days off of the organisation, the latest first."""
    return _describe(session, organisation_id, load_days_off(session, organisation_id))


def add_day_off(session: Session, organisation_id: int, entered: DayOffInput) -> StoredDayOff:
    """Store days off; existing plans are unchanged.

    Raises
    ------
    NotFoundError
        A245: there is no such centre, vehicle or driver.
    """

    def find_id(table: type[Row], ref: str | None) -> int | None:
        return find_row(session, organisation_id, table, ref).id if ref else None

    row = DayOff(
        organisation_id=organisation_id,
        centre_id=find_id(Site, entered.centre),
        vehicle_id=find_id(Vehicle, entered.vehicle),
        driver_id=find_id(Driver, entered.driver),
        first=entered.first,
        last=entered.last,
        weekday=entered.weekday,
        note=entered.note,
    )
    session.add(row)
    session.flush()
    return _describe(session, organisation_id, [row])[0]


def delete_day_off(session: Session, organisation_id: int, day_off_id: int) -> None:
    """Delete days off.

    Raises
    ------
    NotFoundError
        A245: the organisation has no such days off.
    """
    row = session.get(DayOff, day_off_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(Fault("A245", "There are no such days off.", "Reload the list.", "days"))
    session.delete(row)


def _describe(session: Session, organisation_id: int, rows: Sequence[DayOff]) -> list[StoredDayOff]:
    def map_refs(table: type[Site] | type[Vehicle] | type[Driver]) -> dict[int | None, str]:
        statement = select(table.id, table.ref).where(table.organisation_id == organisation_id)
        return dict(session.exec(statement).all())

    sites, vehicles, drivers = map_refs(Site), map_refs(Vehicle), map_refs(Driver)
    return [
        StoredDayOff(
            row.id or 0,
            DayOffInput(
                centre=sites.get(row.centre_id), vehicle=vehicles.get(row.vehicle_id),
                driver=drivers.get(row.driver_id), first=row.first, last=row.last, weekday=row.weekday,
                note=row.note,
            ),
        )
        for row in rows
    ]  # fmt: skip
