"""The smallest change of a problem that lets a left-out task in, proved by probing again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route
from data.domain.problem import Facility, Problem, Vehicle, Window
from routing.day_index import DayIndex
from routing.explaining.probing import Candidate, Prober
from routing.route_steps import Infeasible

TIME_STEP_S, MOST_TIME_S = 300, 12 * 3600
DISTANCE_STEP_M, MOST_DISTANCE_M = 1000, 500_000
MOST_AMOUNT = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of change, to be made by as little as helps.

    Attributes
    ----------
    name
        As in `Unassigned.relaxation`: ``window_end_s``, ``shift_end_s``, ``capacity`` ...
    subject
        The task, vehicle, facility, dimension or load type that changes.
    """

    name: str
    subject: str
    unit: str
    step: int
    most: int
    apply: Callable[[Problem, int], Problem]


def changes_for(index: DayIndex, candidate: Candidate, id_: str, fault: Infeasible) -> list[Change]:
    """What might be changed against a fault, the most natural first."""
    vehicle = candidate.vehicle.id
    figure = {key: str(value) for key, value in fault.details.items()}
    longer = _shift_end(vehicle)
    in_the_way = [] if fault.subject == id_ or fault.rule != "window" else [_window_end(fault.subject)]
    makers: dict[str, Callable[[], list[Change]]] = {
        "window": lambda: [*in_the_way, _window_end(id_), _window_start(id_), longer],
        "shift": lambda: [longer, _window_start(id_)],
        "rest": lambda: [longer, _window_start(id_)],
        "break": lambda: [_break_end(vehicle), longer],
        "distance": lambda: [_max_distance(vehicle)],
        "capacity": lambda: [_capacity(vehicle, index, figure["dimension"]), longer],
        "load_cap": lambda: [_load_cap(figure["load_type"], figure["dimension"])],
        "facility": lambda: [_facility_end(fault.subject), longer] if "closes_s" in figure else [],
        "intake": lambda: [_intake(fault.subject, index, fault.unit)],
        "skills": lambda: [_skills(vehicle, figure["missing"])],
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


def one_more_vehicle(problem: Problem, matrices: TravelMatrices, plan: Plan, id_: str) -> Vehicle | None:
    """The cheapest kind of vehicle of which one more could take the task alone."""
    index = DayIndex(problem, matrices)
    kinds = {replace(vehicle, id=""): vehicle for vehicle in reversed(problem.vehicles)}
    for vehicle in sorted(kinds.values(), key=lambda each: (each.cost.fixed, each.cost.per_km)):
        extra = replace(vehicle, id=f"{vehicle.id} (one more)")
        more = replace(problem, vehicles=(*problem.vehicles, extra))
        if index.skills(id_) <= vehicle.skills:
            result = Prober(DayIndex(more, matrices), plan).fits(Candidate(extra, (), None), id_)
            if isinstance(result, Route):
                return vehicle
    return None


def together(one: Change, other: Change) -> Change:
    """Both changes by the same amount."""
    return Change(
        name=f"{one.name}+{other.name}",
        subject=f"{one.subject}+{other.subject}",
        unit=one.unit,
        step=max(one.step, other.step),
        most=min(one.most, other.most),
        apply=lambda problem, by: other.apply(one.apply(problem, by), by),
    )


def window_and_shift(vehicle_id: str, id_: str) -> Change:
    """A longer shift and a later end of the task's windows."""
    return together(_window_end(id_), _shift_end(vehicle_id))


def _of_task(problem: Problem, id_: str, widen: Callable[[Window], Window]) -> Problem:
    def widened(windows: tuple[Window, ...]) -> tuple[Window, ...]:
        return _merged(tuple(widen(window) for window in windows))

    tasks = tuple(
        replace(task, windows=widened(task.windows)) if task.id == id_ else task for task in problem.tasks
    )
    shipments = tuple(
        replace(
            each,
            pickup=replace(each.pickup, windows=widened(each.pickup.windows)),
            delivery=replace(each.delivery, windows=widened(each.delivery.windows)),
        )
        if each.id == id_
        else each
        for each in problem.shipments
    )
    return replace(problem, tasks=tasks, shipments=shipments)


def _merged(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    merged: list[Window] = []
    for window in windows:
        if merged and window[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], window[1]))
        else:
            merged.append(window)
    return tuple(merged)


def _window_end(id_: str) -> Change:
    return _time("window_end_s", id_, lambda p, by: _of_task(p, id_, lambda w: (w[0], w[1] + by)))


def _window_start(id_: str) -> Change:
    return _time("window_start_s", id_, lambda p, by: _of_task(p, id_, lambda w: (max(0, w[0] - by), w[1])))


def _shift_end(vehicle_id: str) -> Change:
    def longer(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, shift=(vehicle.shift[0], vehicle.shift[1] + by))

    return _time("shift_end_s", vehicle_id, lambda p, by: _of_vehicle(p, vehicle_id, longer, by))


def _break_end(vehicle_id: str) -> Change:
    def later(vehicle: Vehicle, by: int) -> Vehicle:
        breaks = tuple(replace(each, window=(each.window[0], each.window[1] + by)) for each in vehicle.breaks)
        return replace(vehicle, breaks=breaks)

    return _time("break_end_s", vehicle_id, lambda p, by: _of_vehicle(p, vehicle_id, later, by))


def _facility_end(facility_id: str) -> Change:
    def longer(facility: Facility, by: int) -> Facility:
        windows = _merged(tuple((opens, closes + by) for opens, closes in facility.windows))
        return replace(facility, windows=windows)

    def apply(problem: Problem, by: int) -> Problem:
        changed = tuple(longer(each, by) if each.id == facility_id else each for each in problem.facilities)
        return replace(problem, facilities=changed)

    return _time("facility_window_end_s", facility_id, apply)


def _time(name: str, subject: str, apply: Callable[[Problem, int], Problem]) -> Change:
    return Change(name=name, subject=subject, unit="s", step=TIME_STEP_S, most=MOST_TIME_S, apply=apply)


def _max_distance(vehicle_id: str) -> Change:
    def farther(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, max_distance_m=(vehicle.max_distance_m or 0) + by)

    return Change(
        name="max_distance_m",
        subject=vehicle_id,
        unit="m",
        step=DISTANCE_STEP_M,
        most=MOST_DISTANCE_M,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, farther, by),
    )


def _capacity(vehicle_id: str, index: DayIndex, dimension: str) -> Change:
    number = index.dimensions.index(dimension)

    def larger(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, capacity=_raised(vehicle.capacity, number, by))

    return Change(
        name="capacity",
        subject=vehicle_id,
        unit=dimension,
        step=1,
        most=MOST_AMOUNT,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, larger, by),
    )


def _raised(amounts: tuple[int, ...], number: int, by: int) -> tuple[int, ...]:
    return (*amounts[:number], amounts[number] + by, *amounts[number + 1 :])


def _load_cap(load_type: str, dimension: str) -> Change:
    def apply(problem: Problem, by: int) -> Problem:
        caps = tuple(
            replace(cap, max=cap.max + by)
            if (cap.load_type, cap.dimension) == (load_type, dimension)
            else cap
            for cap in problem.rules.load_caps
        )
        return replace(problem, rules=replace(problem.rules, load_caps=caps))

    return Change(name="load_cap", subject=load_type, unit=dimension, step=1, most=MOST_AMOUNT, apply=apply)


def _intake(facility_id: str, index: DayIndex, dimension: str) -> Change:
    number = index.dimensions.index(dimension)

    def apply(problem: Problem, by: int) -> Problem:
        changed = tuple(
            replace(each, intake=_raised(each.intake, number, by))
            if each.id == facility_id and each.intake is not None
            else each
            for each in problem.facilities
        )
        return replace(problem, facilities=changed)

    return Change(name="intake", subject=facility_id, unit=dimension, step=1, most=MOST_AMOUNT, apply=apply)


def _skills(vehicle_id: str, missing: str) -> Change:
    names = frozenset(missing.split(", "))

    def certified(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, skills=vehicle.skills | names) if by else vehicle

    return Change(
        name="skills",
        subject=vehicle_id,
        unit="skills",
        step=1,
        most=1,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, certified, by),
    )


def _of_vehicle(
    problem: Problem, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle], by: int
) -> Problem:
    vehicles = tuple(change(each, by) if each.id == vehicle_id else each for each in problem.vehicles)
    return replace(problem, vehicles=vehicles)
