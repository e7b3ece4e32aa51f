"""Numbers: amounts per dimension, nothing negative, nothing without bounds, nothing that is not a number."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault
from data.domain.problem import Amounts, Problem

MOST = 10**12
"""Above any amount, time or distance in use; sums of a thousand still fit 64 bits."""


def amounts(problem: Problem) -> Iterator[Fault]:
    """R104: vectors that are neither empty nor one amount per dimension."""
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
    """R105: a negative, absurd or undefined number."""
    for path, value in _numbers(problem):
        if not 0 <= value <= MOST:  # nor is NaN
            yield Fault(
                "R105",
                f"{value} is no number between 0 and {MOST:,}.",
                "Correct the number, or its unit.",
                path,
            )


def rest(problem: Problem) -> Iterator[Fault]:
    """R114: a driving rest that nobody could keep, or that means nothing."""
    rule = problem.rules.rest
    if rule is not None and (rule.after_driving_s <= 0 or rule.duration_s <= 0):
        yield Fault(
            "R114",
            "A rest needs driving before it and a duration, both above zero.",
            "Give both in seconds, or leave the rest out.",
            "rules.rest",
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
    for n, task in enumerate(problem.tasks):
        for key in ("service_s", "setup_s", "release_s"):
            yield f"tasks[{n}].{key}", getattr(task, key)
        yield f"tasks[{n}].penalty", task.penalty or 0
    for n, shipment in enumerate(problem.shipments):
        yield f"shipments[{n}].penalty", shipment.penalty or 0
        for end in ("pickup", "delivery"):
            stop = getattr(shipment, end)
            yield f"shipments[{n}].{end}.service_s", stop.service_s
            yield f"shipments[{n}].{end}.setup_s", stop.setup_s
    for n, vehicle in enumerate(problem.vehicles):
        yield f"vehicles[{n}].overtime_s", vehicle.overtime_s
        yield f"vehicles[{n}].max_distance_m", vehicle.max_distance_m or 0
        yield f"vehicles[{n}].max_duration_s", vehicle.max_duration_s or 0
        for key in ("fixed", "per_km", "per_h", "per_overtime_h"):
            yield f"vehicles[{n}].cost.{key}", getattr(vehicle.cost, key)
        yield f"vehicles[{n}].underway.driven_s", vehicle.underway.driven_s
        for position, pause in enumerate(vehicle.breaks):
            yield f"vehicles[{n}].breaks[{position}].duration_s", pause.duration_s
    for n, facility in enumerate(problem.facilities):
        yield f"facilities[{n}].unload_s", facility.unload_s
    for n, cap in enumerate(problem.rules.load_caps):
        yield f"rules.load_caps[{n}].max", cap.max
    for key in ("balance", "compactness", "stability"):
        yield f"objective.{key}", getattr(problem.objective, key)
