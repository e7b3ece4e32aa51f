"""The native search keeps every rule: the checker accepts its plans on made-up days with all rules on."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrix
from data.domain.plan import Plan
from data.domain.problem import Problem, Task, Vehicle, VehicleCost
from routing.check import violations
from routing.engines.lns.engine import Search, search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex


def run(index: DayIndex, *, seed: int = 1, iterations: int = 400, warm: Plan | None = None) -> list[Plan]:
    plans: list[Plan] = []
    task = EngineTask(seconds=60.0, seed=seed, iterations=iterations, warm=warm)
    search(index, task, plans.append, lambda: False)
    return plans


@pytest.mark.parametrize("seed", range(12))
def test_the_checker_accepts_plans_of_days_with_every_rule(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=24, shipments_share=0.15, deliveries_share=0.15))
    for plan in run(DayIndex(problem, matrices), seed=seed):
        assert violations(problem, matrices, plan) == []


@pytest.mark.parametrize("seed", range(6))
def test_the_simulator_is_never_more_hopeful_than_the_exact_scheduler(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=24))
    search_ = Search(DayIndex(problem, matrices), EngineTask(seconds=1.0, seed=seed, iterations=200))
    search_.run_chunk(0.0)
    assert search_.plan(0.0).cost <= search_.best + 0.01


def test_one_seed_gives_one_plan() -> None:
    problem, matrices = rich_day(3, RichDay(tasks=24))
    first, second = (run(DayIndex(problem, matrices), seed=5)[-1] for _ in range(2))
    assert first.routes == second.routes


def test_a_warm_plan_is_never_made_worse() -> None:
    problem, matrices = rich_day(4, RichDay(tasks=24))
    index = DayIndex(problem, matrices)
    warm = run(index, iterations=600)[-1]
    assert run(index, seed=9, iterations=1, warm=warm)[-1].cost <= warm.cost + 0.01


def plain_day(count: int, seed: int) -> tuple[Problem, dict[str, TravelMatrix]]:
    """Collections on a plane with one window each: what constant-time pricing covers."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 20_000, (count, 2))
    metres = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int32)
    opens = rng.integers(0, 20_000, count)
    tasks = tuple(
        Task(
            id=f"t{i}",
            place=i,
            demand=(1 + i % 7,),
            delivery=(i % 3,),
            windows=((int(opens[i]), int(opens[i]) + 9_000),),
            service_s=60,
            penalty=5_000.0,
        )
        for i in range(1, count)
    )
    price = VehicleCost(fixed=10.0, per_km=1.0, per_h=5.0)
    vehicles = tuple(
        Vehicle(id=f"v{k}", start=0, end=0, shift=(0, 36_000), capacity=(25,), cost=price)
        for k in range(count)
    )
    return Problem(vehicles=vehicles, tasks=tasks, dimensions=("kg",)), {
        "car": TravelMatrix(metres // 10, metres)
    }


@pytest.mark.parametrize("seed", range(5))
def test_constant_time_prices_equal_those_of_the_simulator(seed: int) -> None:
    problem, matrices = plain_day(25, seed)
    index = DayIndex(problem, matrices)
    plain = Search(index, EngineTask(seconds=1.0, seed=seed, iterations=100))
    plain.run_chunk(0.0)
    plan = plain.plan(0.0)
    assert plan.cost == pytest.approx(plain.best, abs=0.01)
    assert violations(problem, matrices, plan) == []
