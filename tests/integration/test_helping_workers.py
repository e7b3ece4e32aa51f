"""Parts of a plan searched by other workers, over the real queue."""

from __future__ import annotations

import random
import time

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Plan
from data.runtime.child_process import Found, Lost
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.parallel.decomposition import Decomposition, split
from routing.parallel.embedding import embed
from tests.factories.installations import Installation, kill
from workers.queue import subproblems
from workers.queue.subproblems import RemoteSearcher, helpers_for

DAY, MATRICES = rich_day(5, RichDay(tasks=60))
INDEX = DayIndex(DAY, MATRICES)


def started(installation: Installation, monkeypatch: pytest.MonkeyPatch, *names: str) -> list[RemoteSearcher]:
    """Helpers of idle workers of these names."""
    monkeypatch.setattr(subproblems, "MIN_TASKS", 10)
    for name in names:
        installation.start_worker(name)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        helpers = helpers_for(installation.connection(), INDEX, 60.0)
        if len(helpers) == len(names):
            return helpers
        time.sleep(0.2)
    raise AssertionError(installation.logs())


def begun(helpers: list[RemoteSearcher], seconds: float) -> Decomposition:
    plan = PlanBuilder(INDEX).construct()
    parts = split(
        INDEX, plan, len(helpers), embed(MATRICES["car"].duration_s), random.Random(1), by_angle=True
    )
    cut = Decomposition(INDEX, plan, parts)
    for helper, part, best in zip(helpers, parts, cut.best, strict=True):
        helper.begin("lns", EngineTask(seconds=seconds, warm=best), part)
    return cut


def test_two_workers_search_a_part_each_and_the_whole_keeps_every_rule(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subproblems, "GRACE_S", 60.0)  # starting a process may take long here
    helpers = started(installation, monkeypatch, "a", "b")
    cut = begun(helpers, 8.0)
    before = cut.plan.cost
    for helper, part in zip(helpers, cut.subproblems, strict=True):
        message = helper.receive()
        assert isinstance(message, Found), installation.logs()
        cut.improve(part, message.value)
        helper.receive()
        helper.close(grace_s=1.0)
    assert violations(DAY, MATRICES, cut.plan) == []
    assert cut.plan.cost <= before
    assert installation.connection().keys("huiliu:part-*") == []


def test_a_helper_that_is_killed_is_told_in_time(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    [helper] = started(installation, monkeypatch, "a")
    begun([helper], 5.0)
    time.sleep(0.5)
    kill(installation.workers["a"])
    message = helper.receive()
    helper.close(grace_s=1.0)
    assert isinstance(message, Lost)
    assert helper.is_lost


def test_small_problems_and_short_searches_ask_nobody(installation: Installation) -> None:
    assert helpers_for(installation.connection(), INDEX, 600.0) == []


def test_a_problem_goes_over_the_queue_and_its_plan_comes_back_priced_here() -> None:
    plan: Plan = PlanBuilder(INDEX).construct()
    assert subproblems.reschedule(INDEX, plan).cost == pytest.approx(plan.cost)
