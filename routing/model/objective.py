"""What the objective's weights add to a plan's cost: rule 15 of `docs/explanation/routing-rules.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from data.domain.plan import Route
from routing.model.index import DayIndex
from routing.model.steps import Step

SERVICES = ("collect", "pickup", "deliver")


def weighed(index: DayIndex, routes: Sequence[Route]) -> dict[str, float]:
    """Costs by name; empty where the problem weighs nothing."""
    objective = index.problem.objective
    parts: dict[str, float] = {}
    if objective.balance:
        parts["balance"] = objective.balance * _spread([route.duration_s / 3600 for route in routes])
    if objective.compactness:
        parts["compactness"] = objective.compactness * sum(_apart_km(index, route) for route in routes)
    if objective.stability:
        parts["stability"] = objective.stability * _moved(index, routes)
    return parts


def plan_cost(index: DayIndex, routes: Sequence[Route], left_out: Iterable[str]) -> float:
    """Routes, penalties of what is left out, and what is weighed."""
    penalties = sum(index.penalty(id_) or 0.0 for id_ in left_out)
    return sum(route.cost for route in routes) + penalties + sum(weighed(index, routes).values())


def _spread(hours: Sequence[float]) -> float:
    """Sum of the squares of what routes are longer or shorter than their mean."""
    mean = sum(hours) / max(len(hours), 1)
    return float(sum((each - mean) ** 2 for each in hours))


def _apart_km(index: DayIndex, route: Route) -> float:
    """Kilometres from each stop of a task to the next, whatever lies between them."""
    metres = index.distance_m(index.vehicles[route.vehicle])
    steps = [Step(visit.kind, visit.task or "") for visit in route.visits if visit.kind in SERVICES]  # type: ignore[arg-type]
    places = [index.halts[step].place for step in steps]
    return sum(max(0, metres.item(a, b)) for a, b in pairwise(places)) / 1000


def _moved(index: DayIndex, routes: Sequence[Route]) -> int:
    """Tasks of the earlier plan that their vehicle no longer serves."""
    now = {id_: route.vehicle for route in routes for id_ in route.tasks}
    return sum(
        now.get(id_) != each.vehicle
        for each in index.problem.earlier
        for id_ in each.tasks
        if id_ in index.tasks or id_ in index.shipments
    )
