"""Publishing a plan: routes get driver links, requests become planned, the earlier plan steps back."""

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

    A published plan of the same centre and date goes back to planned. Its links lead to the new plan's
    routes where truck and driver are the same, and end otherwise. Once drivers have reported from it,
    only a plan that carries on from it replaces it: every stop that they have reported is there, on
    the same truck, and the reports go over to it. Publishing a published plan changes nothing.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    InputError
        What blocks it, all of it: S311 the plan is not finished, S312 it has violations, S313
        requests were cancelled, collected or moved to another day or centre since, S314 drivers already
        work by another plan of the day, and this one does not carry on from it, S315 a truck or its driver
        is out of use or off since.
    """
    found = find_plan(session, organisation_id, plan_id)
    day = select(Plan).where(
        Plan.organisation_id == organisation_id, Plan.centre_id == found.centre_id, Plan.date == found.date
    )
    # The day's plans are held together: two of them published at once would both find no other.
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
        return [Fault("S311", cause, "Wait for it to finish, or plan the day anew.", where)]
    if row.figures.get("violations") != 0:
        count = row.figures.get("violations")
        return [Fault("S312", f"The plan breaks rules ({count} violations).", "Plan the day anew.", where)]
    return []


def _changed_requests(session: Session, row: Plan, carried: set[int]) -> list[Fault]:
    """Requests that changed since; those that the plan carries over as reported are as they should be."""
    return [
        Fault(
            "S313",
            f"Request {request.ref} was {change} after it was planned.",
            "Plan the day anew.",
            f"request {request.ref}",
        )
        for request in _requests(session, row.id)
        if request.id not in carried and (change := _change(request, row))
    ]


def _changed_crews(session: Session, row: Plan) -> list[Fault]:
    """What a plan that carries on another does with trucks that are off by now, it settled itself."""
    if row.continues:
        return []
    action = "Plan the day anew, or change the truck, the driver or the calendar back."
    return [
        Fault("S315", f"Truck {ref} {why}.", action, f"vehicle {ref}")
        for ref, why in find_absences(session, row).items()
    ]


def _change(request: PickupRequest, row: Plan) -> str:
    """What changed about a request so that the plan can no longer serve it; empty where nothing did."""
    if request.status in _GONE:
        return request.status.value
    if (request.date, request.centre_id) != (row.date, row.centre_id):
        # Published here as well, two trucks would be sent for it.
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
    """The requests that a plan serves."""
    served = select(Visit.request_id).join(Route).where(Route.plan_id == plan_id)
    return list(session.exec(select(PickupRequest).where(col(PickupRequest.id).in_(served))))
