"""The smallest change of a problem that lets a left-out task in, proved by probing again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route
from data.domain.problem import Problem, Vehicle
from routing.explain.changes import (
    Change,
    break_end,
    capacity,
    facility_end,
    full_battery,
    intake,
    load_cap,
    max_distance,
    max_duration,
    one_more_like,
    shift_end,
    skills,
    window_end,
    window_start,
)
from routing.explain.probe import Candidate, Prober
from routing.model.index import DayIndex
from routing.model.steps import Infeasible


def changes_for(index: DayIndex, candidate: Candidate, id_: str, fault: Infeasible) -> list[Change]:
    """What might be changed against a fault, the most natural first."""
    vehicle = candidate.vehicle.id
    figure = {key: str(value) for key, value in fault.details.items()}
    longer = shift_end(vehicle)
    in_the_way = [] if fault.subject == id_ or fault.rule != "window" else [window_end(fault.subject)]
    makers: dict[str, Callable[[], list[Change]]] = {
        "window": lambda: [*in_the_way, window_end(id_), window_start(id_), longer],
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
    return makers[fault.rule]() if fault.rule in makers else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Can this vehicle of the plan take this task?"""

    problem: Problem
    matrices: TravelMatrices
    plan: Plan
    candidate: Candidate
    task: str

    def holds(self, change: Change, by: int) -> bool:
        """Whether it can once `change` is made by so much."""
        index = DayIndex(change.apply(self.problem, by), self.matrices)
        return isinstance(Prober(index, self.plan).fits(self.candidate, self.task), Route)


def smallest(question: Question, change: Change) -> int | None:
    """The least amount of `change`, in whole steps, with which the vehicle can take the task.

    More of a change never takes back what less of it allowed, so halving finds the least.
    """

    def works(steps: int) -> bool:
        return question.holds(change, steps * change.step)

    low, high = 0, 1
    most = change.most // change.step
    while not works(high):
        if high >= most:
            return None
        low, high = high, min(most, high * 4)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high * change.step


def least_of_all(
    question: Question, change: Change, by: int, candidates: Sequence[Candidate]
) -> tuple[int, Candidate]:
    """The least amount with which any vehicle can take the task, and which; `by` is enough for one.

    A change of a window, a cap or a facility is a change for every vehicle: another than the nearest
    may need less of it.
    """
    best = question.candidate
    for candidate in candidates:
        other = replace(question, candidate=candidate)
        while by > change.step and candidate is not best and other.holds(change, by - change.step):
            found = smallest(other, change)
            assert found is not None
            by, best = min(by - change.step, found), candidate
    return by, best


def one_more_vehicle(problem: Problem, matrices: TravelMatrices, plan: Plan, id_: str) -> Vehicle | None:
    """The cheapest kind of vehicle of which one more could take the task alone."""
    index = DayIndex(problem, matrices)
    kinds = {replace(vehicle, id=""): vehicle for vehicle in reversed(problem.vehicles)}
    for vehicle in sorted(kinds.values(), key=lambda each: (each.cost.fixed, each.cost.per_km)):
        more = one_more_like(problem, vehicle.id)
        extra = more.vehicles[-1]
        if index.skills(id_) <= vehicle.skills:
            result = Prober(DayIndex(more, matrices), plan).fits(Candidate(extra, (), None), id_)
            if isinstance(result, Route):
                return vehicle
    return None
