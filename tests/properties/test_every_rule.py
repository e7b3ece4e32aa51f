"""Every engine's plans pass the checker on days with every rule there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.plan import Plan
from data.domain.problem import Earlier, Objective
from routing.check import violations
from routing.engines.lns.engine import Search
from routing.engines.registry import EngineTask, load_engine
from routing.model.index import DayIndex
from routing.validate import faults
from tests.factories.full_days import full_day

WEIGHTS = Objective(balance=2.0, compactness=0.3, stability=5.0)
ITERATIONS = {"lns": 300, "ortools": 2}


def run(engine: str, index: DayIndex, *, number: int = 0, warm: Plan | None = None) -> list[Plan]:
    plans: list[Plan] = []
    task = EngineTask(seconds=60.0, number=number, iterations=ITERATIONS[engine], warm=warm)
    load_engine(engine)(index, task, plans.append, lambda: False)
    return plans


@pytest.mark.parametrize("engine", ITERATIONS)
@pytest.mark.parametrize("seed", range(5))
def test_the_checker_accepts_every_incumbent(seed: int, engine: str) -> None:
    problem, matrices = full_day(seed)
    assert faults(problem, matrices) == []
    plans = run(engine, DayIndex(problem, matrices), number=seed)
    assert plans
    for plan in plans:
        assert violations(problem, matrices, plan) == []


def test_days_with_every_rule_make_vehicles_charge() -> None:
    charged = 0
    for seed in range(4):
        problem, matrices = full_day(seed)
        plan = run("lns", DayIndex(problem, matrices))[-1]
        charged += sum(visit.kind == "charge" for route in plan.routes for visit in route.visits)
    assert charged > 0


@pytest.mark.parametrize("seed", range(5))
def test_weighed_plans_are_priced_alike_by_search_and_checker(seed: int) -> None:
    problem, matrices = full_day(seed)
    before = run("lns", DayIndex(problem, matrices))[-1]
    weighed, _ = full_day(seed, objective=WEIGHTS)
    earlier = tuple(Earlier(vehicle=route.vehicle, tasks=route.tasks[::2]) for route in before.routes)
    problem = replace(weighed, earlier=earlier)
    assert faults(problem, matrices) == []
    for plan in run("lns", DayIndex(problem, matrices), warm=before):
        assert set(plan.weighed) == {"balance", "compactness", "stability"}
        assert violations(problem, matrices, plan) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_simulator_is_never_more_hopeful_than_the_exact_scheduler(seed: int) -> None:
    problem, matrices = full_day(seed, objective=Objective(compactness=0.3, stability=5.0))
    searching = Search(DayIndex(problem, matrices), EngineTask(seconds=1.0, seed=seed, iterations=200))
    searching.run_chunk(0.0)
    assert searching.plan(0.0).cost <= searching.best + 0.01
