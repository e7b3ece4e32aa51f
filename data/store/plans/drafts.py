"""Revisions and locks of a plan that is edited manually.

Every change states the revision on which it is based and is refused on any other, so that concurrent edits
are never lost silently.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from data.domain.errors import Fault, InputError
from data.store.accounts.users import User
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan, PlanDocument, PlanRevision, PlanStatus

MOST_KEPT = 200
"""States of a plan that can be gone back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLocks:
    """Locks on a plan, and tasks to exclude or to force.

    Attributes
    ----------
    routes
        Vehicles whose routes are locked.
    stops
        Task → vehicle to which it is locked.
    excluded, forced
        Tasks to leave out, and tasks to serve at any cost.
    """

    routes: tuple[str, ...] = ()
    stops: dict[str, str] | None = None
    excluded: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Plan) -> PlanLocks:
        """Read the locks of a plan."""
        return cls(
            routes=tuple(row.wishes.get("routes", ())),
            stops=dict(row.wishes.get("stops") or {}),
            excluded=tuple(row.wishes.get("excluded", ())),
            forced=tuple(row.wishes.get("forced", ())),
        )

    def as_json(self) -> dict[str, Any]:
        """Return JSON as stored in `Plan.wishes`."""
        return asdict(replace(self, stops=self.stops or {}))


class StaleError(InputError):
    """S321: another user changed the plan since the revision on which the change is based."""

    def __init__(self, row: Plan, revision: int) -> None:
        self.plan_id = row.id
        self.revision = revision
        cause = f"The plan was changed meanwhile: it is at revision {row.revision}, not {revision}."
        super().__init__(Fault("S321", cause, "Review the changes, then repeat the edit.", "revision"))


def lock_for_edit(session: Session, organisation_id: int, plan_id: str, revision: int) -> Plan:
    """Return a planned plan, locked for one change of a revision.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    InputError
        S320: the plan cannot be edited.
    StaleError
        S321: the plan has another revision.
    """
    mine = select(Plan).where(Plan.id == plan_id, Plan.organisation_id == organisation_id)
    held = mine.with_for_update().execution_options(populate_existing=True)
    row = session.exec(held).first() or find_plan(session, organisation_id, plan_id)  # S302
    if row.status is not PlanStatus.PLANNED:
        cause = f"The plan is {row.status.value}; only a planned one can be edited."
        action = "Make a copy of it and change that." if row.status is PlanStatus.PUBLISHED else "Wait."
        raise InputError(Fault("S320", cause, action, f"plan {row.id}"))
    require_editable(row)
    if row.revision != revision:
        raise StaleError(row, revision)
    return row


def require_editable(row: Plan) -> None:
    """Refuse a plan of the rest of a day: edits do not take driven parts into account.

    Raises
    ------
    InputError
        S323: the plan continues a day that has begun.
    """
    if row.continues:
        cause = "The plan continues a day that has begun and cannot be edited."
        action = (
            "Cancel a stop's request, or enter a new one, among the day's requests; then open the published "
            f"plan {row.based_on} and choose 'Plan the rest again': it takes that in, leaves out the trucks "
            "that you name, and can keep every other stop on its truck."
        )
        raise InputError(Fault("S323", cause, action, f"plan {row.id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An edit for the history: description, user, and the states before and after.

    Attributes
    ----------
    plan_json
        Native plan after the edit.
    before
        `state_of` the plan before the edit.
    """

    edit: dict[str, Any]
    plan_json: str
    before: dict[str, Any]
    user_id: int | None


def record_edit(session: Session, row: Plan, done: Edited) -> None:
    """Add an edit to a plan's history; undone edits are dropped, the first state is kept."""
    number, plan_id = col(PlanRevision.number), col(PlanRevision.plan_id)
    kept = set(session.exec(select(PlanRevision.number).where(plan_id == row.id)))
    oldest = row.history_at - MOST_KEPT
    out_of_reach = {each for each in kept if each > row.history_at or 0 < each <= oldest}
    if out_of_reach:
        session.exec(delete(PlanRevision).where(plan_id == row.id, number.in_(out_of_reach)))
    if row.history_at not in kept:
        # The first edit: the original plan is stored already.
        session.add(PlanRevision(plan_id=row.id, number=row.history_at, state=done.before, plan_json=""))
    row.history_at += 1
    session.add(
        PlanRevision(
            plan_id=row.id,
            number=row.history_at,
            edit=done.edit,
            state=state_of(row),
            plan_json=done.plan_json,
            created_by=done.user_id,
        )
    )


def state_of(row: Plan) -> dict[str, Any]:
    """Return the state of a plan stored in its history beside the native plan."""
    return {"violations": row.violations, "wishes": row.wishes}


def plan_json(session: Session, row: Plan) -> str:
    """Return the native plan of a finished plan at `history_at` of its history."""
    changed = select(PlanRevision.plan_json).where(
        PlanRevision.plan_id == row.id, PlanRevision.number == row.history_at
    )
    made = select(PlanDocument.plan_json).where(PlanDocument.plan_id == row.id)
    return session.exec(changed).first() or session.exec(made).one()


def find_revision(session: Session, plan_id: str, number: int) -> PlanRevision | None:
    """Return a stored state of a plan without its native plan (`plan_json`); None if it is not stored."""
    found = select(PlanRevision).where(PlanRevision.plan_id == plan_id, PlanRevision.number == number)
    return session.exec(found).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionEntry:
    """One entry of a plan's history; `name` is that of the user who made it."""

    number: int
    edit: dict[str, Any]
    name: str | None
    created_at: datetime


def list_revisions(session: Session, plan_id: str) -> list[RevisionEntry]:
    """Return the stored states of a plan, in order."""
    found = (
        select(PlanRevision.number, PlanRevision.edit, User.name, PlanRevision.created_at)
        .join(User, col(User.id) == PlanRevision.created_by, isouter=True)
        .where(PlanRevision.plan_id == plan_id)
        .order_by(col(PlanRevision.number))
    )
    return [
        RevisionEntry(number=number, edit=dict(edit), name=name, created_at=moment)
        for number, edit, name, moment in session.exec(found)
    ]
