"""Schedule a given order of stops: each service as early as possible, then the departure as late as possible.

Rests and breaks are not modelled, as the benchmark formats have none. Every order is accepted: a service
that misses its windows starts when the vehicle arrives, and the checker reports the violation.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from data.domain.matrix import TravelMatrices
from data.domain.plan import Route, Visit
from data.domain.problem import Amounts, Problem, ShipmentStop, Task, Vehicle, Window


class Stop(NamedTuple):
    """One stop of an order: a task, an end of a shipment, or a facility."""

    kind: Literal["collect", "pickup", "deliver", "unload"]
    id: str


class _StopData(NamedTuple):
    """Data of a stop: service takes `work_s` and starts no earlier than `release_s`."""

    place: int
    work_s: int
    windows: tuple[Window, ...]
    release_s: int
    gives: Amounts
    takes: Amounts


def earliest_route(
    problem: Problem, matrices: TravelMatrices, vehicle: Vehicle, stops: Sequence[Stop]
) -> Route:
    """Return the scheduled route of `vehicle` through `stops`, both depots included."""
    assert vehicle.start is not None
    assert vehicle.end is not None
    matrix = matrices[vehicle.profile]
    details = _stop_data(problem, stops)
    places = [vehicle.start, *(detail.place for detail in details), vehicle.end]
    legs_s = [int(matrix.duration_s[a, b]) for a, b in pairwise(places)]
    distance_m = sum(int(matrix.distance_m[a, b]) for a, b in pairwise(places))
    first_s = max(
        [vehicle.shift[0], *(detail.release_s for detail in _first_trip(stops, details) if any(detail.gives))]
    )
    starts_s = _forward(details, legs_s, first_s)
    leaves_s = _latest_departure(details, legs_s, starts_s, first_s)
    starts_s = _forward(details, legs_s, leaves_s)
    visits = [Visit(kind="depot", place=vehicle.start, departure_s=leaves_s)]
    moment_s, waiting_s = leaves_s, 0
    for stop, detail, leg_s, start_s, load in zip(
        stops, details, legs_s, starts_s, _loads(problem, stops, details), strict=False
    ):
        arrival_s = moment_s + leg_s
        moment_s = start_s + detail.work_s
        waiting_s += start_s - arrival_s
        unload = stop.kind == "unload"
        visits.append(
            Visit(
                kind=stop.kind,
                place=detail.place,
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


def _forward(details: Sequence[_StopData], legs_s: Sequence[int], leaves_s: int) -> list[int]:
    """Compute the earliest service start of each stop."""
    starts_s: list[int] = []
    moment_s = leaves_s
    for detail, leg_s in zip(details, legs_s, strict=False):
        ready_s = max(moment_s + leg_s, detail.release_s)
        openings = (max(ready_s, low) for low, high in detail.windows if ready_s <= high)
        starts_s.append(min(openings, default=ready_s))
        moment_s = starts_s[-1] + detail.work_s
    return starts_s


def _latest_departure(
    details: Sequence[_StopData], legs_s: Sequence[int], starts_s: Sequence[int], first_s: int
) -> int:
    """Compute the latest departure that still reaches the last stop at its earliest start."""
    if not details:
        return first_s
    latest_s = starts_s[-1]
    for number in range(len(details) - 1, 0, -1):
        latest_s -= legs_s[number] + details[number - 1].work_s
        closing = (min(latest_s, high) for low, high in details[number - 1].windows if low <= latest_s)
        latest_s = max(max(closing, default=latest_s), starts_s[number - 1])
    return max(first_s, latest_s - legs_s[0])


def _stop_data(problem: Problem, stops: Sequence[Stop]) -> list[_StopData]:
    tasks = {task.id: task for task in problem.tasks}
    shipments = {shipment.id: shipment for shipment in problem.shipments}
    facilities = {facility.id: facility for facility in problem.facilities}
    details: list[_StopData] = []
    for number, stop in enumerate(stops):
        if stop.kind == "unload":
            facility = facilities[stop.id]
            brought = (
                tasks[each.id] for each in _until_unload(stops[number + 1 :]) if each.kind == "collect"
            )
            release_s = max((task.release_s for task in brought if any(task.delivery)), default=0)
            wait_s = max(0, release_s - facility.unload_s)
            details.append(_StopData(facility.place, facility.unload_s, facility.windows, wait_s, (), ()))
        elif stop.kind == "collect":
            task = tasks[stop.id]
            details.append(_task_data(task, task.release_s, task.delivery, task.demand))
        else:
            shipment = shipments[stop.id]
            if stop.kind == "pickup":
                details.append(_task_data(shipment.pickup, 0, (), shipment.demand))
            else:
                details.append(_task_data(shipment.delivery, 0, shipment.demand, ()))
    return details


def _task_data(stop: Task | ShipmentStop, release_s: int, gives: Amounts, takes: Amounts) -> _StopData:
    return _StopData(stop.place, stop.service_s, stop.windows, release_s, gives, takes)


def _until_unload(stops: Sequence[Stop]) -> list[Stop]:
    ends = [number for number, stop in enumerate(stops) if stop.kind == "unload"]
    return list(stops[: ends[0]] if ends else stops)


def _first_trip(stops: Sequence[Stop], details: Sequence[_StopData]) -> Sequence[_StopData]:
    return details[: len(_until_unload(stops))]


def _loads(problem: Problem, stops: Sequence[Stop], details: Sequence[_StopData]) -> list[Amounts]:
    """Compute the amounts aboard on leaving each stop."""
    size = len(problem.dimensions)

    def brought(first: int) -> list[int]:
        last = first + len(_until_unload(stops[first:]))
        total = [0] * size
        for stop, detail in zip(stops[first:last], details[first:last], strict=True):
            if stop.kind == "collect" and detail.gives:
                total = [a + b for a, b in zip(total, detail.gives, strict=True)]
        return total

    aboard = brought(0)
    loads: list[Amounts] = []
    for number, (stop, detail) in enumerate(zip(stops, details, strict=True)):
        if stop.kind == "unload":
            aboard = brought(number + 1)
        else:
            gives, takes = detail.gives or (0,) * size, detail.takes or (0,) * size
            aboard = [a - b + c for a, b, c in zip(aboard, gives, takes, strict=True)]
        loads.append(tuple(aboard))
    return loads
