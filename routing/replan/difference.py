"""What one plan changes against another, for each vehicle and its driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.domain.plan import Plan, Route

NOTICEABLE_S = 60
"""A start that moves by less is not told as a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChanges:
    """What changed for one vehicle.

    Attributes
    ----------
    added, removed
        Task → the vehicle that served it before, or serves it now; None for nobody.
    reordered
        Whether the tasks that stay come in another order.
    retimed
        Task that stays → start of service before and now.
    leaves_s, back_s
        Before and now; None where the vehicle stays at home.
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
    """What changed in all.

    Attributes
    ----------
    served, left_out
        Tasks that were left out and now are served, by which vehicle; and the other way round.
    routes
        Of every vehicle for which anything changed, by name.
    """

    served: Mapping[str, str]
    left_out: Mapping[str, str]
    routes: tuple[RouteChanges, ...]


def difference(before: Plan, after: Plan) -> PlanChanges:
    """What `after` changes against `before`; tasks are the same where their ids are."""
    were, are = _holders(before), _holders(after)
    old = {route.vehicle: route for route in before.routes}
    new = {route.vehicle: route for route in after.routes}
    routes = (
        _route_changes(name, (old.get(name), new.get(name)), were, are) for name in sorted({**old, **new})
    )
    return PlanChanges(
        served={task: vehicle for task, vehicle in are.items() if task not in were},
        left_out={task: vehicle for task, vehicle in were.items() if task not in are},
        routes=tuple(each for each in routes if _is_change(each)),
    )


def _holders(plan: Plan) -> dict[str, str]:
    return {task: route.vehicle for route in plan.routes for task in route.tasks}


def _route_changes(
    vehicle: str,
    routes: tuple[Route | None, Route | None],
    were: Mapping[str, str],
    are: Mapping[str, str],
) -> RouteChanges:
    old, new = routes
    before, now = (() if each is None else each.tasks for each in routes)
    staying = set(before) & set(now)
    old_s, new_s = _starts(old), _starts(new)
    return RouteChanges(
        vehicle=vehicle,
        added={task: were.get(task) for task in now if task not in staying},
        removed={task: are.get(task) for task in before if task not in staying},
        reordered=[task for task in before if task in staying] != [task for task in now if task in staying],
        retimed={
            task: (old_s[task], new_s[task])
            for task in now
            if task in staying and abs(old_s[task] - new_s[task]) >= NOTICEABLE_S
        },
        leaves_s=(_leaves(old), _leaves(new)),
        back_s=(_back(old), _back(new)),
    )


def _is_change(each: RouteChanges) -> bool:
    moved = each.leaves_s[0] != each.leaves_s[1] or each.back_s[0] != each.back_s[1]
    return bool(each.added or each.removed or each.reordered or each.retimed or moved)


def _starts(route: Route | None) -> dict[str, int]:
    """Start of the first service of each task."""
    starts: dict[str, int] = {}
    for visit in route.visits if route is not None else ():
        if visit.task is not None and visit.start_s is not None:
            starts.setdefault(visit.task, visit.start_s)
    return starts


def _leaves(route: Route | None) -> int | None:
    if route is None:
        return None
    first = route.visits[0]
    return first.departure_s if first.kind == "depot" else first.arrival_s


def _back(route: Route | None) -> int | None:
    if route is None:
        return None
    last = route.visits[-1]
    return last.arrival_s if last.kind == "depot" else last.departure_s
