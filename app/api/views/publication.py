"""``/plans/<id>/publish``: hand a plan to its drivers, and replace a link that went astray."""

from __future__ import annotations

from flask import url_for
from sqlmodel import Session, col, select

from app.api.blueprint import api
from app.auth.access import DISPATCHERS, allowed, principal
from app.auth.driver_tokens import new_nonce, token_of
from app.context import installation
from app.errors import ConflictError
from app.schemas.drafts import ChangesOut, PublishedOut
from app.schemas.plans import LinkOut
from app.services.plans.comparison import changes_between
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.plans import publication
from data.store.plans.lookup import RouteDetail, find_plan, find_published_plan, load_routes
from data.store.plans.tables import PlanStatus, Route

MOST_NUMBER = 2**31 - 1
"""Of a route: the largest integer that every database keeps."""


@api.post("/plans/<plan_id>/publish")
@allowed(*DISPATCHERS)
@api.output(PublishedOut)
@api.doc(operation_id="publishPlan", responses={409: "What blocks it"})
def publish_plan(plan_id: str) -> PublishedOut:
    """Publish a finished plan and get its drivers' links, or 409 with all that blocks it.

    A plan published before for the same day steps back; its links lead on to the new routes of the same
    trucks and drivers, whose pages say what changed (`changes` here). Once its drivers have begun,
    only a plan that keeps all they have reported may replace it. Publishing a published plan changes
    nothing.
    """
    organisation_id = principal().organisation_id
    with installation().writing() as store:
        plan = find_plan(store, organisation_id, plan_id)
        earlier = find_published_plan(store, plan)
        try:
            publication.publish(store, organisation_id, plan_id)
        except InputError as error:
            raise ConflictError(error.faults) from error
        changes = None
        if earlier is not None and earlier.id != plan_id:
            changes = changes_between(store, installation().snapshots, earlier, plan)
            _notify(store, plan_id, changes, earlier.version)
        published = _published(store, organisation_id, plan_id)
        return published.model_copy(update={"changes": changes})


def _notify(store: Session, plan_id: str, changes: ChangesOut, version: int) -> None:
    """Leave each driver a notice of what changed."""
    found = {each.vehicle: each for each in changes.routes}
    for detail in load_routes(store, plan_id):
        each = found.get(detail.vehicle.ref)
        detail.route.notice = {"since_version": version, **each.model_dump(mode="json")} if each else {}
        store.add(detail.route)


@api.post("/plans/<plan_id>/routes/<int:number>/link")
@allowed(*DISPATCHERS)
@api.output(PublishedOut)
@api.doc(operation_id="renewLink", responses={409: "The plan is not published"})
def renew_link(plan_id: str, number: int) -> PublishedOut:
    """Give one route a new link; the one before ends at once. For a phone that was lost."""
    organisation_id = principal().organisation_id
    with installation().writing() as store:
        plan = find_plan(store, organisation_id, plan_id)
        if plan.status is not PlanStatus.PUBLISHED:
            raise ConflictError(
                Fault(
                    "A221", f"The plan is {plan.status.value}, not published.", "Publish it first.", plan_id
                )
            )
        # Beyond what a column holds the database would not answer but break.
        asked = min(number, MOST_NUMBER)
        route = store.exec(select(Route).where(Route.plan_id == plan_id, col(Route.number) == asked)).first()
        if route is None:
            raise NotFoundError(
                Fault("A222", f"The plan has no route {number}.", "Open the plan anew.", f"routes/{number}")
            )
        route.token_nonce = new_nonce()
        store.add(route)
        store.flush()
        return _published(store, organisation_id, plan_id)


def _published(store: Session, organisation_id: int, plan_id: str) -> PublishedOut:
    plan = find_plan(store, organisation_id, plan_id)
    assert plan.published_at is not None
    return PublishedOut(
        id=plan.id,
        status=plan.status.value,
        version=plan.version,
        published_at=plan.published_at.isoformat(),
        links=[_link(detail) for detail in load_routes(store, plan_id)],
    )


def _link(detail: RouteDetail) -> LinkOut:
    assert detail.route.id is not None
    return LinkOut(
        route=detail.route.id,
        number=detail.route.number,
        plate=detail.vehicle.plate,
        driver=detail.driver.name if detail.driver else None,
        url=url_for("driver.page", token=token_of(detail.route), _external=True),
    )
