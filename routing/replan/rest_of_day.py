"""Replan the rest of a day, changing the published plan only where that pays off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Visit
from data.domain.problem import Lock, Problem
from routing.replan.difference import PlanChanges, compare_plans
from routing.replan.remaining_problem import (
    ExecutionState,
    build_remaining_problem,
    is_aboard,
    pending_orders,
)
from routing.solve import ShouldStop, SolveOptions, solve

KEEPING_SHARE = 0.4
"""Share of the search time for the plan that keeps every task on its vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Price and limit of changes to the published plan.

    Attributes
    ----------
    move_cost
        Least saving for which a task is moved to another vehicle, in units of cost.
    most_moved
        Largest number of tasks moved, those of withdrawn vehicles not counted; None for no limit.
    """

    move_cost: float = 30.0
    most_moved: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanResult:
    """The replanned rest of a day.

    Attributes
    ----------
    problem, plan
        The rest of the day as a problem, and its plan, which breaks no rule.
    visits
        Vehicle → its whole day: executed visits with their actual times, then planned ones.
    changes
        Against the part of the published plan that is not executed.
    moved
        Tasks served by another vehicle than published.
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
    execution: ExecutionState,
    *,
    options: SolveOptions | None = None,
    stability: Stability | None = None,
    should_stop: ShouldStop | None = None,
) -> ReplanResult:
    """Replan the rest of a day from what has been executed.

    A first search keeps every task on its vehicle as far as possible; a second one, warm-started from it,
    is free. The second is taken if it saves more than `stability` prices its moves at, and moves no more
    tasks than allowed.

    Parameters
    ----------
    problem, matrices
        The whole day at present: urgent requests and closed roads included.
    published
        The plan that drivers follow.
    execution
        What has been executed of it.

    Raises
    ------
    HuiliuError
        As `routing.solve.solve`; R426 as `build_remaining_problem`.
    """
    chosen, limits = options or SolveOptions(), stability or Stability()
    rest = build_remaining_problem(problem, matrices, execution)
    orders = pending_orders(published, execution)
    first = replace(chosen, seconds=chosen.seconds * KEEPING_SHARE, warm=None)
    kept = solve(_keep_vehicles(rest, orders), matrices, first, should_stop=should_stop)
    best = kept
    if limits.most_moved != 0:
        second = replace(chosen, seconds=chosen.seconds * (1 - KEEPING_SHARE), warm=kept)
        free = solve(rest, matrices, second, should_stop=should_stop)
        moved = _find_moved(free, orders)
        few = limits.most_moved is None or len(moved) <= limits.most_moved
        if few and free.cost + limits.move_cost * len(moved) < kept.cost:
            best = free
    return ReplanResult(
        problem=rest,
        plan=best,
        visits=_join_days(best, execution),
        changes=compare_plans(_pending(published, execution), _pending(best, execution)),
        moved=_find_moved(best, orders),
    )


def _keep_vehicles(rest: Problem, orders: Mapping[str, tuple[str, ...]]) -> Problem:
    """Lock every task to its vehicle."""
    known = {task.id for task in rest.tasks} | {shipment.id for shipment in rest.shipments}
    vehicles = {vehicle.id for vehicle in rest.vehicles}
    locks = [
        Lock(kind="vehicle", vehicle=vehicle, tasks=here)
        for vehicle, tasks in orders.items()
        if vehicle in vehicles and (here := tuple(task for task in tasks if task in known))
    ]
    return replace(rest, locks=(*rest.locks, *locks))


def _find_moved(plan: Plan, orders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    vehicles = {task: vehicle for vehicle, tasks in orders.items() for task in tasks}
    return tuple(
        task
        for route in plan.routes
        for task in route.tasks
        if vehicles.get(task, route.vehicle) != route.vehicle
    )


def _join_days(plan: Plan, execution: ExecutionState) -> dict[str, tuple[Visit, ...]]:
    """Join executed and planned visits of each vehicle."""
    days = dict(execution.executed)
    for route in plan.routes:
        executed = execution.executed.get(route.vehicle, ())
        planned = route.visits[1:] if executed else route.visits
        days[route.vehicle] = (*executed, *(visit for visit in planned if not is_aboard(visit.task)))
    return days


def _pending(plan: Plan, execution: ExecutionState) -> Plan:
    """A plan without executed visits and goods aboard."""

    def strip(route: Route) -> Route:
        gone = execution.visited
        return replace(
            route,
            tasks=tuple(t for t in route.tasks if t not in gone and not is_aboard(t)),
            visits=tuple(v for v in route.visits if v.task not in gone and not is_aboard(v.task)),
        )

    return replace(plan, routes=tuple(strip(route) for route in plan.routes))
