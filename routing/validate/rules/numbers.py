"""Numbers: one amount per dimension, finite, within bounds; rests and batteries that make sense."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from data.domain.errors import Fault
from data.domain.problem import Amounts, Problem

MOST = 10**12
"""Largest number allowed; sums of a thousand of them fit 64 bits."""


def amounts(problem: Problem) -> Iterator[Fault]:
    """R104: amounts that are neither empty nor one per dimension."""
    size = len(problem.dimensions)
    for path, vector in _vectors(problem):
        if vector and len(vector) != size:
            yield Fault(
                "R104",
                f"{len(vector)} amounts are given; there are {size} dimensions.",
                "Give one amount per dimension, or none.",
                path,
            )


def numbers(problem: Problem) -> Iterator[Fault]:
    """R105: a number that is negative, larger than `MOST`, or not a number."""
    for path, value in _numbers(problem):
        if not 0 <= value <= MOST:  # false for NaN too
            yield Fault(
                "R105",
                f"{value} is no number between 0 and {MOST:,}.",
                "Correct the number, or its unit.",
                path,
            )


def rest(problem: Problem) -> Iterator[Fault]:
    """R114: a driving rest without a driving time before it or a duration."""
    rule = problem.rules.rest
    if rule is not None and (rule.after_driving_s <= 0 or rule.duration_s <= 0):
        yield Fault(
            "R114",
            "A rest needs driving before it and a duration, both above zero.",
            "Give both in seconds, or leave the rest out.",
            "rules.rest",
        )


def battery(problem: Problem) -> Iterator[Fault]:
    """R116: a battery without range, or used beyond it."""
    for n, vehicle in enumerate(problem.vehicles):
        if vehicle.range_m is None:
            continue
        if vehicle.range_m <= 0:
            yield Fault(
                "R116",
                f"{vehicle.id} drives {vehicle.range_m} m on a full battery.",
                "Give a distance above zero, or leave range_m out.",
                f"vehicles[{n}].range_m",
            )
        elif vehicle.underway.used_m > vehicle.range_m:
            yield Fault(
                "R116",
                f"{vehicle.id} has driven {vehicle.underway.used_m} m since it was charged; a full battery "
                f"lasts {vehicle.range_m} m.",
                "Correct used_m or range_m.",
                f"vehicles[{n}].underway.used_m",
            )


def _vectors(problem: Problem) -> Iterator[tuple[str, Amounts]]:
    for n, task in enumerate(problem.tasks):
        yield f"tasks[{n}].demand", task.demand
        yield f"tasks[{n}].delivery", task.delivery
    for n, shipment in enumerate(problem.shipments):
        yield f"shipments[{n}].demand", shipment.demand
    for n, vehicle in enumerate(problem.vehicles):
        yield f"vehicles[{n}].capacity", vehicle.capacity
    for n, facility in enumerate(problem.facilities):
        yield f"facilities[{n}].intake", facility.intake or ()


def _numbers(problem: Problem) -> Iterator[tuple[str, float]]:
    for path, vector in _vectors(problem):
        for position, amount in enumerate(vector):
            yield f"{path}[{position}]", amount
    for key, names in _NUMBERS.items():
        for n, entry in enumerate(attrgetter(key)(problem)):
            for name in names:
                yield f"{key}[{n}].{name}", attrgetter(name)(entry) or 0
    for n, vehicle in enumerate(problem.vehicles):
        for position, pause in enumerate(vehicle.breaks):
            yield f"vehicles[{n}].breaks[{position}].duration_s", pause.duration_s
    for key in ("balance", "compactness", "stability"):
        yield f"objective.{key}", getattr(problem.objective, key)


_STOP = ("service_s", "setup_s", "due_s", "late_per_h")
_NUMBERS: dict[str, tuple[str, ...]] = {
    "tasks": (*_STOP, "release_s", "penalty"),
    "shipments": ("penalty", *(f"{end}.{name}" for end in ("pickup", "delivery") for name in _STOP)),
    "vehicles": (
        "overtime_s",
        "max_distance_m",
        "max_duration_s",
        "range_m",
        "recharge_s",
        "underway.driven_s",
        "underway.used_m",
        *(f"cost.{name}" for name in ("fixed", "per_km", "per_h", "per_overtime_h")),
    ),
    "facilities": ("unload_s",),
    "stations": ("connect_s",),
    "rules.load_caps": ("max",),
}
"""Numbers checked, by the list they are in; a missing one counts as 0."""
