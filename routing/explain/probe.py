"""Insertion of a task into a vehicle's route as it stands, and what the closest attempt breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.plan import Plan, Route
from data.domain.problem import Amounts, Vehicle
from routing.construct.insertion import insert_steps, rank_positions, schedule_order
from routing.construct.slack import RouteSlack, compute_slack
from routing.model.index import DayIndex
from routing.model.intake import remaining_intake, subtract_intake
from routing.model.steps import Infeasible, Step, closeness, service_steps


@dataclass(frozen=True, slots=True)
class CandidateVehicle:
    """A vehicle with its order of tasks in the plan; `route` is None for an idle vehicle."""

    vehicle: Vehicle
    order: tuple[Step, ...]
    route: Route | None


class InsertionProber:
    """Tries insertions into the routes of one plan under one problem."""

    def __init__(self, index: DayIndex, plan: Plan) -> None:
        self.index = index
        self.intake_left = remaining_intake(index, plan.routes)
        self._slack: dict[str, RouteSlack] = {}

    def probe(self, candidate: CandidateVehicle, id_: str) -> Route | Infeasible:
        """Insert a task at the feasible position of the least detour, or return the closest failure."""
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
            slack = self._slack[vehicle.id] = compute_slack(index, vehicle, candidate.order)
        left = self._intake_for(candidate)
        nearest: Infeasible | None = None
        steps = index.steps_of(id_)
        for position in rank_positions(index, vehicle, candidate.order, id_):
            result: Route | Infeasible | None = None
            if len(steps) == 1:
                result = slack.check_insertion(position.first, steps[0])
            if result is None:
                result = schedule_order(index, vehicle, insert_steps(candidate.order, steps, position), left)
            if isinstance(result, Route):
                return result
            nearest = result if nearest is None else min(nearest, result, key=closeness)
        assert nearest is not None
        return nearest

    def _intake_for(self, candidate: CandidateVehicle) -> dict[str, Amounts]:
        left = dict(self.intake_left)
        if candidate.route is not None:
            subtract_intake(self.index, candidate.route, left, sign=-1)
        return left


def list_candidates(index: DayIndex, plan: Plan) -> list[CandidateVehicle]:
    """List every vehicle in use, and one idle vehicle of each kind."""
    routes = {route.vehicle: route for route in plan.routes}
    found: list[CandidateVehicle] = []
    idle: set[int] = set()
    for vehicle in index.problem.vehicles:
        route = routes.get(vehicle.id)
        kind = index.kinds[vehicle.id]
        if route is None:
            if kind in idle:
                continue
            idle.add(kind)
        found.append(CandidateVehicle(vehicle, () if route is None else service_steps(route), route))
    return found


def sort_by_closeness(
    faults: Sequence[tuple[CandidateVehicle, Infeasible]],
) -> list[tuple[CandidateVehicle, Infeasible]]:
    """Sort failures, the vehicle closest to serving the task first."""
    return sorted(faults, key=lambda each: closeness(each[1]))
