"""Read the input of a day's plan in one short session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass

from sqlmodel import Session

from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.store.accounts.organisations import Organisation
from data.store.network.fleet import Driver, Vehicle
from data.store.network.roster import crews_of_centre
from data.store.network.sites import UNLOADING_KINDS, Site, list_sites
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import Material, RequestStatus, RequestWithItems, list_requests

PLANNABLE = (RequestStatus.OPEN, RequestStatus.PLANNED)
"""Requests that a new plan of the day takes in: those of a published plan may be planned anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Rows of one centre and date, detached from the database; treat them as read-only.

    Attributes
    ----------
    facilities
        Unloading sites, the centre first.
    vehicles
        Vehicles available that day, each with its driver.
    off_duty
        References of vehicles that are off that day or without driver.
    crew_faults
        Faults about vehicles with a substitute driver, or without any.
    requests
        Requests to plan, with their items.
    """

    date: dt.date
    utc_offset_min: int
    centre: Site
    facilities: tuple[Site, ...]
    vehicles: tuple[tuple[Vehicle, Driver | None], ...]
    requests: tuple[RequestWithItems, ...]
    materials: dict[str, Material]
    off_duty: tuple[str, ...] = ()
    crew_faults: tuple[Fault, ...] = ()


def load_day(
    session: Session,
    organisation_id: int,
    centre: Site,
    date: dt.date,
    *,
    visited: Set[int] = frozenset(),
    out: Mapping[int, int | None] | None = None,
) -> Day:
    """Read the day of a centre.

    Parameters
    ----------
    centre
        A sorting centre of the organisation (``reading.centre``).
    visited
        Requests to read in any status, of a day that has begun.
    out
        Row ids of vehicles to read even if they are unavailable that day, each with the row id of its
        driver.
    """
    assert centre.id is not None
    sites = list_sites(session, organisation_id, centre.id)
    others = tuple(site for site in sites if site.kind in UNLOADING_KINDS and site.id != centre.id)
    found = list_requests(session, organisation_id, centre.id, date)
    out = out or {}
    crews = crews_of_centre(session, organisation_id, centre.id, date, rule_set(), under_way=out)
    working = tuple(
        (crew.vehicle, crew.driver) for crew in crews if crew.vehicle.id in out or not crew.is_off
    )
    return Day(
        date=date,
        utc_offset_min=session.get_one(Organisation, organisation_id).utc_offset_min,
        centre=centre,
        facilities=(centre, *others),
        vehicles=working,
        requests=tuple(row for row in found if row.request.status in PLANNABLE or row.request.id in visited),
        materials=load_materials(session),
        off_duty=tuple(crew.vehicle.ref for crew in crews if crew.is_off),
        crew_faults=tuple(crew.fault for crew in crews if crew.fault is not None),
    )
