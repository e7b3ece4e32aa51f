"""Replanning a day under way.

Read in this order: `remaining_problem` (what has been executed, and the rest of the day as a problem),
`rest_of_day` (its plan, with as few changes as pay off), `difference` (what one plan changes against
another).

Imports `routing.solve`.
"""

from routing.replan.difference import PlanChanges, RouteChanges, compare_plans
from routing.replan.remaining_problem import ExecutionState, build_remaining_problem

__all__ = ["ExecutionState", "PlanChanges", "RouteChanges", "build_remaining_problem", "compare_plans"]
