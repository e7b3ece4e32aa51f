"""Planning on: the rest of the day anew, changed no more than it pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Visit
from data.domain.problem import Lock, Problem
from routing.replan.difference import PlanChanges, difference
from routing.replan.remaining import Happened, earlier_orders, is_aboard, remaining_day
from routing.solve import ShouldStop, SolveOptions, solve

KEEPING_SHARE = 0.4
"""Of the search time, for the plan that moves nothing that need not move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How dear it is to change what drivers have been told.

    Attributes
    ----------
    move_cost
        What moving a task to another vehicle must save at least, in units of cost.
    most_moved
        Tasks that may be moved at most, those of vehicles that are out not counted; None for any number.
    """

    move_cost: float = 30.0
    most_moved: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """The rest of a day.

    Attributes
    ----------
    problem, plan
        The rest as a problem, and its plan; the checker passes it.
    visits
        Vehicle → its whole day: what lies behind with its real times, then what is planned.
    changes
        Against the published plan, of what lies ahead.
    moved
        Tasks that another vehicle serves than was published.
    """

    problem: Problem
    plan: Plan
    visits: Mapping[str, tuple[Visit, ...]]
    changes: PlanChanges
    moved: tuple[str, ...]


def replan(
    problem: Problem,
    matrices: TravelMatrices,
    published: Plan,
    happened: Happened,
    *,
    options: SolveOptions | None = None,
    stability: Stability | None = None,
    should_stop: ShouldStop | None = None,
) -> Replanned:
    """Plan the rest of a day from what has happened.

    First everything stays with its vehicle but what cannot; then a free search from there, which is
    taken where it saves more than its changes cost and changes no more than it may.

    Parameters
    ----------
    problem, matrices
        The day's as it is now: urgent requests added, closed roads in the matrices.
    published
        The plan that drivers follow.

    Raises
    ------
    HuiliuError
        As `routing.solve.solve`.
    """
    chosen, dear = options or SolveOptions(), stability or Stability()
    rest = remaining_day(problem, matrices, happened)
    orders = earlier_orders(published, happened)
    first = replace(chosen, seconds=chosen.seconds * KEEPING_SHARE, warm=None)
    kept = solve(_kept(rest, orders), matrices, first, should_stop=should_stop)
    best = kept
    if dear.most_moved != 0:
        second = replace(chosen, seconds=chosen.seconds * (1 - KEEPING_SHARE), warm=kept)
        free = solve(rest, matrices, second, should_stop=should_stop)
        moved = _moved(free, orders)
        few = dear.most_moved is None or len(moved) <= dear.most_moved
        if few and free.cost + dear.move_cost * len(moved) < kept.cost:
            best = free
    return Replanned(
        problem=rest,
        plan=best,
        visits=_whole_days(best, happened),
        changes=difference(_ahead(published, happened), _ahead(best, happened)),
        moved=_moved(best, orders),
    )


def _kept(rest: Problem, orders: Mapping[str, tuple[str, ...]]) -> Problem:
    """The rest with every task held on its vehicle."""
    known = {task.id for task in rest.tasks} | {shipment.id for shipment in rest.shipments}
    vehicles = {vehicle.id for vehicle in rest.vehicles}
    held = [
        Lock(kind="vehicle", vehicle=vehicle, tasks=here)
        for vehicle, tasks in orders.items()
        if vehicle in vehicles and (here := tuple(task for task in tasks if task in known))
    ]
    return replace(rest, locks=(*rest.locks, *held))


def _moved(plan: Plan, orders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    holder = {task: vehicle for vehicle, tasks in orders.items() for task in tasks}
    return tuple(
        task
        for route in plan.routes
        for task in route.tasks
        if holder.get(task, route.vehicle) != route.vehicle
    )


def _whole_days(plan: Plan, happened: Happened) -> dict[str, tuple[Visit, ...]]:
    """What lies behind each vehicle and what is planned, as one day."""
    days = dict(happened.executed)
    for route in plan.routes:
        behind = happened.executed.get(route.vehicle, ())
        ahead = route.visits[1:] if behind else route.visits
        days[route.vehicle] = (*behind, *(visit for visit in ahead if not is_aboard(visit.task)))
    return days


def _ahead(plan: Plan, happened: Happened) -> Plan:
    """A plan without what lies behind."""

    def rest_of(route: Route) -> Route:
        gone = happened.visited
        return replace(
            route,
            tasks=tuple(t for t in route.tasks if t not in gone and not is_aboard(t)),
            visits=tuple(v for v in route.visits if v.task not in gone and not is_aboard(v.task)),
        )

    return replace(plan, routes=tuple(rest_of(route) for route in plan.routes))
