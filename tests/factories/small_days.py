"""A day small enough to work out by hand: places on a straight road, ten metres a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Facility, Problem, Rules, Task, Vehicle, VehicleCost
from tests.factories.routes import Do, drive, line, plan_of

ROAD: TravelMatrices = line(0, 6_000, 12_000, 18_000)
"""Places 0 (depot), 1, 2, 3, each ten minutes from the next."""


def task(name: str, place: int, kg: int = 10, **more: Any) -> Task:
    return Task(id=name, place=place, demand=(kg,), service_s=300, **more)


def truck(name: str = "v1", **more: Any) -> Vehicle:
    settings: dict[str, Any] = {
        "start": 0,
        "end": 0,
        "shift": (0, 36_000),
        "capacity": (100,),
        "cost": VehicleCost(fixed=50, per_km=1.0, per_h=36.0, per_overtime_h=72.0),
    }
    return Vehicle(id=name, **(settings | more))


def day(*tasks: Task, vehicles: Sequence[Vehicle] = (truck(),), **more: Any) -> Problem:
    """A day in kilograms; without tasks, a at place 1 and b at place 2."""
    return Problem(
        vehicles=tuple(vehicles),
        tasks=tasks or (task("a", 1), task("b", 2)),
        dimensions=("kg",),
        **{"rules": Rules(), **more},
    )


def yard(name: str = "yard", place: int = 0, **more: Any) -> Facility:
    return Facility(id=name, place=place, unload_s=600, **more)


def planned(
    problem: Problem, *steps: Do | str, matrices: TravelMatrices = ROAD, leave_s: int = 0, vehicle: str = ""
) -> Plan:
    """A plan of one route; a text step collects the task of that name."""
    done = [Do("collect", step) if isinstance(step, str) else step for step in steps]
    name = vehicle or problem.vehicles[0].id
    return plan_of(problem, [drive(problem, matrices, name, done, leave_s=leave_s)])
