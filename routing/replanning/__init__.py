"""A plan under way: what has happened is kept, the rest planned anew, and the difference told."""

from routing.replanning.difference import PlanChanges, RouteChanges, difference

__all__ = ["PlanChanges", "RouteChanges", "difference"]
