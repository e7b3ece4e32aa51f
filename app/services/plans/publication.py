"""Publishing a plan to its drivers, and renewing the link of one route."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.errors import ConflictError
from app.schemas.drafts import ChangesOut, PublishedOut
from app.schemas.plans import LinkOut
from app.services.plans.comparison import changes_between
from app.services.plans.document import LinkOf
from app.services.plans.snapshots import Snapshots
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.plans import publication
from data.store.plans.lookup import RouteDetail, find_plan, find_published_plan, load_routes
from data.store.plans.tables import PlanStatus, Route

MAX_NUMBER = 2**31 - 1
"""Of a route: the largest integer that every database stores."""


def publish_plan(
    store: Session, snapshots: Snapshots, organisation_id: int, plan_id: str, *, link_of: LinkOf
) -> PublishedOut:
    """Publish a finished plan; the plan published before for its day is superseded.

    Each driver gets a notice of what changed against that plan.

    Parameters
    ----------
    link_of
        Returns the full address of the page of a route's driver.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        S311 to S315: everything that blocks it (`data.store.plans.publication.publish`).
    """
    plan = find_plan(store, organisation_id, plan_id)
    earlier = find_published_plan(store, plan)
    try:
        publication.publish(store, organisation_id, plan_id)
    except InputError as error:
        raise ConflictError(error.faults) from error
    changes = None
    if earlier is not None and earlier.id != plan_id:
        changes = changes_between(store, snapshots, earlier, plan)
        _notify_drivers(store, plan_id, changes, earlier.version)
    return _document(store, organisation_id, plan_id, link_of, changes)


def renew_link(
    store: Session, organisation_id: int, plan_id: str, number: int, *, nonce: str, link_of: LinkOf
) -> PublishedOut:
    """Give a route of a published plan a new link, which invalidates the previous one.

    Parameters
    ----------
    nonce
        Nonce of the new link.

    Raises
    ------
    NotFoundError
        S302, A222: the organisation has no such plan, or the plan no such route.
    ConflictError
        A221: the plan is not published.
    """
    plan = find_plan(store, organisation_id, plan_id)
    if plan.status is not PlanStatus.PUBLISHED:
        cause = f"The plan is {plan.status.value}, not published."
        raise ConflictError(Fault("A221", cause, "Publish it first.", plan_id))
    route = find_route(store, plan_id, number)
    route.token_nonce = nonce
    store.add(route)
    store.flush()
    return _document(store, organisation_id, plan_id, link_of)


def find_route(store: Session, plan_id: str, number: int) -> Route:
    """Return a route of a plan by its number; the caller has checked the plan's owner.

    Raises
    ------
    NotFoundError
        A222: the plan has no such route.
    """
    # A larger number would raise a database error instead of not being found.
    statement = select(Route).where(Route.plan_id == plan_id, col(Route.number) == min(number, MAX_NUMBER))
    route = store.exec(statement).first()
    if route is None:
        raise NotFoundError(
            Fault("A222", f"The plan has no route {number}.", "Reload the plan.", f"routes/{number}")
        )
    return route


def _notify_drivers(store: Session, plan_id: str, changes: ChangesOut, version: int) -> None:
    by_vehicle = {each.vehicle: each for each in changes.routes}
    for detail in load_routes(store, plan_id):
        each = by_vehicle.get(detail.vehicle.ref)
        detail.route.notice = {"since_version": version, **each.model_dump(mode="json")} if each else {}
        store.add(detail.route)


def _document(
    store: Session, organisation_id: int, plan_id: str, link_of: LinkOf, changes: ChangesOut | None = None
) -> PublishedOut:
    plan = find_plan(store, organisation_id, plan_id)
    assert plan.published_at is not None
    return PublishedOut(
        id=plan.id,
        status=plan.status.value,
        version=plan.version,
        published_at=plan.published_at.isoformat(),
        links=[_link(detail, link_of) for detail in load_routes(store, plan_id)],
        changes=changes,
    )


def _link(detail: RouteDetail, link_of: LinkOf) -> LinkOut:
    assert detail.route.id is not None
    return LinkOut(
        route=detail.route.id,
        number=detail.route.number,
        plate=detail.vehicle.plate,
        driver=detail.driver.name if detail.driver else None,
        url=link_of(detail.route),
    )
