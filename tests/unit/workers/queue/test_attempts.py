"""What an attempt reports of its phases, and the fault that a row holds of what ended it."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis
from rq.timeouts import JobTimeoutException

from data.domain.errors import Fault, HuiliuError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans import lifecycle
from tests.factories.rows import DATE, make_world
from workers.queue.attempts import Attempt, Phase, fault_of
from workers.queue.jobs import PLANS
from workers.queue.progress import Progress, Reporter

PHASES = {"roads": Phase(2, 2), "matrix": Phase(5, 15), "first": Phase(15, 95, is_timed=True)}


class Noting(Reporter):
    """Keeps every report."""

    def __init__(self) -> None:
        self.reports: list[Progress] = []

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)


@pytest.fixture
def attempt(sqlite_settings: Settings) -> Attempt[Any]:
    world = make_world(sqlite_settings)
    with session(sqlite_settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        row = lifecycle.create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=5.0
        )
        lifecycle.begin(store, row.id, 1)
    return Attempt(PLANS, sqlite_settings, Noting(), row_id=row.id, number=1, phases=PHASES)


def last(attempt: Attempt[Any]) -> Progress:
    assert isinstance(attempt.reporter, Noting)
    return attempt.reporter.reports[-1]


def test_a_phase_is_reported_at_its_begin_and_as_it_advances(attempt: Attempt[Any]) -> None:
    attempt.enter("roads")
    assert (last(attempt).phase, last(attempt).percent) == ("roads", 2)
    attempt.enter("matrix")
    attempt.advance(1, 2)
    assert (last(attempt).phase, last(attempt).percent) == ("matrix", 10)


def test_a_timed_phase_advances_with_the_search_time(attempt: Attempt[Any]) -> None:
    attempt.enter("first", search_s=1e-6)
    attempt.found(12.5, 3)
    assert (last(attempt).percent, last(attempt).seconds_left) == (95, 0.0)
    assert (last(attempt).cost, last(attempt).served) == (12.5, 3)


def test_an_attempt_that_was_cancelled_stops(
    sqlite_settings: Settings, attempt: Attempt[Any], valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.queue.attempts._POLL_S", 0.01)
    with attempt:
        with session(sqlite_settings, write=True) as store:
            row = store.get_one(PLANS.table, attempt._row_id)
            lifecycle.request_cancel(store, row.organisation_id, row.id)
        assert attempt._stop.wait(30)
        assert attempt.should_stop()


TOO_LONG, DEFECT = Fault("W202", "Too long.", "Wait."), Fault("W209", "Planning failed", "Report it.")
MANY = HuiliuError(Fault("R101", f"Cause {number}.", "Correct it.") for number in range(7))


@pytest.mark.parametrize(
    ("error", "code", "cause"),
    [
        (MANY, "R101", "Cause 0. Cause 1. Cause 2. Cause 3. Cause 4. (and 2 more)"),
        (JobTimeoutException(), "W202", "Too long."),
        (MemoryError("no room"), "W209", "Planning failed: MemoryError: no room."),
    ],
)
def test_what_ended_a_job_is_one_fault(error: Exception, code: str, cause: str) -> None:
    fault = fault_of(error, too_long=TOO_LONG, defect=DEFECT)
    assert (fault.code, fault.cause) == (code, cause)
