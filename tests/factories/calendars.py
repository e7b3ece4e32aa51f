"""Small periodic problems for tests."""

from __future__ import annotations

import random

import numpy as np

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices, TravelMatrix
from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from data.domain.problem import Facility, Rules, Vehicle, VehicleCost

WEEK = frozenset(range(5))


def truck(name: str = "truck", *, capacity_kg: int = 100, hours: float = 8.0, **more: object) -> Vehicle:
    """A truck of the depot in row 0 that costs 1 a km."""
    given = {"cost": VehicleCost(per_km=1.0), **more}
    return Vehicle(
        id=name,
        start=0,
        end=0,
        shift=(0, int(hours * 3600)),
        capacity=(capacity_kg,),
        **given,  # type: ignore[arg-type]
    )


def plane(size: int, seed: int) -> TravelMatrices:
    """Places at random on 10 km × 10 km, driven straight at 10 m/s."""
    at = np.random.default_rng(seed).uniform(0, 10_000, (size, 2))
    metres = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)).round().astype(np.int32)
    return {DEFAULT_PROFILE: TravelMatrix(duration_s=metres // 10, distance_m=metres)}


def made_up(seed: int, *, places: int = 8) -> tuple[PeriodicProblem, TravelMatrices]:
    """A week or two of mixed demands: frequencies, spacing, weekdays, containers, two trucks, a facility."""
    draw = random.Random(seed)
    matrices = plane(places + 2, seed)
    horizon = draw.choice((5, 6, 7, 14))
    weekdays = frozenset(range(min(horizon, 6)))
    problem = PeriodicProblem(
        horizon_days=horizon,
        places=tuple(_place(draw, number, horizon) for number in range(1, places + 1)),
        vehicles=tuple(CalendarVehicle(vehicle=truck(f"t{n}"), weekdays=weekdays) for n in range(2)),
        facilities=(Facility(id="f", place=places + 1, unload_s=600),),
        rules=Rules(end_empty=draw.random() < 0.5),
        crews=tuple(draw.choice((1, 2, 2)) for _ in range(horizon)) if draw.random() < 0.5 else (),
        levelling=draw.choice((0.0, 5.0)),
    )
    return problem, matrices


def _place(draw: random.Random, number: int, horizon: int) -> CalendarPlace:
    weekly = 7 if horizon == 14 and draw.random() < 0.5 else None
    if draw.random() < 0.4:
        return CalendarPlace(
            id=f"p{number}",
            place=number,
            fill_kg_per_day=draw.choice((3.5, 8.0, 12.0)),
            container_kg=draw.choice((40, 60)),
            service_s=300,
            period_days=weekly,
        )
    return CalendarPlace(
        id=f"p{number}",
        place=number,
        visits=draw.randint(1, 3),
        period_days=weekly,
        demand_kg=draw.randint(5, 40),
        service_s=draw.choice((0, 600)),
        least_gap_days=draw.choice((1, 2)),
        weekdays=WEEK if draw.random() < 0.5 else frozenset(range(7)),
    )
