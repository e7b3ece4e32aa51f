"""Repair and construction: feasible plans from orders of tasks that may be infeasible, or from nothing.

A search engine may simplify the rules. What it proposes is repaired here: stopovers are placed, exact
times are set, and tasks that then do not fit are removed and inserted elsewhere.

References
----------
Christiaens & Vanden Berghe (2020), Slack induction by string removals for vehicle routing problems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from data.domain.plan import Plan, Route
from routing.construct.partial_plan import PartialPlan
from routing.construct.stopovers import place_stopovers
from routing.model.index import DayIndex
from routing.model.intake import RemainingIntake
from routing.model.locks import LockLinks, apply_locks, find_broken_lock, is_locked, link_locks
from routing.model.objective import assemble_plan
from routing.model.steps import Infeasible, Step, served_ids

Orders = Mapping[str, Sequence[Step]]
"""Vehicle → its steps without stopovers."""
OPTIONAL_TRIES, MANDATORY_TRIES = 40, 200
"""Insertion candidates tried for one task."""
TRIES_PER_PLAN = 300


class PlanBuilder:
    """Builds feasible plans of one problem; routes are cached, as few change from plan to plan."""

    def __init__(self, index: DayIndex) -> None:
        self.index = index
        self._links = link_locks(index.problem)
        self._routes: dict[tuple[str, tuple[Step, ...]], Route | Infeasible] = {}

    def repair(
        self, orders: Orders, *, engine: str = "", seconds: float = 0.0, tries: int = TRIES_PER_PLAN
    ) -> Plan:
        """Build a feasible plan that follows `orders` as far as the rules allow.

        Tasks left out are inserted, those with the highest penalty first, where that costs less than
        the penalty.

        Parameters
        ----------
        tries
            Insertion candidates to try in all, those of mandatory tasks not counted.
        """
        partial = self._fit_all(apply_locks(self.index, self._links, orders))
        for id_ in sorted(self._left_out(partial), key=self._penalty_key, reverse=True):
            tries -= self._insert(id_, partial, tries)
        return assemble_plan(self.index, tuple(partial.routes.values()), engine=engine, seconds=seconds)

    def construct(self, *, engine: str = "", is_over: Callable[[], bool] = lambda: False) -> Plan:
        """Construct a plan by greedy insertion: locked tasks, then mandatory ones, then the farthest first.

        Parameters
        ----------
        is_over
            Asked before each task; once true, the remaining tasks are left out.
        """
        partial = self._fit_all(self._locked_orders())
        for id_ in sorted(self._left_out(partial), key=self._construction_key):
            if is_over():
                break
            if not partial.serves(id_):
                self._insert(id_, partial, OPTIONAL_TRIES)
        return assemble_plan(self.index, tuple(partial.routes.values()), engine=engine)

    def locked_routes(self) -> dict[str, Route]:
        """Routes that serve locked beginnings alone, by vehicle; tasks that do not fit are missing."""
        return self._fit_all(self._locked_orders()).routes

    def _locked_orders(self) -> dict[str, tuple[Step, ...]]:
        """Locked beginnings by vehicle; deliveries moved to the end where that serves more shipments."""
        chosen: dict[str, tuple[Step, ...]] = {}
        for vehicle, order in _locked_beginnings(self.index, self._links).items():
            deferred = tuple(sorted(order, key=lambda step: step.kind == "deliver"))
            routes = [(self._fit(vehicle, each, {}), each) for each in (order, deferred)]
            chosen[vehicle] = max(routes, key=lambda pair: len(pair[0].tasks) if pair[0] else 0)[1]
        return chosen

    def _fit_all(self, orders: Orders) -> PartialPlan:
        partial = PartialPlan(self.index)
        for vehicle_id, order in orders.items():
            route = self._fit(vehicle_id, tuple(order), partial.intake_left)
            if route is not None:
                partial.set_route(route)
        return partial

    def _left_out(self, partial: PartialPlan) -> set[str]:
        served = {id_ for route in partial.routes.values() for id_ in route.tasks}
        return set(self.index.demanded) - served

    def _fit(self, vehicle_id: str, order: tuple[Step, ...], left: RemainingIntake) -> Route | None:
        """Schedule an order, removing tasks until it is feasible; None if none is left."""
        while order:
            result = self._schedule(vehicle_id, order, left)
            if isinstance(result, Route):
                return result
            removed = self._choose_removal(vehicle_id, order, left, result)
            order = tuple(step for step in order if step.id != removed)
        return None

    def _schedule(
        self, vehicle_id: str, order: tuple[Step, ...], left: RemainingIntake
    ) -> Route | Infeasible:
        """Place stopovers; from the cache where intake does not matter."""
        key = (vehicle_id, order)
        if left or key not in self._routes:
            vehicle = self.index.vehicles[vehicle_id]
            self._routes[key] = place_stopovers(self.index, vehicle, order, intake_left=left)
        return self._routes[key]

    def _choose_removal(
        self, vehicle_id: str, order: tuple[Step, ...], left: RemainingIntake, fault: Infeasible
    ) -> str:
        """Choose the task to remove: the least penalty that alone makes the order feasible.

        Where none does, the task at which the rule is broken, else the one of the least penalty; locked
        tasks come last.
        """

        def loss(id_: str) -> tuple[bool, tuple[float, str]]:
            return is_locked(self.index, id_), self._penalty_key(id_)

        candidates = sorted(served_ids(order), key=loss)
        for id_ in candidates:
            without = tuple(step for step in order if step.id != id_)
            if not without or isinstance(self._schedule(vehicle_id, without, left), Route):
                return id_
        if fault.subject in candidates:
            return fault.subject
        return candidates[0]

    def _insert(self, id_: str, partial: PartialPlan, tries: int) -> int:
        """Insert a task at the first feasible candidate that costs less than its penalty.

        Returns
        -------
        int
            How many of `tries` were used; 0 for a mandatory task, which has tries of its own.
        """
        penalty = self.index.penalty(id_)
        limit = MANDATORY_TRIES if penalty is None else min(OPTIONAL_TRIES, max(0, tries))
        for number, candidate in enumerate(islice(partial.candidates(id_), limit)):
            if penalty is not None and candidate.price >= penalty:
                return number
            vehicle, order = candidate.vehicle, partial.insert(candidate, id_)
            if find_broken_lock(self.index, vehicle.id, served_ids(order)):
                continue
            route = self._schedule(vehicle.id, order, partial.intake_for(vehicle))
            if isinstance(route, Infeasible):
                continue
            if penalty is None or route.cost - partial.cost(vehicle) < penalty:
                partial.set_route(route)
                return 0 if penalty is None else number + 1
        return 0 if penalty is None else limit

    def _penalty_key(self, id_: str) -> tuple[float, str]:
        """Sort key by penalty; mandatory tasks are the dearest."""
        penalty = self.index.penalty(id_)
        return float("inf") if penalty is None else penalty, id_

    def _construction_key(self, id_: str) -> tuple[bool, float, str]:
        """Sort key of the construction: mandatory tasks first, then by distance from the depot."""
        places = [self.index.activities[step].place for step in self.index.steps_of(id_)]
        vehicle = self.index.problem.vehicles[0]
        home = vehicle.start if vehicle.start is not None else places[0]
        price = self.index.price(vehicle)
        farthest = max(price.item(home, place) for place in places)
        return self.index.penalty(id_) is not None, -farthest, id_


def _locked_beginnings(index: DayIndex, links: LockLinks) -> dict[str, tuple[Step, ...]]:
    """Steps of locked routes and prefixes, by vehicle."""
    beginnings = {vehicle: links.beginning(vehicle) for vehicle in links.first}
    return {
        vehicle: tuple(step for id_ in tasks for step in index.steps_of(id_))
        for vehicle, tasks in beginnings.items()
        if tasks
    }
