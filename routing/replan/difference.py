"""Difference of two plans, by vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.domain.plan import Plan, Route

NOTICEABLE_S = 60
"""A service start that moves by less is no change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChanges:
    """What changed for one vehicle.

    Attributes
    ----------
    added, removed
        Task → the vehicle that served it before, or serves it now; None where it was, or is, left out.
    reordered
        Whether the tasks that stay on the vehicle are in another order.
    retimed
        Task that stays → start of its first service before and now.
    leaves_s, back_s
        Start and end of the route, before and now; None where the vehicle is idle.
    """

    vehicle: str
    added: Mapping[str, str | None]
    removed: Mapping[str, str | None]
    reordered: bool
    retimed: Mapping[str, tuple[int, int]]
    leaves_s: tuple[int | None, int | None]
    back_s: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanges:
    """What changed in the whole plan.

    Attributes
    ----------
    served, left_out
        Task → vehicle: tasks served now and left out before, and the reverse.
    routes
        Vehicles for which anything changed, sorted by id.
    """

    served: Mapping[str, str]
    left_out: Mapping[str, str]
    routes: tuple[RouteChanges, ...]


def compare_plans(before: Plan, after: Plan) -> PlanChanges:
    """Find what `after` changes against `before`; tasks are identified by id."""
    old_vehicles, new_vehicles = _vehicles_by_task(before), _vehicles_by_task(after)
    old = {route.vehicle: route for route in before.routes}
    new = {route.vehicle: route for route in after.routes}
    routes = (
        _compare_routes(name, (old.get(name), new.get(name)), old_vehicles, new_vehicles)
        for name in sorted({**old, **new})
    )
    return PlanChanges(
        served={task: vehicle for task, vehicle in new_vehicles.items() if task not in old_vehicles},
        left_out={task: vehicle for task, vehicle in old_vehicles.items() if task not in new_vehicles},
        routes=tuple(each for each in routes if _is_change(each)),
    )


def _vehicles_by_task(plan: Plan) -> dict[str, str]:
    return {task: route.vehicle for route in plan.routes for task in route.tasks}


def _compare_routes(
    vehicle: str,
    routes: tuple[Route | None, Route | None],
    old_vehicles: Mapping[str, str],
    new_vehicles: Mapping[str, str],
) -> RouteChanges:
    old, new = routes
    before, now = (() if each is None else each.tasks for each in routes)
    staying = set(before) & set(now)
    old_s, new_s = _starts(old), _starts(new)
    return RouteChanges(
        vehicle=vehicle,
        added={task: old_vehicles.get(task) for task in now if task not in staying},
        removed={task: new_vehicles.get(task) for task in before if task not in staying},
        reordered=[task for task in before if task in staying] != [task for task in now if task in staying],
        retimed={
            task: (old_s[task], new_s[task])
            for task in now
            if task in staying and abs(old_s[task] - new_s[task]) >= NOTICEABLE_S
        },
        leaves_s=(_start_s(old), _start_s(new)),
        back_s=(_end_s(old), _end_s(new)),
    )


def _is_change(each: RouteChanges) -> bool:
    moved = each.leaves_s[0] != each.leaves_s[1] or each.back_s[0] != each.back_s[1]
    return bool(each.added or each.removed or each.reordered or each.retimed or moved)


def _starts(route: Route | None) -> dict[str, int]:
    """Task → start of its first service."""
    starts: dict[str, int] = {}
    for visit in route.visits if route is not None else ():
        if visit.task is not None and visit.start_s is not None:
            starts.setdefault(visit.task, visit.start_s)
    return starts


def _start_s(route: Route | None) -> int | None:
    if route is None:
        return None
    first = route.visits[0]
    return first.departure_s if first.kind == "depot" else first.arrival_s


def _end_s(route: Route | None) -> int | None:
    if route is None:
        return None
    last = route.visits[-1]
    return last.arrival_s if last.kind == "depot" else last.departure_s
