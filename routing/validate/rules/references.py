"""References between parts of a problem: places, profiles, dimensions, earlier plans, load types."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault
from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem


def unknown_places(problem: Problem, matrices: TravelMatrices) -> Iterator[Fault]:
    """R102: a place outside the matrices."""
    size = min((matrix.size for matrix in matrices.values()), default=None)
    if size is None:
        return
    for path, place in _places(problem):
        if place is not None and not 0 <= place < size:
            yield Fault(
                "R102",
                f"There is no place {place}; the matrix has {size}, counted from 0.",
                "Correct the place, or add it to the matrix.",
                path,
            )


def unknown_profiles(problem: Problem, matrices: TravelMatrices) -> Iterator[Fault]:
    """R103: a vehicle profile without a matrix."""
    for position, vehicle in enumerate(problem.vehicles):
        if vehicle.profile not in matrices:
            known = ", ".join(sorted(matrices)) or "none"
            yield Fault(
                "R103",
                f"{vehicle.id} drives by profile {vehicle.profile}, which has no matrix.",
                f"Give it one of: {known}; or add the matrix.",
                f"vehicles[{position}].profile",
            )


def unknown_dimensions(problem: Problem) -> Iterator[Fault]:
    """R103: a load cap in an unknown dimension."""
    for position, cap in enumerate(problem.rules.load_caps):
        if cap.dimension not in problem.dimensions:
            yield Fault(
                "R103",
                f"There is no dimension {cap.dimension}.",
                f"Name one of: {', '.join(problem.dimensions) or 'none'}.",
                f"rules.load_caps[{position}].dimension",
            )


def unknown_in_earlier(problem: Problem) -> Iterator[Fault]:
    """R103: an unknown vehicle or task in an earlier plan; R101: a task in it twice."""
    tasks = {task.id for task in problem.tasks} | {shipment.id for shipment in problem.shipments}
    vehicles = {vehicle.id for vehicle in problem.vehicles}
    seen: set[str] = set()
    for n, each in enumerate(problem.earlier):
        if each.vehicle not in vehicles:
            yield Fault(
                "R103",
                f"There is no vehicle {each.vehicle}.",
                "Name a vehicle of the problem.",
                f"earlier[{n}].vehicle",
            )
        for position, task in enumerate(each.tasks):
            where = f"earlier[{n}].tasks[{position}]"
            if task not in tasks:
                yield Fault(
                    "R103", f"There is no task {task}.", "Name a task or shipment of the problem.", where
                )
            elif task in seen:
                yield Fault("R101", f"The earlier plan serves {task} twice.", "Keep one.", where)
            seen.add(task)


def self_exclusion(problem: Problem) -> Iterator[Fault]:
    """R115: a load type incompatible with itself, which could never be carried."""
    for key in ("incompatible", "incompatible_day"):
        for position, (one, other) in enumerate(getattr(problem.rules, key)):
            if one == other:
                yield Fault(
                    "R115",
                    f"{one} is said to exclude itself.",
                    "Name two different load types.",
                    f"rules.{key}[{position}]",
                )


def _places(problem: Problem) -> Iterator[tuple[str, int | None]]:
    for n, task in enumerate(problem.tasks):
        yield f"tasks[{n}].place", task.place
    for n, shipment in enumerate(problem.shipments):
        yield f"shipments[{n}].pickup.place", shipment.pickup.place
        yield f"shipments[{n}].delivery.place", shipment.delivery.place
    for n, vehicle in enumerate(problem.vehicles):
        yield f"vehicles[{n}].start", vehicle.start
        yield f"vehicles[{n}].end", vehicle.end
    for n, facility in enumerate(problem.facilities):
        yield f"facilities[{n}].place", facility.place
    for n, station in enumerate(problem.stations):
        yield f"stations[{n}].place", station.place
