"""Stopovers: the cheapest feasible route through a fixed order of tasks, unloadings and charges added.

A few promising orders with unloadings come from `routing.construct.stopover_orders`, charges from
`routing.construct.charging`; the exact scheduler decides among them. An order is scheduled only if a
lower bound on its cost is below the cheapest route so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from data.domain.plan import Route
from data.domain.problem import Facility, Vehicle
from routing.construct.charging import probe_with_charges
from routing.construct.stopover_orders import Trip, accepts_trip, search_stopover_orders, summarise_trip
from routing.model.index import DayIndex
from routing.model.intake import RemainingIntake, full_intake
from routing.model.loads import LoadTracker
from routing.model.steps import Infeasible, Step, closeness
from routing.schedule.route import probe_route

CHARGED_ORDERS = 2
"""Orders that exceed the battery's range for which charges are searched."""
ROUNDING = 1e-6
"""Of costs summed in different orders."""


def place_stopovers(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], *, intake_left: RemainingIntake | None = None
) -> Route | Infeasible:
    """Schedule `tasks` in this order, with unloadings and charges added where they are needed.

    Parameters
    ----------
    tasks
        Collections, pickups and deliveries in order; no unloadings, no charges.
    intake_left
        What each facility with a limit can still take; by default all of its intake.

    Returns
    -------
    Route or Infeasible
        The cheapest of the promising orders; where none is feasible, what the closest of them breaks.
    """
    if not index.facilities:
        return probe_with_charges(index, vehicle, tasks)
    left = intake_left if intake_left is not None else full_intake(index)
    single = _as_single_trip(index, vehicle, tasks)
    if isinstance(single, Trip):
        orders = _append_unloading(index, vehicle, tasks, single, left)
        if orders:
            return cheapest_route(index, vehicle, orders)
    orders = search_stopover_orders(index, vehicle, tasks, left)
    if orders:
        return cheapest_route(index, vehicle, orders)
    if isinstance(single, Infeasible):
        return single
    without = probe_with_charges(index, vehicle, tasks)
    if isinstance(without, Infeasible) and without.rule != "end_empty":
        return without
    return _missing_facility(index, tasks, single, left)


def cheapest_route(
    index: DayIndex, vehicle: Vehicle, orders: Sequence[tuple[Step, ...]]
) -> Route | Infeasible:
    """Schedule the orders that may be cheapest and return the cheapest route, or the closest failure."""
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
        flat = [order for order, result in zip(orders, results, strict=True) if _exceeds_range(result)]
        charged = [probe_with_charges(index, vehicle, order) for order in flat[:CHARGED_ORDERS]]
        routes = [result for result in charged if isinstance(result, Route)]
        results.extend(charged)
    if routes:
        return min(routes, key=lambda route: route.cost)
    return min((r for r in results if isinstance(r, Infeasible)), key=closeness)


def _least_cost(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> float:
    """Lower bound on the cost of an order: no waiting, no overtime, no lateness."""
    duration_s, distance_m = index.duration_s(vehicle), index.distance_m(vehicle)
    activities = [index.activities[step] for step in order]
    places = [vehicle.start, *(activity.place for activity in activities), vehicle.end]
    legs = [(a, b) for a, b in pairwise(places) if a is not None and b is not None]
    busy_s = sum(pause.duration_s for pause in vehicle.breaks)
    busy_s += sum(
        activity.work_s + (activity.setup_s if before != activity.place else 0)
        for before, activity in zip(places, activities, strict=False)
    )
    busy_s += sum(duration_s.item(*leg) for leg in legs)
    driven_m = sum(distance_m.item(*leg) for leg in legs)
    return vehicle.cost.of_route(distance_m=driven_m, away_s=busy_s, overtime_s=0)


def _exceeds_range(result: Route | Infeasible) -> bool:
    return isinstance(result, Infeasible) and result.rule == "range"


def _as_single_trip(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step]) -> Trip | Infeasible:
    """All tasks as one trip, or the load rule that forbids it."""
    tracker = LoadTracker(index, vehicle, tasks)
    fault = tracker.start_trip(0)
    for number in range(len(tasks)):
        if fault is not None:
            return fault
        fault = tracker.perform(number)
    return fault if fault is not None else summarise_trip(tracker, 0, len(tasks))


def _append_unloading(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], trip: Trip, left: RemainingIntake
) -> list[tuple[Step, ...]]:
    """Orders with the one unloading that a single trip needs, if any, nearest facilities first."""
    if not trip.must_unload:
        return [tuple(tasks)]
    duration_s = index.duration_s(vehicle)
    last = index.activities[tasks[-1]].place

    def detour_s(facility: Facility) -> int:
        back_s = 0 if vehicle.end is None else duration_s.item(facility.place, vehicle.end)
        return duration_s.item(last, facility.place) + back_s + facility.unload_s

    takers = [facility for facility in index.facilities.values() if accepts_trip(facility, trip, left)]
    return [(*tasks, Step("unload", facility.id)) for facility in sorted(takers, key=detour_s)]


def _missing_facility(
    index: DayIndex, tasks: Sequence[Step], trip: Trip, left: RemainingIntake
) -> Infeasible:
    """State why no facility takes the load: its types, what is left of an intake, or opening hours."""
    accepting = [
        facility
        for facility in index.facilities.values()
        if facility.accepts is None or trip.types <= facility.accepts
    ]
    if not accepting:
        return Infeasible(
            rule="facility",
            amount=1,
            unit="facilities",
            subject=tasks[-1].id if tasks else "",
            details={"load_types": ", ".join(sorted(trip.types))},
        )
    excess, position = _least_excess(index, accepting, trip, left)
    if excess > 0:
        unit = index.dimensions[position]
        return Infeasible(rule="intake", amount=excess, unit=unit, subject=accepting[0].id)
    return Infeasible(rule="facility", amount=1, unit="facilities", subject=accepting[0].id)


def _least_excess(
    index: DayIndex, facilities: Sequence[Facility], trip: Trip, left: RemainingIntake
) -> tuple[int, int]:
    """Least amount by which a trip exceeds what is left of an intake, and the dimension's position."""
    if not index.dimensions or not any(facility.id in left for facility in facilities):
        return 0, 0
    return min(
        (max(0, amount - room), position)
        for facility in facilities
        for position, (amount, room) in enumerate(
            zip(trip.collected, left.get(facility.id, trip.collected), strict=True)
        )
    )
