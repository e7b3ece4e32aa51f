"""What a stop costs where it is, and what it would cost in every other route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route, Violation
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import Place, places_for, try_order, with_steps
from routing.construct.partial_plan import order_of, steps_of
from routing.construct.slack import slack_of
from routing.edit.editor import Editor
from routing.edit.edits import Order
from routing.edit.reroute import broken_by, broken_route, intake_beside, reroute
from routing.model.index import DayIndex

NEAREST = 8
"""Vehicles that are looked at closely, those of least detour: new places for unloadings, several tries."""
CLOSE_TRIES, FAR_TRIES = 3, 1
"""Places of a route that are scheduled exactly, those of least detour first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The best place for a task in one vehicle's route, and its price.

    Attributes
    ----------
    position
        Stops of the vehicle before it, the task itself not counted.
    extra_cost, extra_m, extra_s
        What the route gains over the route without the task.
    violations
        Rules that the route would break there and does not break without the task.
    """

    vehicle: str
    position: int
    extra_cost: float
    extra_m: int
    extra_s: int
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyHere:
    """Why a task is where it is.

    Attributes
    ----------
    cost, distance_m, duration_s
        What its route saves without it: the marginal cost of the task.
    next_best
        The cheapest place on another vehicle that keeps every rule; None where there is none.
    offers
        The best place of each other vehicle, kept rules first, then by cost.
    """

    task: str
    vehicle: str
    position: int
    cost: float
    distance_m: int
    duration_s: int
    next_best: Offer | None
    offers: tuple[Offer, ...]


def offers_for(editor: Editor, plan: Plan, task: str) -> list[Offer]:
    """The best place for a task in every vehicle's route, the cheapest that keeps the rules first.

    Of a vehicle that no road leads to the stop there is no offer; idle vehicles that differ by
    their id alone are offered once.

    Raises
    ------
    InputError
        R420: there is no such task.
    """
    index = editor.index
    if task not in index.tasks and task not in index.shipments:
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose one of the plan's.", "task"))
    searches = sorted(_searches(index, plan, task), key=lambda each: each.places[0].extra)
    found = [each.offer(close=number < NEAREST) for number, each in enumerate(searches)]
    offers = [offer for offer in found if offer is not None]
    return sorted(offers, key=lambda each: (bool(each.violations), each.extra_cost))


def why_here(editor: Editor, plan: Plan, task: str) -> WhyHere:
    """What a served task costs where it is, and where else it could go.

    Raises
    ------
    InputError
        R420: there is no such task. R423: it is left out.
    """
    offers = offers_for(editor, plan, task)
    route = next((each for each in plan.routes if task in each.tasks), None)
    if route is None:
        cause = f"{task} is left out; the plan says why."
        raise InputError(Fault("R423", cause, "Ask for a task that is served.", "task"))
    index = editor.index
    order = order_of(route)
    position = next(k for k, step in enumerate(order) if step.id == task)
    without = _without(index, route, task, intake_beside(index, plan.routes, without={route.vehicle}))
    others = tuple(each for each in offers if each.vehicle != route.vehicle)
    return WhyHere(
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
    """A vehicle's route without a task; of no stops where there are none."""
    order: Order = () if route is None else tuple(step for step in order_of(route) if step.id != task)
    if route is not None and task not in route.tasks:
        return route
    if not order:
        return Route(vehicle="" if route is None else route.vehicle, cost=0.0, tasks=(), visits=())
    assert route is not None
    return reroute(index, route.vehicle, order, left, steps_of(route))


def _searches(index: DayIndex, plan: Plan, task: str) -> Iterator[_Search]:
    """Every vehicle in use, and one idle vehicle of each kind."""
    routes = {route.vehicle: route for route in plan.routes}
    idle: set[int] = set()
    for vehicle in index.problem.vehicles:
        kind = index.kinds[vehicle.id]
        if vehicle.id not in routes and kind in idle:
            continue
        if vehicle.id not in routes:
            idle.add(kind)
        left = intake_beside(index, plan.routes, without={vehicle.id})
        without = _without(index, routes.get(vehicle.id), task, left)
        places = tuple(places_for(index, vehicle, order_of(without), task))
        yield _Search(index, vehicle, task, without, left, places)


@dataclass(frozen=True, slots=True)
class _Search:
    """One vehicle, asked for a place for a task; `without` is its route without it."""

    index: DayIndex
    vehicle: Vehicle
    task: str
    without: Route
    left: dict[str, Amounts]
    places: tuple[Place, ...]

    def offer(self, *, close: bool) -> Offer | None:
        """The first place that keeps the rules, or else the one that is least late; None without a road."""
        place, route = self._holds(CLOSE_TRIES if close else FAR_TRIES)
        broken: tuple[Violation, ...] = ()
        if route is None:
            try:
                route = broken_route(
                    self.index, self.vehicle.id, self._order(place), steps_of(self.without), close=close
                )
            except InputError:
                return None
            broken = self._newly_broken(route)
        return Offer(
            vehicle=self.vehicle.id,
            position=place.first,
            extra_cost=route.cost - self.without.cost,
            extra_m=route.distance_m - self.without.distance_m,
            extra_s=route.duration_s - self.without.duration_s,
            violations=broken,
        )

    def _holds(self, tries: int) -> tuple[Place, Route | None]:
        """The first place of those tried that keeps the rules; else the least late, without a route."""
        steps = self.index.steps_of(self.task)
        slack = slack_of(self.index, self.vehicle, order_of(self.without))
        lateness: list[tuple[int, int]] = []
        for number, place in enumerate(self.places):
            fault = slack.fault_at(place.first, steps[0]) if len(steps) == 1 else None
            lateness.append((fault.amount if fault is not None else 0, number))
            if fault is not None or not self.index.skills(self.task) <= self.vehicle.skills:
                continue
            result = try_order(self.index, self.vehicle, self._order(place), self.left)
            if isinstance(result, Route):
                return place, result
            tries -= 1
            if not tries:
                break
        return self.places[min(lateness)[1]], None

    def _order(self, place: Place) -> Order:
        return with_steps(order_of(self.without), self.index.steps_of(self.task), place)

    def _newly_broken(self, route: Route) -> tuple[Violation, ...]:
        before = broken_by(self.index, self.without) if self.without.visits else []
        known = {(each.code, each.task) for each in before}
        return tuple(each for each in broken_by(self.index, route) if (each.code, each.task) not in known)
