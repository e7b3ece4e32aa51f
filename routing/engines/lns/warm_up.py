"""Compile every kernel: search tiny days, then compile what they did not reach."""

from __future__ import annotations

import numpy as np

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices, TravelMatrix
from data.domain.plan import Plan
from data.domain.problem import Facility, Problem, Shipment, ShipmentStop, Task, Vehicle, VehicleCost
from routing.engines.lns.engine import search
from routing.engines.lns.kernels import CACHE
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex

_PLACES = 9
_ITERATIONS = 20


def warm_up() -> None:
    """Compile all kernels and mark their cache as warm, unless it is."""
    if CACHE.is_warm():
        return
    for day in (plain_day(), rich_day()):
        index = DayIndex(*day)
        plans: list[Plan] = []
        search(index, EngineTask(seconds=600.0, iterations=_ITERATIONS), plans.append, lambda: False)
        again = EngineTask(seconds=600.0, iterations=_ITERATIONS, warm=plans[-1])
        search(index, again, plans.append, lambda: False)
    CACHE.mark_warm()


def plain_day() -> tuple[Problem, TravelMatrices]:
    """Six tasks on a line and two vehicles: a day that segments price."""
    tasks = tuple(Task(id=f"t{place}", place=place, demand=(1,), penalty=900.0) for place in range(1, 7))
    vehicles = tuple(
        Vehicle(id=f"v{k}", start=0, end=0, shift=(0, 36_000), capacity=(4,), cost=VehicleCost(per_km=1.0))
        for k in range(2)
    )
    return Problem(vehicles=vehicles, tasks=tasks, dimensions=("kg",)), _line()


def rich_day() -> tuple[Problem, TravelMatrices]:
    """The same with a shipment and a facility: a day that needs the simulator."""
    problem, matrices = plain_day()
    shipment = Shipment(
        id="s1", pickup=ShipmentStop(place=2), delivery=ShipmentStop(place=7), demand=(1,), penalty=500.0
    )
    facility = Facility(id="f1", place=8, unload_s=60)
    return (
        Problem(
            vehicles=problem.vehicles,
            tasks=problem.tasks,
            shipments=(shipment,),
            facilities=(facility,),
            dimensions=("kg",),
        ),
        matrices,
    )


def _line() -> TravelMatrices:
    """Places one kilometre and two minutes apart."""
    gaps = np.abs(np.subtract.outer(np.arange(_PLACES), np.arange(_PLACES)))
    duration_s, distance_m = (gaps * 120).astype(np.int32), (gaps * 1000).astype(np.int32)
    return {DEFAULT_PROFILE: TravelMatrix(duration_s=duration_s, distance_m=distance_m)}
