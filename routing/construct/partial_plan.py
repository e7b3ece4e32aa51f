"""A plan under construction: routes by vehicle, what facilities can still take, where more would go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import Place, places_for, with_steps
from routing.construct.slack import RouteSlack, slack_of
from routing.construct.stopovers import full_intake
from routing.model.index import DayIndex
from routing.model.loads import loads_along
from routing.model.steps import Infeasible, Step


class Offer(NamedTuple):
    """A place for a task in a vehicle's order, and the price of the detour with it."""

    extra: float
    vehicle: Vehicle
    place: Place


class Draft:
    """Routes chosen so far.

    Attributes
    ----------
    routes
        By vehicle; only vehicles in use.
    left
        What each facility with a limit can still take.
    """

    def __init__(self, index: DayIndex) -> None:
        self.index = index
        self.routes: dict[str, Route] = {}
        self.left: dict[str, Amounts] = full_intake(index)
        self._orders: dict[str, tuple[Step, ...]] = {}
        self._slack: dict[str, RouteSlack] = {}

    def put(self, route: Route) -> None:
        """Give a vehicle a route, in place of the one it had."""
        if route.vehicle in self.routes:
            take_intake(self.index, self.routes[route.vehicle], self.left, sign=-1)
        take_intake(self.index, route, self.left)
        self.routes[route.vehicle] = route
        self._orders[route.vehicle] = order_of(route)
        self._slack.pop(route.vehicle, None)

    def order(self, vehicle: Vehicle) -> tuple[Step, ...]:
        """The vehicle's steps, without unloadings; empty for an idle one."""
        return self._orders.get(vehicle.id, ())

    def cost(self, vehicle: Vehicle) -> float:
        """Cost of the vehicle's route; 0 for an idle one."""
        return self.routes[vehicle.id].cost if vehicle.id in self.routes else 0.0

    def room(self, vehicle: Vehicle) -> dict[str, Amounts]:
        """What facilities could take from this vehicle, were its route not there."""
        room = dict(self.left)
        if room and vehicle.id in self.routes:
            take_intake(self.index, self.routes[vehicle.id], room, sign=-1)
        return room

    def serves(self, id_: str) -> bool:
        """Whether some route has the task."""
        return any(id_ in route.tasks for route in self.routes.values())

    def offers(self, id_: str) -> Iterator[Offer]:
        """Places that may be in time, the least detour first; of idle vehicles one of each kind."""
        found: list[Offer] = []
        idle: set[int] = set()
        for vehicle in self.index.problem.vehicles:
            if not self.index.skills(id_) <= vehicle.skills:
                continue
            fixed = 0.0
            if vehicle.id not in self.routes:
                kind = self.index.kinds[vehicle.id]
                if kind in idle:
                    continue
                idle.add(kind)
                fixed = vehicle.cost.fixed
            places = places_for(self.index, vehicle, self.order(vehicle), id_)
            found.extend(Offer(fixed + place.extra, vehicle, place) for place in places)
        found.sort(key=lambda offer: offer.extra)
        steps = self.index.steps_of(id_)
        bounded = len(steps) == 1 and not self._chain(id_)
        for offer in found:
            if not bounded or self._slack_of(offer.vehicle).fault_at(offer.place.first, steps[0]) is None:
                yield offer

    def accept(self, offer: Offer, id_: str) -> tuple[Step, ...]:
        """The order of the vehicle with the task, and all that a sequence ties to it, put in place."""
        order = self.order(offer.vehicle)
        chain = self._chain(id_)
        if not chain:
            return with_steps(order, self.index.steps_of(id_), offer.place)
        block = tuple(step for each in chain for step in self.index.steps_of(each))
        return (*order[: offer.place.first], *block, *order[offer.place.first :])

    def _chain(self, id_: str) -> tuple[str, ...]:
        locks = self.index.problem.locks
        return next((lock.tasks for lock in locks if lock.kind == "sequence" and id_ in lock.tasks), ())

    def _slack_of(self, vehicle: Vehicle) -> RouteSlack:
        slack = self._slack.get(vehicle.id)
        if slack is None:
            slack = self._slack[vehicle.id] = slack_of(self.index, vehicle, self.order(vehicle))
        return slack


def order_of(route: Route) -> tuple[Step, ...]:
    """A route's steps, without unloadings, charges and pauses."""
    return tuple(step for step in steps_of(route) if step.kind not in {"unload", "charge"})


def steps_of(route: Route) -> tuple[Step, ...]:
    """A route's steps, unloadings and charges included."""
    steps: list[Step] = []
    for visit in route.visits:
        if visit.kind == "unload":
            assert visit.facility is not None
            steps.append(Step("unload", visit.facility))
        elif visit.kind == "charge":
            assert visit.station is not None
            steps.append(Step("charge", visit.station))
        elif visit.kind in {"collect", "pickup", "deliver"}:
            assert visit.task is not None
            steps.append(Step(visit.kind, visit.task))
    return tuple(steps)


def take_intake(index: DayIndex, route: Route, left: dict[str, Amounts], *, sign: int = 1) -> None:
    """Subtract what a route unloads from what facilities can still take (`sign` -1 gives it back)."""
    if not left:
        return
    steps = steps_of(route)
    loads = loads_along(index, index.vehicles[route.vehicle], steps)
    assert not isinstance(loads, Infeasible)
    for step, amounts in zip(steps, loads.unloaded, strict=True):
        if step.kind == "unload" and step.id in left:
            left[step.id] = tuple(a - sign * b for a, b in zip(left[step.id], amounts, strict=True))
