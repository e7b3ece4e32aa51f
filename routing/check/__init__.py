"""The independent checker of plans: every rule that a plan breaks, and every figure that it misstates.

It recomputes everything from the problem, the matrices and the visits, and shares no code with what builds
plans. `docs/explanation/routing-rules.md` defines the rules.

Read in this order: `replay` (a route laid out against the problem), then one family of rules per module:
`structure`, `coverage`, `times`, `pauses`, `loads`, `unloading`, `vehicles`, `locks`, `costs` with
`weights`; `calendar` checks plans of several weeks.

Imports `data.domain` and nothing else of `routing`.
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
    """Find every rule that a plan breaks.

    Parameters
    ----------
    problem
        Free of faults (`routing.validate.faults`).
    matrices
        One per vehicle profile.
    plan
        Any plan: a route whose structure is invalid is reported, and the rest of the plan still checked.

    Returns
    -------
    list of Violation
        Each with code R3xx, rule, amount with unit, and a sentence; empty for a feasible plan.
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
