"""Missing prerequisites of a day's plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlmodel import Session

from app.services.requests.find import list_day_requests
from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.store.network.days_off import find_off_duty
from data.store.network.fleet import list_vehicles
from data.store.network.roster import crews_of_centre
from data.store.network.sites import Site
from data.store.plans.day import PLANNABLE


def find_missing(
    session: Session, organisation_id: int, centre: Site, date: dt.date, networks: Collection[str]
) -> list[Fault]:
    """Return the missing prerequisites of every plan of a centre and date.

    Parameters
    ----------
    networks
        Names of the imported road networks.

    Returns
    -------
    list of Fault
        A211 no requests, A212 no vehicles, A213 no road network chosen, A214 it is not imported, A246 the
        centre collects nothing that day, A247 every vehicle is off, or nobody can drive it.
    """
    assert centre.id is not None
    found = []
    requests = list_day_requests(session, organisation_id, centre.id, date)
    if not any(entry.request.status in PLANNABLE for entry in requests):
        cause = f"There are no pickup requests to plan for {date.isoformat()}."
        found.append(Fault("A211", cause, "Enter or import requests.", "requests"))
    found.extend(_find_fleet_missing(session, organisation_id, centre, date))
    if not centre.network:
        cause = f"Centre {centre.ref} has no road network."
        found.append(Fault("A213", cause, "Import roads and choose them for the centre.", "centre"))
    elif centre.network not in networks:
        cause = f"The road network {centre.network!r} of centre {centre.ref} is not imported."
        found.append(Fault("A214", cause, "Run `huiliu network import`.", "centre"))
    return found


def _find_fleet_missing(session: Session, organisation_id: int, centre: Site, date: dt.date) -> list[Fault]:
    assert centre.id is not None
    fleet = list_vehicles(session, organisation_id, centre.id)
    off = find_off_duty(session, organisation_id, centre.id, date)
    if off.centre is not None:
        why = f": {off.centre}" if off.centre else ""
        cause = f"The centre is closed on {date.isoformat()}{why}."
        return [Fault("A246", cause, "Choose another day, or change the calendar.", "calendar")]
    if not fleet:
        cause = f"Centre {centre.ref} has no active vehicle."
        return [Fault("A212", cause, "Enter or import vehicles.", "vehicles")]
    crews = crews_of_centre(session, organisation_id, centre.id, date, rule_set())
    if all(crew.is_off for crew in crews):
        cause = f"Every truck of centre {centre.ref} is off on {date.isoformat()}, or has no driver."
        action = "Choose another day, or change the calendar or the drivers' hours."
        return [Fault("A247", cause, action, "calendar")]
    return []
