"""Changes of a problem that may let a left-out task in, and making one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from data.domain.problem import Facility, Problem, Vehicle, Window

TIME_STEP_S, MOST_TIME_S = 300, 12 * 3600
DISTANCE_STEP_M, MOST_DISTANCE_M = 1000, 500_000
MOST_AMOUNT = 1 << 20
Relaxation = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of change, to be made by as little as helps.

    Attributes
    ----------
    name
        As in `Unassigned.relaxation`: ``window_end_s``, ``shift_end_s``, ``capacity`` ...
    subject
        The task, vehicle, facility, dimension or load type that changes.
    of_vehicle
        Whether one vehicle alone changes, and no other can take the task because of it.
    """

    name: str
    subject: str
    unit: str
    step: int
    most: int
    apply: Callable[[Problem, int], Problem]
    of_vehicle: bool = False


def relaxed(problem: Problem, task: str, relaxation: Relaxation, *, by: int | None = None) -> Problem:
    """The problem with the relaxation of a left-out task made.

    Parameters
    ----------
    relaxation
        As in `Unassigned.relaxation`, with ``change``, ``subject``, ``by``, ``unit`` and ``vehicle``.
    by
        Another amount than the relaxation's.
    """
    name, vehicle = str(relaxation["change"]), str(relaxation["vehicle"])
    amount = int(relaxation["by"]) if by is None else by
    if name == "vehicles":
        return one_more_like(problem, vehicle) if amount else problem
    return _named(problem, task, relaxation, name).apply(problem, amount)


def one_more_like(problem: Problem, vehicle_id: str) -> Problem:
    """One more vehicle, the last of the fleet, equal to the one named but for its id."""
    like = next(each for each in problem.vehicles if each.id == vehicle_id)
    return replace(problem, vehicles=(*problem.vehicles, replace(like, id=f"{vehicle_id} (one more)")))


def _named(problem: Problem, task: str, relaxation: Relaxation, name: str) -> Change:
    vehicle, unit = str(relaxation["vehicle"]), str(relaxation["unit"])
    subject = str(relaxation.get("subject", ""))
    makers: dict[str, Callable[[], Change]] = {
        "window_end_s": lambda: window_end(subject),
        "window_start_s": lambda: window_start(subject),
        "shift_end_s": lambda: shift_end(subject),
        "max_duration_s": lambda: max_duration(subject),
        "break_end_s": lambda: break_end(subject),
        "facility_window_end_s": lambda: facility_end(subject),
        "max_distance_m": lambda: max_distance(subject),
        "range_m": lambda: full_battery(subject),
        "capacity": lambda: capacity(subject, problem.dimensions, unit),
        "load_cap": lambda: load_cap(subject, unit),
        "intake": lambda: intake(subject, problem.dimensions, unit),
        "skills": lambda: skills(vehicle, ", ".join(sorted(_required(problem, task)))),
        "window_end_s+shift_end_s": lambda: window_and_shift(vehicle, task),
        "penalty": lambda: _penalty(task),
    }
    return makers[name]()


def _required(problem: Problem, task: str) -> frozenset[str]:
    return frozenset().union(
        *(each.skills for each in problem.tasks if each.id == task),
        *(each.skills for each in problem.shipments if each.id == task),
    )


def _penalty(task: str) -> Change:
    def apply(problem: Problem, by: int) -> Problem:
        tasks = tuple(
            replace(each, penalty=(each.penalty or 0.0) + by) if each.id == task else each
            for each in problem.tasks
        )
        return replace(problem, tasks=tasks)

    return Change(name="penalty", subject=task, unit="cost", step=1, most=MOST_AMOUNT, apply=apply)


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
    return together(window_end(id_), shift_end(vehicle_id))


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


def window_end(id_: str) -> Change:
    """Every window of a task ends later."""
    return _time("window_end_s", id_, lambda p, by: _of_task(p, id_, lambda w: (w[0], w[1] + by)))


def window_start(id_: str) -> Change:
    """Every window of a task begins earlier."""
    return _time("window_start_s", id_, lambda p, by: _of_task(p, id_, lambda w: (max(0, w[0] - by), w[1])))


def shift_end(vehicle_id: str) -> Change:
    """A vehicle's shift ends later."""

    def longer(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, shift=(vehicle.shift[0], vehicle.shift[1] + by))

    return _time_of_vehicle("shift_end_s", vehicle_id, longer)


def max_duration(vehicle_id: str) -> Change:
    """A vehicle may be away for longer."""

    def longer(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, max_duration_s=(vehicle.max_duration_s or 0) + by)

    return _time_of_vehicle("max_duration_s", vehicle_id, longer)


def break_end(vehicle_id: str) -> Change:
    """A vehicle's breaks may begin later."""

    def later(vehicle: Vehicle, by: int) -> Vehicle:
        breaks = tuple(replace(each, window=(each.window[0], each.window[1] + by)) for each in vehicle.breaks)
        return replace(vehicle, breaks=breaks)

    return _time_of_vehicle("break_end_s", vehicle_id, later)


def facility_end(facility_id: str) -> Change:
    """A facility stays open longer."""

    def longer(facility: Facility, by: int) -> Facility:
        windows = _merged(tuple((opens, closes + by) for opens, closes in facility.windows))
        return replace(facility, windows=windows)

    def apply(problem: Problem, by: int) -> Problem:
        changed = tuple(longer(each, by) if each.id == facility_id else each for each in problem.facilities)
        return replace(problem, facilities=changed)

    return _time("facility_window_end_s", facility_id, apply)


def _time(name: str, subject: str, apply: Callable[[Problem, int], Problem]) -> Change:
    return Change(name=name, subject=subject, unit="s", step=TIME_STEP_S, most=MOST_TIME_S, apply=apply)


def _time_of_vehicle(name: str, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle]) -> Change:
    timed = _time(name, vehicle_id, lambda problem, by: _of_vehicle(problem, vehicle_id, change, by))
    return replace(timed, of_vehicle=True)


def max_distance(vehicle_id: str) -> Change:
    """A vehicle may drive farther."""

    def farther(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, max_distance_m=(vehicle.max_distance_m or 0) + by)

    return Change(
        name="max_distance_m",
        subject=vehicle_id,
        unit="m",
        step=DISTANCE_STEP_M,
        most=MOST_DISTANCE_M,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, farther, by),
        of_vehicle=True,
    )


def full_battery(vehicle_id: str) -> Change:
    """A vehicle's full battery lasts longer."""

    def farther(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, range_m=(vehicle.range_m or 0) + by)

    return Change(
        name="range_m",
        subject=vehicle_id,
        unit="m",
        step=DISTANCE_STEP_M,
        most=MOST_DISTANCE_M,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, farther, by),
    )


def capacity(vehicle_id: str, dimensions: tuple[str, ...], dimension: str) -> Change:
    """A vehicle may carry more."""
    number = dimensions.index(dimension)

    def larger(vehicle: Vehicle, by: int) -> Vehicle:
        return replace(vehicle, capacity=_raised(vehicle.capacity, number, by))

    return Change(
        name="capacity",
        subject=vehicle_id,
        unit=dimension,
        step=1,
        most=MOST_AMOUNT,
        apply=lambda p, by: _of_vehicle(p, vehicle_id, larger, by),
        of_vehicle=True,
    )


def _raised(amounts: tuple[int, ...], number: int, by: int) -> tuple[int, ...]:
    return (*amounts[:number], amounts[number] + by, *amounts[number + 1 :])


def load_cap(load_type: str, dimension: str) -> Change:
    """More of a load type may be aboard."""

    def apply(problem: Problem, by: int) -> Problem:
        caps = tuple(
            replace(cap, max=cap.max + by)
            if (cap.load_type, cap.dimension) == (load_type, dimension)
            else cap
            for cap in problem.rules.load_caps
        )
        return replace(problem, rules=replace(problem.rules, load_caps=caps))

    return Change(name="load_cap", subject=load_type, unit=dimension, step=1, most=MOST_AMOUNT, apply=apply)


def intake(facility_id: str, dimensions: tuple[str, ...], dimension: str) -> Change:
    """A facility takes in more."""
    number = dimensions.index(dimension)

    def apply(problem: Problem, by: int) -> Problem:
        changed = tuple(
            replace(each, intake=_raised(each.intake, number, by))
            if each.id == facility_id and each.intake is not None
            else each
            for each in problem.facilities
        )
        return replace(problem, facilities=changed)

    return Change(name="intake", subject=facility_id, unit=dimension, step=1, most=MOST_AMOUNT, apply=apply)


def skills(vehicle_id: str, missing: str) -> Change:
    """A vehicle and its crew get the missing skills (comma-separated)."""
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
        of_vehicle=True,
    )


def _of_vehicle(
    problem: Problem, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle], by: int
) -> Problem:
    vehicles = tuple(change(each, by) if each.id == vehicle_id else each for each in problem.vehicles)
    return replace(problem, vehicles=vehicles)
