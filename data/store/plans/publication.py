"""Publish a plan: routes get driver links, requests become planned, the earlier plan is superseded."""

from __future__ import annotations

import secrets

from sqlmodel import Session, col, select

from data.domain.errors import Fault, InputError
from data.store.column_types import now
from data.store.plans.absences import find_absences
from data.store.plans.lookup import find_plan
from data.store.plans.succession import Reported, redirect_links
from data.store.plans.tables import Plan, PlanStatus, Route, Visit
from data.store.requests.pickup_requests import PickupRequest, RequestStatus

NONCE_BYTES = 16
_GONE = (RequestStatus.CANCELLED, RequestStatus.COLLECTED)


def publish(session: Session, organisation_id: int, plan_id: str) -> list[Route]:
    """Publish a finished plan and return its routes, each with the nonce of its driver link.

    A published plan of the same centre and date becomes planned again. Its links lead to the new plan's
    routes with the same vehicle and driver; other links end. Once drivers have reported from it, only a plan
    that continues it can replace it: it contains every reported stop, on the same vehicle, and takes over the
    reports. Publishing a published plan changes nothing.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    InputError
        All reasons: S311 the plan is not finished, S312 it has violations, S313 requests were cancelled,
        collected or moved to another day or centre since, S314 drivers already work by another plan of the
        day, which this one does not continue, S315 a vehicle or its driver has become unavailable.
    """
    found = find_plan(session, organisation_id, plan_id)
    day = select(Plan).where(
        Plan.organisation_id == organisation_id, Plan.centre_id == found.centre_id, Plan.date == found.date
    )
    # All plans of the day are locked: two published at once would each find no other published one.
    plans = list(session.exec(day.with_for_update().execution_options(populate_existing=True)))
    routes = list(session.exec(select(Route).where(Route.plan_id == plan_id).order_by(col(Route.number))))
    if found.status is PlanStatus.PUBLISHED:
        return routes
    earlier = [row for row in plans if row.status is PlanStatus.PUBLISHED]
    reported = {row.id: Reported.of(session, row) for row in earlier}
    carried = set().union(*(each.requests for each in reported.values()))
    faults = [
        *_not_publishable(found),
        *_changed_requests(session, found, carried),
        *_changed_crews(session, found),
        *(fault for each in reported.values() for fault in each.faults(session, routes)),
    ]
    if faults:
        raise InputError(faults)
    for row in earlier:
        _withdraw(session, row)
        redirect_links(session, row, routes)
        reported[row.id].hand_over(session, routes)
    for route in routes:
        route.token_nonce = route.token_nonce or secrets.token_urlsafe(NONCE_BYTES)
        route.replaced_by = None
    found.status, found.published_at = PlanStatus.PUBLISHED, now()
    for request in _requests(session, plan_id):
        if request.id not in carried:
            request.status = RequestStatus.PLANNED
            session.add(request)
    session.add_all([found, *routes])
    session.flush()
    return routes


def _not_publishable(row: Plan) -> list[Fault]:
    where = f"plan {row.id}"
    if row.status is not PlanStatus.PLANNED:
        cause = f"The plan is {row.status.value}, not planned."
        return [Fault("S311", cause, "Wait for it to finish, or plan the day again.", where)]
    if row.figures.get("violations") != 0:
        count = row.figures.get("violations")
        return [Fault("S312", f"The plan breaks rules ({count} violations).", "Plan the day again.", where)]
    return []


def _changed_requests(session: Session, row: Plan, carried: set[int]) -> list[Fault]:
    """Return requests that changed since; those already reported are accepted as they are."""
    return [
        Fault(
            "S313",
            f"Request {request.ref} was {change} after it was planned.",
            "Plan the day again.",
            f"request {request.ref}",
        )
        for request in _requests(session, row.id)
        if request.id not in carried and (change := _change(request, row))
    ]


def _changed_crews(session: Session, row: Plan) -> list[Fault]:
    """A plan of the rest of a day has already taken absent vehicles into account."""
    if row.continues:
        return []
    action = "Plan the day again, or change the truck, the driver or the calendar back."
    return [
        Fault("S315", f"Truck {ref} {why}.", action, f"vehicle {ref}")
        for ref, why in find_absences(session, row).items()
    ]


def _change(request: PickupRequest, row: Plan) -> str:
    """Return the change that prevents a request from being served; empty if there is none."""
    if request.status in _GONE:
        return request.status.value
    if (request.date, request.centre_id) != (row.date, row.centre_id):
        # Published here as well, two vehicles would be sent for it.
        return "moved to another day or centre"
    return ""


def _withdraw(session: Session, row: Plan) -> None:
    for request in _requests(session, row.id):
        if request.status is RequestStatus.PLANNED:
            request.status = RequestStatus.OPEN
            session.add(request)
    row.status, row.published_at = PlanStatus.PLANNED, None
    session.add(row)
    session.flush()


def _requests(session: Session, plan_id: str) -> list[PickupRequest]:
    """Return the requests that a plan serves."""
    served = select(Visit.request_id).join(Route).where(Route.plan_id == plan_id)
    return list(session.exec(select(PickupRequest).where(col(PickupRequest.id).in_(served))))
