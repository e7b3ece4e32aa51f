"""Alternative plans of one day: copies, replanning with locks, and comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.api.blueprint import api
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.drafts import AgainIn, AgainstQuery, ChangesOut, CopyIn, RestIn
from app.schemas.plans import PlanStarted
from app.services.plans import comparison, create
from data.store.plans.tables import Plan

UNFINISHED: Any = {409: "The plan is not finished"}


@api.post("/plans/<plan_id>/copy")
@allowed(*DISPATCHERS)
@api.input(CopyIn, arg_name="body")
@api.output(PlanStarted, status_code=201)
@api.doc(operation_id="copyPlan", responses=UNFINISHED)
def copy_plan(plan_id: str, body: CopyIn) -> PlanStarted:
    """Copy a plan as a planned one that can be changed; the original is unchanged.

    To change a published plan, copy it, change the copy and publish the copy.
    """
    account = principal()
    with installation().writing() as store:
        plan = create.copy_plan(
            store, account.organisation_id, plan_id, label=body.label, user_id=account.user_id
        )
        return PlanStarted.of(plan)


@api.post("/plans/<plan_id>/again")
@allowed(*DISPATCHERS)
@api.input(AgainIn, arg_name="body")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="planAgain", responses=UNFINISHED)
def plan_again(plan_id: str, body: AgainIn) -> PlanStarted:
    """Plan the day again, starting from this plan and keeping its locks.

    Locked routes and stops keep their vehicles, excluded stops are left out, and forced ones are served if
    possible at all; new requests of the day are included. The result is another plan of the day; this one is
    unchanged.
    """
    return _enqueued(create.replan, plan_id, body)


@api.post("/plans/<plan_id>/rest")
@allowed(*DISPATCHERS)
@api.input(RestIn, arg_name="body")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="planRest", responses={409: "The plan is not published, or its day is over"})
def plan_rest(plan_id: str, body: RestIn) -> PlanStarted:
    """Plan the rest of a published plan's day again, from the reports of its drivers.

    Visits done or failed are kept; vehicles out of service lose the rest of their routes; new requests of the
    day and current road closures are taken into account. Other stops keep their vehicles unless a move saves
    more than its disturbance costs. The result is another plan of the day, to be compared (`/changes`) and
    published in place of this one; it cannot be edited.
    """
    return _enqueued(create.replan_rest, plan_id, body)


@api.get("/plans/<plan_id>/changes")
@allowed(*READERS)
@api.input(AgainstQuery, location="query", arg_name="query")
@api.output(ChangesOut)
@api.doc(operation_id="comparePlans", responses=UNFINISHED)
def compare_plans(plan_id: str, query: AgainstQuery) -> ChangesOut:
    """Compare a plan with another: changed figures, and changes by vehicle and driver.

    Starts that move by less than a minute are omitted.
    """
    own = installation()
    with own.reading() as store:
        return comparison.compare_plans(
            store, own.snapshots, principal().organisation_id, plan_id, query.against
        )


def _enqueued(make: Callable[..., Plan], plan_id: str, options: AgainIn) -> PlanStarted:
    """Create a plan from another and enqueue it."""
    account, own = principal(), installation()
    with own.writing() as store:
        plan = make(
            store,
            account.organisation_id,
            plan_id,
            options,
            seconds=own.settings.solve_seconds,
            user_id=account.user_id,
        )
    own.queue.enqueue(plan)
    return PlanStarted.of(plan)
