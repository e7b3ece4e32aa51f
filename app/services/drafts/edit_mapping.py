"""What a dispatcher asked for, as an edit of the routes and as wishes for the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.errors import ConflictError
from app.schemas.drafts import EditIn
from data.domain.errors import Fault, InputError
from data.domain.plan import Plan
from data.store.plans.drafts import Wishes
from routing.edit import Edit, Insert, Move, Remove, Reorder, Reverse, Swap

LEAVING = frozenset({"move", "remove", "exclude"})
"""Kinds that take one stop from its truck."""


def edit_of(wanted: EditIn, plan: Plan) -> Edit | None:
    """What is done to the routes; None where only a wish is noted."""
    task, vehicle = wanted.task or "", wanted.vehicle or ""
    makers: dict[str, Callable[[], Edit | None]] = {
        "move": lambda: Move(task=task, vehicle=vehicle, position=wanted.position),
        "insert": lambda: Insert(task=task, vehicle=vehicle, position=wanted.position),
        "remove": lambda: Remove(task=task),
        "exclude": lambda: Remove(task=task) if _holder(plan, task) else None,
        "reverse": lambda: Reverse(vehicle=vehicle),
        "swap": lambda: Swap(vehicle=vehicle, other=wanted.other or ""),
        "reorder": lambda: Reorder(vehicle=vehicle, tasks=tuple(wanted.tasks or ())),
    }
    return makers[wanted.kind]() if wanted.kind in makers else None


def wishes_after(wishes: Wishes, wanted: EditIn, plan: Plan) -> Wishes:
    """The wishes with what was asked for; `plan` is as it stands after the edit.

    Raises
    ------
    InputError
        R420, R421, R423: there is no such task, the truck has no route, or the task is not served.
    """
    task, vehicle = wanted.task or "", wanted.vehicle or ""
    excluded, forced = _less(wishes.excluded, task), _less(wishes.forced, task)
    stops = {key: holder for key, holder in (wishes.stops or {}).items() if key != task}
    routes = _less(wishes.routes, vehicle)
    makers: dict[str, Callable[[], Wishes]] = {
        "lock_route": lambda: replace(wishes, routes=(*routes, _in_use(plan, vehicle))),
        "unlock_route": lambda: replace(wishes, routes=routes),
        "pin": lambda: replace(wishes, stops={**stops, task: _required_holder(plan, task)}),
        "unpin": lambda: replace(wishes, stops=stops),
        "exclude": lambda: replace(wishes, excluded=(*excluded, _known(plan, task)), forced=forced),
        "include": lambda: replace(wishes, excluded=excluded),
        "force": lambda: replace(wishes, excluded=excluded, forced=(*forced, _known(plan, task))),
        "unforce": lambda: replace(wishes, forced=forced),
        "insert": lambda: replace(wishes, excluded=excluded),
    }
    return makers[wanted.kind]() if wanted.kind in makers else wishes


def require_unlocked(wishes: Wishes, wanted: EditIn, plan: Plan, touched: tuple[str, ...]) -> None:
    """Refuse to change what is locked; `plan` is as it stood before.

    Raises
    ------
    ConflictError
        A251: each locked route, and each stop that would leave the truck it is kept on.
    """
    faults = [
        Fault("A251", f"The route of {name} is locked.", "Unlock it first.", f"vehicle {name}")
        for name in touched
        if name in wishes.routes
    ]
    leaving = {wanted.task or ""} if wanted.kind in LEAVING else set()
    if wanted.kind == "swap":
        leaving = {task for route in plan.routes if route.vehicle in touched for task in route.tasks}
    for task, holder in (wishes.stops or {}).items():
        if task in leaving and not (wanted.kind == "move" and wanted.vehicle == holder):
            cause = f"{task} is kept on {holder}."
            faults.append(Fault("A251", cause, "Release it first.", f"task {task}"))
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
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose one of the plan's.", "task"))
    return task
