"""Small days that together reach every kernel of the search; the module runs as a script, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan
from data.domain.problem import Lock, Objective, Problem, Task, Vehicle, VehicleCost
from routing.engines.lns.engine import Search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from tests.factories.full_days import full_day

ITERATIONS = 25


def searched() -> list[str]:
    """One line per day: its name, the cost, and the routes of the plan found."""
    return [f"{name} {cost!r} {routes}" for name, cost, routes in _searches()]


def _searches() -> Iterator[tuple[str, float, list[tuple[str, tuple[str, ...]]]]]:
    for name, (problem, matrices) in days().items():
        plan, cost = _search(problem, matrices)
        yield name, cost, [(route.vehicle, route.tasks) for route in plan.routes]
        if name == "rich":
            locked = replace(problem, locks=_locks(plan))
            plan, cost = _search(locked, matrices, warm=plan)
            yield "locked", cost, [(route.vehicle, route.tasks) for route in plan.routes]


def _search(problem: Problem, matrices: TravelMatrices, warm: Plan | None = None) -> tuple[Plan, float]:
    task = EngineTask(seconds=600.0, seed=3, iterations=ITERATIONS, warm=warm)
    with np.errstate(over="ignore"):  # of the random generator
        search = Search(DayIndex(problem, matrices), task, clock=lambda: 0.0)
        while search.share(0.0) < 1.0:
            search.run_chunk(0.0)
    return search.plan(0.0), float(search.best)


def days() -> dict[str, tuple[Problem, TravelMatrices]]:
    """By name: priced by distance alone, by segments with loads both ways, with rules, with every rule."""
    weights = Objective(balance=2.0, compactness=0.3, stability=5.0)
    return {
        "distance": plain_day(bring=False, per_h=0.0, day_s=10**8),
        "windows": plain_day(bring=True, per_h=5.0, day_s=36_000),
        "rich": rich_day(1, RichDay(tasks=14, shipments_share=0.2, deliveries_share=0.2)),
        "full": full_day(2, tasks=14, objective=weights),
    }


def plain_day(*, bring: bool, per_h: float, day_s: int) -> tuple[Problem, TravelMatrices]:
    """Fourteen stops on a plane that constant-time pricing covers."""
    rng, count = np.random.default_rng(5), 15
    xy = rng.uniform(0, 20_000, (count, 2))
    metres = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int32)
    tasks = tuple(
        Task(
            id=f"t{i}",
            place=i,
            demand=(1 + i % 4,),
            delivery=(i % 3,) if bring else (),
            windows=((1_000 * i, 1_000 * i + 9_000),) if per_h else (),
            penalty=5_000.0,
        )
        for i in range(1, count)
    )
    vehicles = tuple(
        Vehicle(
            id=f"v{k}",
            start=0,
            end=0,
            shift=(0, day_s),
            capacity=(12 - 4 * (k % 2),),
            cost=VehicleCost(fixed=10.0, per_km=1.0, per_h=per_h),
        )
        for k in range(5)
    )
    return Problem(vehicles=vehicles, tasks=tasks, dimensions=("kg",)), {
        "car": TravelMatrix(metres // 10, metres)
    }


def _locks(plan: Plan) -> tuple[Lock, ...]:
    """A beginning, a vehicle and a sequence of the longest routes."""
    first, second, *_ = sorted(plan.routes, key=lambda route: -len(route.tasks))
    return (
        Lock(kind="prefix", vehicle=first.vehicle, tasks=first.tasks[:1]),
        Lock(kind="sequence", tasks=first.tasks[2:4]),
        Lock(kind="vehicle", vehicle=second.vehicle, tasks=second.tasks[:1]),
    )


if __name__ == "__main__":
    sys.stdout.write("\n".join(searched()) + "\n")
