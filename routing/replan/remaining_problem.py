"""The rest of a day under way as a problem of its own.

Rule 11 of ``docs/explanation/routing-rules.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Visit
from data.domain.problem import Lock, Problem, Task, Underway, Vehicle

_ABOARD = "aboard "
Visits = tuple[Visit, ...]


def is_aboard(task: str | None) -> bool:
    """Whether the id stands for goods aboard a vehicle, to be unloaded, and not for a task of the day."""
    return task is not None and task.startswith(_ABOARD)


def carrier_of(task: str, vehicles: Collection[str]) -> str:
    """The one of `vehicles` that carries the goods of an id that `is_aboard`."""
    prefix = f"{task.removeprefix(_ABOARD)} "
    return max((each for each in vehicles if prefix.startswith(f"{each} ")), key=len)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionState:
    """What has been executed of a published plan by a moment of its day.

    Attributes
    ----------
    now_s
        The moment; nothing starts earlier any more.
    executed
        Vehicle → its visits so far, in order, with their actual times, the departure from the depot first.
    failed
        Tasks visited without success: nothing was collected.
    heading
        Vehicle → the task it is driving to, which remains its next one.
    out
        Vehicles withdrawn for the day; goods aboard them are no longer planned.
    """

    now_s: int
    executed: Mapping[str, Visits] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    heading: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()

    @property
    def visited(self) -> frozenset[str]:
        """Tasks and shipments with an executed visit."""
        return frozenset(v.task for visits in self.executed.values() for v in visits if v.task is not None)


def build_remaining_problem(problem: Problem, matrices: TravelMatrices, execution: ExecutionState) -> Problem:
    """Build the problem of the rest of the day.

    Parameters
    ----------
    problem
        The whole day, urgent requests included.
    matrices
        Travel at present.

    Returns
    -------
    Problem
        Vehicles under way start where they are, with a task ``aboard …`` for each load type aboard;
        executed tasks and shipments are removed; locks keep what is left of them.

    Raises
    ------
    InputError
        R426: a shipment is picked up and not delivered.
    """
    _require_shipments_delivered(problem, execution)
    parts = [
        _VehicleState(problem, matrices, execution, vehicle)
        for vehicle in problem.vehicles
        if vehicle.id not in execution.out
    ]
    return replace(
        problem,
        vehicles=tuple(part.vehicle() for part in parts),
        tasks=(
            *(task for part in parts for task in part.aboard()),
            *(task for task in problem.tasks if task.id not in execution.visited),
        ),
        shipments=tuple(each for each in problem.shipments if each.id not in execution.visited),
        locks=(
            *(lock for part in parts for lock in part.locks()),
            *_remaining_locks(problem.locks, execution),
        ),
    )


def _require_shipments_delivered(problem: Problem, execution: ExecutionState) -> None:
    """Refuse shipments aboard: the rest of a day has no pickup for their delivery."""
    shipments = {each.id for each in problem.shipments} - execution.failed
    faults = []
    for vehicle, visits in execution.executed.items():
        picked_up = [v.task for v in visits if v.kind == "pickup" and v.task in shipments]
        delivered = {v.task for v in visits if v.kind == "deliver"}
        faults += [
            Fault(
                "R426",
                f"{vehicle} has picked up {id_} and not delivered it yet.",
                "Plan on after its delivery, or report it as failed.",
                f"vehicle {vehicle}",
            )
            for id_ in picked_up
            if id_ not in delivered and vehicle not in execution.out
        ]
    if faults:
        raise InputError(faults)


class _VehicleState:
    """State of one vehicle after its executed visits."""

    def __init__(
        self, problem: Problem, matrices: TravelMatrices, execution: ExecutionState, vehicle: Vehicle
    ) -> None:
        self.problem = problem
        self.execution = execution
        self.given = vehicle
        self.matrix = matrices[vehicle.profile]
        self.visits = execution.executed.get(vehicle.id, ())
        self.tasks = {task.id: task for task in problem.tasks}
        self.load_types = {task.id: task.load_type for task in problem.tasks}
        self.load_types |= {shipment.id: shipment.load_type for shipment in problem.shipments}

    def vehicle(self) -> Vehicle:
        """The vehicle in its present state; one that has not left may leave from now on."""
        given, now_s = self.given, self.execution.now_s
        end_s = given.shift[1]
        if not self.visits:
            return replace(given, shift=(max(given.shift[0], min(now_s, end_s)), end_s))
        heading = given.id in self.execution.heading
        free_s = self._free_s() if heading else max(self._free_s(), now_s)
        driven_m = self._driven_m()
        breaks = tuple(each for each in given.breaks if not self._is_break_over(each.window))
        return replace(
            given,
            start=self._place(),
            shift=(min(free_s, end_s), end_s),
            cost=replace(given.cost, fixed=0.0),
            breaks=breaks,
            max_distance_m=_remaining(given.max_distance_m, driven_m),
            max_duration_s=_remaining(given.max_duration_s, free_s - self._left_s()),
            underway=Underway(driven_s=self._driven_s(), carried=self._carried()),
        )

    def aboard(self) -> list[Task]:
        """Goods aboard, as tasks at the vehicle's place, one per load type."""
        if not self.visits:
            return []
        amounts: dict[str | None, list[int]] = {}
        for task in self._collected():
            sums = amounts.setdefault(task.load_type, [0] * len(self.problem.dimensions))
            for number, amount in enumerate(task.demand):
                sums[number] += amount
        return [
            Task(
                id=f"{_ABOARD}{self.given.id} {load_type or ''}".strip(),
                place=self._place(),
                demand=tuple(sums),
                load_type=load_type,
            )
            for load_type, sums in amounts.items()
        ]

    def locks(self) -> list[Lock]:
        """Lock the goods aboard as the beginning of the route, then the task it is driving to."""
        heading = self.execution.heading.get(self.given.id)
        first = (*(task.id for task in self.aboard()), *([heading] if heading else ()))
        return [Lock(kind="prefix", vehicle=self.given.id, tasks=first)] if first else []

    def _place(self) -> int:
        return next(visit.place for visit in reversed(self.visits) if visit.place is not None)

    def _free_s(self) -> int:
        last = self.visits[-1]
        return last.departure_s if last.departure_s is not None else last.arrival_s or 0

    def _left_s(self) -> int:
        first = self.visits[0]
        return first.departure_s if first.departure_s is not None else first.arrival_s or 0

    def _legs(self, visits: Sequence[Visit]) -> list[tuple[int, int]]:
        return list(pairwise(visit.place for visit in visits if visit.place is not None))

    def _driven_m(self) -> int:
        return sum(self.matrix.distance_m.item(a, b) for a, b in self._legs(self.visits))

    def _driven_s(self) -> int:
        """Driving since the last rest, or break of at least its duration."""
        rest = self.problem.rules.rest
        if rest is None:
            return 0
        first = 0
        for number, visit in enumerate(self.visits):
            paused_s = (visit.departure_s or 0) - (visit.start_s or visit.arrival_s or 0)
            if visit.kind in {"rest", "break"} and paused_s >= rest.duration_s:
                first = number
        return sum(self.matrix.duration_s.item(a, b) for a, b in self._legs(self.visits[first:]))

    def _is_break_over(self, window: tuple[int, int]) -> bool:
        """Whether a break of this window has been taken, or can no longer be taken."""
        is_taken = any(v.kind == "break" and window[0] <= (v.start_s or 0) <= window[1] for v in self.visits)
        return is_taken or window[1] < max(self._free_s(), self.execution.now_s)

    def _collected(self) -> list[Task]:
        """Tasks collected since the last unloading."""
        since: list[Task] = []
        for visit in self.visits:
            if visit.kind == "unload":
                since.clear()
            elif (
                visit.kind == "collect" and visit.task is not None and visit.task not in self.execution.failed
            ):
                since.append(self.tasks[visit.task])
        return [task for task in since if any(task.demand) or task.load_type is not None]

    def _carried(self) -> frozenset[str]:
        """Load types carried so far."""
        served = {visit.task for visit in self.visits if visit.task} - self.execution.failed
        types = (self.load_types[id_] for id_ in served)
        return frozenset(load_type for load_type in types if load_type is not None)


def _remaining(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _remaining_locks(locks: Sequence[Lock], execution: ExecutionState) -> list[Lock]:
    """Locks of pending tasks; a route or prefix under way keeps its vehicle alone."""
    left = []
    for lock in locks:
        if lock.vehicle in execution.out:
            continue
        tasks = tuple(task for task in lock.tasks if task not in execution.visited)
        if not tasks:
            continue
        kind = (
            "vehicle"
            if lock.kind in {"route", "prefix"} and lock.vehicle in execution.executed
            else lock.kind
        )
        left.append(replace(lock, kind=kind, tasks=tasks))
    return left


def pending_orders(plan: Plan, execution: ExecutionState) -> dict[str, tuple[str, ...]]:
    """Vehicle → the tasks of a plan that it has yet to serve."""
    pending: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for route in plan.routes:
        if route.vehicle not in execution.out:
            pending[route.vehicle] = tuple(task for task in route.tasks if task not in execution.visited)
    return dict(pending)
