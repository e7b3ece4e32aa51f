"""Locks: parts of an earlier plan that must stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.domain.plan import Plan, Violation
from data.domain.problem import Lock
from routing.check.replay import Day
from routing.check.wording import violation

Orders = Mapping[str, tuple[str, ...]]
"""Vehicle → tasks in the order of their first service."""


def locks(day: Day, plan: Plan) -> Iterator[Violation]:
    """Check every lock of the problem against the orders of the plan."""
    orders: dict[str, tuple[str, ...]] = {}
    for route in plan.routes:
        names = (visit.task for visit in route.visits if visit.task is not None)
        orders[route.vehicle] = tuple(dict.fromkeys((*orders.get(route.vehicle, ()), *names)))
    for lock in day.problem.locks:
        yield from _RULES[lock.kind](day, lock, orders)


def _route(day: Day, lock: Lock, orders: Orders) -> Iterator[Violation]:
    order = orders.get(lock.vehicle or "", ())
    if order != lock.tasks:
        text = f"{lock.vehicle} must serve {_listed(lock.tasks)} and no more; it serves {_listed(order)}."
        yield violation("R341", text, vehicle=lock.vehicle)


def _vehicle(day: Day, lock: Lock, orders: Orders) -> Iterator[Violation]:
    """Check a vehicle lock; an optional task may be left out at its penalty."""
    for vehicle, order in orders.items():
        for task in lock.tasks:
            if vehicle != lock.vehicle and task in order:
                text = f"{task} is locked to {lock.vehicle}; {vehicle} serves it."
                yield violation("R342", text, vehicle=vehicle, task=task)


def _prefix(day: Day, lock: Lock, orders: Orders) -> Iterator[Violation]:
    order = orders.get(lock.vehicle or "", ())
    if order[: len(lock.tasks)] != lock.tasks:
        text = f"{lock.vehicle} must begin with {_listed(lock.tasks)}; it begins with {_listed(order)}."
        yield violation("R343", text, vehicle=lock.vehicle)


def _sequence(day: Day, lock: Lock, orders: Orders) -> Iterator[Violation]:
    """Check that the served tasks of a sequence are consecutive."""
    served = tuple(task for task in lock.tasks if any(task in order for order in orders.values()))
    if not served:
        return
    for order in orders.values():
        if served[0] in order:
            first = order.index(served[0])
            if order[first : first + len(served)] == served:
                return
    text = f"{_listed(served)} must follow one another on one vehicle."
    yield violation("R344", text, task=served[0])


def _listed(tasks: tuple[str, ...]) -> str:
    shown = ", ".join(tasks[:6]) + (", …" if len(tasks) > 6 else "")
    return shown or "nothing"


_RULES = {"route": _route, "vehicle": _vehicle, "prefix": _prefix, "sequence": _sequence}
