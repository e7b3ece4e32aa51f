"""The objective: what a plan costs, its weighted terms, and which of two plans is better.

Rule 15 of ``docs/explanation/routing-rules.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from data.domain.plan import Plan, Route, Unassigned
from routing.model.index import DayIndex
from routing.model.steps import service_steps

NOT_EXPLAINED = "R200"


def assemble_plan(
    index: DayIndex, routes: Sequence[Route], *, engine: str = "", seconds: float = 0.0
) -> Plan:
    """Make a plan of routes: priced, in the order of the fleet, the rest unassigned with code R200."""
    served = {id_ for route in routes for id_ in route.tasks}
    left_out = [id_ for id_ in index.demanded if id_ not in served]
    position = {vehicle.id: number for number, vehicle in enumerate(index.problem.vehicles)}
    return Plan(
        cost=plan_cost(index, routes, left_out),
        routes=tuple(sorted(routes, key=lambda route: position[route.vehicle])),
        unassigned=tuple(
            Unassigned(task=id_, code=NOT_EXPLAINED, reason="The search left it out.") for id_ in left_out
        ),
        seconds=seconds,
        engine=engine,
        weighed=weighted_terms(index, routes),
    )


def rank(index: DayIndex, plan: Plan) -> tuple[int, float]:
    """Sort key of plans, the best first: mandatory tasks left out, then cost."""
    missing = sum(index.penalty(left_out.task) is None for left_out in plan.unassigned)
    return missing, plan.cost


def plan_cost(index: DayIndex, routes: Sequence[Route], left_out: Iterable[str]) -> float:
    """Cost of the routes, penalties of the tasks left out, and weighted terms."""
    penalties = sum(index.penalty(id_) or 0.0 for id_ in left_out)
    return sum(route.cost for route in routes) + penalties + sum(weighted_terms(index, routes).values())


def weighted_terms(index: DayIndex, routes: Sequence[Route]) -> dict[str, float]:
    """Cost of each term with a weight (balance, compactness, stability); empty without weights."""
    objective = index.problem.objective
    terms: dict[str, float] = {}
    if objective.balance:
        terms["balance"] = objective.balance * _squared_deviation([r.duration_s / 3600 for r in routes])
    if objective.compactness:
        terms["compactness"] = objective.compactness * sum(_service_km(index, route) for route in routes)
    if objective.stability:
        terms["stability"] = objective.stability * _count_moved(index, routes)
    return terms


def _squared_deviation(hours: Sequence[float]) -> float:
    """Sum of squared deviations from the mean."""
    mean = sum(hours) / max(len(hours), 1)
    return float(sum((each - mean) ** 2 for each in hours))


def _service_km(index: DayIndex, route: Route) -> float:
    """Kilometres from each service to the next, stopovers between them left out."""
    metres = index.distance_m(index.vehicles[route.vehicle])
    places = [index.activities[step].place for step in service_steps(route)]
    return sum(max(0, metres.item(a, b)) for a, b in pairwise(places)) / 1000


def _count_moved(index: DayIndex, routes: Sequence[Route]) -> int:
    """Tasks of the earlier plan that their vehicle no longer serves."""
    now = {id_: route.vehicle for route in routes for id_ in route.tasks}
    return sum(
        now.get(id_) != each.vehicle
        for each in index.problem.earlier
        for id_ in each.tasks
        if id_ in index.tasks or id_ in index.shipments
    )
