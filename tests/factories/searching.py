"""Plans of small days as an engine finds them, each passed by the checker."""

from __future__ import annotations

from typing import Any

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route
from data.domain.problem import Problem
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.model.index import DayIndex
from routing.solve import SolveOptions, solve
from tests.factories.small_days import ROAD

ENGINES = ("ortools", "lns")


def found_by(engine: str, problem: Problem, matrices: TravelMatrices = ROAD, *, iterations: int = 30) -> Plan:
    """The plan of a repeatable search."""
    options = SolveOptions(seconds=60.0, processes=1, iterations=iterations, engine=engine)
    plan = solve(problem, matrices, options)
    assert violations(problem, matrices, plan) == []
    return plan


def constructed(problem: Problem, matrices: TravelMatrices, *_args: Any, **_kwargs: Any) -> Plan:
    """A sound plan without a search, in place of `routing.solve.solve`."""
    return PlanBuilder(DayIndex(problem, matrices)).construct(engine="construction")


def halts(route: Route) -> list[str]:
    """Tasks, facilities and stations along a route, and the kinds of its other visits."""
    return [visit.task or visit.facility or visit.station or visit.kind for visit in route.visits]
