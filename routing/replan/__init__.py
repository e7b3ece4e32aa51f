"""A plan under way: what has happened is kept, the rest planned anew, and the difference told."""

from routing.replan.difference import PlanChanges, RouteChanges, difference
from routing.replan.remaining import Happened, remaining_day

__all__ = ["Happened", "PlanChanges", "RouteChanges", "difference", "remaining_day"]
