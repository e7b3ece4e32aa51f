"""Whether a task fits into a vehicle's route as it stands, and what is nearest to letting it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.plan import Plan, Route
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import places_for, try_order, with_steps
from routing.construct.repair import order_of, take_intake
from routing.construct.slack import RouteSlack, slack_of
from routing.construct.stopovers import full_intake
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step, closeness


@dataclass(frozen=True, slots=True)
class Candidate:
    """A vehicle with its order of tasks in the plan; `route` is None for an idle one."""

    vehicle: Vehicle
    order: tuple[Step, ...]
    route: Route | None


class Prober:
    """Asks one plan, under one problem, about insertions."""

    def __init__(self, index: DayIndex, plan: Plan) -> None:
        self.index = index
        self.intake_left = full_intake(index)
        for route in plan.routes:
            take_intake(index, route, self.intake_left)
        self._slack: dict[str, RouteSlack] = {}

    def fits(self, candidate: Candidate, id_: str) -> Route | Infeasible:
        """The route with the task at the least detour that fits, or what comes nearest."""
        index = self.index
        vehicle = index.vehicles[candidate.vehicle.id]
        missing = index.skills(id_) - vehicle.skills
        if missing:
            return Infeasible(
                rule="skills",
                amount=len(missing),
                unit="skills",
                subject=id_,
                details={"missing": ", ".join(sorted(missing))},
            )
        slack = self._slack.get(vehicle.id)
        if slack is None:
            slack = self._slack[vehicle.id] = slack_of(index, vehicle, candidate.order)
        left = self._room(candidate)
        nearest: Infeasible | None = None
        steps = index.steps_of(id_)
        for place in places_for(index, vehicle, candidate.order, id_):
            result: Route | Infeasible | None = None
            if len(steps) == 1:
                result = slack.fault_at(place.first, steps[0])
            if result is None:
                result = try_order(index, vehicle, with_steps(candidate.order, steps, place), left)
            if isinstance(result, Route):
                return result
            nearest = result if nearest is None else min(nearest, result, key=closeness)
        assert nearest is not None
        return nearest

    def _room(self, candidate: Candidate) -> dict[str, Amounts]:
        room = dict(self.intake_left)
        if candidate.route is not None:
            take_intake(self.index, candidate.route, room, sign=-1)
        return room


def candidates(index: DayIndex, plan: Plan) -> list[Candidate]:
    """Every vehicle in use, and one idle vehicle of each kind."""
    routes = {route.vehicle: route for route in plan.routes}
    found: list[Candidate] = []
    idle: set[int] = set()
    for vehicle in index.problem.vehicles:
        route = routes.get(vehicle.id)
        kind = index.kinds[vehicle.id]
        if route is None:
            if kind in idle:
                continue
            idle.add(kind)
        found.append(Candidate(vehicle, () if route is None else order_of(route), route))
    return found


def by_closeness(
    faults: Sequence[tuple[Candidate, Infeasible]],
) -> list[tuple[Candidate, Infeasible]]:
    """The vehicles that come nearest to taking the task first."""
    return sorted(faults, key=lambda each: closeness(each[1]))
