"""Edits of whole plans of one problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned, Violation
from data.domain.problem import Problem
from routing.check import violations
from routing.edit.edits import Edit, Order, apply_edit
from routing.edit.reroute import check_route, reroute
from routing.model.index import DayIndex
from routing.model.intake import remaining_intake
from routing.model.objective import assemble_plan
from routing.model.steps import route_steps, service_steps

REMOVED_BY_HAND = "R226"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPlan:
    """A plan after an edit.

    Attributes
    ----------
    touched
        Vehicles whose routes may have changed; one without a route in the plan is idle now.
    violations
        All rules that the plan breaks now; a plan that breaks any cannot be published.
    """

    plan: Plan
    touched: tuple[str, ...]
    violations: tuple[Violation, ...]


class Editor:
    """Applies edits to plans of one problem. Holds no state of a plan, so threads may share it.

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
        """Apply one edit and reschedule every route it touches.

        Parameters
        ----------
        known
            Violations of `plan`, if known: only the touched routes are then checked.

        Raises
        ------
        InputError
            R420 to R424: the edit does not fit the plan. R425: there is no path between two stops.
        """
        orders = {route.vehicle: service_steps(route) for route in plan.routes}
        return self.with_orders(plan, apply_edit(self.index, orders, edit), known=known)

    def with_orders(
        self, plan: Plan, orders: Mapping[str, Order], *, known: Sequence[Violation] | None = None
    ) -> EditedPlan:
        """Replace the orders of some vehicles and reschedule them.

        Parameters
        ----------
        orders
            Vehicle → steps without stopovers; none for a vehicle that becomes idle.
        known
            As in `apply`.

        Raises
        ------
        InputError
            R425: there is no path between two stops.
        """
        routes = {route.vehicle: route for route in plan.routes}
        left = remaining_intake(self.index, plan.routes, without=set(orders))
        for vehicle, order in orders.items():
            before = routes.pop(vehicle, None)
            if order:
                steps = route_steps(before) if before is not None else ()
                routes[vehicle] = reroute(self.index, vehicle, order, left, steps)
                left = remaining_intake(self.index, routes.values(), without=set(orders) - set(routes))
        edited = self.replace_routes(plan, list(routes.values()))
        broken = self._violations(edited, set(orders), known)
        return EditedPlan(plan=edited, touched=tuple(orders), violations=tuple(broken))

    def violations(self, plan: Plan) -> list[Violation]:
        """Check a whole plan."""
        return violations(self.problem, self.index.matrices, plan)

    def _violations(
        self, plan: Plan, touched: set[str], known: Sequence[Violation] | None
    ) -> list[Violation]:
        """Check the touched routes; the whole plan where rules span routes or `known` is None."""
        spans_routes = any(each.intake is not None for each in self.problem.facilities) or self.problem.locks
        if known is None or spans_routes or any(each.vehicle is None for each in known):
            return self.violations(plan)
        kept = [each for each in known if each.vehicle not in touched]
        return kept + [
            each
            for route in plan.routes
            if route.vehicle in touched
            for each in check_route(self.index, route)
        ]

    def replace_routes(self, plan: Plan, routes: Sequence[Route]) -> Plan:
        """Make a plan of `routes`; tasks that `plan` left out keep the reason it gives."""
        edited = assemble_plan(self.index, routes, engine=plan.engine, seconds=plan.seconds)
        reasons = {each.task: each for each in plan.unassigned}
        return replace(
            edited,
            unassigned=tuple(
                reasons.get(each.task) or _removed_by_hand(each.task) for each in edited.unassigned
            ),
        )


def _removed_by_hand(task: str) -> Unassigned:
    return Unassigned(task=task, code=REMOVED_BY_HAND, reason="It was taken out by hand.")
