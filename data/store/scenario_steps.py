"""A scenario from being asked for to its end. Every step is one short transaction.

As of plans (`lifecycle`): a step of a worker names its attempt, and does nothing when another
attempt has taken over.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlmodel import Session, col, func, select

from data.domain.errors import Fault, InputError
from data.store.studies import MOST_SCENARIOS, UNFINISHED, Scenario, ScenarioStatus, Study, scenario
from data.store.types import now, to_json


def ask(
    session: Session, study: Study, *, question: dict[str, Any], seconds_limit: float, name: str = ""
) -> Scenario:
    """A new scenario of a study, queued; the caller commits, then enqueues its id.

    Raises
    ------
    InputError
        S345: the study has as many scenarios as it may.
    """
    # Numbers are counted with the study's row held, so that two asked for at once get two numbers.
    session.exec(select(Study).where(Study.id == study.id).with_for_update()).one()
    count, latest = session.exec(
        select(func.count(), func.max(Scenario.number)).where(Scenario.study_id == study.id)
    ).one()
    if count >= MOST_SCENARIOS:
        cause = f"The study has {MOST_SCENARIOS} scenarios already."
        raise InputError(Fault("S345", cause, "Delete one of them.", "scenario"))
    row = Scenario(
        id=secrets.token_hex(8),
        study_id=study.id,
        number=(latest or 0) + 1,
        name=name,
        question=question,
        seconds_limit=seconds_limit,
    )
    session.add(row)
    session.flush()
    return row


def begin(session: Session, scenario_id: str, attempt: int) -> tuple[Scenario, Study] | None:
    """Take a queued scenario; None where this attempt is over, begun before, or it was cancelled."""
    row = _held(session, scenario_id)
    if row is None or row.attempt != attempt or row.status is not ScenarioStatus.QUEUED:
        return None
    row.status = ScenarioStatus.RUNNING
    session.add(row)
    return row, session.get_one(Study, row.study_id)


def set_phase(session: Session, scenario_id: str, attempt: int, phase: str) -> None:
    """Record what the present attempt is doing; does nothing for another attempt."""
    row = _running(session, scenario_id, attempt)
    if row is not None:
        row.phase = phase
        session.add(row)


def must_stop(session: Session, scenario_id: str, attempt: int) -> bool:
    """Whether a running attempt shall end: cancelled by people, deleted, or taken over."""
    row = session.get(Scenario, scenario_id)
    if row is None or row.attempt != attempt or row.status is not ScenarioStatus.RUNNING:
        return True
    return row.cancel_requested_at is not None


def request_cancel(session: Session, organisation_id: int, study_id: str, scenario_id: str) -> Scenario:
    """Stop a scenario: a queued one ends at once, a running one soon, with the best it has found.

    Raises
    ------
    NotFoundError
        S343, S344: the organisation has no such study, or the study no such scenario.
    """
    scenario(session, organisation_id, study_id, scenario_id)
    row = _held(session, scenario_id)
    assert row is not None
    if row.status is ScenarioStatus.QUEUED:
        row.status, row.phase, row.finished_at = ScenarioStatus.CANCELLED, "done", now()
    elif row.status is ScenarioStatus.RUNNING and row.cancel_requested_at is None:
        row.cancel_requested_at = now()
    session.add(row)
    return row


def finish(
    session: Session, scenario_id: str, attempt: int, answer: dict[str, Any], figures: dict[str, Any]
) -> bool:
    """Store an answer whole; False where another attempt has taken over."""
    row = _running(session, scenario_id, attempt)
    if row is None:
        return False
    row.status, row.phase, row.finished_at, row.fault = ScenarioStatus.SOLVED, "done", now(), None
    row.answer, row.figures = to_json(answer), figures
    session.add(row)
    return True


def end_without(session: Session, scenario_id: str, attempt: int, fault: Fault | None) -> bool:
    """End an attempt without an answer: failed with what was wrong, or cancelled where nothing was."""
    row = _held(session, scenario_id)
    if row is None or row.attempt != attempt or row.status not in UNFINISHED:
        return False
    row.status = ScenarioStatus.CANCELLED if fault is None else ScenarioStatus.FAILED
    row.phase, row.finished_at = "done", now()
    row.fault = None if fault is None else fault.as_json()
    session.add(row)
    return True


def next_attempt(session: Session, scenario_id: str, attempt: int, *, crashed: bool) -> int | None:
    """Queue an unfinished scenario for its next attempt and return its number; None where another did."""
    row = _held(session, scenario_id)
    if row is None or row.attempt != attempt or row.status not in UNFINISHED:
        return None
    row.attempt += 1
    row.crashes += int(crashed)
    row.status, row.phase = ScenarioStatus.QUEUED, "queued"
    session.add(row)
    return row.attempt


def unfinished(session: Session) -> list[Scenario]:
    """Every scenario that is queued or running, of all organisations: what the workers answer for."""
    statement = select(Scenario).where(col(Scenario.status).in_(UNFINISHED))
    return list(session.exec(statement.order_by(col(Scenario.created_at))))


def _held(session: Session, scenario_id: str) -> Scenario | None:
    """The row, held against other writers until the transaction ends."""
    statement = select(Scenario).where(Scenario.id == scenario_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def _running(session: Session, scenario_id: str, attempt: int) -> Scenario | None:
    row = _held(session, scenario_id)
    if row is None or row.attempt != attempt or row.status is not ScenarioStatus.RUNNING:
        return None
    return row
