"""What a day's plan needs and lacks, and how the day of a published plan goes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.store.accounts.organisations import Organisation
from data.store.column_types import now
from data.store.network.days_off import off_duty
from data.store.network.fleet import Driver, Vehicle, list_vehicles
from data.store.network.roster import certified_skills, crews_of_centre
from data.store.network.sites import Site
from data.store.plans.absences import find_absences
from data.store.plans.day import PLANNABLE
from data.store.plans.lookup import PlanDetail, find_current_plan
from data.store.plans.progress import TODO, VisitState, fold
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus, Visit
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import Material, RequestWithItems, list_requests


def what_is_missing(
    session: Session, organisation_id: int, centre: Site, date: dt.date, networks: Collection[str]
) -> list[Fault]:
    """All that every plan of this centre and date needs and is not there.

    Parameters
    ----------
    networks
        Names of the imported road networks.

    Codes: A211 no requests, A212 no trucks, A213 no road network chosen, A214 it is not imported, A246
    the centre collects nothing that day, A247 every truck is off, or nobody can drive it.
    """
    assert centre.id is not None
    found = []
    requests = list_requests(session, organisation_id, centre.id, date)
    if not any(entry.request.status in PLANNABLE for entry in requests):
        cause = f"There are no pickup requests to plan for {date.isoformat()}."
        found.append(Fault("A211", cause, "Enter or import requests.", "requests"))
    found.extend(_fleet_missing(session, organisation_id, centre, date))
    if not centre.network:
        cause = f"Centre {centre.ref} has no road network."
        found.append(Fault("A213", cause, "Import roads and choose them for the centre.", "centre"))
    elif centre.network not in networks:
        cause = f"The road network {centre.network!r} of centre {centre.ref} is not imported."
        found.append(Fault("A214", cause, "Run `huiliu network import`.", "centre"))
    return found


def _fleet_missing(session: Session, organisation_id: int, centre: Site, date: dt.date) -> list[Fault]:
    assert centre.id is not None
    fleet = list_vehicles(session, organisation_id, centre.id)
    off = off_duty(session, organisation_id, centre.id, date)
    if off.centre is not None:
        why = f": {off.centre}" if off.centre else ""
        cause = f"Nothing is collected on {date.isoformat()}{why}."
        return [Fault("A246", cause, "Choose another day, or change the calendar.", "calendar")]
    if not fleet:
        cause = f"Centre {centre.ref} has no truck in use."
        return [Fault("A212", cause, "Enter or import vehicles.", "vehicles")]
    crews = crews_of_centre(session, organisation_id, centre.id, date, rule_set())
    if all(crew.is_off for crew in crews):
        cause = f"Every truck of centre {centre.ref} is off on {date.isoformat()}, or nobody can drive it."
        action = "Choose another day, or change the calendar or the drivers' hours."
        return [Fault("A247", cause, action, "calendar")]
    return []


def notices(
    session: Session, organisation_id: int, centre: Site, date: dt.date, requests: Sequence[RequestWithItems]
) -> list[Fault]:
    """What the day can be planned without, and should be known: A248 certificates that have ended,
    A265 no truck has a driver, A266 requests need what no truck with its driver can do, W305 and W306
    trucks that their usual driver does not drive, A267 trucks of the published plan that cannot go.
    """
    assert centre.id is not None
    found = _gone_since(session, organisation_id, centre.id, date)
    fleet = list_vehicles(session, organisation_id, centre.id)
    if fleet and all(driver is None for _vehicle, driver in fleet):
        action = "Add drivers and choose them for the trucks; routes can be planned without."
        found.append(Fault("A265", "No truck has a driver.", action, "vehicles"))
    crews = crews_of_centre(session, organisation_id, centre.id, date, rule_set())
    working = [(crew.vehicle, crew.driver) for crew in crews if not crew.is_off]
    if working:
        found.extend(crew.fault for crew in crews if crew.fault is not None)
        found.extend(_nobody_can(requests, working, load_materials(session), date))
    for vehicle, driver in fleet:
        holders = [("vehicle", vehicle.plate or vehicle.ref, vehicle)]
        holders += [("driver", driver.name, driver)] if driver is not None else []  # type: ignore[list-item]
        for kind, name, holder in holders:
            for skill in sorted({*holder.skills} - holder.skills_on(date)):
                cause = f"The certificate {skill} of {kind} {name} ended on {holder.valid_until[skill]}."
                action = "It no longer counts in plans; renew it and enter the new date."
                found.append(Fault("A248", cause, action, f"{kind} {name}"))
    return list(dict.fromkeys(found))


def _gone_since(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> list[Fault]:
    """A267 for each truck that a published plan counts on and that cannot go; of days gone by nothing."""
    plan = find_current_plan(session, organisation_id, centre_id, date)
    offset = dt.timedelta(minutes=session.get_one(Organisation, organisation_id).utc_offset_min)
    if plan is None or plan.status is not PlanStatus.PUBLISHED or date < (now() + offset).date():
        return []
    action = "Plan the rest of the day without it, or change the truck, the driver or the calendar back."
    return [
        Fault("A267", f"The published plan counts on truck {ref}, which {why}.", action, f"vehicle {ref}")
        for ref, why in find_absences(session, plan).items()
    ]


def _nobody_can(
    requests: Sequence[RequestWithItems],
    fleet: Sequence[tuple[Vehicle, Driver | None]],
    materials: Mapping[str, Material],
    date: dt.date,
) -> list[Fault]:
    """A266 for each skill that requests need and no truck has, crew included: they would all be left out."""
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
    action = "Tick it for a truck and, where it is a certificate, for its driver."
    return [
        Fault("A266", f"{count} requests need {skill}, which no truck has.", action, skill)
        for skill, count in sorted(lacking.items())
    ]


def next_action(plan: Plan | None, missing: Sequence[Fault]) -> str:
    """What the dispatcher does next, as a word of the API."""
    if plan is not None and plan.status is PlanStatus.PUBLISHED:
        return "follow"
    if plan is not None and plan.status in UNFINISHED:
        return "wait"
    if missing:
        first = {"A211": "add_requests", "A212": "add_vehicles"}
        return first.get(missing[0].code, "import_roads")
    if plan is not None and plan.status is PlanStatus.PLANNED:
        return "publish"
    return "plan"


def late_visits(detail: PlanDetail, moment: dt.datetime) -> int:
    """Visits of a published plan that began, or can now only begin, after their last window.

    A visit without windows cannot be late, and neither can one of a route that nobody has reported on:
    there it is not known whether the truck is out.
    """
    if detail.plan.status is not PlanStatus.PUBLISHED:
        return 0
    states = fold(detail.events)
    begun = {event.route_id for event in detail.events}
    return sum(
        _is_late(detail, visit, states.get(visit.id or 0, TODO), moment)
        for route in detail.routes
        if route.route.id in begun
        for visit in route.visits
        if visit.request_id is not None
    )


def _is_late(detail: PlanDetail, visit: Visit, state: VisitState, moment: dt.datetime) -> bool:
    wanted = detail.requests.get(visit.request_id or 0)
    if wanted is None or not wanted.request.windows:
        return False
    closes_s = max(end_s for _start_s, end_s in wanted.request.windows)
    was_there = state.first.at if state.first is not None else moment
    return (was_there - detail.plan.start).total_seconds() > closes_s


def received_kg(detail: PlanDetail) -> float:
    """Kilograms that drivers weighed and reported; estimates are not counted."""
    states = fold(detail.events).values()
    weighed = (state.report.kg for state in states if state.status == "done" and state.report is not None)
    return round(sum(kg for kg in weighed if kg is not None), 3)
