"""The life cycle of a scenario; every step is one short transaction (`data.store.attempts`)."""

from __future__ import annotations

import secrets
from typing import Any

from sqlmodel import Session, func, select

from data.domain.errors import Fault, InputError
from data.store.attempts import Attempts
from data.store.column_types import now, to_json
from data.store.studies.tables import MOST_SCENARIOS, Scenario, ScenarioStatus, Study, find_scenario


def ask(
    session: Session, study: Study, *, question: dict[str, Any], seconds_limit: float, name: str = ""
) -> Scenario:
    """Create a queued scenario of a study; the caller commits, then enqueues its id.

    Raises
    ------
    InputError
        S345: the study has the maximum number of scenarios.
    """
    # The study's row is locked, so that two scenarios created at once get different numbers.
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


_attempts = Attempts(Scenario)
set_phase = _attempts.set_phase
must_stop = _attempts.must_stop
next_attempt = _attempts.next_attempt
unfinished = _attempts.unfinished


def begin(session: Session, scenario_id: str, attempt: int) -> tuple[Scenario, Study] | None:
    """Start a queued scenario; None if this attempt is over or started, or the scenario was cancelled."""
    row = _attempts.queued(session, scenario_id, attempt)
    if row is None:
        return None
    row.status = ScenarioStatus.RUNNING
    session.add(row)
    return row, session.get_one(Study, row.study_id)


def request_cancel(session: Session, organisation_id: int, study_id: str, scenario_id: str) -> Scenario:
    """Cancel a scenario: a queued one ends at once, a running one soon, with the best solution found.

    Raises
    ------
    NotFoundError
        S343, S344: the organisation has no such study, or the study no such scenario.
    """
    find_scenario(session, organisation_id, study_id, scenario_id)
    return _attempts.request_cancel(session, scenario_id)


def finish(
    session: Session, scenario_id: str, attempt: int, answer: dict[str, Any], figures: dict[str, Any]
) -> bool:
    """Store a result; return False if another attempt has taken over."""
    row = _attempts.running(session, scenario_id, attempt)
    if row is None:
        return False
    row.status, row.phase, row.finished_at, row.fault = ScenarioStatus.SOLVED, "done", now(), None
    row.answer, row.figures = to_json(answer), figures
    session.add(row)
    return True


def end_without(session: Session, scenario_id: str, attempt: int, fault: Fault | None) -> bool:
    """End an attempt without a result: failed with a fault, or cancelled without one."""
    row = _attempts.unended(session, scenario_id, attempt)
    if row is None:
        return False
    row.status = ScenarioStatus.CANCELLED if fault is None else ScenarioStatus.FAILED
    row.phase, row.finished_at = "done", now()
    row.fault = None if fault is None else fault.as_json()
    session.add(row)
    return True
