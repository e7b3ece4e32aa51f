"""One change by hand of a planned plan, from what was asked to what is stored."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from app.errors import ConflictError
from app.schemas.drafts import EditIn
from app.services.drafts.edit_mapping import edit_of, require_unlocked, wishes_after
from app.services.drafts.store import Change, Written, violations_of, write_state
from data.domain.errors import Fault
from data.domain.plan import Violation
from data.store.plans import drafts
from data.store.plans.drafts import Wishes
from data.store.plans.lookup import can_undo_redo
from routing.formats.native.stored import read_stored_plan, write_stored_plan


def edit(store: Session, change: Change, wanted: EditIn, user_id: int | None) -> Written:
    """Do what was asked and remember how it was before.

    Raises
    ------
    ConflictError
        A251: the route, or the stop, is locked.
    InputError
        R420 to R425: the edit does not fit the plan.
    """
    wishes, before = Wishes.of(change.row), drafts.state_of(change.row)
    after, violations = change.plan, violations_of(change.row)
    made = edit_of(wanted, change.plan)
    if made is not None:
        done = change.snapshot.editor.apply(change.plan, made, known=violations)
        require_unlocked(wishes, wanted, change.plan, done.touched)
        after, violations = done.plan, list(done.violations)
    new_wishes = wishes_after(wishes, wanted, after)
    change.row.wishes = new_wishes.as_json()
    written = write_state(store, change, after, violations)
    done_as = wanted.model_dump(exclude={"revision"}, exclude_none=True)
    drafts.record(
        store,
        change.row,
        drafts.Edited(edit=done_as, plan_json=write_stored_plan(after), before=before, user_id=user_id),
    )
    return written


def step(store: Session, change: Change, by: int) -> Written:
    """Go back (`by` -1) or forward again (1) in the history.

    Raises
    ------
    ConflictError
        A252: there is nothing to undo, or to do again.
    """
    number = change.row.history_at + by
    state = drafts.at(store, change.row.id, number)
    if state is None:
        cause = "There is nothing to undo." if by < 0 else "There is nothing to do again."
        raise ConflictError(Fault("A252", cause, "Go on from here.", f"plan {change.row.id}"))
    change.row.history_at = number
    change.row.wishes = state.state["wishes"]
    violations = [Violation(**kept) for kept in state.state["violations"]]
    after = read_stored_plan(drafts.plan_json(store, change.row))
    written = write_state(store, change, after, violations)
    return replace(written, reach=can_undo_redo(store, change.row))
