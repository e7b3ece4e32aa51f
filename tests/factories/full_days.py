"""Made-up days with every rule there is: rich days to which the rarer rules are added."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrices
from data.domain.problem import Objective, Problem, ShipmentStop, Station, Task, Underway, Vehicle

Stop = TypeVar("Stop", Task, ShipmentStop)
RANGE_M, RECHARGE_S = 90_000, 5_400


def full_day(
    seed: int, *, tasks: int = 20, objective: Objective | None = None
) -> tuple[Problem, TravelMatrices]:
    """Batteries and stations, due times, intake limits, load types apart all day, vehicles under way.

    The first two vehicles of each kind differ in what lies behind them; places 0 to 2 are the depot and
    the facilities of `rich_day`.
    """
    problem, matrices = rich_day(seed, RichDay(tasks=tasks, shipments_share=0.15, deliveries_share=0.15))
    rng = np.random.default_rng(seed + 10_000)
    places = matrices["car"].size
    stations = tuple(
        Station(
            id=f"pole-{number}",
            place=int(place),
            connect_s=180,
            windows=((0, 20_000), (21_000, 40_000)) if number == 1 else (),
        )
        for number, place in enumerate([0, *rng.integers(0, places, 3)])
    )
    facilities = (problem.facilities[0], replace(problem.facilities[1], intake=(2_500, 12_000)))
    rules = replace(problem.rules, incompatible_day=(("battery", "appliance"),))
    full = replace(
        problem,
        tasks=tuple(_with_due(rng, task) for task in problem.tasks),
        shipments=tuple(replace(each, delivery=_with_due(rng, each.delivery)) for each in problem.shipments),
        vehicles=tuple(_electric(rng, number, each) for number, each in enumerate(problem.vehicles)),
        facilities=facilities,
        stations=stations,
        rules=rules,
        objective=objective or Objective(),
    )
    return full, matrices


def _with_due(rng: np.random.Generator, stop: Stop) -> Stop:
    if rng.random() < 0.5:
        return stop
    return replace(stop, due_s=int(rng.integers(3_000, 30_000)), late_per_h=float(rng.integers(5, 60)))


def _electric(rng: np.random.Generator, number: int, vehicle: Vehicle) -> Vehicle:
    if number % 3 == 1:
        return vehicle
    behind = Underway(
        driven_s=int(rng.integers(0, 15_000)) if number % 2 else 0,
        used_m=int(rng.integers(0, 60_000)) if number % 2 else 0,
        carried=frozenset({"battery"} if number == 3 else ()),
    )
    return replace(vehicle, range_m=RANGE_M, recharge_s=RECHARGE_S, max_distance_m=None, underway=behind)
