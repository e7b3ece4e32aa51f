"""Days off of centres (Sundays, public holidays), vehicles and drivers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from data.store.column_types import Table


class DayOff(Table, table=True):
    """Days without collection at a centre, or off for a vehicle or driver.

    Attributes
    ----------
    centre_id, vehicle_id, driver_id
        Owner of the days, at most one of them; all of the organisation's centres if none is set.
    first, last
        The days, both included.
    weekday
        Only this day of the week between them, 0 Monday to 6 Sunday; None for every day.
    """

    __tablename__ = "day_off"
    __table_args__ = (
        CheckConstraint("first <= last", name="span"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True)
    centre_id: int | None = Field(default=None, foreign_key="site.id", ondelete="CASCADE", index=True)
    vehicle_id: int | None = Field(default=None, foreign_key="vehicle.id", ondelete="CASCADE", index=True)
    driver_id: int | None = Field(default=None, foreign_key="driver.id", ondelete="CASCADE", index=True)
    first: dt.date
    last: dt.date
    weekday: int | None = None
    note: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class OffDuty:
    """Absences on a date.

    Attributes
    ----------
    centre
        Note of the centre's day off; None if it is open.
    closed
        Ids of all closed centres of the organisation; None among them stands for every centre.
    vehicles, drivers
        Ids of absent vehicles and drivers.
    """

    centre: str | None
    closed: frozenset[int | None]
    vehicles: frozenset[int]
    drivers: frozenset[int]

    def is_closed(self, centre_id: int) -> bool:
        """Return whether this centre of the organisation is closed."""
        return not self.closed.isdisjoint((None, centre_id))


def find_off_duty(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> OffDuty:
    """Find the absences of a centre on a date."""
    spanning = select(DayOff).where(
        DayOff.organisation_id == organisation_id, DayOff.first <= date, DayOff.last >= date
    )
    rows = [
        row
        for row in session.exec(spanning.order_by(col(DayOff.id)))
        if row.weekday is None or row.weekday == date.weekday()
    ]
    closing = [row for row in rows if row.vehicle_id is None and row.driver_id is None]
    notes = [row.note for row in closing if row.centre_id in (None, centre_id)]
    return OffDuty(
        centre=notes[0] if notes else None,
        closed=frozenset(row.centre_id for row in closing),
        vehicles=frozenset(row.vehicle_id for row in rows if row.vehicle_id is not None),
        drivers=frozenset(row.driver_id for row in rows if row.driver_id is not None),
    )


def load_days_off(session: Session, organisation_id: int) -> list[DayOff]:
    """Return all days off of the organisation, the latest first."""
    statement = select(DayOff).where(DayOff.organisation_id == organisation_id)
    return list(session.exec(statement.order_by(col(DayOff.first).desc(), col(DayOff.id).desc())))
