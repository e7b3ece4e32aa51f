"""Solving: what is tried, how it ends, and what is kept when something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.errors import HuiliuError, InputError
from data.domain.plan import Incumbent, Route
from data.domain.problem import Problem
from data.runtime.child_process import is_running
from routing import solve as solving
from routing.check import violations
from routing.construct import repair
from routing.construct.stopovers import place_stopovers
from routing.engines import registry
from routing.model.index import DayIndex
from routing.model.objective import rank
from routing.model.steps import Infeasible
from routing.parallel.search_process import EngineError
from routing.solve import SolveOptions, solve
from tests.factories.small_days import ROAD, day, task, truck

HERE = SolveOptions(processes=1, iterations=1, engine="ortools", seconds=60.0)
DAY, MATRICES = rich_day(1, RichDay(tasks=12))
LONGER_THAN_A_TEST_S = 3600.0
"""A search that only this limit ends exceeds the time that pytest gives a test."""


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch):
    """Makes an engine of `tests.factories.engines` known, and options that ask for it."""

    def known(name: str, **options) -> SolveOptions:
        monkeypatch.setitem(registry.ENGINES, name, f"tests.factories.engines:{name}")
        return SolveOptions(engine=name, **({"processes": 1, "seconds": 20.0} | options))

    return known


def test_no_tasks_is_an_empty_plan_at_once() -> None:
    plan = solve(Problem(vehicles=(truck(),)), ROAD, SolveOptions(seconds=60.0))
    assert (plan.routes, plan.unassigned, plan.cost) == ((), (), 0.0)


def test_no_servable_task_is_an_empty_plan_with_the_reason() -> None:
    problem = day(task("heavy", 1, kg=1_000), vehicles=[truck(capacity=(100,))])
    plan = solve(problem, ROAD, SolveOptions(seconds=60.0))
    assert plan.routes == ()
    assert [(each.task, each.code) for each in plan.unassigned] == [("heavy", "R202")]


def test_no_vehicles_leaves_everything_out_with_that_reason() -> None:
    plan = solve(day(vehicles=[]), ROAD, SolveOptions(seconds=60.0))
    assert {each.code for each in plan.unassigned} == {"R210"}


def test_what_is_set_aside_is_priced_and_listed_in_the_problems_order() -> None:
    problem = day(task("a", 1), task("b", 1, kg=1_000, penalty=77.0), task("c", 2))
    plan = solve(problem, ROAD, HERE)
    assert [each.task for each in plan.unassigned] == ["b"]
    assert plan.cost == pytest.approx(sum(route.cost for route in plan.routes) + 77.0)
    assert violations(problem, ROAD, plan) == []


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(InputError, match="R402"):
        solve(day(), ROAD, SolveOptions(engine="magic"))


def test_one_process_a_seed_and_an_iteration_limit_give_the_same_plan_twice() -> None:
    options = replace(HERE, iterations=5, seed=3)
    first, second = (solve(DAY, MATRICES, options) for _ in range(2))
    assert first.routes == second.routes


def test_a_warm_plan_is_never_made_worse() -> None:
    warm = solve(DAY, MATRICES, replace(HERE, iterations=20))
    again = solve(DAY, MATRICES, replace(HERE, warm=warm))
    assert rank(DayIndex(DAY, MATRICES), again) <= rank(DayIndex(DAY, MATRICES), warm)


def test_incumbents_only_improve_and_the_last_is_the_plan() -> None:
    seen = []
    plan = solve(DAY, MATRICES, replace(HERE, iterations=20), on_incumbent=seen.append)
    ranks = [rank(DayIndex(DAY, MATRICES), incumbent.plan) for incumbent in seen]
    assert ranks == sorted(ranks, reverse=True)
    assert plan.cost == pytest.approx(seen[-1].cost)


def test_children_find_a_plan_that_the_checker_accepts() -> None:
    plan = solve(DAY, MATRICES, SolveOptions(seconds=4.0, processes=2, engine="ortools"))
    assert violations(DAY, MATRICES, plan) == []


def test_cancelling_ends_the_search_and_keeps_the_best_plan(engine) -> None:
    found: list[Incumbent] = []
    plan = solve(
        DAY,
        MATRICES,
        engine("waits_for_cancel", seconds=LONGER_THAN_A_TEST_S),
        on_incumbent=found.append,
        should_stop=lambda: bool(found),
    )
    assert plan.engine == "patient"
    assert len(plan.unassigned) <= len(found[0].plan.unassigned)


def test_an_engine_that_heeds_nothing_is_ended_and_its_plan_kept(
    engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "PATIENCE_SHARE", 2.0)  # on a busy machine its plan comes late
    plan = solve(DAY, MATRICES, engine("never_ends", seconds=5.0))
    assert plan.engine == "stubborn"


def test_where_no_engine_comes_to_a_plan_one_is_constructed_in_time(
    engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def place_slowly(*arguments: object, **named: object) -> Route | Infeasible:
        nonlocal calls
        calls += 1
        time.sleep(0.3)
        return place_stopovers(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(repair, "place_stopovers", place_slowly)
    monkeypatch.setattr(solving, "SMALL_PROBLEM", 0)
    plan = solve(DAY, MATRICES, engine("never_ends_without_a_plan", seconds=2.0))
    assert plan.engine == "construction"
    assert 1 < calls < len(DAY.tasks), "construction ends when its time is over"
    assert plan.unassigned
    assert violations(DAY, MATRICES, plan) == []


def test_a_killed_child_keeps_its_best_plan(engine) -> None:
    plan = solve(DAY, MATRICES, engine("reports_then_dies"))
    assert plan.engine == "dying"
    assert violations(DAY, MATRICES, plan) == []


def test_a_child_killed_before_any_plan_is_a_stated_error(engine) -> None:
    with pytest.raises(EngineError, match="SIGKILL") as caught:
        solve(DAY, MATRICES, engine("dies"))
    assert caught.value.code == "R404"


def test_an_exception_in_a_child_carries_its_traceback(engine) -> None:
    with pytest.raises(HuiliuError, match="a fault in the engine") as caught:
        solve(DAY, MATRICES, engine("raises"))
    assert caught.value.code == "R403"
    assert "ZeroDivisionError" in str(caught.value)


ORPHAN = """
import sys, time
from routing.engines import registry as engines
from routing.engines.registry import EngineTask
from benchmarks.generated_days import RichDay, rich_day
from routing.parallel.search_process import SearchProcess
if __name__ == "__main__":
    engines.ENGINES["never_ends"] = "tests.factories.engines:never_ends"
    child = SearchProcess(0, *rich_day(1, RichDay(tasks=5)))
    child.begin("never_ends", EngineTask(seconds=600))
    child.receive()
    print(child.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="signals of the parent's death are Linux's")
def test_a_child_does_not_outlive_a_parent_that_is_killed(tmp_path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHAN)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["."])},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait(timeout=10)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.05)
    assert not is_running(child)
