"""Orders of tasks made into a complete and valid plan.

A search may think in simplified rules; what it proposes passes through here: unloadings are
placed, exact times are set, and what then does not fit is taken out and offered to other vehicles.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Amounts
from routing.construct.insertion import served_ids
from routing.construct.partial_plan import Draft, order_of, steps_of, take_intake
from routing.construct.stopovers import place_unloads
from routing.model.index import DayIndex
from routing.model.lock_links import Links, links
from routing.model.locks import broken_lock, is_locked, keep_locks
from routing.model.objective import plan_cost, weighed
from routing.model.steps import Infeasible, Step

__all__ = ["Completer", "assemble", "order_of", "rank", "steps_of", "take_intake"]

Orders = Mapping[str, Sequence[Step]]
NOT_EXPLAINED = "R200"
OPTIONAL_TRIES, MANDATORY_TRIES = 40, 200
TRIES_PER_PLAN = 300


class Completer:
    """Turns orders into plans; remembers the routes it has seen, since few change at a time."""

    def __init__(self, index: DayIndex) -> None:
        self.index = index
        self._locked = links(index.problem)
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
        draft = self._drafted(keep_locks(self.index, self._locked, orders))
        for id_ in sorted(self._left_out(draft), key=self._dearness, reverse=True):
            tries -= self._insert(id_, draft, tries)
        return assemble(self.index, tuple(draft.routes.values()), engine=engine, seconds=seconds)

    def locked(self) -> dict[str, Route]:
        """Routes that serve only what locks fix, per vehicle; what of it cannot be driven is missing."""
        return self._drafted(self._beginnings()).routes

    def construct(self, *, engine: str = "", is_over: Callable[[], bool] = lambda: False) -> Plan:
        """A first plan: what is locked, what is mandatory, then the far away, each where it fits first.

        Parameters
        ----------
        is_over
            Asked before each task; once true, what is not yet in the plan is left out.
        """
        draft = self._drafted(self._beginnings())
        for id_ in sorted(self._left_out(draft), key=self._urgency):
            if is_over():
                break
            if not draft.serves(id_):
                self._insert(id_, draft, OPTIONAL_TRIES)
        return assemble(self.index, tuple(draft.routes.values()), engine=engine)

    def _beginnings(self) -> dict[str, tuple[Step, ...]]:
        """What locks fix, per vehicle; shipments are brought last where bringing each at once serves less."""
        chosen: dict[str, tuple[Step, ...]] = {}
        for vehicle, order in _locked_orders(self.index, self._locked).items():
            late = tuple(sorted(order, key=lambda step: step.kind == "deliver"))
            routes = [(self._fit(vehicle, each, {}), each) for each in (order, late)]
            chosen[vehicle] = max(routes, key=lambda pair: len(pair[0].tasks) if pair[0] else 0)[1]
        return chosen

    def _drafted(self, orders: Orders) -> Draft:
        draft = Draft(self.index)
        for vehicle_id, order in orders.items():
            route = self._fit(vehicle_id, tuple(order), draft.left)
            if route is not None:
                draft.put(route)
        return draft

    def _left_out(self, draft: Draft) -> set[str]:
        served = {id_ for route in draft.routes.values() for id_ in route.tasks}
        return set(self.index.demanded) - served

    def _fit(self, vehicle_id: str, order: tuple[Step, ...], left: dict[str, Amounts]) -> Route | None:
        """The order with as little as possible taken out so that it can be driven; None if nothing stays."""
        while order:
            result = self._placed(vehicle_id, order, left)
            if isinstance(result, Route):
                return result
            gone = self._least_loss(vehicle_id, order, left, result)
            order = tuple(step for step in order if step.id != gone)
        return None

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

        def loss(id_: str) -> tuple[bool, tuple[float, str]]:
            return is_locked(self.index, id_), self._dearness(id_)

        candidates = sorted(served_ids(order), key=loss)
        for id_ in candidates:
            without = tuple(step for step in order if step.id != id_)
            if not without or isinstance(self._placed(vehicle_id, without, left), Route):
                return id_
        if fault.subject in candidates:
            return fault.subject
        return candidates[0]

    def _insert(self, id_: str, draft: Draft, tries: int) -> int:
        """Put a task where its detour is least and it fits, if that is worth its price.

        Returns
        -------
        int
            How many of `tries` were used; a mandatory task has tries of its own.
        """
        penalty = self.index.penalty(id_)
        limit = MANDATORY_TRIES if penalty is None else min(OPTIONAL_TRIES, max(0, tries))
        for number, offer in enumerate(itertools.islice(draft.offers(id_), limit)):
            if penalty is not None and offer.extra >= penalty:
                return number
            vehicle, order = offer.vehicle, draft.accept(offer, id_)
            if broken_lock(self.index, vehicle.id, served_ids(order)):
                continue
            route = self._placed(vehicle.id, order, draft.room(vehicle))
            if isinstance(route, Infeasible):
                continue
            if penalty is None or route.cost - draft.cost(vehicle) < penalty:
                draft.put(route)
                return 0 if penalty is None else number + 1
        return 0 if penalty is None else limit

    def _dearness(self, id_: str) -> tuple[float, str]:
        penalty = self.index.penalty(id_)
        return float("inf") if penalty is None else penalty, id_

    def _urgency(self, id_: str) -> tuple[bool, float, str]:
        places = [self.index.halts[step].place for step in self.index.steps_of(id_)]
        vehicle = self.index.problem.vehicles[0]
        home = vehicle.start if vehicle.start is not None else places[0]
        price = self.index.price(vehicle)
        farthest = max(price.item(home, place) for place in places)
        return self.index.penalty(id_) is not None, -farthest, id_


def _locked_orders(index: DayIndex, locked: Links) -> dict[str, tuple[Step, ...]]:
    """What locked routes and beginnings fix, per vehicle."""
    beginnings = {vehicle: locked.beginning(vehicle) for vehicle in locked.first}
    return {
        vehicle: tuple(step for id_ in tasks for step in index.steps_of(id_))
        for vehicle, tasks in beginnings.items()
        if tasks
    }


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
        cost=plan_cost(index, routes, left_out),
        routes=tuple(sorted(routes, key=lambda route: position[route.vehicle])),
        unassigned=tuple(
            Unassigned(task=id_, code=code, reason="The search left it out.") for id_ in left_out
        ),
        seconds=seconds,
        engine=engine,
        weighed=weighed(index, routes),
    )


def rank(index: DayIndex, plan: Plan) -> tuple[int, float]:
    """What the best plan has least of: mandatory tasks left out, then cost."""
    missing = sum(index.penalty(left_out.task) is None for left_out in plan.unassigned)
    return missing, plan.cost
