"""Further plans of a day: copies, plans made again from another, and plans of the rest of a day."""

from __future__ import annotations

from sqlmodel import Session

from app.errors import ConflictError
from app.schemas.drafts import AgainIn, ChangesOut, RestIn
from app.services.drafts.snapshots import Snapshots
from app.services.plans.comparison import changes_between
from data.domain.errors import Fault, InputError
from data.store.network.sites import Site
from data.store.plans import continuation, copies, lifecycle
from data.store.plans.copies import FINISHED
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan


def copy_plan(store: Session, organisation_id: int, plan_id: str, *, label: str, user_id: int | None) -> Plan:
    """A planned copy of a finished plan.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        S322: the plan is not finished.
    """
    try:
        return copies.copy_plan(store, organisation_id, plan_id, label=label, user_id=user_id)
    except InputError as error:
        raise ConflictError(error.faults) from error


def replan(
    store: Session,
    organisation_id: int,
    plan_id: str,
    options: AgainIn,
    *,
    seconds: float,
    user_id: int | None,
) -> Plan:
    """A queued plan of the same day that starts from a finished one and keeps its locks.

    The caller commits, then enqueues it.

    Parameters
    ----------
    seconds
        Search time where `options` names none.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        A253: the plan is not finished.
    """
    source = find_plan(store, organisation_id, plan_id)
    _require_finished(source, "start from")
    return lifecycle.create_plan(
        store,
        organisation_id=organisation_id,
        centre=store.get_one(Site, source.centre_id),
        date=source.date,
        seconds_limit=options.seconds or seconds,
        created_by=user_id,
        based_on=source,
        label=options.label,
    )


def replan_rest(
    store: Session,
    organisation_id: int,
    plan_id: str,
    options: RestIn,
    *,
    seconds: float,
    user_id: int | None,
) -> Plan:
    """A queued plan of the rest of a published plan's day, from what its drivers have reported.

    The caller commits, then enqueues it.

    Parameters
    ----------
    seconds
        Search time where `options` names none.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        S330 to S332: the plan is not published, its day is over, or a truck has no route in it.
    """
    try:
        return continuation.continue_plan(
            store,
            organisation_id,
            plan_id,
            out=options.out,
            reasons=options.reasons,
            most_moved=options.most_moved,
            from_s=options.from_s,
            seconds_limit=options.seconds or seconds,
            user_id=user_id,
            label=options.label,
        )
    except InputError as error:
        raise ConflictError(error.faults) from error


def compare_plans(
    store: Session, snapshots: Snapshots, organisation_id: int, plan_id: str, against: str
) -> ChangesOut:
    """What a plan changes against another.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        A253: one of them is not finished.
    """
    before, after = (find_plan(store, organisation_id, name) for name in (against, plan_id))
    for plan in (before, after):
        _require_finished(plan, "compare")
    return changes_between(store, snapshots, before, after)


def _require_finished(plan: Plan, purpose: str) -> None:
    if plan.status not in FINISHED:
        cause = f"The plan is {plan.status.value}: there is nothing to {purpose} yet."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan.id}"))
