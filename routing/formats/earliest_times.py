"""Times for an order that a file gives: as early as it permits, then leaving as late as that permits.

Knows no rests and no breaks, which the benchmark formats do not have. It never refuses an order:
a service that misses its windows is dated when the vehicle is there, and the checker names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from data.domain.matrix import TravelMatrices
from data.domain.plan import Route, Visit
from data.domain.problem import Amounts, Problem, ShipmentStop, Task, Vehicle, Window


class Stop(NamedTuple):
    """One halt of an order: a task, an end of a shipment, or a facility."""

    kind: Literal["collect", "pickup", "deliver", "unload"]
    id: str


class _Ask(NamedTuple):
    """What the problem says about a stop: `work_s` after the start, which is not before `release_s`."""

    place: int
    work_s: int
    windows: tuple[Window, ...]
    release_s: int
    gives: Amounts
    takes: Amounts


def earliest_route(
    problem: Problem, matrices: TravelMatrices, vehicle: Vehicle, stops: Sequence[Stop]
) -> Route:
    """A dated route of `vehicle` (with both depots) through `stops`."""
    assert vehicle.start is not None
    assert vehicle.end is not None
    matrix = matrices[vehicle.profile]
    asks = _asks(problem, stops)
    places = [vehicle.start, *(ask.place for ask in asks), vehicle.end]
    legs_s = [int(matrix.duration_s[a, b]) for a, b in pairwise(places)]
    distance_m = sum(int(matrix.distance_m[a, b]) for a, b in pairwise(places))
    first_s = max([vehicle.shift[0], *(ask.release_s for ask in _first_trip(stops, asks) if any(ask.gives))])
    starts_s = _forward(asks, legs_s, first_s)
    leaves_s = _latest_departure(asks, legs_s, starts_s, first_s)
    starts_s = _forward(asks, legs_s, leaves_s)
    visits = [Visit(kind="depot", place=vehicle.start, departure_s=leaves_s)]
    moment_s, waiting_s = leaves_s, 0
    for stop, ask, leg_s, start_s, load in zip(
        stops, asks, legs_s, starts_s, _loads(problem, stops, asks), strict=False
    ):
        arrival_s = moment_s + leg_s
        moment_s = start_s + ask.work_s
        waiting_s += start_s - arrival_s
        unload = stop.kind == "unload"
        visits.append(
            Visit(
                kind=stop.kind,
                place=ask.place,
                task=None if unload else stop.id,
                facility=stop.id if unload else None,
                arrival_s=arrival_s,
                start_s=start_s,
                departure_s=moment_s,
                load=load,
            )
        )
    back_s = moment_s + legs_s[-1]
    visits.append(Visit(kind="depot", place=vehicle.end, arrival_s=back_s))
    return Route(
        vehicle=vehicle.id,
        cost=vehicle.cost.of_route(
            distance_m=distance_m, away_s=back_s - leaves_s, overtime_s=max(0, back_s - vehicle.shift[1])
        ),
        tasks=tuple(dict.fromkeys(stop.id for stop in stops if stop.kind in ("collect", "pickup"))),
        visits=tuple(visits),
        distance_m=distance_m,
        duration_s=back_s - leaves_s,
        driving_s=sum(legs_s),
        waiting_s=waiting_s,
    )


def _forward(asks: Sequence[_Ask], legs_s: Sequence[int], leaves_s: int) -> list[int]:
    """Start of each stop, as early as possible."""
    starts_s: list[int] = []
    moment_s = leaves_s
    for ask, leg_s in zip(asks, legs_s, strict=False):
        ready_s = max(moment_s + leg_s, ask.release_s)
        openings = (max(ready_s, low) for low, high in ask.windows if ready_s <= high)
        starts_s.append(min(openings, default=ready_s))
        moment_s = starts_s[-1] + ask.work_s
    return starts_s


def _latest_departure(
    asks: Sequence[_Ask], legs_s: Sequence[int], starts_s: Sequence[int], first_s: int
) -> int:
    """The latest departure that still reaches the last stop at its earliest start."""
    if not asks:
        return first_s
    latest_s = starts_s[-1]
    for number in range(len(asks) - 1, 0, -1):
        latest_s -= legs_s[number] + asks[number - 1].work_s
        closing = (min(latest_s, high) for low, high in asks[number - 1].windows if low <= latest_s)
        latest_s = max(max(closing, default=latest_s), starts_s[number - 1])
    return max(first_s, latest_s - legs_s[0])


def _asks(problem: Problem, stops: Sequence[Stop]) -> list[_Ask]:
    tasks = {task.id: task for task in problem.tasks}
    shipments = {shipment.id: shipment for shipment in problem.shipments}
    facilities = {facility.id: facility for facility in problem.facilities}
    asks: list[_Ask] = []
    for number, stop in enumerate(stops):
        if stop.kind == "unload":
            facility = facilities[stop.id]
            brought = (
                tasks[each.id] for each in _until_unload(stops[number + 1 :]) if each.kind == "collect"
            )
            release_s = max((task.release_s for task in brought if any(task.delivery)), default=0)
            wait_s = max(0, release_s - facility.unload_s)
            asks.append(_Ask(facility.place, facility.unload_s, facility.windows, wait_s, (), ()))
        elif stop.kind == "collect":
            task = tasks[stop.id]
            asks.append(_ask(task, task.release_s, task.delivery, task.demand))
        else:
            shipment = shipments[stop.id]
            if stop.kind == "pickup":
                asks.append(_ask(shipment.pickup, 0, (), shipment.demand))
            else:
                asks.append(_ask(shipment.delivery, 0, shipment.demand, ()))
    return asks


def _ask(stop: Task | ShipmentStop, release_s: int, gives: Amounts, takes: Amounts) -> _Ask:
    return _Ask(stop.place, stop.service_s, stop.windows, release_s, gives, takes)


def _until_unload(stops: Sequence[Stop]) -> list[Stop]:
    ends = [number for number, stop in enumerate(stops) if stop.kind == "unload"]
    return list(stops[: ends[0]] if ends else stops)


def _first_trip(stops: Sequence[Stop], asks: Sequence[_Ask]) -> Sequence[_Ask]:
    return asks[: len(_until_unload(stops))]


def _loads(problem: Problem, stops: Sequence[Stop], asks: Sequence[_Ask]) -> list[Amounts]:
    """Amounts aboard on leaving each stop."""
    size = len(problem.dimensions)

    def brought(first: int) -> list[int]:
        last = first + len(_until_unload(stops[first:]))
        total = [0] * size
        for stop, ask in zip(stops[first:last], asks[first:last], strict=True):
            if stop.kind == "collect" and ask.gives:
                total = [a + b for a, b in zip(total, ask.gives, strict=True)]
        return total

    aboard = brought(0)
    loads: list[Amounts] = []
    for number, (stop, ask) in enumerate(zip(stops, asks, strict=True)):
        if stop.kind == "unload":
            aboard = brought(number + 1)
        else:
            gives, takes = ask.gives or (0,) * size, ask.takes or (0,) * size
            aboard = [a - b + c for a, b, c in zip(aboard, gives, takes, strict=True)]
        loads.append(tuple(aboard))
    return loads
