"""Notices to a dispatcher about a day, which do not prevent planning."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.store.accounts.organisations import Organisation
from data.store.column_types import now
from data.store.network.fleet import Driver, Vehicle, list_vehicles
from data.store.network.roster import certified_skills, crews_of_centre
from data.store.network.sites import Site
from data.store.plans.absences import find_absences
from data.store.plans.day import PLANNABLE
from data.store.plans.lookup import find_current_plan
from data.store.plans.tables import PlanStatus
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import Material, RequestWithItems


def find_notices(
    session: Session, organisation_id: int, centre: Site, date: dt.date, requests: Sequence[RequestWithItems]
) -> list[Fault]:
    """Return notices about a day, which do not prevent planning.

    Returns
    -------
    list of Fault
        A248 a certificate has ended, A265 no vehicle has a driver, A266 requests need what no vehicle with
        its driver can do, A267 a vehicle of the published plan cannot go, W305 and W306 a vehicle that its
        usual driver does not drive. Each once.
    """
    assert centre.id is not None
    found = _find_absent(session, organisation_id, centre.id, date)
    fleet = list_vehicles(session, organisation_id, centre.id)
    if fleet and all(driver is None for _vehicle, driver in fleet):
        action = "Add drivers and assign them to the trucks; routes can be planned without."
        found.append(Fault("A265", "No truck has a driver.", action, "vehicles"))
    crews = crews_of_centre(session, organisation_id, centre.id, date, rule_set())
    working = [(crew.vehicle, crew.driver) for crew in crews if not crew.is_off]
    if working:
        found.extend(crew.fault for crew in crews if crew.fault is not None)
        found.extend(_find_lacking_skills(requests, working, load_materials(session), date))
    for vehicle, driver in fleet:
        holders = [("vehicle", vehicle.plate or vehicle.ref, vehicle)]
        holders += [("driver", driver.name, driver)] if driver is not None else []  # type: ignore[list-item]
        for kind, name, holder in holders:
            for skill in sorted({*holder.skills} - holder.skills_on(date)):
                cause = f"The certificate {skill} of {kind} {name} ended on {holder.valid_until[skill]}."
                action = "Plans ignore it; renew it and enter the new date."
                found.append(Fault("A248", cause, action, f"{kind} {name}"))
    return list(dict.fromkeys(found))


def _find_absent(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> list[Fault]:
    """Return A267 for each vehicle of a published plan that is unavailable; nothing for past days."""
    plan = find_current_plan(session, organisation_id, centre_id, date)
    offset = dt.timedelta(minutes=session.get_one(Organisation, organisation_id).utc_offset_min)
    if plan is None or plan.status is not PlanStatus.PUBLISHED or date < (now() + offset).date():
        return []
    action = "Plan the rest of the day without it, or change the truck, the driver or the calendar back."
    return [
        Fault("A267", f"The published plan uses truck {ref}, which {why}.", action, f"vehicle {ref}")
        for ref, why in find_absences(session, plan).items()
    ]


def _find_lacking_skills(
    requests: Sequence[RequestWithItems],
    fleet: Sequence[tuple[Vehicle, Driver | None]],
    materials: Mapping[str, Material],
    date: dt.date,
) -> list[Fault]:
    """Return A266 for each skill that requests require and no vehicle with its driver has."""
    rules = rule_set()
    able = frozenset().union(*(certified_skills(*pair, rules, date) for pair in fleet))
    lacking: Counter[str] = Counter()
    for entry in requests:
        if entry.request.status not in PLANNABLE:
            continue
        needed: set[str] = set()
        for item in entry.items:
            material = materials[item.material_ref]
            needed.update(material.skills, rules.certificates_for(material.load_type, item.condition.value))
        lacking.update(needed - able)
    action = "Add it to a truck and, for certificates, to its driver."
    return [
        Fault("A266", f"{count} requests need {skill}, which no truck has.", action, skill)
        for skill, count in sorted(lacking.items())
    ]
