"""Cutting a plan into parts: nothing is lost, and every rule of the whole holds when it is put together."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Plan
from data.domain.problem import Earlier, Lock, Problem
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.parallel.decomposition import Decomposition, Subproblem, max_subproblems, restrict, split
from routing.parallel.embedding import embed

DAY, MATRICES = rich_day(5, RichDay(tasks=60))


def constructed(problem: Problem = DAY) -> tuple[DayIndex, Plan]:
    index = DayIndex(problem, MATRICES)
    return index, PlanBuilder(index).construct()


def cut(index: DayIndex, plan: Plan, count: int, seed: int = 1, *, by_angle: bool = True) -> list[Subproblem]:
    points = embed(MATRICES["car"].duration_s)
    return split(index, plan, count, points, random.Random(seed), by_angle=by_angle)


@pytest.mark.parametrize("by_angle", [True, False])
@pytest.mark.parametrize("count", [1, 2])
def test_every_vehicle_and_every_task_is_in_one_part(count: int, by_angle: bool) -> None:
    index, plan = constructed()
    parts = cut(index, plan, count, by_angle=by_angle)
    assert len(parts) == count
    assert sorted(v for part in parts for v in part.vehicles) == sorted(index.vehicles)
    assert sorted(t for part in parts for t in part.demanded) == sorted(index.demanded)


def test_parts_are_about_equally_large_and_none_has_a_lone_route() -> None:
    index, plan = constructed()
    count = max_subproblems(plan)
    used = {route.vehicle for route in plan.routes}
    assert all(len(part.vehicles & used) >= 2 for part in cut(index, plan, count))
    served = [
        sum(len(route.tasks) for route in plan.routes if route.vehicle in part.vehicles)
        for part in cut(index, plan, 2)
    ]
    longest = max(len(route.tasks) for route in plan.routes)
    assert abs(served[0] - served[1]) <= 2 * longest


def test_another_direction_cuts_differently() -> None:
    index, plan = constructed()
    assert len({frozenset(part.vehicles for part in cut(index, plan, 2, seed)) for seed in range(8)}) > 1


def test_a_route_serves_in_its_part_what_it_serves_in_the_whole() -> None:
    index, plan = constructed()
    parts = cut(index, plan, 2)
    whole = Decomposition(index, plan, parts)
    assert whole.plan.cost == pytest.approx(sum(best.cost for best in whole.best))
    for part, best in zip(parts, whole.best, strict=True):
        assert violations(restrict(DAY, part), MATRICES, best) == []


def test_a_better_part_is_taken_and_a_worse_one_is_not() -> None:
    index, plan = constructed()
    parts = cut(index, plan, 2)
    whole = Decomposition(index, plan, parts)
    part_index = DayIndex(restrict(DAY, parts[0]), MATRICES)
    assert not whole.improve(parts[0], assemble_plan(part_index, whole.best[0].routes[:-1]))
    assert whole.plan.cost == pytest.approx(plan.cost)
    better = replace(whole.best[0], cost=whole.best[0].cost - 1.0)
    assert whole.improve(parts[0], better)


def test_intake_is_shared_out_and_never_exceeded_together() -> None:
    limited = tuple(
        replace(facility, intake=(9_000, 60_000)) if facility.id == "yard" else facility
        for facility in DAY.facilities
    )
    index, plan = constructed(replace(DAY, facilities=limited))
    parts = cut(index, plan, max_subproblems(plan))
    for dimension in range(2):
        assert sum(part.intake["yard"][dimension] for part in parts) <= limited[1].intake[dimension]  # type: ignore[index]
    for part, best in zip(parts, Decomposition(index, plan, parts).best, strict=True):
        assert violations(restrict(index.problem, part), MATRICES, best) == []


def test_what_locks_tie_together_stays_in_one_part() -> None:
    """What is left out moves to the part of what holds it, also through another lock."""
    index, plan = constructed()
    plan = assemble_plan(index, plan.routes[:-1])
    first, second, *_ = (left_out.task for left_out in plan.unassigned)
    for vehicle in index.vehicles:
        locks = (
            Lock(kind="vehicle", vehicle=vehicle, tasks=(first,)),
            Lock(kind="sequence", tasks=(second, first)),
        )
        locked = DayIndex(replace(DAY, locks=locks), MATRICES)
        [home] = [part for part in cut(locked, plan, 2) if vehicle in part.vehicles]
        assert {first, second} <= home.demanded
        assert restrict(locked.problem, home).locks == locks


def test_a_part_knows_the_earlier_plan_of_its_own_vehicles_and_tasks_alone() -> None:
    problem, _ = rich_day(1, RichDay(tasks=8))
    one, other = problem.vehicles[:2]
    earlier = (Earlier(vehicle=one.id, tasks=("t1", "t2")), Earlier(vehicle=other.id, tasks=("t3",)))
    part = Subproblem(vehicles=frozenset({one.id}), demanded=frozenset({"t1", "t3"}), intake={})
    assert restrict(replace(problem, earlier=earlier), part).earlier == (
        Earlier(vehicle=one.id, tasks=("t1",)),
    )
