"""Changes of a problem that may let a task in: one function per kind, each returning a `Change`."""

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
    """One kind of change, to be made by a chosen amount.

    Attributes
    ----------
    name
        As in `Unassigned.relaxation`: ``window_end_s``, ``shift_end_s``, ``capacity`` ...
    subject
        The task, vehicle, facility or load type that changes.
    step, most
        Smallest and largest amount, in `unit`.
    apply
        Returns the problem changed by an amount.
    of_vehicle
        Whether the change concerns one vehicle, so that no other can serve the task because of it.
    """

    name: str
    subject: str
    unit: str
    step: int
    most: int
    apply: Callable[[Problem, int], Problem]
    of_vehicle: bool = False


def apply_relaxation(
    problem: Problem, task: str, relaxation: Relaxation, *, by: int | None = None
) -> Problem:
    """Return the problem with the relaxation of an unassigned task applied.

    Parameters
    ----------
    relaxation
        As in `Unassigned.relaxation`, with ``change``, ``subject``, ``by``, ``unit`` and ``vehicle``.
    by
        Amount to use instead of the relaxation's.
    """
    name, vehicle = str(relaxation["change"]), str(relaxation["vehicle"])
    amount = int(relaxation["by"]) if by is None else by
    if name == "vehicles":
        return add_vehicle_like(problem, vehicle) if amount else problem
    return _find_change(problem, task, relaxation, name).apply(problem, amount)


def add_vehicle_like(problem: Problem, vehicle_id: str) -> Problem:
    """Append a vehicle equal to the one named but for its id."""
    like = next(each for each in problem.vehicles if each.id == vehicle_id)
    return replace(problem, vehicles=(*problem.vehicles, replace(like, id=f"{vehicle_id} (one more)")))


def _find_change(problem: Problem, task: str, relaxation: Relaxation, name: str) -> Change:
    vehicle, unit = str(relaxation["vehicle"]), str(relaxation["unit"])
    subject = str(relaxation.get("subject", ""))
    builders: dict[str, Callable[[], Change]] = {
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
        "skills": lambda: skills(vehicle, ", ".join(sorted(_required_skills(problem, task)))),
        "window_end_s+shift_end_s": lambda: window_and_shift(vehicle, task),
        "penalty": lambda: _penalty(task),
    }
    return builders[name]()


def _required_skills(problem: Problem, task: str) -> frozenset[str]:
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


def combine(one: Change, other: Change) -> Change:
    """Both changes, by the same amount."""
    return Change(
        name=f"{one.name}+{other.name}",
        subject=f"{one.subject}+{other.subject}",
        unit=one.unit,
        step=max(one.step, other.step),
        most=min(one.most, other.most),
        apply=lambda problem, by: other.apply(one.apply(problem, by), by),
    )


def window_and_shift(vehicle_id: str, id_: str) -> Change:
    """Shift of a vehicle and windows of a task end later."""
    return combine(window_end(id_), shift_end(vehicle_id))


def _change_task(problem: Problem, id_: str, widen: Callable[[Window], Window]) -> Problem:
    def widen_all(windows: tuple[Window, ...]) -> tuple[Window, ...]:
        return _merge(tuple(widen(window) for window in windows))

    tasks = tuple(
        replace(task, windows=widen_all(task.windows)) if task.id == id_ else task for task in problem.tasks
    )
    shipments = tuple(
        replace(
            each,
            pickup=replace(each.pickup, windows=widen_all(each.pickup.windows)),
            delivery=replace(each.delivery, windows=widen_all(each.delivery.windows)),
        )
        if each.id == id_
        else each
        for each in problem.shipments
    )
    return replace(problem, tasks=tasks, shipments=shipments)


def _merge(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    merged: list[Window] = []
    for window in windows:
        if merged and window[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], window[1]))
        else:
            merged.append(window)
    return tuple(merged)


def window_end(id_: str) -> Change:
    """Every window of a task ends later."""
    return _time("window_end_s", id_, lambda p, by: _change_task(p, id_, lambda w: (w[0], w[1] + by)))


def window_start(id_: str) -> Change:
    """Every window of a task begins earlier."""
    return _time(
        "window_start_s", id_, lambda p, by: _change_task(p, id_, lambda w: (max(0, w[0] - by), w[1]))
    )


def shift_end(vehicle_id: str) -> Change:
    """A vehicle's shift ends later."""

    def longer(vehicle: Vehicle, by: int) -> Vehicle:
        """Extend the shift of a vehicle."""
        return replace(vehicle, shift=(vehicle.shift[0], vehicle.shift[1] + by))

    return _vehicle_time("shift_end_s", vehicle_id, longer)


def max_duration(vehicle_id: str) -> Change:
    """A vehicle may be away for longer."""

    def longer(vehicle: Vehicle, by: int) -> Vehicle:
        """Extend the maximum duration of a vehicle."""
        return replace(vehicle, max_duration_s=(vehicle.max_duration_s or 0) + by)

    return _vehicle_time("max_duration_s", vehicle_id, longer)


def break_end(vehicle_id: str) -> Change:
    """A vehicle's breaks may begin later."""

    def later(vehicle: Vehicle, by: int) -> Vehicle:
        """Extend the windows of a vehicle's breaks."""
        breaks = tuple(replace(each, window=(each.window[0], each.window[1] + by)) for each in vehicle.breaks)
        return replace(vehicle, breaks=breaks)

    return _vehicle_time("break_end_s", vehicle_id, later)


def facility_end(facility_id: str) -> Change:
    """A facility stays open longer."""

    def longer(facility: Facility, by: int) -> Facility:
        """Extend the windows of a facility."""
        windows = _merge(tuple((opens, closes + by) for opens, closes in facility.windows))
        return replace(facility, windows=windows)

    def apply(problem: Problem, by: int) -> Problem:
        """Apply the change to the facility of the problem."""
        changed = tuple(longer(each, by) if each.id == facility_id else each for each in problem.facilities)
        return replace(problem, facilities=changed)

    return _time("facility_window_end_s", facility_id, apply)


def _time(name: str, subject: str, apply: Callable[[Problem, int], Problem]) -> Change:
    return Change(name=name, subject=subject, unit="s", step=TIME_STEP_S, most=MOST_TIME_S, apply=apply)


def _vehicle_time(name: str, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle]) -> Change:
    timed = _time(name, vehicle_id, lambda problem, by: _change_vehicle(problem, vehicle_id, change, by))
    return replace(timed, of_vehicle=True)


def max_distance(vehicle_id: str) -> Change:
    """A vehicle may drive farther."""

    def extend(vehicle: Vehicle, by: int) -> Vehicle:
        """Extend the maximum distance of a vehicle."""
        return replace(vehicle, max_distance_m=(vehicle.max_distance_m or 0) + by)

    return replace(_vehicle_distance("max_distance_m", vehicle_id, extend), of_vehicle=True)


def full_battery(vehicle_id: str) -> Change:
    """A vehicle's range on a full battery grows."""

    def extend(vehicle: Vehicle, by: int) -> Vehicle:
        """Extend the range of a vehicle."""
        return replace(vehicle, range_m=(vehicle.range_m or 0) + by)

    return _vehicle_distance("range_m", vehicle_id, extend)


def _vehicle_distance(name: str, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle]) -> Change:
    return Change(
        name=name,
        subject=vehicle_id,
        unit="m",
        step=DISTANCE_STEP_M,
        most=MOST_DISTANCE_M,
        apply=lambda problem, by: _change_vehicle(problem, vehicle_id, change, by),
    )


def capacity(vehicle_id: str, dimensions: tuple[str, ...], dimension: str) -> Change:
    """A vehicle may carry more."""
    number = dimensions.index(dimension)

    def larger(vehicle: Vehicle, by: int) -> Vehicle:
        """Increase the capacity of a vehicle."""
        return replace(vehicle, capacity=_raise(vehicle.capacity, number, by))

    return Change(
        name="capacity",
        subject=vehicle_id,
        unit=dimension,
        step=1,
        most=MOST_AMOUNT,
        apply=lambda p, by: _change_vehicle(p, vehicle_id, larger, by),
        of_vehicle=True,
    )


def _raise(amounts: tuple[int, ...], number: int, by: int) -> tuple[int, ...]:
    return (*amounts[:number], amounts[number] + by, *amounts[number + 1 :])


def load_cap(load_type: str, dimension: str) -> Change:
    """More of a load type may be aboard."""

    def apply(problem: Problem, by: int) -> Problem:
        """Raise the load cap."""
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
        """Raise the intake of the facility."""
        changed = tuple(
            replace(each, intake=_raise(each.intake, number, by))
            if each.id == facility_id and each.intake is not None
            else each
            for each in problem.facilities
        )
        return replace(problem, facilities=changed)

    return Change(name="intake", subject=facility_id, unit=dimension, step=1, most=MOST_AMOUNT, apply=apply)


def skills(vehicle_id: str, missing: str) -> Change:
    """A vehicle gets the missing skills (comma-separated)."""
    names = frozenset(missing.split(", "))

    def qualify(vehicle: Vehicle, by: int) -> Vehicle:
        """Add the missing skills to a vehicle."""
        return replace(vehicle, skills=vehicle.skills | names) if by else vehicle

    return Change(
        name="skills",
        subject=vehicle_id,
        unit="skills",
        step=1,
        most=1,
        apply=lambda p, by: _change_vehicle(p, vehicle_id, qualify, by),
        of_vehicle=True,
    )


def _change_vehicle(
    problem: Problem, vehicle_id: str, change: Callable[[Vehicle, int], Vehicle], by: int
) -> Problem:
    vehicles = tuple(change(each, by) if each.id == vehicle_id else each for each in problem.vehicles)
    return replace(problem, vehicles=vehicles)
