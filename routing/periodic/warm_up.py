"""Compile every kernel of the periodic search by annealing a tiny calendar."""

from __future__ import annotations

import numpy as np

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrix
from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from data.domain.problem import Facility, Rules, Vehicle, VehicleCost
from routing.periodic.kernels import CACHE
from routing.periodic.options import CalendarOptions
from routing.periodic.periodic_data import encode
from routing.periodic.search import Annealing


def warm_up() -> None:
    """Compile all kernels and mark their cache as warm, unless it is."""
    if CACHE.is_warm():
        return
    _anneal_tiny_calendar()
    CACHE.mark_warm()


def _anneal_tiny_calendar() -> None:
    minutes = np.abs(np.subtract.outer(np.arange(6), np.arange(6))).astype(np.int32)
    matrix = TravelMatrix(duration_s=minutes * 60, distance_m=minutes * 1000)
    truck = Vehicle(
        id="truck", start=0, end=0, shift=(0, 28_800), capacity=(20,), cost=VehicleCost(per_km=1.0)
    )
    problem = PeriodicProblem(
        horizon_days=3,
        places=tuple(CalendarPlace(id=str(n), place=n, fill_kg_per_day=4.0, visits=1) for n in range(1, 5)),
        vehicles=(CalendarVehicle(vehicle=truck),),
        facilities=(Facility(id="f", place=5),),
        rules=Rules(end_empty=True),
        levelling=1.0,
    )
    annealing = Annealing(encode(problem, {DEFAULT_PROFILE: matrix}), CalendarOptions(iterations=20))
    while annealing.share(0.0) < 1.0:
        annealing.run(0.0)
