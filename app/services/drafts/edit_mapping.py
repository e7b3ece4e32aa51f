"""Map an edit of the API to an edit of the routes and to locks of the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.errors import ConflictError
from app.schemas.drafts import EditIn
from data.domain.errors import Fault, InputError
from data.domain.plan import Plan
from data.store.plans.drafts import PlanLocks
from routing.edit import Edit, Insert, Move, Remove, Reorder, Reverse, Swap

LEAVING = frozenset({"move", "remove", "exclude"})
"""Kinds that take one stop from its truck."""


def edit_of(document: EditIn, plan: Plan) -> Edit | None:
    """Return the edit of the routes; None if only locks change."""
    task, vehicle = document.task or "", document.vehicle or ""
    makers: dict[str, Callable[[], Edit | None]] = {
        "move": lambda: Move(task=task, vehicle=vehicle, position=document.position),
        "insert": lambda: Insert(task=task, vehicle=vehicle, position=document.position),
        "remove": lambda: Remove(task=task),
        "exclude": lambda: Remove(task=task) if _holder(plan, task) else None,
        "reverse": lambda: Reverse(vehicle=vehicle),
        "swap": lambda: Swap(vehicle=vehicle, other=document.other or ""),
        "reorder": lambda: Reorder(vehicle=vehicle, tasks=tuple(document.tasks or ())),
    }
    return makers[document.kind]() if document.kind in makers else None


def locks_after(locks: PlanLocks, document: EditIn, plan: Plan) -> PlanLocks:
    """Return the locks after an edit; `plan` is the plan after it.

    Raises
    ------
    InputError
        R420, R421, R423: there is no such task, the truck has no route, or the task is not served.
    """
    task, vehicle = document.task or "", document.vehicle or ""
    excluded, forced = _less(locks.excluded, task), _less(locks.forced, task)
    stops = {key: holder for key, holder in (locks.stops or {}).items() if key != task}
    routes = _less(locks.routes, vehicle)
    makers: dict[str, Callable[[], PlanLocks]] = {
        "lock_route": lambda: replace(locks, routes=(*routes, _in_use(plan, vehicle))),
        "unlock_route": lambda: replace(locks, routes=routes),
        "pin": lambda: replace(locks, stops={**stops, task: _required_holder(plan, task)}),
        "unpin": lambda: replace(locks, stops=stops),
        "exclude": lambda: replace(locks, excluded=(*excluded, _known(plan, task)), forced=forced),
        "include": lambda: replace(locks, excluded=excluded),
        "force": lambda: replace(locks, excluded=excluded, forced=(*forced, _known(plan, task))),
        "unforce": lambda: replace(locks, forced=forced),
        "insert": lambda: replace(locks, excluded=excluded),
    }
    return makers[document.kind]() if document.kind in makers else locks


def require_unlocked(locks: PlanLocks, document: EditIn, plan: Plan, touched: tuple[str, ...]) -> None:
    """Refuse to change what is locked; `plan` is the plan before the edit.

    Raises
    ------
    ConflictError
        A251: one fault for each locked route, and for each stop that would leave the vehicle it is locked to.
    """
    faults = [
        Fault("A251", f"The route of {name} is locked.", "Unlock it first.", f"vehicle {name}")
        for name in touched
        if name in locks.routes
    ]
    leaving = {document.task or ""} if document.kind in LEAVING else set()
    if document.kind == "swap":
        leaving = {task for route in plan.routes if route.vehicle in touched for task in route.tasks}
    for task, holder in (locks.stops or {}).items():
        if task in leaving and not (document.kind == "move" and document.vehicle == holder):
            cause = f"{task} is locked to {holder}."
            faults.append(Fault("A251", cause, "Unlock it first.", f"task {task}"))
    if faults:
        raise ConflictError(faults)


def _less(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


def _holder(plan: Plan, task: str) -> str:
    return next((route.vehicle for route in plan.routes if task in route.tasks), "")


def _required_holder(plan: Plan, task: str) -> str:
    holder = _holder(plan, task)
    if not holder:
        raise InputError(Fault("R423", f"{task!r} is not served.", "Insert it first.", "task"))
    return holder


def _in_use(plan: Plan, vehicle: str) -> str:
    if all(route.vehicle != vehicle for route in plan.routes):
        raise InputError(Fault("R421", f"{vehicle!r} has no route.", "Choose one that has.", "vehicle"))
    return vehicle


def _known(plan: Plan, task: str) -> str:
    if not _holder(plan, task) and all(each.task != task for each in plan.unassigned):
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose a task of the plan.", "task"))
    return task
