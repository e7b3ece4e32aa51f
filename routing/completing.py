"""Orders of tasks made into a complete and valid plan.

A search may think in simplified rules; what it proposes passes through here: unloadings are
placed, exact times are set, and what then does not fit is taken out and offered to other vehicles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Amounts, Vehicle
from routing.day_index import DayIndex
from routing.inserting import Place, places_for, served_ids
from routing.loading import loads_along
from routing.locking import broken_lock, is_locked
from routing.route_steps import Infeasible, Step
from routing.slack import slack_of
from routing.unloading import full_intake, place_unloads

Orders = Mapping[str, Sequence[Step]]
NOT_EXPLAINED = "R200"
OPTIONAL_TRIES, MANDATORY_TRIES = 40, 200
TRIES_PER_PLAN = 300


class Completer:
    """Turns orders into plans; remembers the routes it has seen, since few change at a time."""

    def __init__(self, index: DayIndex) -> None:
        self.index = index
        self._tries_left = TRIES_PER_PLAN
        self._seen: dict[tuple[str, tuple[Step, ...]], Route | Infeasible] = {}

    def complete(
        self, orders: Orders, *, engine: str = "", seconds: float = 0.0, tries: int = TRIES_PER_PLAN
    ) -> Plan:
        """A valid plan that follows `orders` as far as the rules allow, and serves more where it is cheap.

        Parameters
        ----------
        orders
            Steps per vehicle, without unloadings.
        tries
            How many insertions of what is left out to try, what is mandatory not counted.
        """
        routes: dict[str, Route] = {}
        left = full_intake(self.index)
        for vehicle_id, order in orders.items():
            route = self._fit(vehicle_id, tuple(order), left)
            if route is not None:
                routes[vehicle_id] = route
                take_intake(self.index, route, left)
        served = {id_ for route in routes.values() for id_ in route.tasks}
        self._tries_left = tries
        for id_ in sorted(set(self.index.demanded) - served, key=self._dearness, reverse=True):
            self._offer(id_, routes, left)
        return assemble(self.index, tuple(routes.values()), engine=engine, seconds=seconds)

    def construct(self, *, engine: str = "") -> Plan:
        """A first plan: what is mandatory, then what is far away, each where its detour is least."""
        routes: dict[str, Route] = {}
        left = full_intake(self.index)
        for vehicle_id, order in locked_orders(self.index).items():
            locked = self._fit(vehicle_id, order, left)
            if locked is not None:
                routes[vehicle_id] = locked
                take_intake(self.index, locked, left)

        def urgency(id_: str) -> tuple[bool, float]:
            places = [self.index.halts[step].place for step in self.index.steps_of(id_)]
            vehicle = self.index.problem.vehicles[0]
            home = vehicle.start if vehicle.start is not None else places[0]
            price = self.index.price(vehicle)
            return self.index.penalty(id_) is not None, -max(price.item(home, place) for place in places)

        for id_ in sorted(self.index.demanded, key=urgency):
            if any(id_ in route.tasks for route in routes.values()):
                continue
            self._tries_left = TRIES_PER_PLAN
            self._offer(id_, routes, left)
        return assemble(self.index, tuple(routes.values()), engine=engine)

    def _fit(self, vehicle_id: str, order: tuple[Step, ...], left: dict[str, Amounts]) -> Route | None:
        """The order with as little as possible taken out so that it can be driven; None if nothing stays."""
        while order:
            result = self._placed(vehicle_id, order, left)
            if isinstance(result, Route):
                return result
            gone = self._least_loss(vehicle_id, order, left, result)
            order = tuple(step for step in order if step.id != gone)
        return None

    def _dearness(self, id_: str) -> tuple[float, str]:
        penalty = self.index.penalty(id_)
        return float("inf") if penalty is None else penalty, id_

    def _placed(
        self, vehicle_id: str, order: tuple[Step, ...], left: dict[str, Amounts]
    ) -> Route | Infeasible:
        key = (vehicle_id, order)
        if left or key not in self._seen:
            vehicle = self.index.vehicles[vehicle_id]
            self._seen[key] = place_unloads(self.index, vehicle, order, intake_left=left)
        return self._seen[key]

    def _least_loss(
        self, vehicle_id: str, order: tuple[Step, ...], left: dict[str, Amounts], fault: Infeasible
    ) -> str:
        """The task to take out: the cheapest that alone mends the order, else one that is in the way."""

        def loss(id_: str) -> tuple[bool, float]:
            return is_locked(self.index, id_), self._dearness(id_)[0]

        candidates = sorted(served_ids(order), key=loss)
        for id_ in candidates:
            without = tuple(step for step in order if step.id != id_)
            if not without or isinstance(self._placed(vehicle_id, without, left), Route):
                return id_
        if fault.subject in candidates:
            return fault.subject
        return candidates[0]

    def _offer(self, id_: str, routes: dict[str, Route], left: dict[str, Amounts]) -> None:
        """Insert a task where its detour is least and it fits, if that is worth its price."""
        penalty = self.index.penalty(id_)
        tries = MANDATORY_TRIES if penalty is None else min(OPTIONAL_TRIES, self._tries_left)
        for extra, vehicle, order in self._offers(id_, routes)[:tries]:
            if penalty is not None and extra >= penalty:
                return
            self._tries_left -= 1
            current = routes.get(vehicle.id)
            room = dict(left)
            if current is not None:
                take_intake(self.index, current, room, sign=-1)
            route = self._placed(vehicle.id, order, room)
            if isinstance(route, Infeasible) or broken_lock(self.index, vehicle.id, served_ids(order)):
                continue
            if penalty is None or route.cost - (current.cost if current else 0.0) < penalty:
                left.update(room)
                take_intake(self.index, route, left)
                routes[vehicle.id] = route
                return

    def _places(self, vehicle: Vehicle, order: tuple[Step, ...], id_: str) -> Iterator[Place]:
        """Where a task, or the sequence that a lock makes of it and others, may go in time."""
        locks = self.index.problem.locks
        chain = next((lock.tasks for lock in locks if lock.kind == "sequence" and id_ in lock.tasks), ())
        steps = self.index.steps_of(id_)
        slack = slack_of(self.index, vehicle, order) if len(steps) == 1 else None
        for place in places_for(self.index, vehicle, order, id_):
            position = place.order.index(steps[0])
            if chain:
                block = tuple(step for each in chain for step in self.index.steps_of(each))
                yield Place(place.extra, (*order[:position], *block, *order[position:]))
            elif slack is None or slack.fault_at(position, steps[0]) is None:
                yield place

    def _offers(self, id_: str, routes: Mapping[str, Route]) -> list[tuple[float, Vehicle, tuple[Step, ...]]]:
        """Places that may be in time, the least detour first; of idle vehicles one of each kind."""
        found: list[tuple[float, Vehicle, tuple[Step, ...]]] = []
        idle: set[Vehicle] = set()
        for vehicle in self.index.problem.vehicles:
            if not self.index.skills(id_) <= vehicle.skills:
                continue
            current = routes.get(vehicle.id)
            kind = replace(vehicle, id="")
            if current is None and kind in idle:
                continue
            order: tuple[Step, ...] = ()
            if current is None:
                idle.add(kind)
            else:
                order = order_of(current)
            fixed = vehicle.cost.fixed if current is None else 0.0
            for place in self._places(vehicle, order, id_):
                found.append((fixed + place.extra, vehicle, place.order))
        found.sort(key=lambda offer: offer[0])
        return found


def locked_orders(index: DayIndex) -> dict[str, tuple[Step, ...]]:
    """What locked routes and beginnings fix, per vehicle."""
    return {
        lock.vehicle: tuple(step for id_ in lock.tasks for step in index.steps_of(id_))
        for lock in index.problem.locks
        if lock.kind in {"route", "prefix"} and lock.vehicle is not None and lock.tasks
    }


def order_of(route: Route) -> tuple[Step, ...]:
    """A route's steps, without unloadings and pauses."""
    return tuple(step for step in steps_of(route) if step.kind != "unload")


def steps_of(route: Route) -> tuple[Step, ...]:
    """A route's steps, unloadings included."""
    steps: list[Step] = []
    for visit in route.visits:
        if visit.kind == "unload":
            assert visit.facility is not None
            steps.append(Step("unload", visit.facility))
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


def assemble(
    index: DayIndex,
    routes: Sequence[Route],
    *,
    engine: str = "",
    seconds: float = 0.0,
    code: str = NOT_EXPLAINED,
) -> Plan:
    """A plan of these routes; what they do not serve is unassigned and priced."""
    served = {id_ for route in routes for id_ in route.tasks}
    left_out = [id_ for id_ in index.demanded if id_ not in served]
    position = {vehicle.id: number for number, vehicle in enumerate(index.problem.vehicles)}
    return Plan(
        cost=sum(route.cost for route in routes) + sum(index.penalty(id_) or 0.0 for id_ in left_out),
        routes=tuple(sorted(routes, key=lambda route: position[route.vehicle])),
        unassigned=tuple(
            Unassigned(task=id_, code=code, reason="The search left it out.") for id_ in left_out
        ),
        seconds=seconds,
        engine=engine,
    )


def rank(index: DayIndex, plan: Plan) -> tuple[int, float]:
    """What the best plan has least of: mandatory tasks left out, then cost."""
    missing = sum(index.penalty(left_out.task) is None for left_out in plan.unassigned)
    return missing, plan.cost
