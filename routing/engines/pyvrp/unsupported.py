"""Rules that PyVRP cannot model, reported before the search."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault, InputError
from data.domain.problem import Objective, Underway
from routing.model.index import DayIndex

ACTION = "Choose another engine, or plan without this rule."


def require_supported(index: DayIndex) -> None:
    """Raise if a problem has rules that PyVRP cannot model.

    Raises
    ------
    InputError
        R405: one fault per rule.
    """
    faults = [
        Fault("R405", f"PyVRP cannot model {what}.", ACTION, where) for what, where in _unsupported(index)
    ]
    if faults:
        raise InputError(faults)


def _unsupported(index: DayIndex) -> Iterator[tuple[str, str]]:
    problem, rules = index.problem, index.problem.rules
    vehicles = problem.vehicles
    for what, where, present in (
        ("driving rests", "rules.rest", rules.rest is not None),
        ("loads that must not be aboard together", "rules.incompatible", bool(rules.incompatible)),
        ("loads that must not share a day", "rules.incompatible_day", bool(rules.incompatible_day)),
        ("caps on a load type", "rules.load_caps", bool(rules.load_caps)),
        ("locks", "locks", bool(problem.locks)),
        ("breaks", "vehicles.breaks", any(vehicle.breaks for vehicle in vehicles)),
        ("overtime that depends on the clock", "vehicles.overtime_s", any(v.overtime_s for v in vehicles)),
        ("open starts or ends", "vehicles.start", any(None in (v.start, v.end) for v in vehicles)),
        ("batteries", "vehicles.range_m", any(v.range_m is not None for v in vehicles)),
        ("due times", "tasks.due_s", any(activity.due[1] for activity in index.activities.values())),
        ("weighed objectives", "objective", problem.objective != Objective()),
        ("vehicles under way", "vehicles.underway", any(v.underway != Underway() for v in vehicles)),
        ("several windows of a shipment", "shipments.windows", _has_split_shipments(index)),
        ("skills of a shipment", "shipments.skills", any(s.skills for s in problem.shipments)),
        ("a set-up shared by tasks at one place", "tasks.setup_s", _shares_setup(index)),
    ):
        if present:
            yield what, where
    yield from _unsupported_of_facilities(index)


def _unsupported_of_facilities(index: DayIndex) -> Iterator[tuple[str, str]]:
    facilities = index.problem.facilities
    if not facilities:
        return
    types = {task.load_type for task in index.problem.tasks if task.load_type}
    for what, where, present in (
        ("the intake of a facility", "facilities.intake", any(f.intake is not None for f in facilities)),
        (
            "a facility that refuses some loads",
            "facilities.accepts",
            any(f.accepts is not None and not types <= f.accepts for f in facilities),
        ),
        ("several windows of a facility", "facilities.windows", any(len(f.windows) > 1 for f in facilities)),
        ("facilities beside shipments", "shipments", bool(index.problem.shipments)),
        ("facilities beside deliveries", "tasks.delivery", any(any(t.delivery) for t in index.problem.tasks)),
        ("routes that may end loaded", "rules.end_empty", not index.problem.rules.end_empty),
    ):
        if present:
            yield what, where


def _has_split_shipments(index: DayIndex) -> bool:
    return any(len(end.windows) > 1 for s in index.problem.shipments for end in (s.pickup, s.delivery))


def _shares_setup(index: DayIndex) -> bool:
    """Whether two activities at one place may share a set-up."""
    places = [activity.place for activity in index.activities.values()]
    return any(
        activity.setup_s and places.count(activity.place) > 1 for activity in index.activities.values()
    )
