"""Figures of a centre's day: requested, planned, late and received, and the next action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.services.day.missing import find_missing
from app.services.day.notices import find_notices
from app.services.requests.find import list_day_requests
from data.domain.errors import Fault
from data.store.column_types import now
from data.store.network.sites import find_centre
from data.store.plans.lookup import PlanDetail, find_current_plan, load_plan_detail
from data.store.plans.progress import TODO, VisitState, fold_events
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus, Visit
from data.store.requests.pickup_requests import RequestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """Figures of a centre's day, for its published plan or else the newest.

    Attributes
    ----------
    requested
        Number of requests that are not cancelled.
    late
        Visits of a published plan that started, or can now only start, after their last window.
    received_kg
        Mass weighed and reported by the drivers, without estimates.
    missing
        Missing prerequisites of every plan of the day.
    notices
        Notices that do not prevent planning.
    """

    requested: int
    planned: int
    left_out: int
    late: int
    received_kg: float
    plan_id: str | None
    next_action: str
    missing: tuple[Fault, ...]
    notices: tuple[Fault, ...]


def load_day_figures(
    session: Session, organisation_id: int, centre_ref: str, date: dt.date, networks: Collection[str]
) -> DayFigures:
    """Read the figures of a centre and date.

    Parameters
    ----------
    networks
        Names of the imported road networks.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    centre = find_centre(session, organisation_id, centre_ref)
    assert centre.id is not None
    requests = list_day_requests(session, organisation_id, centre.id, date)
    plan = find_current_plan(session, organisation_id, centre.id, date)
    detail = load_plan_detail(session, organisation_id, plan.id) if plan is not None else None
    missing = find_missing(session, organisation_id, centre, date, networks)
    figures = plan.figures if plan is not None else {}
    return DayFigures(
        requested=sum(entry.request.status is not RequestStatus.CANCELLED for entry in requests),
        planned=int(figures.get("served", 0)),
        left_out=int(figures.get("unassigned", 0)),
        late=count_late_visits(detail, now()) if detail is not None else 0,
        received_kg=sum_received_kg(detail) if detail is not None else 0.0,
        plan_id=plan.id if plan is not None else None,
        next_action=choose_next_action(plan, missing),
        missing=tuple(missing),
        notices=tuple(find_notices(session, organisation_id, centre, date, requests)),
    )


def choose_next_action(plan: Plan | None, missing: Sequence[Fault]) -> str:
    """Return the next action of the dispatcher, as a word of the API."""
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


def count_late_visits(detail: PlanDetail, moment: dt.datetime) -> int:
    """Count visits of a published plan that started, or can now only start, after their last window.

    Visits without windows are never late, and visits of a route without reports are not counted, as it is
    unknown whether the vehicle has left.
    """
    if detail.plan.status is not PlanStatus.PUBLISHED:
        return 0
    states = fold_events(detail.events)
    begun = {event.route_id for event in detail.events}
    return sum(
        _is_late(detail, visit, states.get(visit.id or 0, TODO), moment)
        for route in detail.routes
        if route.route.id in begun
        for visit in route.visits
        if visit.request_id is not None
    )


def _is_late(detail: PlanDetail, visit: Visit, state: VisitState, moment: dt.datetime) -> bool:
    lines = detail.requests.get(visit.request_id or 0)
    if lines is None or not lines.request.windows:
        return False
    closes_s = max(end_s for _start_s, end_s in lines.request.windows)
    was_there = state.first.at if state.first is not None else moment
    return (was_there - detail.plan.start).total_seconds() > closes_s


def sum_received_kg(detail: PlanDetail) -> float:
    """Sum the kilograms weighed and reported by drivers, without estimates."""
    states = fold_events(detail.events).values()
    weighed = (state.report.kg for state in states if state.status == "done" and state.report is not None)
    return round(sum(kg for kg in weighed if kg is not None), 3)
