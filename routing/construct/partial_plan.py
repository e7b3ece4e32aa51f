"""A plan under construction: routes so far, intake left at facilities, candidates for insertion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import InsertionPosition, insert_steps, rank_positions
from routing.construct.slack import RouteSlack, compute_slack
from routing.model.index import DayIndex
from routing.model.intake import full_intake, subtract_intake
from routing.model.steps import Step, service_steps


class InsertionCandidate(NamedTuple):
    """A position in a vehicle's order, and the price of the detour, that of an idle vehicle included."""

    price: float
    vehicle: Vehicle
    position: InsertionPosition


class PartialPlan:
    """Routes chosen so far.

    Attributes
    ----------
    routes
        Vehicle → route; vehicles in use only.
    intake_left
        What each facility with a limit can still take.
    """

    def __init__(self, index: DayIndex) -> None:
        self.index = index
        self.routes: dict[str, Route] = {}
        self.intake_left: dict[str, Amounts] = full_intake(index)
        self._orders: dict[str, tuple[Step, ...]] = {}
        self._slack: dict[str, RouteSlack] = {}

    def set_route(self, route: Route) -> None:
        """Set a vehicle's route, replacing the one it had."""
        if route.vehicle in self.routes:
            subtract_intake(self.index, self.routes[route.vehicle], self.intake_left, sign=-1)
        subtract_intake(self.index, route, self.intake_left)
        self.routes[route.vehicle] = route
        self._orders[route.vehicle] = service_steps(route)
        self._slack.pop(route.vehicle, None)

    def order(self, vehicle: Vehicle) -> tuple[Step, ...]:
        """The vehicle's steps without stopovers; empty for an idle vehicle."""
        return self._orders.get(vehicle.id, ())

    def cost(self, vehicle: Vehicle) -> float:
        """Cost of the vehicle's route; 0 for an idle vehicle."""
        return self.routes[vehicle.id].cost if vehicle.id in self.routes else 0.0

    def intake_for(self, vehicle: Vehicle) -> dict[str, Amounts]:
        """Intake left for a new route of this vehicle, its present route not counted."""
        left = dict(self.intake_left)
        if left and vehicle.id in self.routes:
            subtract_intake(self.index, self.routes[vehicle.id], left, sign=-1)
        return left

    def serves(self, id_: str) -> bool:
        """Whether some route serves the task."""
        return any(id_ in route.tasks for route in self.routes.values())

    def candidates(self, id_: str) -> Iterator[InsertionCandidate]:
        """Yield positions that the slack does not rule out, the cheapest first.

        Of the idle vehicles of one kind only the first is considered.
        """
        found: list[InsertionCandidate] = []
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
            positions = rank_positions(self.index, vehicle, self.order(vehicle), id_)
            found.extend(InsertionCandidate(fixed + each.detour, vehicle, each) for each in positions)
        found.sort(key=lambda candidate: candidate.price)
        steps = self.index.steps_of(id_)
        is_bounded = len(steps) == 1 and not self._sequence_of(id_)
        for candidate in found:
            position = candidate.position.first
            if (
                not is_bounded
                or self._slack_of(candidate.vehicle).check_insertion(position, steps[0]) is None
            ):
                yield candidate

    def insert(self, candidate: InsertionCandidate, id_: str) -> tuple[Step, ...]:
        """Return the vehicle's order with the task, and the rest of its locked sequence, inserted."""
        order = self.order(candidate.vehicle)
        sequence = self._sequence_of(id_)
        if not sequence:
            return insert_steps(order, self.index.steps_of(id_), candidate.position)
        block = tuple(step for each in sequence for step in self.index.steps_of(each))
        first = candidate.position.first
        return (*order[:first], *block, *order[first:])

    def _sequence_of(self, id_: str) -> tuple[str, ...]:
        locks = self.index.problem.locks
        return next((lock.tasks for lock in locks if lock.kind == "sequence" and id_ in lock.tasks), ())

    def _slack_of(self, vehicle: Vehicle) -> RouteSlack:
        slack = self._slack.get(vehicle.id)
        if slack is None:
            slack = self._slack[vehicle.id] = compute_slack(self.index, vehicle, self.order(vehicle))
        return slack
