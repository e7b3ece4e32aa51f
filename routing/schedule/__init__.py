"""Exact times for a fixed order of steps.

Read in this order: `timing_problem` (the numbers that the times of one route depend on), `timetable`
(its cheapest solution), `labels` (the label-setting algorithm behind it), `route` (an order of steps as
a route with times, loads and cost, or the rule it breaks), `lenient` (the same for an order that breaks
rules).

Imports `routing.model`.
"""

from routing.schedule.route import RouteError, probe_route, probe_times, route_cost, schedule_route

__all__ = ["RouteError", "probe_route", "probe_times", "route_cost", "schedule_route"]
