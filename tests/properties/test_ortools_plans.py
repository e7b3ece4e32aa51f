"""OR-Tools' plans keep every rule: the checker accepts each incumbent on days with all rules on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Plan
from routing.check import violations
from routing.engines.ortools import search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.validate import faults


def run(index: DayIndex, *, number: int = 0, iterations: int = 60, warm: Plan | None = None) -> list[Plan]:
    plans: list[Plan] = []
    task = EngineTask(seconds=60.0, number=number, iterations=iterations, warm=warm)
    search(index, task, plans.append, lambda: False)
    return plans


@pytest.mark.parametrize("seed", range(10))
def test_the_checker_accepts_every_incumbent(seed: int) -> None:
    day = RichDay(tasks=20, shipments_share=0.15, deliveries_share=0.15, mandatory_share=0.3)
    problem, matrices = rich_day(seed, day)
    assert faults(problem, matrices) == []
    plans = run(DayIndex(problem, matrices), number=seed)
    assert plans
    for plan in plans:
        assert violations(problem, matrices, plan) == []


@pytest.mark.parametrize("seed", range(4))
def test_with_too_few_vehicles_what_fits_is_planned(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=30))
    problem = replace(problem, vehicles=problem.vehicles[:2])
    plan = run(DayIndex(problem, matrices))[-1]
    assert violations(problem, matrices, plan) == []
    assert plan.routes
    assert plan.unassigned


@pytest.mark.parametrize("seed", range(3))
def test_open_routes_and_several_profiles(seed: int) -> None:
    """Vehicles without a start or end depot, and two travel matrices."""
    problem, matrices = rich_day(seed, RichDay(tasks=16))
    slow = replace(
        matrices["car"], duration_s=matrices["car"].duration_s * 2, distance_m=matrices["car"].distance_m
    )
    vehicles = list(problem.vehicles)
    vehicles[0] = replace(vehicles[0], start=None)
    vehicles[1] = replace(vehicles[1], end=None)
    vehicles[2] = replace(vehicles[2], profile="lorry")
    problem = replace(problem, vehicles=tuple(vehicles))
    profiles = {**matrices, "lorry": slow}
    for plan in run(DayIndex(problem, profiles)):
        assert violations(problem, profiles, plan) == []
