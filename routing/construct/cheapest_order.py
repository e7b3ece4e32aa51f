"""The cheapest of a few orders by the exact scheduler, which is asked no more often than it must be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from data.domain.plan import Route
from data.domain.problem import Vehicle
from routing.construct.charging import probe_charged
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step, closeness
from routing.schedule.route import probe_route

CHARGED_ORDERS = 2
ROUNDING = 1e-6
"""Of prices, added up in different orders."""


def cheapest_route(
    index: DayIndex, vehicle: Vehicle, orders: Sequence[tuple[Step, ...]]
) -> Route | Infeasible:
    """The cheapest of the orders that can be driven, or what comes nearest to it."""
    results: list[Route | Infeasible] = []
    routes: list[Route] = []
    for order in orders:
        if routes and _least_cost(index, vehicle, order) > min(route.cost for route in routes) + ROUNDING:
            continue
        result = probe_route(index, vehicle.id, order)
        results.append(result)
        if isinstance(result, Route):
            routes.append(result)
    if not routes and index.problem.stations:
        flat = [order for order, result in zip(orders, results, strict=True) if _runs_down(result)]
        charged = [probe_charged(index, vehicle, order) for order in flat[:CHARGED_ORDERS]]
        routes = [result for result in charged if isinstance(result, Route)]
        results.extend(charged)
    if routes:
        return min(routes, key=lambda route: route.cost)
    return min((r for r in results if isinstance(r, Infeasible)), key=closeness)


def _least_cost(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> float:
    """What an order costs if there is nothing to wait for and it is over in time."""
    duration_s, distance_m = index.duration_s(vehicle), index.distance_m(vehicle)
    halts = [index.halts[step] for step in order]
    stops = [vehicle.start, *(halt.place for halt in halts), vehicle.end]
    legs = [(a, b) for a, b in pairwise(stops) if a is not None and b is not None]
    busy_s = sum(pause.duration_s for pause in vehicle.breaks)
    busy_s += sum(
        halt.work_s + (halt.setup_s if before != halt.place else 0)
        for before, halt in zip(stops, halts, strict=False)
    )
    busy_s += sum(duration_s.item(*leg) for leg in legs)
    driven_m = sum(distance_m.item(*leg) for leg in legs)
    return vehicle.cost.of_route(distance_m=driven_m, away_s=busy_s, overtime_s=0)


def _runs_down(result: Route | Infeasible) -> bool:
    return isinstance(result, Infeasible) and result.rule == "range"
