"""Create plans: of a day, copied, replanned, or of the rest of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlmodel import Session

from app.errors import ConflictError
from app.schemas.drafts import AgainIn, RestIn
from app.services.day.missing import find_missing
from data.domain.errors import Fault, InputError
from data.store.network.sites import Site, find_centre
from data.store.plans import continuation, copies, lifecycle
from data.store.plans.copies import FINISHED
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan


def plan_day(
    store: Session,
    organisation_id: int,
    centre_ref: str,
    date: dt.date,
    *,
    networks: Collection[str],
    seconds: float,
    user_id: int | None = None,
) -> Plan:
    """Create a queued plan of a centre's day; the caller commits, then enqueues it.

    Parameters
    ----------
    networks
        Names of the imported road networks.
    seconds
        Search time.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    ConflictError
        A211 to A214, A246, A247: a prerequisite of every plan of this day is missing.
    """
    centre = find_centre(store, organisation_id, centre_ref)
    missing = find_missing(store, organisation_id, centre, date, networks)
    if missing:
        raise ConflictError(missing)
    return lifecycle.create_plan(
        store,
        organisation_id=organisation_id,
        centre=centre,
        date=date,
        seconds_limit=seconds,
        created_by=user_id,
    )


def copy_plan(store: Session, organisation_id: int, plan_id: str, *, label: str, user_id: int | None) -> Plan:
    """Create a planned copy of a finished plan.

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
    """Create a queued plan of the same day that starts from a finished one and keeps its locks.

    The caller commits, then enqueues it.

    Parameters
    ----------
    seconds
        Search time if `options` has none.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        A253: the plan is not finished.
    """
    source = find_plan(store, organisation_id, plan_id)
    require_finished(source, "start from")
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
    """Create a queued plan of the rest of a published plan's day, from its drivers' reports.

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


def require_finished(plan: Plan, purpose: str) -> None:
    """Refuse (A253) a plan that has no routes yet; `purpose` states what they are needed for."""
    if plan.status not in FINISHED:
        cause = f"The plan is {plan.status.value}: there is nothing to {purpose} yet."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan.id}"))
