"""Questions about what is kept, each for one organisation.

Rows of another organisation do not exist here: every function filters by `organisation_id`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from data.domain.errors import Fault, NotFoundError
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, SiteKind
from data.store.plans.driver_events import Event
from data.store.plans.tables import Plan, PlanRevision, PlanStatus, PlanUnassigned, Route, Visit
from data.store.requests.pickup_requests import Material, PickupRequest, RequestItem


def centres(session: Session, organisation_id: int) -> list[Site]:
    """The organisation's sorting centres in use, by reference."""
    statement = (
        select(Site)
        .where(Site.organisation_id == organisation_id, Site.kind == SiteKind.SORTING_CENTRE)
        .where(col(Site.retired_at).is_(None))
        .order_by(col(Site.ref))
    )
    return list(session.exec(statement))


def centre(session: Session, organisation_id: int, ref: str) -> Site:
    """A sorting centre by reference.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    for site in centres(session, organisation_id):
        if site.ref == ref:
            return site
    raise NotFoundError(
        Fault("S301", f"There is no sorting centre {ref!r}.", "Choose one of your centres.", "centre")
    )


def sites_of_centre(session: Session, organisation_id: int, centre_id: int) -> list[Site]:
    """The centre, its sites, and sites shared by all centres, in use, by reference."""
    statement = (
        select(Site)
        .where(Site.organisation_id == organisation_id, col(Site.retired_at).is_(None))
        .where(
            or_(
                col(Site.id) == centre_id,
                col(Site.centre_id) == centre_id,
                col(Site.centre_id).is_(None) & (col(Site.kind) != SiteKind.SORTING_CENTRE),
            )
        )
        .order_by(col(Site.ref))
    )
    return list(session.exec(statement))


def vehicles_of_centre(
    session: Session, organisation_id: int, centre_id: int
) -> list[tuple[Vehicle, Driver | None]]:
    """The centre's trucks in use, each with its usual driver in service, by reference."""
    fleet = vehicles_in_use(session, organisation_id)
    return [(vehicle, driver) for vehicle, driver in fleet if vehicle.centre_id == centre_id]


def vehicles_in_use(session: Session, organisation_id: int) -> list[tuple[Vehicle, Driver | None]]:
    """The organisation's trucks in use, each with its usual driver in service, by reference."""
    statement = (
        select(Vehicle, Driver)
        .join(
            Driver,
            (col(Driver.id) == Vehicle.driver_id) & col(Driver.retired_at).is_(None),
            isouter=True,
        )
        .where(Vehicle.organisation_id == organisation_id, col(Vehicle.retired_at).is_(None))
        .order_by(col(Vehicle.ref))
    )
    return [(vehicle, driver) for vehicle, driver in session.exec(statement)]


@dataclass(frozen=True, slots=True)
class RequestWithItems:
    """A pickup request and its items, in the order they were entered."""

    request: PickupRequest
    items: tuple[RequestItem, ...]


def requests_of_day(
    session: Session, organisation_id: int, centre_id: int, date: dt.date
) -> list[RequestWithItems]:
    """All requests of a centre for a date, whatever their status, by reference."""
    statement = (
        select(PickupRequest)
        .where(PickupRequest.organisation_id == organisation_id, PickupRequest.centre_id == centre_id)
        .where(PickupRequest.date == date)
        .order_by(col(PickupRequest.ref))
    )
    return with_items(session, list(session.exec(statement)))


def with_items(session: Session, requests: Sequence[PickupRequest]) -> list[RequestWithItems]:
    """The requests with their items, read in one query."""
    items: dict[int, list[RequestItem]] = defaultdict(list)
    statement = select(RequestItem).where(col(RequestItem.request_id).in_([row.id for row in requests]))
    for item in session.exec(statement.order_by(col(RequestItem.id))):
        items[item.request_id].append(item)
    return [RequestWithItems(row, tuple(items[row.id or 0])) for row in requests]


def materials(session: Session) -> dict[str, Material]:
    """The catalogue's materials by reference; common to all organisations."""
    return {row.ref: row for row in session.exec(select(Material).order_by(col(Material.ref)))}


def plans_of_day(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> list[Plan]:
    """The plans of a centre for a date, newest version first."""
    statement = (
        select(Plan)
        .where(Plan.organisation_id == organisation_id, Plan.centre_id == centre_id, Plan.date == date)
        .order_by(col(Plan.version).desc())
    )
    return list(session.exec(statement))


def current_plan(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> Plan | None:
    """The published plan of the day, else its newest finished one, else its newest; None without any."""
    plans = plans_of_day(session, organisation_id, centre_id, date)
    for wanted in (PlanStatus.PUBLISHED, PlanStatus.PLANNED):
        for row in plans:
            if row.status == wanted:
                return row
    return plans[0] if plans else None


def plans_to_serve(session: Session, organisation_id: int) -> dict[int, Plan]:
    """The published plan that serves a request, by the request's id."""
    statement = (
        select(Visit.request_id, Plan)
        .join(Route, col(Route.id) == Visit.route_id)
        .join(Plan, col(Plan.id) == Route.plan_id)
        .where(Plan.organisation_id == organisation_id, Plan.status == PlanStatus.PUBLISHED)
        .where(col(Visit.request_id).is_not(None))
    )
    return {request_id: row for request_id, row in session.exec(statement) if request_id is not None}


def published_plan(session: Session, row: Plan) -> Plan | None:
    """The published plan of the same centre and date; None where there is none."""
    day = plans_of_day(session, row.organisation_id, row.centre_id, row.date)
    return next((each for each in day if each.status is PlanStatus.PUBLISHED), None)


def plan(session: Session, organisation_id: int, plan_id: str) -> Plan:
    """A plan's own row.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    """
    row = session.get(Plan, plan_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(Fault("S302", f"There is no plan {plan_id!r}.", "Open the day anew.", "plan"))
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDetail:
    """A route with its truck, driver and visits in order."""

    route: Route
    vehicle: Vehicle
    driver: Driver | None
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetail:
    """A plan with all that a page shows of it.

    Attributes
    ----------
    requests
        Every request that a visit or an `unassigned` row names, by id.
    sites
        Every site that a visit unloads at, by id.
    events
        The drivers' reports, in the order received.
    can_undo, can_redo
        Whether a change by hand can be taken back, or done again.
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


def plan_detail(session: Session, organisation_id: int, plan_id: str) -> PlanDetail:
    """A plan whole, in a fixed number of queries.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    """
    row = plan(session, organisation_id, plan_id)
    at = session.get_one(Site, row.centre_id)
    routes = routes_of_plan(session, plan_id)
    unassigned = session.exec(
        select(PlanUnassigned).where(PlanUnassigned.plan_id == plan_id).order_by(col(PlanUnassigned.id))
    ).all()
    visits = [visit for detail in routes for visit in detail.visits]
    undoable, redoable = reachable(session, row)
    request_ids = {v.request_id for v in visits if v.request_id} | {u.request_id for u in unassigned}
    site_ids = {v.facility_site_id for v in visits if v.facility_site_id}
    requests = session.exec(select(PickupRequest).where(col(PickupRequest.id).in_(request_ids))).all()
    sites = session.exec(select(Site).where(col(Site.id).in_(site_ids))).all()
    return PlanDetail(
        plan=row,
        centre=at,
        routes=tuple(routes),
        unassigned=tuple(unassigned),
        requests={found.request.id or 0: found for found in with_items(session, requests)},
        sites={site.id or 0: site for site in sites},
        events=tuple(plan_events(session, organisation_id, plan_id)),
        can_undo=undoable,
        can_redo=redoable,
    )


def reachable(session: Session, row: Plan) -> tuple[bool, bool]:
    """Whether a change by hand of a plan can be taken back, and whether one can be done again."""
    numbers = set(session.exec(select(PlanRevision.number).where(PlanRevision.plan_id == row.id)))
    return row.history_at - 1 in numbers, row.history_at + 1 in numbers


def routes_of_plan(session: Session, plan_id: str, *, ids: set[int] | None = None) -> list[RouteDetail]:
    """The routes of a plan by number, or some of them; the caller has checked whose plan it is."""
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


def plan_events(session: Session, organisation_id: int, plan_id: str, *, after_id: int = 0) -> list[Event]:
    """The drivers' reports of a plan in the order received, those after an event's id only."""
    statement = (
        select(Event)
        .where(Event.organisation_id == organisation_id, Event.plan_id == plan_id)
        .where(col(Event.id) > after_id)
        .order_by(col(Event.id))
    )
    return list(session.exec(statement))
