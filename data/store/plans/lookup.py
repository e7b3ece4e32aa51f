"""Find plans by id and by day, and load complete ones, for one organisation.

Functions that take an `organisation_id` return rows of this organisation only.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.domain.errors import Fault, NotFoundError
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site
from data.store.plans.driver_events import Event
from data.store.plans.tables import Plan, PlanRevision, PlanStatus, PlanUnassigned, Route, Visit
from data.store.requests.pickup_requests import PickupRequest, RequestWithItems, load_items


def find_plan(session: Session, organisation_id: int, plan_id: str) -> Plan:
    """Find a plan's row by id.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    """
    row = session.get(Plan, plan_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(Fault("S302", f"There is no plan {plan_id!r}.", "Reload the day.", "plan"))
    return row


def list_plans_of_day(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> list[Plan]:
    """List the plans of a centre and date, the newest version first."""
    statement = (
        select(Plan)
        .where(Plan.organisation_id == organisation_id, Plan.centre_id == centre_id, Plan.date == date)
        .order_by(col(Plan.version).desc())
    )
    return list(session.exec(statement))


def find_current_plan(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> Plan | None:
    """Find the published plan of a day, else its newest finished one, else its newest; None without any."""
    plans = list_plans_of_day(session, organisation_id, centre_id, date)
    for wanted in (PlanStatus.PUBLISHED, PlanStatus.PLANNED):
        for row in plans:
            if row.status == wanted:
                return row
    return plans[0] if plans else None


def find_published_plan(session: Session, row: Plan) -> Plan | None:
    """Find the published plan of the same centre and date; None if there is none."""
    day = list_plans_of_day(session, row.organisation_id, row.centre_id, row.date)
    return next((each for each in day if each.status is PlanStatus.PUBLISHED), None)


def find_serving_plans(session: Session, organisation_id: int) -> dict[int, Plan]:
    """Find the published plans that serve requests, by the request's id."""
    statement = (
        select(Visit.request_id, Plan)
        .join(Route, col(Route.id) == Visit.route_id)
        .join(Plan, col(Plan.id) == Route.plan_id)
        .where(Plan.organisation_id == organisation_id, Plan.status == PlanStatus.PUBLISHED)
        .where(col(Visit.request_id).is_not(None))
    )
    return {request_id: row for request_id, row in session.exec(statement) if request_id is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDetail:
    """A route with its vehicle, driver and visits in order."""

    route: Route
    vehicle: Vehicle
    driver: Driver | None
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetail:
    """A plan with all data of its pages.

    Attributes
    ----------
    requests
        Every request of a visit or an `unassigned` row, by id.
    sites
        Every site of an unloading, by id.
    events
        The drivers' reports, in the order received.
    can_undo, can_redo
        Whether there is an edit to undo, or to redo.
    """

    plan: Plan
    centre: Site
    routes: tuple[RouteDetail, ...]
    unassigned: tuple[PlanUnassigned, ...]
    requests: dict[int, RequestWithItems]
    sites: dict[int, Site]
    events: tuple[Event, ...]
    can_undo: bool = False
    can_redo: bool = False


def load_plan_detail(session: Session, organisation_id: int, plan_id: str) -> PlanDetail:
    """Load a plan with all data of its pages, in a fixed number of queries.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    """
    row = find_plan(session, organisation_id, plan_id)
    at = session.get_one(Site, row.centre_id)
    routes = load_routes(session, plan_id)
    unassigned = session.exec(
        select(PlanUnassigned).where(PlanUnassigned.plan_id == plan_id).order_by(col(PlanUnassigned.id))
    ).all()
    visits = [visit for detail in routes for visit in detail.visits]
    undoable, redoable = can_undo_redo(session, row)
    request_ids = {v.request_id for v in visits if v.request_id} | {u.request_id for u in unassigned}
    site_ids = {v.facility_site_id for v in visits if v.facility_site_id}
    requests = session.exec(select(PickupRequest).where(col(PickupRequest.id).in_(request_ids))).all()
    sites = session.exec(select(Site).where(col(Site.id).in_(site_ids))).all()
    return PlanDetail(
        plan=row,
        centre=at,
        routes=tuple(routes),
        unassigned=tuple(unassigned),
        requests={found.request.id or 0: found for found in load_items(session, requests)},
        sites={site.id or 0: site for site in sites},
        events=tuple(list_plan_events(session, organisation_id, plan_id)),
        can_undo=undoable,
        can_redo=redoable,
    )


def can_undo_redo(session: Session, row: Plan) -> tuple[bool, bool]:
    """Return whether there is an edit of a plan to undo, and one to redo."""
    numbers = set(session.exec(select(PlanRevision.number).where(PlanRevision.plan_id == row.id)))
    return row.history_at - 1 in numbers, row.history_at + 1 in numbers


def load_routes(session: Session, plan_id: str, *, ids: set[int] | None = None) -> list[RouteDetail]:
    """Load the routes of a plan by number, or some of them; the caller has checked the plan's owner."""
    wanted = select(Route.id).where(Route.plan_id == plan_id)
    if ids is not None:
        wanted = wanted.where(col(Route.id).in_(ids))
    rows = session.exec(
        select(Route, Vehicle, Driver)
        .join(Vehicle, col(Vehicle.id) == Route.vehicle_id)
        .join(Driver, col(Driver.id) == Route.driver_id, isouter=True)
        .where(col(Route.id).in_(wanted))
        .order_by(col(Route.number))
    ).all()
    visits: dict[int, list[Visit]] = defaultdict(list)
    statement = select(Visit).where(col(Visit.route_id).in_(wanted)).order_by(col(Visit.position))
    for visit in session.exec(statement):
        visits[visit.route_id].append(visit)
    return [
        RouteDetail(route=route, vehicle=vehicle, driver=driver, visits=tuple(visits[route.id or 0]))
        for route, vehicle, driver in rows
    ]


def list_plan_events(
    session: Session, organisation_id: int, plan_id: str, *, after_id: int = 0
) -> list[Event]:
    """List the drivers' reports of a plan in the order received, optionally after an event's id."""
    statement = (
        select(Event)
        .where(Event.organisation_id == organisation_id, Event.plan_id == plan_id)
        .where(col(Event.id) > after_id)
        .order_by(col(Event.id))
    )
    return list(session.exec(statement))
