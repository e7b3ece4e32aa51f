"""What a task costs where it is, and what it would cost in every other route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route, Violation
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import InsertionPosition, insert_steps, rank_positions, schedule_order
from routing.construct.slack import compute_slack
from routing.edit.editor import Editor
from routing.edit.edits import Order
from routing.edit.reroute import check_route, reroute, schedule_broken
from routing.model.index import DayIndex
from routing.model.intake import remaining_intake
from routing.model.steps import route_steps, service_steps

NEAREST = 8
"""Vehicles of the least detour, for which unloadings may move and more positions are tried."""
NEAR_TRIES, FAR_TRIES = 3, 1
"""Positions of a route that are scheduled exactly, those of the least detour first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionOffer:
    """The best position for a task in one vehicle's route, and its price.

    Attributes
    ----------
    position
        Number of the vehicle's stops before it, the task itself not counted.
    extra_cost, extra_m, extra_s
        Increase over the route without the task.
    violations
        Rules that the route breaks with the task and does not break without it.
    """

    vehicle: str
    position: int
    extra_cost: float
    extra_m: int
    extra_s: int
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAnalysis:
    """What a task costs in its position, and where else it could go.

    Attributes
    ----------
    cost, distance_m, duration_s
        Marginal cost of the task: what its route saves without it.
    next_best
        The cheapest insertion into another route that keeps every rule; None where there is none.
    offers
        The best insertion into each other route, those that keep the rules first, then by cost.
    """

    task: str
    vehicle: str
    position: int
    cost: float
    distance_m: int
    duration_s: int
    next_best: InsertionOffer | None
    offers: tuple[InsertionOffer, ...]


def price_insertions(editor: Editor, plan: Plan, task: str) -> list[InsertionOffer]:
    """Price the best insertion of a task into every vehicle's route.

    Parameters
    ----------
    plan
        May break rules.
    task
        A task or shipment, served or left out.

    Returns
    -------
    list of InsertionOffer
        Those that keep the rules first, then by cost. Of idle vehicles of one kind there is one;
        of a vehicle without a path to the task, none.

    Raises
    ------
    InputError
        R420: there is no such task.
    """
    index = editor.index
    if task not in index.tasks and task not in index.shipments:
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose a task of the plan.", "task"))
    searches = sorted(_searches(index, plan, task), key=lambda each: each.positions[0].detour)
    found = [each.best_offer(near=number < NEAREST) for number, each in enumerate(searches)]
    offers = [offer for offer in found if offer is not None]
    return sorted(offers, key=lambda each: (bool(each.violations), each.extra_cost))


def analyse_position(editor: Editor, plan: Plan, task: str) -> PositionAnalysis:
    """Compare what a served task costs where it is with its best insertions elsewhere.

    Raises
    ------
    InputError
        R420: there is no such task. R423: it is left out.
    """
    offers = price_insertions(editor, plan, task)
    route = next((each for each in plan.routes if task in each.tasks), None)
    if route is None:
        cause = f"{task} is left out; the plan says why."
        raise InputError(Fault("R423", cause, "Ask for a task that is served.", "task"))
    index = editor.index
    position = next(k for k, step in enumerate(service_steps(route)) if step.id == task)
    without = _without(index, route, task, remaining_intake(index, plan.routes, without={route.vehicle}))
    others = tuple(each for each in offers if each.vehicle != route.vehicle)
    return PositionAnalysis(
        task=task,
        vehicle=route.vehicle,
        position=position,
        cost=route.cost - without.cost,
        distance_m=route.distance_m - without.distance_m,
        duration_s=route.duration_s - without.duration_s,
        next_best=next((each for each in others if not each.violations), None),
        offers=others,
    )


def _without(index: DayIndex, route: Route | None, task: str, left: dict[str, Amounts]) -> Route:
    """A vehicle's route without a task; a route without visits where nothing remains."""
    if route is not None and task not in route.tasks:
        return route
    order: Order = () if route is None else tuple(s for s in service_steps(route) if s.id != task)
    if route is None or not order:
        return Route(vehicle="" if route is None else route.vehicle, cost=0.0, tasks=(), visits=())
    return reroute(index, route.vehicle, order, left, route_steps(route))


def _searches(index: DayIndex, plan: Plan, task: str) -> Iterator[_Search]:
    """One search per vehicle in use, and per kind of idle vehicle."""
    routes = {route.vehicle: route for route in plan.routes}
    idle: set[int] = set()
    for vehicle in index.problem.vehicles:
        kind = index.kinds[vehicle.id]
        if vehicle.id not in routes and kind in idle:
            continue
        if vehicle.id not in routes:
            idle.add(kind)
        left = remaining_intake(index, plan.routes, without={vehicle.id})
        without = _without(index, routes.get(vehicle.id), task, left)
        positions = tuple(rank_positions(index, vehicle, service_steps(without), task))
        yield _Search(index, vehicle, task, without, left, positions)


@dataclass(frozen=True, slots=True)
class _Search:
    """Search for the best position of a task in one route; `without` is the route without the task."""

    index: DayIndex
    vehicle: Vehicle
    task: str
    without: Route
    left: dict[str, Amounts]
    positions: tuple[InsertionPosition, ...]

    def best_offer(self, *, near: bool) -> InsertionOffer | None:
        """Offer the first feasible position, else the one of the least lateness; None without a path."""
        position, route = self._best_position(NEAR_TRIES if near else FAR_TRIES)
        violations: tuple[Violation, ...] = ()
        if route is None:
            order, before = self._order(position), route_steps(self.without)
            try:
                route = schedule_broken(self.index, self.vehicle.id, order, before, move_unloadings=near)
            except InputError:
                return None
            violations = self._new_violations(route)
        return InsertionOffer(
            vehicle=self.vehicle.id,
            position=position.first,
            extra_cost=route.cost - self.without.cost,
            extra_m=route.distance_m - self.without.distance_m,
            extra_s=route.duration_s - self.without.duration_s,
            violations=violations,
        )

    def _best_position(self, tries: int) -> tuple[InsertionPosition, Route | None]:
        """The first feasible position of those tried; else that of the least lateness, without a route."""
        steps = self.index.steps_of(self.task)
        slack = compute_slack(self.index, self.vehicle, service_steps(self.without))
        lateness: list[tuple[int, int]] = []
        for number, position in enumerate(self.positions):
            fault = slack.check_insertion(position.first, steps[0]) if len(steps) == 1 else None
            lateness.append((fault.amount if fault is not None else 0, number))
            if fault is not None or not self.index.skills(self.task) <= self.vehicle.skills:
                continue
            result = schedule_order(self.index, self.vehicle, self._order(position), self.left)
            if isinstance(result, Route):
                return position, result
            tries -= 1
            if not tries:
                break
        return self.positions[min(lateness)[1]], None

    def _order(self, position: InsertionPosition) -> Order:
        return insert_steps(service_steps(self.without), self.index.steps_of(self.task), position)

    def _new_violations(self, route: Route) -> tuple[Violation, ...]:
        before = check_route(self.index, self.without) if self.without.visits else []
        known = {(each.code, each.task) for each in before}
        return tuple(each for each in check_route(self.index, route) if (each.code, each.task) not in known)
