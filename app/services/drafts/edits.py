"""Apply one manual edit of a planned plan, from the request to the stored rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from app.errors import ConflictError
from app.schemas.drafts import EditedOut, EditIn
from app.services.drafts.documents import edited_document
from app.services.drafts.edit_mapping import edit_of, locks_after, require_unlocked
from app.services.drafts.plan_rows import Change, Written, violations_of, write_state
from app.services.plans.snapshots import Snapshots
from data.domain.errors import Fault, InputError
from data.domain.plan import Violation
from data.settings import Settings
from data.store.engine import session
from data.store.plans import drafts
from data.store.plans.drafts import PlanLocks
from data.store.plans.lookup import can_undo_redo, find_plan
from data.store.plans.tables import Plan, PlanStatus
from routing.formats.native.stored import read_stored_plan, write_stored_plan


def change_plan(
    settings: Settings,
    snapshots: Snapshots,
    organisation_id: int,
    plan_id: str,
    revision: int,
    *,
    apply: Callable[[Session, Change], Written],
    language: str,
) -> EditedOut:
    """Apply one change in one transaction.

    Parameters
    ----------
    revision
        Revision on which the change is based.
    apply
        `edit` or `step`, with their other arguments.

    Raises
    ------
    StaleError
        S321: the plan has another revision by now.
    ConflictError
        S320: the plan cannot be edited. A251, A252: see `edit` and `step`.
    """
    if not snapshots.holds(plan_id):
        with session(settings) as store:
            # Unpacked before the plan is locked, so that other writers need not wait for it.
            plan = find_plan(store, organisation_id, plan_id)
            if plan.status is PlanStatus.PLANNED:
                snapshots.snapshot(store, plan)
    try:
        with session(settings, write=True) as store:
            row = drafts.lock_for_edit(store, organisation_id, plan_id, revision)
            snapshot = snapshots.snapshot(store, row)
            change = Change(row=row, snapshot=snapshot, plan=snapshots.plan(store, row))
            written = apply(store, change)
            document = edited_document(store, row, written, snapshot.materials, language=language)
    except InputError as error:
        if error.code == "S320":
            raise ConflictError(error.faults) from error
        raise
    # After the commit: if that fails, another process may create a different state of this revision.
    snapshots.put(row, written.plan)
    return document


def edit(store: Session, change: Change, document: EditIn, user_id: int | None) -> Written:
    """Apply an edit and add it to the plan's history.

    Raises
    ------
    ConflictError
        A251: the route, or the stop, is locked.
    InputError
        R420 to R425: the edit does not fit the plan.
    """
    locks, before = PlanLocks.of(change.row), drafts.state_of(change.row)
    after, violations = change.plan, violations_of(change.row)
    route_edit = edit_of(document, change.plan)
    if route_edit is not None:
        done = change.snapshot.editor.apply(change.plan, route_edit, known=violations)
        require_unlocked(locks, document, change.plan, done.touched)
        after, violations = done.plan, list(done.violations)
    change.row.wishes = locks_after(locks, document, after).as_json()
    written = write_state(store, change, after, violations)
    drafts.record_edit(
        store,
        change.row,
        drafts.Edited(
            edit=document.model_dump(exclude={"revision"}, exclude_none=True),
            plan_json=write_stored_plan(after),
            before=before,
            user_id=user_id,
        ),
    )
    return written


def step(store: Session, change: Change, by: int) -> Written:
    """Undo (`by` -1) or redo (1) a step of the plan's history.

    Raises
    ------
    ConflictError
        A252: there is nothing to undo or redo.
    """
    number = change.row.history_at + by
    state = drafts.find_revision(store, change.row.id, number)
    if state is None:
        cause = "There is nothing to undo." if by < 0 else "There is nothing to do again."
        raise ConflictError(Fault("A252", cause, "Continue from the current state.", f"plan {change.row.id}"))
    change.row.history_at = number
    change.row.wishes = state.state["wishes"]
    violations = [Violation(**stored) for stored in state.state["violations"]]
    after = read_stored_plan(drafts.plan_json(store, change.row))
    written = write_state(store, change, after, violations)
    return replace(written, reach=can_undo_redo(store, change.row))


def require_editable(plan: Plan) -> None:
    """Refuse a plan of the rest of a day.

    Raises
    ------
    ConflictError
        S323: the plan continues a day that has begun.
    """
    try:
        drafts.require_editable(plan)
    except InputError as error:
        raise ConflictError(error.faults) from error
