"""Everything a day's plan starts from, read in one short session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass

from sqlmodel import Session

from data.store.calendars import OffDuty, off_duty
from data.store.fleet import Driver, Vehicle
from data.store.organisations import Organisation
from data.store.reading import (
    RequestWithItems,
    materials,
    requests_of_day,
    sites_of_centre,
    vehicles_of_centre,
)
from data.store.requests import Material, RequestStatus
from data.store.sites import UNLOADING_KINDS, Site

PLANNABLE = (RequestStatus.OPEN, RequestStatus.PLANNED)
"""Requests that a new plan of the day takes in: those of a published plan may be planned anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The rows of one centre and date, detached from the database; treat them as read-only.

    Attributes
    ----------
    facilities
        Places to unload at, the centre first.
    vehicles
        Trucks that work that day, each with its usual driver.
    off_duty
        References of trucks that are off that day, or whose driver is.
    requests
        Requests to be planned, with their items.
    """

    date: dt.date
    utc_offset_min: int
    centre: Site
    facilities: tuple[Site, ...]
    vehicles: tuple[tuple[Vehicle, Driver | None], ...]
    requests: tuple[RequestWithItems, ...]
    materials: dict[str, Material]
    off_duty: tuple[str, ...] = ()


def load_day(
    session: Session,
    organisation_id: int,
    centre: Site,
    date: dt.date,
    *,
    visited: Set[int] = frozenset(),
    out: Set[int] = frozenset(),
) -> Day:
    """Read the day of a centre.

    Parameters
    ----------
    centre
        A sorting centre of the organisation (``reading.centre``).
    visited
        Requests that are read whatever has become of them: of a day that has begun.
    out
        Trucks, by their rows' ids, that are read even if they do not work that day.
    """
    assert centre.id is not None
    sites = sites_of_centre(session, organisation_id, centre.id)
    others = tuple(site for site in sites if site.kind in UNLOADING_KINDS and site.id != centre.id)
    found = requests_of_day(session, organisation_id, centre.id, date)
    off = off_duty(session, organisation_id, centre.id, date)
    fleet = vehicles_of_centre(session, organisation_id, centre.id)
    working = tuple(
        (vehicle, driver)
        for vehicle, driver in fleet
        if vehicle.id in out or not is_off(off, vehicle, driver)
    )
    return Day(
        date=date,
        utc_offset_min=session.get_one(Organisation, organisation_id).utc_offset_min,
        centre=centre,
        facilities=(centre, *others),
        vehicles=working,
        requests=tuple(row for row in found if row.request.status in PLANNABLE or row.request.id in visited),
        materials=materials(session),
        off_duty=tuple(vehicle.ref for vehicle, driver in fleet if is_off(off, vehicle, driver)),
    )


def is_off(off: OffDuty, vehicle: Vehicle, driver: Driver | None) -> bool:
    """Whether a truck stays: the centre is closed, it is off, or the person who drives it is."""
    return (
        off.centre is not None
        or vehicle.id in off.vehicles
        or (driver is not None and driver.id in off.drivers)
    )
