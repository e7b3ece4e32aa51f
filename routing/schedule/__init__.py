"""Exact times for a fixed order of visits."""

from routing.schedule.route import RouteError, probe_route, probe_times, route_cost, schedule_route

__all__ = ["RouteError", "probe_route", "probe_times", "route_cost", "schedule_route"]
