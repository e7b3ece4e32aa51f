"""A problem held ready for edits of its plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned, Violation
from data.domain.problem import Problem
from routing.check import violations
from routing.construct.partial_plan import order_of, steps_of
from routing.edit.edits import Edit, Order, edited_orders
from routing.edit.reroute import broken_by, intake_beside, reroute
from routing.model.index import DayIndex
from routing.model.objective import plan_cost, weighed

BY_HAND = "R226"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPlan:
    """What an edit makes of a plan.

    Attributes
    ----------
    touched
        Vehicles whose routes may have changed; one without a route in the plan now stays at home.
    violations
        Rules that the plan breaks now, all of them; a plan with any cannot be published.
    """

    plan: Plan
    touched: tuple[str, ...]
    violations: tuple[Violation, ...]


class Editor:
    """Answers edits of plans of one problem; made once, asked often, safe to share between threads.

    Attributes
    ----------
    index
        The problem and its matrices.
    """

    def __init__(self, problem: Problem, matrices: TravelMatrices) -> None:
        self.index = DayIndex(problem, matrices)

    @property
    def problem(self) -> Problem:
        """The problem whose plans are edited."""
        return self.index.problem

    def apply(self, plan: Plan, edit: Edit, *, known: Sequence[Violation] | None = None) -> EditedPlan:
        """The plan after one edit, every touched route scheduled anew.

        Parameters
        ----------
        known
            What `plan` breaks, where that is known: only the touched routes are then checked anew.

        Raises
        ------
        InputError
            R420 to R424: the edit does not fit the plan. R425: there is no road.
        """
        orders = {route.vehicle: order_of(route) for route in plan.routes}
        return self.with_orders(plan, edited_orders(self.index, orders, edit), known=known)

    def with_orders(
        self, plan: Plan, orders: Mapping[str, Order], *, known: Sequence[Violation] | None = None
    ) -> EditedPlan:
        """The plan with new orders for some vehicles; one without stops stays at home; `known` as in `apply`.

        Raises
        ------
        InputError
            R425: there is no road between two stops.
        """
        routes = {route.vehicle: route for route in plan.routes}
        left = intake_beside(self.index, plan.routes, without=set(orders))
        for vehicle, order in orders.items():
            before = routes.pop(vehicle, None)
            if order:
                steps = steps_of(before) if before is not None else ()
                routes[vehicle] = reroute(self.index, vehicle, order, left, steps)
                left = intake_beside(self.index, routes.values(), without=set(orders) - set(routes))
        edited = self.plan_of(plan, list(routes.values()))
        broken = self._broken(edited, set(orders), known)
        return EditedPlan(plan=edited, touched=tuple(orders), violations=tuple(broken))

    def broken(self, plan: Plan) -> list[Violation]:
        """Every rule that a plan breaks."""
        return violations(self.problem, self.index.matrices, plan)

    def _broken(self, plan: Plan, touched: set[str], known: Sequence[Violation] | None) -> list[Violation]:
        """What the checker finds; routes that nobody touched break what they broke before."""
        whole = any(each.intake is not None for each in self.problem.facilities) or self.problem.locks
        if known is None or whole or any(each.vehicle is None for each in known):
            return self.broken(plan)
        kept = [each for each in known if each.vehicle not in touched]
        return kept + [
            each for route in plan.routes if route.vehicle in touched for each in broken_by(self.index, route)
        ]

    def plan_of(self, before: Plan, routes: Sequence[Route]) -> Plan:
        """A plan of these routes that keeps what was said of tasks that were left out before."""
        served = {id_ for route in routes for id_ in route.tasks}
        left_out = [id_ for id_ in self.index.demanded if id_ not in served]
        said = {each.task: each for each in before.unassigned}
        position = {vehicle: number for number, vehicle in enumerate(self.index.vehicles)}
        return replace(
            before,
            cost=plan_cost(self.index, routes, left_out),
            weighed=weighed(self.index, routes),
            routes=tuple(sorted(routes, key=lambda route: position[route.vehicle])),
            unassigned=tuple(said.get(id_) or _taken_out(id_) for id_ in left_out),
        )


def _taken_out(task: str) -> Unassigned:
    return Unassigned(task=task, code=BY_HAND, reason="It was taken out by hand.")
