"""Convert a VROOM document to a problem.

VROOM charges travel time (`per_hour` of driving, not of waiting or service) and distance (`per_km`). The cost
of an arc is stored in the matrix as its length, so that any combination yields VROOM's cost. A limit on
driving time or distance uses the length itself; the other part of the price is then left out of the search
(driving time) or charged by the hour away from the depot (distance). The answer always states VROOM's cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from data.domain.matrix import UNREACHABLE, TravelMatrices, TravelMatrix
from data.domain.problem import (
    Break,
    Problem,
    Shipment,
    ShipmentStop,
    Task,
    Vehicle,
    VehicleCost,
    Window,
)
from routing.formats.native import ProblemFile
from routing.formats.vroom.refusals import refuse_differing
from routing.formats.vroom.types import DEFAULT_PER_HOUR, CustomMatrix, Document, Job, Step, VehicleGiven

LONGEST_S = 400_000_000
"""Longest horizon; whole seconds up to it leave room for sums in 32 bits."""

TOO_FAR = 100_000_000
"""Entries of a custom matrix from here on mean that there is no way."""

MOST_CHARGE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Travel:
    """Seconds and metres of a profile, -1 without a path; `costs` if the document has custom costs."""

    durations: NDArray[np.int64]
    distances: NDArray[np.int64] | None
    costs: NDArray[np.int64] | None = None

    def seconds(self, vehicle: VehicleGiven) -> NDArray[np.int64]:
        """Return the seconds multiplied by the vehicle's speed factor, rounded to integers."""
        scaled = np.rint(self.durations / vehicle.speed_factor).astype(np.int64)
        return np.where(self.durations == UNREACHABLE, UNREACHABLE, scaled)


def travel_of(
    given: Mapping[str, CustomMatrix], matrices: TravelMatrices | None, profiles: set[str]
) -> dict[str, Travel]:
    """Return the travel of every profile in use, from the document or from road matrices."""
    if given:
        return {
            profile: Travel(
                _with_gaps(matrix.durations),
                None if matrix.distances is None else _with_gaps(matrix.distances),
                None if matrix.costs is None else _with_gaps(matrix.costs),
            )
            for profile, matrix in given.items()
        }
    found: dict[str, Travel] = {}
    for profile in sorted(profiles):
        matrix = (matrices or {}).get(profile)
        if matrix is None:
            cause = f"No matrix is given for profile {profile}, and no road network is given."
            raise InputError(Fault("F302", cause, "Add matrices, or give a network.", "matrices"))
        found[profile] = Travel(matrix.duration_s.astype(np.int64), matrix.distance_m.astype(np.int64))
    return found


def build_problem(document: Document, travel: Mapping[str, Travel]) -> ProblemFile:
    """Build the problem of a document without faults."""
    jobs, shipments, vehicles = document.jobs, document.shipments, document.vehicles
    clock = Clock.of(document, travel)
    counted = any(vehicle.max_tasks is not None for vehicle in vehicles)
    if counted and shipments:
        _refuse("max_tasks together with shipments is not supported.", "vehicles")
    refuse_differing(document)
    arcs = [arcs_of(vehicle, travel[vehicle.profile], number) for number, vehicle in enumerate(vehicles)]
    weights = _weights(document, arcs, clock)
    one_type = vehicles[0].type

    def seconds(step: Step) -> tuple[int, int]:
        """Return the set-up and service time of a step."""
        return step.seconds(one_type)  # equal for all vehicles: others are refused

    extra = (1,) if counted else ()
    amounts = (f"amount {number + 1}" for number in range(document.size))
    problem = Problem(
        vehicles=tuple(
            built
            for number, (vehicle, arc) in enumerate(zip(vehicles, arcs, strict=True))
            if _can_rest(built := _vehicle(vehicle, number, arc, clock, counted=counted))
        ),
        tasks=tuple(
            Task(
                id=job_id(job),
                place=job.step.place,
                demand=(*job.pickup, *extra),
                delivery=(*job.delivery, *(0 for _ in extra)),
                service_s=seconds(job.step)[1],
                setup_s=seconds(job.step)[0],
                windows=clock.shifted(job.step.windows),
                skills=job.skills,
                penalty=weights.penalty(job.priority, tasks=1),
            )
            for job in jobs
        ),
        shipments=tuple(
            Shipment(
                id=shipment_id(number),
                pickup=_stop(shipment.pickup, seconds(shipment.pickup), clock),
                delivery=_stop(shipment.delivery, seconds(shipment.delivery), clock),
                demand=shipment.amount,
                skills=shipment.skills,
                penalty=weights.penalty(shipment.priority, tasks=2),
            )
            for number, shipment in enumerate(shipments)
        ),
        dimensions=(*amounts, *("tasks" for _ in extra)),
    )
    return ProblemFile(problem=problem, matrices={arc.name: arc.matrix for arc in arcs})


def job_id(job: Job) -> str:
    """Return the task id of a job; jobs, pickups and deliveries have separate id spaces in VROOM."""
    return f"job {job.step.id}"


def shipment_id(number: int) -> str:
    """Return the id of the n-th shipment, which has none in VROOM."""
    return f"shipment {number}"


@dataclass(frozen=True, slots=True)
class Clock:
    """Conversion of VROOM's times by subtracting `base`, with the end of the horizon."""

    base: int
    horizon_s: int

    @classmethod
    def of(cls, document: Document, travel: Mapping[str, Travel]) -> Clock:
        """Choose a base near the earliest time of a document, as its times may be timestamps.

        The base leaves a vehicle without working hours enough time to reach any first window.
        """
        vehicles = document.vehicles
        ends = [end for each in document.shipments for end in (each.pickup, each.delivery)]
        steps = [*(job.step for job in document.jobs), *ends]
        slowest = min((vehicle.speed_factor for vehicle in vehicles), default=1.0)
        longest_s = max((int(each.durations.max(initial=0)) for each in travel.values()), default=0)
        longest_s = int(longest_s / slowest) + 1
        windows = [window for step in steps for window in step.windows]
        windows += [window for each in vehicles for pause in each.breaks for window in pause.windows]
        hours = [vehicle.window for vehicle in vehicles if vehicle.window is not None]
        first = min((window[0] for window in windows + hours), default=0)
        open_ended = len(hours) < len(vehicles)
        base = max(0, first - longest_s) if open_ended else first
        types = {vehicle.type for vehicle in vehicles}
        work_s = sum(max((sum(step.seconds(type_)) for type_ in types), default=0) for step in steps)
        work_s += sum(pause.service for vehicle in vehicles for pause in vehicle.breaks)
        latest = max((window[1] for window in windows), default=base)
        horizon_s = min(latest - base + work_s + (len(steps) + 2) * longest_s, LONGEST_S)
        return cls(base, horizon_s)

    def shifted(self, windows: Sequence[Window]) -> tuple[Window, ...]:
        """Convert windows to seconds after `base`, clipped to the horizon."""
        moved = [(self._after(low), self._after(high)) for low, high in windows]
        return tuple(dict.fromkeys(moved))

    def _after(self, moment: int) -> int:
        return min(max(0, moment - self.base), LONGEST_S)


@dataclass(frozen=True, slots=True)
class Arcs:
    """Travel matrix and prices of a vehicle.

    Attributes
    ----------
    matrix
        Seconds, and the length to which the problem's price and limit apply.
    limit
        Maximum of that length on a route.
    """

    name: str
    matrix: TravelMatrix
    cost: VehicleCost
    limit: int | None = None


def arcs_of(vehicle: VehicleGiven, travel: Travel, number: int) -> Arcs:
    """Return the matrix and prices that reproduce VROOM's cost and limits for a vehicle."""
    seconds = travel.seconds(vehicle)
    kind = f"{vehicle.profile}|{vehicle.speed_factor:g}"
    if vehicle.max_distance is not None or vehicle.max_travel_time is not None:
        return _limited(vehicle, travel, seconds, kind, number)
    if travel.costs is not None:
        if vehicle.per_hour != DEFAULT_PER_HOUR or vehicle.per_km:
            _refuse(
                "Custom costs are incompatible with using a per_hour or per_km value.", f"vehicles[{number}]"
            )
        charge: NDArray[np.floating] = travel.costs.astype(np.float64)
    else:
        charge = seconds * (vehicle.per_hour / 3600)
        if vehicle.per_km:
            charge = charge + _distances(travel, number) * (vehicle.per_km / 1000)
    unit = 1 if np.array_equal(charge, np.rint(charge)) else 100
    while unit > 1 and float(charge.max(initial=0)) * unit > MOST_CHARGE:
        unit //= 10
    length = np.minimum(np.rint(charge * unit), MOST_CHARGE).astype(np.int64)
    name = f"{kind}|{vehicle.per_hour}|{vehicle.per_km}"
    return Arcs(name, _matrix(seconds, length), VehicleCost(fixed=vehicle.fixed, per_km=1000 / unit))


def _limited(
    vehicle: VehicleGiven, travel: Travel, seconds: NDArray[np.int64], kind: str, number: int
) -> Arcs:
    """Return the arcs of a vehicle with a limit, whose lengths are in the unit of that limit."""
    if vehicle.max_distance is None:
        price = VehicleCost(fixed=vehicle.fixed, per_km=vehicle.per_hour * 1000 / 3600)
        return Arcs(f"{kind}|time", _matrix(seconds, seconds), price, vehicle.max_travel_time)
    if vehicle.max_travel_time is not None:
        cause = "max_travel_time together with max_distance is not supported."
        _refuse(cause, f"vehicles[{number}]")
    price = VehicleCost(fixed=vehicle.fixed, per_km=vehicle.per_km, per_h=vehicle.per_hour)
    matrix = _matrix(seconds, _distances(travel, number))
    return Arcs(f"{kind}|distance", matrix, price, vehicle.max_distance)


def _distances(travel: Travel, number: int) -> NDArray[np.int64]:
    if travel.distances is None:
        _refuse("Missing distances: per_km and max_distance need them.", f"vehicles[{number}]")
    return travel.distances


def _matrix(seconds: NDArray[np.int64], length: NDArray[np.int64]) -> TravelMatrix:
    """Build a matrix whose two tables have the same unreachable arcs."""
    gap = (seconds == UNREACHABLE) | (length == UNREACHABLE)
    tables = (np.where(gap, UNREACHABLE, table).astype(np.int32) for table in (seconds, length))
    return TravelMatrix(*tables)


def _with_gaps(table: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(table >= TOO_FAR, UNREACHABLE, table)


@dataclass(frozen=True, slots=True)
class Weights:
    """Penalties that rank priorities before the number of tasks, and that before cost."""

    per_task: float
    per_priority: float

    def penalty(self, priority: int, *, tasks: int) -> float:
        """Return the penalty of leaving out what VROOM counts as `tasks` tasks."""
        return tasks * (self.per_task + priority * self.per_priority)


def _weights(document: Document, arcs: Sequence[Arcs], clock: Clock) -> Weights:
    """Choose penalties: one task outweighs the cost of any routes, one priority level outweighs all tasks."""
    vehicles = document.vehicles
    count = len(document.jobs) + 2 * len(document.shipments)
    dearest = 0.0
    for name in {arc.name for arc in arcs}:
        same = [arc for arc in arcs if arc.name == name]
        per_km = max(arc.cost.per_km for arc in same)
        dearest = max(dearest, float(same[0].matrix.distance_m.max(initial=0)) * per_km / 1000)
    by_the_hour = sum(arc.cost.per_h for arc in arcs) * clock.horizon_s / 3600
    fixed = sum(vehicle.fixed for vehicle in vehicles)
    dearest_plan = fixed + by_the_hour + (count + len(vehicles)) * dearest
    per_task = float(np.ceil(dearest_plan) + 1)
    return Weights(per_task=per_task, per_priority=(count + 1) * per_task)


def _vehicle(given: VehicleGiven, number: int, arcs: Arcs, clock: Clock, *, counted: bool) -> Vehicle:
    shift = (0, clock.horizon_s) if given.window is None else clock.shifted([given.window])[0]
    most_tasks = (given.max_tasks if given.max_tasks is not None else 10**6,) if counted else ()
    return Vehicle(
        id=str(number),
        start=given.start,
        end=given.end,
        shift=shift,
        capacity=(*given.capacity, *most_tasks),
        skills=given.skills,
        cost=arcs.cost,
        breaks=tuple(
            Break(window=_break_window(pause.windows, shift, clock), duration_s=pause.service)
            for pause in given.breaks
        ),
        max_distance_m=arcs.limit,
        profile=arcs.name,
    )


def _can_rest(vehicle: Vehicle) -> bool:
    """Return whether all breaks fit the shift; a vehicle without time for them has no valid route."""
    begins_s, ends_s = vehicle.shift
    return all(
        pause.window[1] >= begins_s and max(pause.window[0], begins_s) + pause.duration_s <= ends_s
        for pause in vehicle.breaks
    )


def _break_window(windows: Sequence[Window], shift: Window, clock: Clock) -> Window:
    """Return the break window that overlaps the shift most; the model has one window per break."""
    choices = clock.shifted(windows) or (shift,)
    return max(choices, key=lambda window: min(window[1], shift[1]) - max(window[0], shift[0]))


def _stop(step: Step, seconds: tuple[int, int], clock: Clock) -> ShipmentStop:
    return ShipmentStop(
        place=step.place, service_s=seconds[1], setup_s=seconds[0], windows=clock.shifted(step.windows)
    )


def _refuse(cause: str, where: str) -> NoReturn:
    raise InputError(Fault("F303", cause, "Leave one of them out.", where))
