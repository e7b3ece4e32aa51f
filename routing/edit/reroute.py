"""A chosen order of stops as a route, whether or not it keeps the rules.

Where no route is feasible, unloadings are placed under relaxed rules, and the times are then as early as
the order allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route, Violation
from data.domain.problem import Amounts, Facility, Lock, Problem, Shipment, Task, Vehicle
from routing.check import violations
from routing.construct.stopovers import place_stopovers
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step, route_steps
from routing.schedule.lenient import schedule_leniently

WEEK_S = 7 * 24 * 3600
UNLIMITED = 1 << 40


def reroute(
    index: DayIndex,
    vehicle_id: str,
    order: tuple[Step, ...],
    intake_left: dict[str, Amounts],
    before: tuple[Step, ...] = (),
) -> Route:
    """Schedule the cheapest route that keeps every rule, else one that breaks as few limits as it must.

    Parameters
    ----------
    order
        Steps without stopovers; at least one.
    intake_left
        What each facility with a limit can still take.
    before
        Steps of the vehicle before the edit, stopovers included.

    Raises
    ------
    InputError
        R425: there is no path between two of the stops.
    """
    exact = place_stopovers(index, index.vehicles[vehicle_id], order, intake_left=intake_left)
    return exact if isinstance(exact, Route) else schedule_broken(index, vehicle_id, order, before)


def schedule_broken(
    index: DayIndex,
    vehicle_id: str,
    order: tuple[Step, ...],
    before: tuple[Step, ...] = (),
    *,
    move_unloadings: bool = True,
) -> Route:
    """Schedule an order that is known to break a rule; parameters as in `reroute`.

    Parameters
    ----------
    move_unloadings
        Whether to place unloadings anew; else they stay where they were before, if there were any.

    Raises
    ------
    InputError
        R425: there is no path between two of the stops.
    """
    if not move_unloadings and _unloads(before):
        steps = _keep_unloadings(order, before)
    else:
        steps = _place_unloadings(index, index.vehicles[vehicle_id], order, before)
    route = schedule_leniently(index, vehicle_id, steps)
    if isinstance(route, Infeasible):
        raise InputError(
            Fault(
                "R425",
                f"There is no road for {vehicle_id} to {route.subject or 'its depot'}.",
                "Put the stop on another vehicle, or look at closed roads.",
                f"vehicle {vehicle_id}",
            )
        )
    return route


def check_route(index: DayIndex, route: Route) -> list[Violation]:
    """Check one route by itself; intakes, and locks that span vehicles, are checked with the whole plan."""
    problem = index.problem
    served = set(route.tasks)
    alone = replace(
        problem,
        vehicles=(index.vehicles[route.vehicle],),
        tasks=tuple(index.tasks[id_] for id_ in route.tasks if id_ in index.tasks),
        shipments=tuple(index.shipments[id_] for id_ in route.tasks if id_ in index.shipments),
        locks=tuple(_locks_on(problem.locks, route.vehicle, served)),
    )
    return violations(alone, index.matrices, Plan(cost=route.cost, routes=(route,)))


def _locks_on(locks: Iterable[Lock], vehicle: str, served: set[str]) -> Iterator[Lock]:
    for lock in locks:
        if lock.vehicle == vehicle and set(lock.tasks) <= served:
            yield lock
        elif lock.vehicle is None and set(lock.tasks) & served:
            yield replace(lock, tasks=tuple(id_ for id_ in lock.tasks if id_ in served))


def _place_unloadings(
    index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...], before: tuple[Step, ...]
) -> tuple[Step, ...]:
    """Place unloadings as is best without limits of time; where that fails, as they were before.

    For a vehicle that did not unload before, more and more rules are relaxed.
    """
    alone = _single_vehicle(index, vehicle, order)
    for relax in (_relax_times_but_range, _relax_times, _relax_capacity, _relax_loads):
        own = DayIndex(relax(alone), index.matrices)
        found = place_stopovers(own, own.vehicles[vehicle.id], order)
        if isinstance(found, Route):
            return route_steps(found)
        if _unloads(before):
            return _keep_unloadings(order, before)
    return order


def _unloads(steps: Iterable[Step]) -> bool:
    return any(step.kind == "unload" for step in steps)


def _keep_unloadings(order: tuple[Step, ...], before: tuple[Step, ...]) -> tuple[Step, ...]:
    """Insert each unloading after the step it followed, or the nearest one before that is still there."""
    kept = set(order)
    follows: dict[Step | None, Step] = {}
    anchor: Step | None = None
    for step in before:
        if step.kind == "unload" and anchor is not None:
            follows[anchor] = step
        elif step in kept:
            anchor = step
    steps: list[Step] = []
    for stop in order:
        steps.append(stop)
        if stop in follows and stop != order[-1]:
            steps.append(follows[stop])
    if before[-1].kind == "unload":
        steps.append(before[-1])
    return tuple(steps)


def _single_vehicle(index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...]) -> Problem:
    """The problem of one vehicle and the tasks of its order, all its required skills granted."""
    ids = dict.fromkeys(step.id for step in order)
    return replace(
        index.problem,
        vehicles=(replace(vehicle, skills=frozenset().union(vehicle.skills, *map(index.skills, ids))),),
        tasks=tuple(index.tasks[id_] for id_ in ids if id_ in index.tasks),
        shipments=tuple(index.shipments[id_] for id_ in ids if id_ in index.shipments),
        locks=(),
    )


def _relax_times_but_range(problem: Problem) -> Problem:
    """Relax the rules of time, but keep the range of batteries."""
    ranges = {each.id: each.range_m for each in problem.vehicles}
    timeless = _relax_times(problem)
    vehicles = tuple(replace(each, range_m=ranges[each.id]) for each in timeless.vehicles)
    return replace(timeless, vehicles=vehicles)


def _relax_times(problem: Problem) -> Problem:
    """Extend windows and shifts by a week; drop rests, breaks, intakes, and limits of route length."""

    def task(each: Task) -> Task:
        return replace(each, windows=_extend(each.windows))

    def shipment(each: Shipment) -> Shipment:
        return replace(
            each,
            pickup=replace(each.pickup, windows=_extend(each.pickup.windows)),
            delivery=replace(each.delivery, windows=_extend(each.delivery.windows)),
        )

    def facility(each: Facility) -> Facility:
        return replace(each, windows=_extend(each.windows), intake=None)

    def vehicle(each: Vehicle) -> Vehicle:
        shift = (each.shift[0], each.shift[1] + WEEK_S)
        return replace(each, shift=shift, breaks=(), max_distance_m=None, max_duration_s=None, range_m=None)

    return replace(
        problem,
        tasks=tuple(map(task, problem.tasks)),
        shipments=tuple(map(shipment, problem.shipments)),
        facilities=tuple(map(facility, problem.facilities)),
        vehicles=tuple(map(vehicle, problem.vehicles)),
        rules=replace(problem.rules, rest=None),
    )


def _extend(windows: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return windows and (*windows[:-1], (windows[-1][0], windows[-1][1] + WEEK_S))


def _relax_capacity(problem: Problem) -> Problem:
    """Relax times, let the largest single load fit, and drop caps and segregation over the day."""
    timeless = _relax_times(problem)
    loads = [load for each in problem.tasks for load in (each.demand, each.delivery)]
    loads += [each.demand for each in problem.shipments]
    most = [max((load[k] for load in loads if load), default=0) for k in range(len(problem.dimensions))]

    def enlarge(each: Vehicle) -> Vehicle:
        return replace(each, capacity=tuple(map(max, each.capacity, most)))

    return replace(
        timeless,
        vehicles=tuple(map(enlarge, timeless.vehicles)),
        rules=replace(timeless.rules, incompatible_day=(), load_caps=()),
    )


def _relax_loads(problem: Problem) -> Problem:
    """Relax times, and drop capacity, segregation, caps and acceptance."""
    timeless = _relax_times(problem)

    def unlimit(each: Vehicle) -> Vehicle:
        return replace(each, capacity=(UNLIMITED,) * len(each.capacity))

    return replace(
        timeless,
        vehicles=tuple(map(unlimit, timeless.vehicles)),
        facilities=tuple(replace(each, accepts=None) for each in timeless.facilities),
        rules=replace(timeless.rules, incompatible=(), incompatible_day=(), load_caps=()),
    )
