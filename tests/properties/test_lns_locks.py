"""The native search keeps locks of every kind, alone and together, on days with all rules on."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Lock, Problem, Underway
from routing.check import violations
from routing.engines.lns.engine import Search, search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex

DAY = RichDay(tasks=20, shipments_share=0.2, deliveries_share=0.1)


def run(index: DayIndex, *, iterations: int = 300, warm: Plan | None = None) -> list[Plan]:
    plans: list[Plan] = []
    search(index, EngineTask(seconds=60.0, iterations=iterations, warm=warm), plans.append, lambda: False)
    return plans


def planned(seed: int) -> tuple[Problem, TravelMatrices, Plan]:
    problem, matrices = rich_day(seed, DAY)
    return problem, matrices, run(DayIndex(problem, matrices))[-1]


def locks_of(plan: Plan, random: Random) -> tuple[Lock, ...]:
    """Of a plan's first routes: a beginning, a whole route, two sequences and a vehicle."""
    routes = sorted(plan.routes, key=lambda route: -len(route.tasks))
    first, *others = routes
    locks = [Lock(kind="prefix", vehicle=first.vehicle, tasks=first.tasks[: random.randrange(1, 4)])]
    if len(others) > 1:
        locks.append(Lock(kind="route", vehicle=others[0].vehicle, tasks=others[0].tasks))
        locks.append(Lock(kind="vehicle", vehicle=others[1].vehicle, tasks=others[1].tasks[:1]))
        locks.append(Lock(kind="sequence", tasks=others[1].tasks[1:3]))
    locks.append(Lock(kind="sequence", tasks=first.tasks[4:7]))
    return tuple(lock for lock in locks if lock.tasks)


@pytest.mark.parametrize("seed", range(10))
def test_locks_of_an_earlier_plan_are_kept(seed: int) -> None:
    problem, matrices, plan = planned(seed)
    locked = replace(problem, locks=locks_of(plan, Random(seed)))
    for found in run(DayIndex(locked, matrices)):
        assert violations(locked, matrices, found) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_that_keeps_its_locks_is_never_made_worse(seed: int) -> None:
    problem, matrices, plan = planned(seed)
    locked = replace(problem, locks=locks_of(plan, Random(seed)))
    found = run(DayIndex(locked, matrices), warm=plan)[-1]
    assert violations(locked, matrices, found) == []
    assert found.cost <= plan.cost + 0.01


@pytest.mark.parametrize("seed", range(3))
def test_a_warm_plan_that_breaks_locks_is_mended(seed: int) -> None:
    problem, matrices, plan = planned(seed)
    moved = [route.tasks[-1] for route in plan.routes]
    locked = replace(
        problem,
        locks=(
            Lock(kind="prefix", vehicle=plan.routes[0].vehicle, tasks=(moved[0],)),
            Lock(kind="sequence", tasks=(moved[1], plan.routes[1].tasks[0])),
        ),
    )
    for found in run(DayIndex(locked, matrices), warm=plan):
        assert violations(locked, matrices, found) == []


@pytest.mark.parametrize("seed", range(3))
def test_vehicles_under_way_keep_what_lies_behind_them(seed: int) -> None:
    """Hours at the wheel already, types carried already, and a place to go on from."""
    problem, matrices, _ = planned(seed)
    behind = Underway(driven_s=13_000, carried=frozenset({"battery"}))
    vehicles = tuple(replace(each, underway=behind, start=5) for each in problem.vehicles[:4])
    rules = replace(problem.rules, incompatible_day=(("appliance", "battery"),))
    later = replace(problem, vehicles=(*vehicles, *problem.vehicles[4:]), rules=rules)
    for found in run(DayIndex(later, matrices)):
        assert violations(later, matrices, found) == []


def test_the_simulator_counts_driving_done_before() -> None:
    problem, matrices = rich_day(1, DAY)
    vehicles = tuple(replace(each, underway=Underway(driven_s=12_000)) for each in problem.vehicles)
    tired = DayIndex(replace(problem, vehicles=vehicles), matrices)
    searching = Search(tired, EngineTask(seconds=1.0, seed=1, iterations=100))
    searching.run_chunk(0.0)
    assert searching.plan(0.0).cost <= searching.best + 0.01


def test_a_beginning_whose_shipment_can_be_brought_only_later_is_kept() -> None:
    problem, matrices = rich_day(1, DAY)
    shipment = replace(problem.shipments[0], penalty=None)
    away_s = matrices["car"].duration_s
    pickup, delivery = shipment.pickup.place, shipment.delivery.place
    first = next(each for each in problem.vehicles if each.start is not None and not each.breaks)
    assert first.start is not None
    task = min(
        (task for task in problem.tasks if not task.skills),
        key=lambda task: away_s[pickup, task.place] - away_s[delivery, task.place],
    )
    arrives_s = first.shift[0] + int(away_s[first.start, pickup]) + 300 + int(away_s[pickup, task.place])
    hurried = replace(task, windows=((0, max(arrives_s, task.release_s) + 60),), setup_s=0)
    locked = replace(
        problem,
        tasks=tuple(hurried if each.id == task.id else each for each in problem.tasks),
        shipments=(shipment, *problem.shipments[1:]),
        locks=(Lock(kind="prefix", vehicle=first.id, tasks=(shipment.id, task.id)),),
    )
    plan = run(DayIndex(locked, matrices))[-1]
    assert violations(locked, matrices, plan) == []
