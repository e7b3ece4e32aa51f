"""Plans of one day beside each other: copies, plans made again with what is locked, and what differs."""

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
    """Keep a plan beside itself: a planned copy, to be changed while the other stays as it is.

    The way to change a published plan: copy it, change the copy, publish that.
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
    """Plan the day again, starting from this plan and keeping what is locked in it.

    Locked routes and stops on their trucks stay, what is excluded is left out, what is forced is served
    if that is possible at all; requests of the day that are new are taken in. The result is another
    plan of the day; this one stays.
    """
    return _enqueued(create.replan, plan_id, body)


@api.post("/plans/<plan_id>/rest")
@allowed(*DISPATCHERS)
@api.input(RestIn, arg_name="body")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="planRest", responses={409: "The plan is not published, or its day is over"})
def plan_rest(plan_id: str, body: RestIn) -> PlanStarted:
    """Plan the rest of a published plan's day again, from what its drivers have reported.

    What is done or failed stays; trucks that are out give up what is left of their routes; new requests
    of the day are taken in, and roads closed by now are honoured. Everything else stays with its truck
    unless moving it saves more than it disturbs. The result is another plan of the day, to be compared
    (`/changes`) and published in place of this one; it is not changed by hand.
    """
    return _enqueued(create.replan_rest, plan_id, body)


@api.get("/plans/<plan_id>/changes")
@allowed(*READERS)
@api.input(AgainstQuery, location="query", arg_name="query")
@api.output(ChangesOut)
@api.doc(operation_id="comparePlans", responses=UNFINISHED)
def compare_plans(plan_id: str, query: AgainstQuery) -> ChangesOut:
    """What a plan changes against another, in figures and for each truck and its driver.

    Starts that move by less than a minute are not told.
    """
    own = installation()
    with own.reading() as store:
        return comparison.compare_plans(
            store, own.snapshots, principal().organisation_id, plan_id, query.against
        )


def _enqueued(make: Callable[..., Plan], plan_id: str, options: AgainIn) -> PlanStarted:
    """Create a plan from another, then hand it to the workers."""
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
