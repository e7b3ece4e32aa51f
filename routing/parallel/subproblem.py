"""A problem by itself: only the places it uses, so that it can be sent elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.problem import Problem


def compacted(problem: Problem, matrices: TravelMatrices) -> tuple[Problem, dict[str, TravelMatrix]]:
    """The same problem over matrices of the places it uses; ids stay, places are numbered anew."""
    used = sorted(_places(problem))
    number = {place: row for row, place in enumerate(used)}
    grid = np.ix_(used, used)
    profiles = {vehicle.profile for vehicle in problem.vehicles}
    return (
        replace(
            problem,
            vehicles=tuple(
                replace(
                    vehicle,
                    start=None if vehicle.start is None else number[vehicle.start],
                    end=None if vehicle.end is None else number[vehicle.end],
                )
                for vehicle in problem.vehicles
            ),
            tasks=tuple(replace(task, place=number[task.place]) for task in problem.tasks),
            shipments=tuple(
                replace(
                    shipment,
                    pickup=replace(shipment.pickup, place=number[shipment.pickup.place]),
                    delivery=replace(shipment.delivery, place=number[shipment.delivery.place]),
                )
                for shipment in problem.shipments
            ),
            facilities=tuple(
                replace(facility, place=number[facility.place]) for facility in problem.facilities
            ),
        ),
        {
            profile: TravelMatrix(
                duration_s=np.ascontiguousarray(matrices[profile].duration_s[grid]),
                distance_m=np.ascontiguousarray(matrices[profile].distance_m[grid]),
            )
            for profile in sorted(profiles)
        },
    )


def _places(problem: Problem) -> set[int]:
    places = {place for v in problem.vehicles for place in (v.start, v.end) if place is not None}
    places |= {task.place for task in problem.tasks}
    places |= {stop.place for s in problem.shipments for stop in (s.pickup, s.delivery)}
    return places | {facility.place for facility in problem.facilities}
