"""Locks: known tasks and vehicles, no contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from data.domain.errors import Fault
from data.domain.problem import Problem


def unknown_in_locks(problem: Problem) -> Iterator[Fault]:
    """R103: a lock with an unknown vehicle or task, or without the vehicle it needs."""
    tasks = {task.id for task in problem.tasks} | {shipment.id for shipment in problem.shipments}
    vehicles = {vehicle.id for vehicle in problem.vehicles}
    for n, lock in enumerate(problem.locks):
        if lock.kind != "sequence" and lock.vehicle not in vehicles:
            what = "It names no vehicle." if lock.vehicle is None else f"There is no vehicle {lock.vehicle}."
            yield Fault("R103", what, "Name a vehicle of the problem.", f"locks[{n}].vehicle")
        for position, task in enumerate(lock.tasks):
            if task not in tasks:
                yield Fault(
                    "R103",
                    f"There is no task {task}.",
                    "Name a task or shipment of the problem.",
                    f"locks[{n}].tasks[{position}]",
                )


def contradictory_locks(problem: Problem) -> Iterator[Fault]:
    """R109: locks that no plan satisfies together."""
    yield from _duplicate_tasks(problem)
    yield from _two_vehicles(problem)
    yield from _conflicting_orders(problem)
    yield from _outside_route_ends(problem)
    yield from _not_on_locked_route(problem)
    yield from _missing_skills(problem)


def _fault(number: int, cause: str) -> Fault:
    return Fault("R109", cause, "Release one of the locks.", f"locks[{number}]")


def _duplicate_tasks(problem: Problem) -> Iterator[Fault]:
    for n, lock in enumerate(problem.locks):
        for task in sorted({task for task in lock.tasks if lock.tasks.count(task) > 1}):
            yield _fault(n, f"{task} stands in the lock twice.")


def _two_vehicles(problem: Problem) -> Iterator[Fault]:
    """A task locked to two vehicles, directly or through a sequence."""
    holder: dict[str, str] = {}
    for n, lock in enumerate(problem.locks):
        for task in lock.tasks if lock.vehicle is not None and lock.kind != "sequence" else ():
            if holder.setdefault(task, lock.vehicle or "") != lock.vehicle:
                yield _fault(n, f"{task} is locked to {holder[task]} and to {lock.vehicle}.")
    for n, lock in enumerate(problem.locks):
        holders = sorted({holder[task] for task in lock.tasks if task in holder})
        if lock.kind == "sequence" and len(holders) > 1:
            yield _fault(n, f"The tasks of a sequence are locked to {' and '.join(holders)}.")


def _conflicting_orders(problem: Problem) -> Iterator[Fault]:
    """Different routes or prefixes of one vehicle; contradictory neighbours."""
    begins: dict[str, tuple[str, ...]] = {}
    for n, lock in enumerate(problem.locks):
        if lock.kind not in ("route", "prefix") or lock.vehicle is None:
            continue
        known = begins.setdefault(lock.vehicle, lock.tasks)
        shared = min(len(known), len(lock.tasks))
        if known[:shared] != lock.tasks[:shared]:
            yield _fault(n, f"{lock.vehicle} is locked to begin in two orders.")
        begins[lock.vehicle] = max(known, lock.tasks, key=len)
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    for n, lock in enumerate(problem.locks):
        for one, other in pairwise(lock.tasks) if lock.kind != "vehicle" else ():
            if after.setdefault(one, other) != other or before.setdefault(other, one) != one:
                yield _fault(n, f"{one} and {other} are locked to other neighbours too.")
            elif _is_cyclic(after, one):
                yield _fault(n, f"{one} is locked to come before itself.")


def _outside_route_ends(problem: Problem) -> Iterator[Fault]:
    """A task locked before the first, or after the last, task of a route."""
    first = {lock.tasks[0] for lock in problem.locks if lock.kind in ("route", "prefix") and lock.tasks}
    last = {lock.tasks[-1] for lock in problem.locks if lock.kind == "route" and lock.tasks}
    for n, lock in enumerate(problem.locks):
        for one, other in pairwise(lock.tasks) if lock.kind == "sequence" else ():
            if other in first:
                yield _fault(n, f"{one} is locked to come before {other}, which begins a route.")
            if one in last:
                yield _fault(n, f"{other} is locked to come after {one}, which ends a route.")


def _is_cyclic(after: dict[str, str], task: str) -> bool:
    """Whether the links from a task lead back to it."""
    seen = {task}
    while (task := after.get(task, "")) not in seen:
        if not task:
            return False
        seen.add(task)
    return True


def _not_on_locked_route(problem: Problem) -> Iterator[Fault]:
    """A task locked to a vehicle whose route is locked without it."""
    whole = {lock.vehicle: lock.tasks for lock in problem.locks if lock.kind == "route"}
    for n, lock in enumerate(problem.locks):
        if lock.kind in ("vehicle", "prefix") and lock.vehicle in whole:
            for task in sorted(set(lock.tasks) - set(whole[lock.vehicle])):
                yield _fault(n, f"The route of {lock.vehicle} is locked without {task}.")
        if lock.kind == "route" and whole[lock.vehicle] != lock.tasks:
            yield _fault(n, f"The route of {lock.vehicle} is locked twice, differently.")


def _missing_skills(problem: Problem) -> Iterator[Fault]:
    skills = {vehicle.id: vehicle.skills for vehicle in problem.vehicles}
    needs = {task.id: task.skills for task in problem.tasks}
    needs |= {shipment.id: shipment.skills for shipment in problem.shipments}
    for n, lock in enumerate(problem.locks):
        for task in lock.tasks if lock.kind != "sequence" and lock.vehicle in skills else ():
            missing = needs.get(task, frozenset()) - skills[lock.vehicle or ""]
            if missing:
                yield _fault(
                    n, f"{task} is locked to {lock.vehicle}, which lacks {', '.join(sorted(missing))}."
                )
