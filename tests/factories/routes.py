"""Routes driven step by step for tests: plain arithmetic, independent of the checker and of every engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan, Route, Unassigned, Visit
from data.domain.problem import Amounts, Problem, ShipmentStop, Task, Vehicle, Window


def line(*positions_m: int, speed_mps: int = 10, profile: str = "car") -> dict[str, TravelMatrix]:
    """Matrix of places along a straight road; 10 m/s makes 600 m a minute."""
    along = np.array(positions_m, np.int32)
    distance_m = np.abs(along[:, None] - along[None, :]).astype(np.int32)
    duration_s = (distance_m // speed_mps).astype(np.int32)
    return {profile: TravelMatrix(duration_s=duration_s, distance_m=distance_m)}


@dataclass(frozen=True, slots=True)
class Do:
    """One step of a route.

    Attributes
    ----------
    kind, id
        As in a visit; `id` is the task, shipment or facility.
    wait_s
        Waits at least this long before the start.
    drive_s
        For a rest or break: driven on this leg before it; None takes it at the stop before.
    lasts_s
        For a rest, break or charge.
    """

    kind: str
    id: str = ""
    wait_s: int = 0
    drive_s: int | None = None
    lasts_s: int = 0


def drive(
    problem: Problem, matrices: TravelMatrices, vehicle_id: str, steps: Sequence[Do], *, leave_s: int = 0
) -> Route:
    """The route of a vehicle with both depots: every step as early as windows, releases and waits permit."""
    vehicle = next(each for each in problem.vehicles if each.id == vehicle_id)
    assert vehicle.start is not None
    assert vehicle.end is not None
    matrix = matrices[vehicle.profile]
    visits = [Visit(kind="depot", place=vehicle.start, departure_s=leave_s)]
    place, now_s, driven_s, distance_m, driving_s, waiting_s = vehicle.start, leave_s, 0, 0, 0, 0
    loads = iter(loads_after(problem, steps))
    for step in (*steps, Do("depot")):
        if step.kind in ("rest", "break"):
            now_s += 0 if step.drive_s is None else step.drive_s - driven_s
            driven_s = driven_s if step.drive_s is None else step.drive_s
            start_s, end_s = now_s + step.wait_s, now_s + step.wait_s + step.lasts_s
            stands = place if step.drive_s is None else None
            visits.append(
                Visit(kind=step.kind, place=stands, arrival_s=now_s, start_s=start_s, departure_s=end_s)
            )
            now_s, waiting_s = end_s, waiting_s + step.wait_s
            continue
        there, work_s, windows, release_s = _asked(problem, vehicle, step, place)
        leg_s = int(matrix.duration_s[place, there])
        now_s, driving_s = now_s + leg_s - driven_s, driving_s + leg_s
        distance_m, place, driven_s = distance_m + int(matrix.distance_m[place, there]), there, 0
        if step.kind == "depot":
            visits.append(Visit(kind="depot", place=there, arrival_s=now_s))
            break
        start_s = _opening(max(now_s + step.wait_s, release_s), windows)
        key = {"unload": "facility", "charge": "station"}.get(step.kind, "task")
        work_s = step.lasts_s if step.kind == "charge" else work_s
        visits.append(
            Visit(
                kind=step.kind,
                place=there,
                arrival_s=now_s,
                start_s=start_s,
                departure_s=start_s + work_s,
                load=next(loads),
                **{key: step.id},
            )
        )
        waiting_s, now_s = waiting_s + start_s - now_s, start_s + work_s
    tasks = dict.fromkeys(step.id for step in steps if step.kind in ("collect", "pickup"))
    return Route(
        vehicle=vehicle_id,
        cost=priced(vehicle, distance_m, leave_s, now_s),
        tasks=tuple(tasks),
        visits=tuple(visits),
        distance_m=distance_m,
        duration_s=now_s - leave_s,
        driving_s=driving_s,
        waiting_s=waiting_s,
    )


def plan_of(problem: Problem, routes: Sequence[Route]) -> Plan:
    """A plan of these routes; every task that none serves is listed as left out."""
    served = {name for route in routes for name in route.tasks}
    left = [each for each in (*problem.tasks, *problem.shipments) if each.id not in served]
    return Plan(
        cost=sum(route.cost for route in routes) + sum(each.penalty or 0 for each in left),
        routes=tuple(routes),
        unassigned=tuple(Unassigned(task=each.id, code="R201", reason="Left out.") for each in left),
    )


def priced(vehicle: Vehicle, distance_m: int, leave_s: int, back_s: int) -> float:
    cost = vehicle.cost
    overtime_s = max(0, back_s - vehicle.shift[1])
    return (
        cost.fixed
        + distance_m * cost.per_km / 1000
        + ((back_s - leave_s) * cost.per_h + overtime_s * cost.per_overtime_h) / 3600
    )


def loads_after(problem: Problem, steps: Sequence[Do]) -> list[Amounts]:
    """Amounts aboard on leaving each collect, pickup, deliver and unload."""
    tasks = {task.id: task for task in problem.tasks}
    shipments = {shipment.id: shipment for shipment in problem.shipments}
    acts = [step for step in steps if step.kind not in ("rest", "break")]
    size = len(problem.dimensions)

    def vector(amounts: Amounts) -> np.ndarray:
        return np.array(amounts or (0,) * size, dtype=np.int64)

    def brought(rest_of_route: Sequence[Do]) -> np.ndarray:
        total = vector(())
        for step in rest_of_route:
            if step.kind == "unload":
                break
            if step.kind == "collect":
                total = total + vector(tasks[step.id].delivery)
        return total

    aboard = brought(acts)
    found = []
    for number, step in enumerate(acts):
        if step.kind == "collect":
            aboard = aboard + vector(tasks[step.id].demand) - vector(tasks[step.id].delivery)
        elif step.kind == "unload":
            aboard = brought(acts[number + 1 :])
        elif step.kind != "charge":
            sign = 1 if step.kind == "pickup" else -1
            aboard = aboard + sign * vector(shipments[step.id].demand)
        found.append(tuple(int(amount) for amount in aboard))
    return found


def _asked(
    problem: Problem, vehicle: Vehicle, step: Do, place: int
) -> tuple[int, int, tuple[Window, ...], int]:
    """Place, work, windows and release of a step that comes after a visit at `place`."""
    if step.kind == "depot":
        assert vehicle.end is not None
        return vehicle.end, 0, (), 0
    if step.kind == "unload":
        facility = next(each for each in problem.facilities if each.id == step.id)
        return facility.place, facility.unload_s, facility.windows, 0
    if step.kind == "charge":
        station = next(each for each in problem.stations if each.id == step.id)
        return station.place, 0, (), 0
    stop: Task | ShipmentStop
    if step.kind == "collect":
        stop = next(each for each in problem.tasks if each.id == step.id)
    else:
        shipment = next(each for each in problem.shipments if each.id == step.id)
        stop = shipment.pickup if step.kind == "pickup" else shipment.delivery
    setup_s = stop.setup_s if stop.place != place else 0
    return stop.place, stop.service_s + setup_s, stop.windows, getattr(stop, "release_s", 0)


def _opening(moment_s: int, windows: tuple[Window, ...]) -> int:
    """The first moment from `moment_s` on at which service may start; `moment_s` when too late for all."""
    return min((max(moment_s, low) for low, high in windows if moment_s <= high), default=moment_s)


def with_vehicle(problem: Problem, **changes: object) -> Problem:
    """The problem with its first vehicle changed."""
    first, *others = problem.vehicles
    return replace(problem, vehicles=(replace(first, **changes), *others))
