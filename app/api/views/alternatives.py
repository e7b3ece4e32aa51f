"""Plans of one day beside each other: copies, plans made again with what is locked, and what differs."""

from __future__ import annotations

from typing import Any

from app.api.blueprint import api
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.errors import ConflictError
from app.schemas.drafts import AgainIn, AgainstQuery, ChangesOut, CopyIn, RestIn
from app.schemas.plans import PlanStarted
from app.services.plans.comparison import changes_between
from data.domain.errors import Fault, InputError
from data.store.network.sites import Site
from data.store.plans import copies, lifecycle
from data.store.plans.continuation import continue_plan
from data.store.plans.copies import FINISHED
from data.store.plans.lookup import find_plan

UNFINISHED: Any = {409: "The plan is not finished"}


@api.post("/plans/<plan_id>/copy")
@allowed(*DISPATCHERS)
@api.input(CopyIn, arg_name="wanted")
@api.output(PlanStarted, status_code=201)
@api.doc(operation_id="copyPlan", responses=UNFINISHED)
def copy_plan(plan_id: str, wanted: CopyIn) -> PlanStarted:
    """Keep a plan beside itself: a planned copy, to be changed while the other stays as it is.

    The way to change a published plan: copy it, change the copy, publish that.
    """
    account = principal()
    with installation().writing() as store:
        try:
            plan = copies.copy_plan(
                store, account.organisation_id, plan_id, label=wanted.label, user_id=account.user_id
            )
        except InputError as error:
            raise ConflictError(error.faults) from error
        return PlanStarted(id=plan.id, status=plan.status.value)


@api.post("/plans/<plan_id>/again")
@allowed(*DISPATCHERS)
@api.input(AgainIn, arg_name="wanted")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="planAgain", responses=UNFINISHED)
def plan_again(plan_id: str, wanted: AgainIn) -> PlanStarted:
    """Plan the day again, starting from this plan and keeping what is locked in it.

    Locked routes and stops on their trucks stay, what is excluded is left out, what is forced is served
    if that is possible at all; requests of the day that are new are taken in. The result is another
    plan of the day; this one stays.
    """
    account = principal()
    with installation().writing() as store:
        source = find_plan(store, account.organisation_id, plan_id)
        if source.status not in FINISHED:
            cause = f"The plan is {source.status.value}: there is nothing to start from yet."
            raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan_id}"))
        plan = lifecycle.create_plan(
            store,
            organisation_id=account.organisation_id,
            centre=store.get_one(Site, source.centre_id),
            date=source.date,
            seconds_limit=wanted.seconds or installation().settings.solve_seconds,
            created_by=account.user_id,
            based_on=source,
            label=wanted.label,
        )
    installation().queue.enqueue(plan)
    return PlanStarted(id=plan.id, status=plan.status.value)


@api.post("/plans/<plan_id>/rest")
@allowed(*DISPATCHERS)
@api.input(RestIn, arg_name="wanted")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="planRest", responses={409: "The plan is not published, or its day is over"})
def plan_rest(plan_id: str, wanted: RestIn) -> PlanStarted:
    """Plan the rest of a published plan's day again, from what its drivers have reported.

    What is done or failed stays; trucks that are out give up what is left of their routes; new requests
    of the day are taken in, and roads closed by now are honoured. Everything else stays with its truck
    unless moving it saves more than it disturbs. The result is another plan of the day, to be compared
    (`/changes`) and published in place of this one; it is not changed by hand.
    """
    account = principal()
    with installation().writing() as store:
        try:
            plan = continue_plan(
                store,
                account.organisation_id,
                plan_id,
                out=wanted.out,
                reasons=wanted.reasons,
                most_moved=wanted.most_moved,
                from_s=wanted.from_s,
                seconds_limit=wanted.seconds or installation().settings.solve_seconds,
                user_id=account.user_id,
                label=wanted.label,
            )
        except InputError as error:
            raise ConflictError(error.faults) from error
    installation().queue.enqueue(plan)
    return PlanStarted(id=plan.id, status=plan.status.value)


@api.get("/plans/<plan_id>/changes")
@allowed(*READERS)
@api.input(AgainstQuery, location="query", arg_name="asked")
@api.output(ChangesOut)
@api.doc(operation_id="comparePlans", responses=UNFINISHED)
def compare_plans(plan_id: str, asked: AgainstQuery) -> ChangesOut:
    """What a plan changes against another, in figures and for each truck and its driver.

    Starts that move by less than a minute are not told.
    """
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        before, after = (find_plan(store, organisation_id, name) for name in (asked.against, plan_id))
        for plan in (before, after):
            if plan.status not in FINISHED:
                cause = f"The plan is {plan.status.value}: there is nothing to compare yet."
                raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan.id}"))
        return changes_between(store, installation().snapshots, before, after)
