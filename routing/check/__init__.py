"""The independent checker: does a plan keep every rule of its problem, and cost what it says?

It recomputes everything from the problem, the matrices and the plan's visits, and shares no code
with what builds plans (a test holds it to that). `docs/explanation/routing-rules.md` defines the rules.
"""

from __future__ import annotations

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Violation
from data.domain.problem import Problem
from routing.check.costs import costs
from routing.check.coverage import coverage
from routing.check.loads import loads, segregation_over_the_day
from routing.check.locks import locks
from routing.check.pauses import pauses
from routing.check.replay import Day, replay
from routing.check.structure import structure
from routing.check.times import times
from routing.check.unloading import intake, unloading
from routing.check.vehicles import vehicles

_ROUTE_RULES = (times, pauses, loads, segregation_over_the_day, unloading, vehicles)

__all__ = ["violations"]


def violations(problem: Problem, matrices: TravelMatrices, plan: Plan) -> list[Violation]:
    """Every rule that a plan breaks.

    Parameters
    ----------
    problem
        Free of faults (`routing.validate.faults`).
    matrices
        One per vehicle profile.
    plan
        Any plan, however wrong: a route that cannot be read at all is reported as such, the rest
        of the plan is still checked.

    Returns
    -------
    list of Violation
        Empty for a plan that holds; each with code R3xx, rule, amount with unit, and a sentence.
    """
    day = Day(problem, matrices)
    found = list(coverage(day, plan))
    replays = []
    for route in plan.routes:
        broken = structure(day, route)
        found.extend(broken)
        if not broken:
            replays.append(replay(day, route))
    for each in replays:
        for rule in _ROUTE_RULES:
            found.extend(rule(day, each))
    found.extend(intake(day, replays))
    found.extend(locks(day, plan))
    found.extend(costs(day, plan, replays))
    return found
