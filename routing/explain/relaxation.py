"""The smallest amount of a change with which a task left out fits, proved by inserting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route
from data.domain.problem import Problem, Vehicle
from routing.explain.changes import (
    Change,
    add_vehicle_like,
    break_end,
    capacity,
    facility_end,
    full_battery,
    intake,
    load_cap,
    max_distance,
    max_duration,
    shift_end,
    skills,
    window_end,
    window_start,
)
from routing.explain.probe import CandidateVehicle, InsertionProber
from routing.model.index import DayIndex
from routing.model.steps import Infeasible


def changes_for(index: DayIndex, candidate: CandidateVehicle, id_: str, fault: Infeasible) -> list[Change]:
    """List the changes that may remove a failure, the most natural first."""
    vehicle = candidate.vehicle.id
    figure = {key: str(value) for key, value in fault.details.items()}
    longer = shift_end(vehicle)
    next_task = [] if fault.subject == id_ or fault.rule != "window" else [window_end(fault.subject)]
    builders: dict[str, Callable[[], list[Change]]] = {
        "window": lambda: [*next_task, window_end(id_), window_start(id_), longer],
        "shift": lambda: [longer, window_start(id_)],
        "duration": lambda: [max_duration(vehicle)],
        "rest": lambda: [longer, window_start(id_)],
        "break": lambda: [break_end(vehicle), longer],
        "distance": lambda: [max_distance(vehicle)],
        "range": lambda: [full_battery(vehicle)],
        "capacity": lambda: [capacity(vehicle, index.dimensions, figure["dimension"]), longer],
        "load_cap": lambda: [load_cap(figure["load_type"], figure["dimension"])],
        "facility": lambda: [facility_end(fault.subject), longer] if "closes_s" in figure else [],
        "intake": lambda: [intake(fault.subject, index.dimensions, fault.unit)],
        "skills": lambda: [skills(vehicle, figure["missing"])],
        "segregation": lambda: [longer],
        "end_empty": lambda: [longer],
    }
    return builders[fault.rule]() if fault.rule in builders else []


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionTest:
    """Whether a vehicle of a plan can serve a task after a change of the problem."""

    problem: Problem
    matrices: TravelMatrices
    plan: Plan
    candidate: CandidateVehicle
    task: str

    def passes(self, change: Change, by: int) -> bool:
        """Whether the vehicle can serve the task with `change` made by the amount `by`."""
        index = DayIndex(change.apply(self.problem, by), self.matrices)
        return isinstance(InsertionProber(index, self.plan).probe(self.candidate, self.task), Route)


def find_smallest_amount(test: InsertionTest, change: Change) -> int | None:
    """Find the least amount of `change`, in whole steps, that passes; None if even the largest fails.

    A larger amount allows whatever a smaller one does, so doubling and bisection find the least.
    """

    def passes(steps: int) -> bool:
        """Return whether a change of so many steps is sufficient."""
        return test.passes(change, steps * change.step)

    low, high = 0, 1
    most = change.most // change.step
    while not passes(high):
        if high >= most:
            return None
        low, high = high, min(most, high * 4)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high * change.step


def minimise_over_vehicles(
    test: InsertionTest, change: Change, by: int, candidates: Sequence[CandidateVehicle]
) -> tuple[int, CandidateVehicle]:
    """Find the least amount with which any vehicle passes, and that vehicle; `by` passes for one.

    A change of a window, a cap or a facility holds for every vehicle, and another than the closest may
    need less of it.
    """
    best = test.candidate
    for candidate in candidates:
        other = replace(test, candidate=candidate)
        while by > change.step and candidate is not best and other.passes(change, by - change.step):
            found = find_smallest_amount(other, change)
            assert found is not None
            by, best = min(by - change.step, found), candidate
    return by, best


def find_additional_vehicle(
    problem: Problem, matrices: TravelMatrices, plan: Plan, id_: str
) -> Vehicle | None:
    """Find the cheapest kind of vehicle of which one more could serve the task alone."""
    index = DayIndex(problem, matrices)
    kinds = {replace(vehicle, id=""): vehicle for vehicle in reversed(problem.vehicles)}
    for vehicle in sorted(kinds.values(), key=lambda each: (each.cost.fixed, each.cost.per_km)):
        more = add_vehicle_like(problem, vehicle.id)
        extra = more.vehicles[-1]
        if index.skills(id_) <= vehicle.skills:
            result = InsertionProber(DayIndex(more, matrices), plan).probe(
                CandidateVehicle(extra, (), None), id_
            )
            if isinstance(result, Route):
                return vehicle
    return None
