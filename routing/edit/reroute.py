"""A vehicle's stops in a chosen order as a dated route, whether or not it keeps the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route, Violation
from data.domain.problem import Amounts, Facility, Lock, Problem, Shipment, Task, Vehicle
from routing.check import violations
from routing.construct.partial_plan import steps_of
from routing.construct.stopovers import full_intake, place_unloads
from routing.model.index import DayIndex
from routing.model.loads import amounts_along
from routing.model.steps import Infeasible, Step
from routing.schedule.lenient import lenient_route

WEEK_S = 7 * 24 * 3600
HUGE = 1 << 40


def reroute(
    index: DayIndex,
    vehicle_id: str,
    order: tuple[Step, ...],
    intake_left: dict[str, Amounts],
    before: tuple[Step, ...] = (),
) -> Route:
    """The cheapest route that keeps every rule; else one that is late or too full where it must be.

    Parameters
    ----------
    order
        Stops without unloadings; at least one.
    intake_left
        What each facility with a limit can still take.
    before
        What the vehicle did until now, unloadings included.

    Raises
    ------
    InputError
        R425: there is no road between two of the stops.
    """
    exact = place_unloads(index, index.vehicles[vehicle_id], order, intake_left=intake_left)
    return exact if isinstance(exact, Route) else broken_route(index, vehicle_id, order, before)


def broken_route(
    index: DayIndex,
    vehicle_id: str,
    order: tuple[Step, ...],
    before: tuple[Step, ...] = (),
    *,
    close: bool = True,
) -> Route:
    """As `reroute`, for an order that is known to break a rule.

    Parameters
    ----------
    close
        Whether unloadings may move; else they stay where they were, if there were any.
    """
    if not close and _unloads(before):
        steps = _unloaded_as_before(order, before)
    else:
        steps = _unloaded_somewhere(index, index.vehicles[vehicle_id], order, before)
    route = lenient_route(index, vehicle_id, steps)
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


def intake_beside(index: DayIndex, routes: Iterable[Route], *, without: set[str]) -> dict[str, Amounts]:
    """What each facility with a limit can still take, the routes of some vehicles not counted."""
    left = full_intake(index)
    if not left:
        return left
    for route in routes:
        if route.vehicle in without:
            continue
        steps = steps_of(route)
        for step, amounts in zip(steps, amounts_along(index, steps).unloaded, strict=True):
            if step.kind == "unload" and step.id in left:
                left[step.id] = tuple(a - b for a, b in zip(left[step.id], amounts, strict=True))
    return left


def broken_by(index: DayIndex, route: Route) -> list[Violation]:
    """Rules that one route breaks by itself; intakes and what spans vehicles are for the whole plan."""
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


def _unloaded_somewhere(
    index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...], before: tuple[Step, ...]
) -> tuple[Step, ...]:
    """The order with unloadings: where they are best if only time is short, else where they were.

    Of a vehicle that did not unload before, where they would be best were fewer rules in force.
    """
    alone = _alone(index, vehicle, order)
    for eased in (_with_battery, _without_times, _with_room_for_each, _without_loads):
        own = DayIndex(eased(alone), index.matrices)
        found = place_unloads(own, own.vehicles[vehicle.id], order)
        if isinstance(found, Route):
            return steps_of(found)
        if _unloads(before):
            return _unloaded_as_before(order, before)
    return order


def _unloads(steps: Iterable[Step]) -> bool:
    return any(step.kind == "unload" for step in steps)


def _unloaded_as_before(order: tuple[Step, ...], before: tuple[Step, ...]) -> tuple[Step, ...]:
    """Each unloading after the stop it followed, or after the nearest before it that is still there."""
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


def _alone(index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...]) -> Problem:
    """The vehicle's own day."""
    ids = dict.fromkeys(step.id for step in order)
    return replace(
        index.problem,
        vehicles=(replace(vehicle, skills=frozenset().union(vehicle.skills, *map(index.skills, ids))),),
        tasks=tuple(index.tasks[id_] for id_ in ids if id_ in index.tasks),
        shipments=tuple(index.shipments[id_] for id_ in ids if id_ in index.shipments),
        locks=(),
    )


def _with_battery(problem: Problem) -> Problem:
    """As without times, but that batteries have to last or be charged."""
    ranges = {each.id: each.range_m for each in problem.vehicles}
    timeless = _without_times(problem)
    vehicles = tuple(replace(each, range_m=ranges[each.id]) for each in timeless.vehicles)
    return replace(timeless, vehicles=vehicles)


def _without_times(problem: Problem) -> Problem:
    """Windows end a week later, and the shift with them; no rests, breaks, ranges or intakes."""

    def task(each: Task) -> Task:
        return replace(each, windows=_longer(each.windows))

    def shipment(each: Shipment) -> Shipment:
        return replace(
            each,
            pickup=replace(each.pickup, windows=_longer(each.pickup.windows)),
            delivery=replace(each.delivery, windows=_longer(each.delivery.windows)),
        )

    def facility(each: Facility) -> Facility:
        return replace(each, windows=_longer(each.windows), intake=None)

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


def _longer(windows: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return windows and (*windows[:-1], (windows[-1][0], windows[-1][1] + WEEK_S))


def _with_room_for_each(problem: Problem) -> Problem:
    """Besides, any one stop's load fits, and load types only have to be apart aboard."""
    timeless = _without_times(problem)
    loads = [load for each in problem.tasks for load in (each.demand, each.delivery)]
    loads += [each.demand for each in problem.shipments]
    most = [max((load[k] for load in loads if load), default=0) for k in range(len(problem.dimensions))]

    def roomy(each: Vehicle) -> Vehicle:
        return replace(each, capacity=tuple(map(max, each.capacity, most)))

    return replace(
        timeless,
        vehicles=tuple(map(roomy, timeless.vehicles)),
        rules=replace(timeless.rules, incompatible_day=(), load_caps=()),
    )


def _without_loads(problem: Problem) -> Problem:
    """Besides, everything fits together and is taken everywhere."""
    timeless = _without_times(problem)

    def endless(each: Vehicle) -> Vehicle:
        return replace(each, capacity=(HUGE,) * len(each.capacity))

    return replace(
        timeless,
        vehicles=tuple(map(endless, timeless.vehicles)),
        facilities=tuple(replace(each, accepts=None) for each in timeless.facilities),
        rules=replace(timeless.rules, incompatible=(), incompatible_day=(), load_caps=()),
    )
