"""The life cycle of a plan; every step is one short transaction (`data.store.attempts`)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, func, select

from data.domain.errors import Fault, InputError
from data.store.accounts.organisations import Organisation
from data.store.attempts import Attempts
from data.store.column_types import now
from data.store.network.sites import Site
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan, PlanDocument, PlanStatus, PlanUnassigned, Route, Visit
from data.store.requests.recurring import materialise


def create_plan(
    session: Session,
    *,
    organisation_id: int,
    centre: Site,
    date: dt.date,
    seconds_limit: float,
    created_by: int | None = None,
    based_on: Plan | None = None,
    label: str = "",
    continues: Mapping[str, Any] | None = None,
) -> Plan:
    """Create a queued plan of a centre and date; the caller commits, then enqueues its id.

    Parameters
    ----------
    based_on
        A plan of the same day whose locks the new one keeps.
    continues
        How the new plan continues `based_on`, whose locks it then does not need.

    Raises
    ------
    InputError
        S304: the centre has no road network. S305: the search time is not positive.
    """
    if not centre.network:
        action = "Import a road network and choose it for the centre."
        raise InputError(Fault("S304", f"Centre {centre.ref} has no road network.", action, "centre"))
    if not 0 < seconds_limit <= MAX_SECONDS:
        cause = f"A search time of {seconds_limit:g} s is not between 0 and {MAX_SECONDS:g} s."
        raise InputError(Fault("S305", cause, "Give a time in that range.", "seconds"))
    # The centre's row is locked, so that two plans created at once get different versions.
    session.exec(select(Site).where(Site.id == centre.id).with_for_update()).one()
    counted = select(func.max(Plan.version)).where(
        Plan.organisation_id == organisation_id, Plan.centre_id == centre.id, Plan.date == date
    )
    latest = session.exec(counted).one()
    assert centre.id is not None
    materialise(session, organisation_id, centre.id, date)
    row = Plan(
        id=secrets.token_hex(8),
        organisation_id=organisation_id,
        centre_id=centre.id,
        date=date,
        version=(latest or 0) + 1,
        network=centre.network,
        utc_offset_min=session.get_one(Organisation, organisation_id).utc_offset_min,
        seconds_limit=seconds_limit,
        created_by=created_by,
        based_on=based_on.id if based_on is not None else None,
        wishes=dict(based_on.wishes) if based_on is not None and not continues else {},
        label=label,
        continues=dict(continues or {}),
    )
    session.add(row)
    session.flush()
    return row


MAX_SECONDS = 3600.0
"""Longest search a plan may ask for."""


_attempts = Attempts(Plan)
set_phase = _attempts.set_phase
must_stop = _attempts.must_stop
next_attempt = _attempts.next_attempt
unfinished = _attempts.unfinished


def begin(session: Session, plan_id: str, attempt: int) -> Plan | None:
    """Start a queued plan; None if this attempt is over, already started, or the plan was cancelled."""
    row = _attempts.queued(session, plan_id, attempt)
    if row is None:
        return None
    row.status = PlanStatus.RUNNING
    row.started_at = now()
    session.add(row)
    return row


def request_cancel(session: Session, organisation_id: int, plan_id: str) -> Plan:
    """Cancel a plan: a queued one ends at once, a running one soon, with the best plan found.

    A plan that has ended is unchanged.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    """
    find_plan(session, organisation_id, plan_id)
    return _attempts.request_cancel(session, plan_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Result of an attempt, as rows without ids.

    Attributes
    ----------
    routes
        Each route with its visits in order.
    problem_snapshot, plan_json
        The problem and the plan, both in the native format.
    matrices
        Of the problem (`data.store.plans.matrices.pack_matrices`); None if the problem contains them.
    """

    cost: float
    figures: Mapping[str, Any]
    methods: Mapping[str, Mapping[str, str]]
    profiles: Sequence[str]
    synthetic: bool
    routes: Sequence[tuple[Route, Sequence[Visit]]]
    unassigned: Sequence[PlanUnassigned]
    problem_snapshot: str
    plan_json: str
    matrices: bytes | None = None


def finish(session: Session, plan_id: str, attempt: int, outcome: Outcome) -> bool:
    """Store a finished plan; return False if another attempt has taken over."""
    row = _attempts.running(session, plan_id, attempt)
    if row is None:
        return False
    for route, visits in outcome.routes:
        route.plan_id = plan_id
        session.add(route)
        session.flush()
        assert route.id is not None
        for visit in visits:
            visit.route_id = route.id
        session.add_all(visits)
    for left_out in outcome.unassigned:
        left_out.plan_id = plan_id
    session.add_all(outcome.unassigned)
    session.add(
        PlanDocument(
            plan_id=plan_id,
            problem_snapshot=outcome.problem_snapshot,
            matrices=outcome.matrices,
            plan_json=outcome.plan_json,
        )
    )
    row.status, row.phase, row.finished_at, row.fault = PlanStatus.PLANNED, "done", now(), None
    row.cost, row.synthetic = outcome.cost, outcome.synthetic
    row.figures, row.methods = (
        dict(outcome.figures),
        {language: dict(said) for language, said in outcome.methods.items()},
    )
    row.profiles = list(outcome.profiles)
    session.add(row)
    return True


def fail(session: Session, plan_id: str, attempt: int, fault: Fault) -> bool:
    """Mark a plan as failed with its fault; return False if another attempt has taken over."""
    row = _attempts.unended(session, plan_id, attempt)
    if row is None:
        return False
    row.status, row.finished_at, row.fault = PlanStatus.FAILED, now(), fault.as_json()
    session.add(row)
    return True


def cancelled(session: Session, plan_id: str, attempt: int) -> bool:
    """End a running plan that was cancelled before any result."""
    row = _attempts.running(session, plan_id, attempt)
    if row is None:
        return False
    row.status, row.phase, row.finished_at = PlanStatus.CANCELLED, "done", now()
    session.add(row)
    return True
