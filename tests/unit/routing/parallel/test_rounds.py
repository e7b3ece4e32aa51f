"""Who searches what in an automatic solve, seen through a pool that does its jobs at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Plan
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.model.objective import rank
from routing.parallel import rounds
from routing.parallel.budget import TimeBudget
from routing.parallel.decomposition import max_subproblems, restrict
from routing.parallel.incumbents import Incumbents
from routing.parallel.pool import OnPlan, Run
from routing.parallel.rounds import RoundSchedule

DAY, MATRICES = rich_day(5, RichDay(tasks=60))
INDEX = DayIndex(DAY, MATRICES)
FIRST = PlanBuilder(INDEX).construct()


@pytest.fixture(autouse=True)
def _small_plans_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MIN_DECOMPOSED_TASKS", 0)


class SyncPool:
    """Notes each job, answers it with the plan it was given or constructs one, and sleeps until its end."""

    def __init__(self, size: int, failing: Sequence[str] = ()) -> None:
        self.size = self.local_size = size
        self.failed_engines = set(failing)
        self.done: list[tuple[Run, EngineTask]] = []
        self.calls: list[int] = []

    def run(
        self,
        runs: Sequence[Run],
        on_plan: OnPlan,
        *,
        until: Callable[[], float],
        is_over: Callable[[], bool],
    ) -> None:
        self.calls.append(len(runs))
        for run in runs:
            task = run.task()
            self.done.append((run, task))
            on_plan(run, self.found(run, task))
        time.sleep(max(0.0, min(until() - time.monotonic(), 2.0)))

    def found(self, run: Run, task: EngineTask) -> Plan:
        return FIRST if task.warm is None else task.warm


def searched(
    pool: SyncPool, seconds: float = 1.5, *, warm: Plan | None = None, index: DayIndex = INDEX
) -> Plan:
    best, moments = Incumbents(index), TimeBudget(seconds)
    automatic = RoundSchedule(pool, best, moments, seed=1, warm=warm)  # type: ignore[arg-type]
    automatic.run(lambda: moments.is_over(best.plan))
    assert best.plan is not None
    return best.plan


def test_ortools_first_plan_starts_one_search_and_the_others_start_by_themselves() -> None:
    pool = SyncPool(3)
    searched(pool, 0.5)
    assert [run.engine for run, _ in pool.done[:3]] == ["relay", "lns", "lns"]
    assert len({task.number for _, task in pool.done}) == len(pool.done)


def test_a_small_problem_is_searched_whole_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MIN_DECOMPOSED_TASKS", 1 + len(INDEX.demanded))
    pool = SyncPool(2)
    searched(pool, 0.8)
    assert all(run.subproblem is None for run, _task in pool.done)


def test_rounds_give_each_process_a_part_of_the_best_plan() -> None:
    pool = SyncPool(2)
    searched(pool)
    rounds = pool.done[2:]
    assert len(rounds) >= 4
    for one, other in zip(rounds[::2], rounds[1::2], strict=True):
        assert one[0].subproblem is not None
        assert other[0].subproblem is not None
        assert one[0].subproblem.demanded | other[0].subproblem.demanded == set(INDEX.demanded)
        assert one[1].warm is not None


def test_cooling_goes_on_from_round_to_round_to_its_end() -> None:
    pool = SyncPool(2)
    searched(pool)
    shares = [task.cooling for _, task in pool.done[1::2]]
    assert shares[0][0] == pytest.approx(0.0, abs=0.1)
    assert shares[-1][1] == pytest.approx(1.0, abs=0.05)
    assert all(a[1] <= b[0] + 0.01 for a, b in pairwise(shares))


def test_better_parts_make_a_better_whole() -> None:
    class Cheapening(SyncPool):
        """Finds every route of a part cheaper by one."""

        def found(self, run: Run, task: EngineTask) -> Plan:
            if run.subproblem is None or task.warm is None:
                return super().found(run, task)
            cheaper = tuple(replace(route, cost=route.cost - 1.0) for route in task.warm.routes)
            return replace(task.warm, routes=cheaper, cost=task.warm.cost - len(cheaper))

    plan = searched(Cheapening(2))
    assert plan.cost < FIRST.cost - len(FIRST.routes)
    assert [route.tasks for route in plan.routes] == [route.tasks for route in FIRST.routes]


def test_with_too_few_routes_to_cut_everyone_searches_the_whole_from_the_best_plan() -> None:
    day = replace(DAY, vehicles=DAY.vehicles[:2])
    index = DayIndex(day, MATRICES)
    few = PlanBuilder(index).construct()
    pool = SyncPool(2)
    searched(pool, warm=few, index=index)
    assert {run.subproblem for run, _ in pool.done} == {None}


def test_many_processes_search_several_cuts_and_none_is_idle() -> None:
    pool = SyncPool(9)
    searched(pool)
    assert set(pool.calls) == {9}
    demanded = [run.subproblem.demanded for run, _ in pool.done[9:18] if run.subproblem is not None]
    assert len(set(demanded)) > max_subproblems(FIRST)


def test_parts_that_outnumber_the_processes_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.parallel.rounds.MAX_SUBPROBLEM_TASKS", 25)
    pool = SyncPool(1)
    searched(pool, 4.0)
    first_round = pool.done[1 : 1 + pool.calls[1]]
    assert len(first_round) >= 2
    assert first_round[0][1].seconds < 0.7 * first_round[-1][1].seconds * len(first_round)


def test_helpers_elsewhere_take_parts_in_longer_rounds_and_never_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("routing.parallel.rounds.MIN_REMOTE_ROUND_S", 1.5)
    pool = SyncPool(2)
    pool.local_size = 1
    searched(pool, 4.0)
    assert pool.calls[0] == 1
    assert set(pool.calls[1:]) == {2}
    assert all(run.subproblem is not None for run, _ in pool.done[1:])
    assert min(task.seconds for _, task in pool.done[1:3]) > 1.0


def test_a_native_search_that_fails_leaves_the_rest_to_ortools() -> None:
    pool = SyncPool(2, failing=["lns"])
    searched(pool, 2.0)
    assert [run.engine for run, _ in pool.done[2:]] == ["ortools", "ortools"]


def test_the_joined_plan_keeps_every_rule_and_is_never_worse() -> None:
    """Parts of a made-up day, each constructed anew."""

    class Constructing(SyncPool):
        def found(self, run: Run, task: EngineTask) -> Plan:
            if run.subproblem is None:
                return super().found(run, task)
            return PlanBuilder(DayIndex(restrict(DAY, run.subproblem), MATRICES)).construct()

    plan = searched(Constructing(2), 2.0)
    assert violations(DAY, MATRICES, plan) == []
    assert rank(INDEX, plan) <= rank(INDEX, FIRST)
