"""What is left of a day that has begun, as a problem of its own (rule 11 of the routing rules)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Visit
from data.domain.problem import Lock, Problem, Task, Underway, Vehicle

_ABOARD = "aboard "
Visits = tuple[Visit, ...]


def is_aboard(task: str | None) -> bool:
    """Whether it is no task of the day, but what a vehicle carries, to be unloaded."""
    return task is not None and task.startswith(_ABOARD)


def carrier_of(task: str, vehicles: Collection[str]) -> str:
    """The vehicle, one of `vehicles`, that carries what `is_aboard`."""
    named = f"{task.removeprefix(_ABOARD)} "
    return max((each for each in vehicles if named.startswith(f"{each} ")), key=len)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What has become of a published plan by a moment of its day.

    Attributes
    ----------
    now_s
        The moment; nothing that is not begun begins earlier.
    executed
        Vehicle → what lies behind it, in order and with its real times, the leaving of the depot first.
    failed
        Tasks visited in vain: nothing was taken aboard.
    heading
        Vehicle → the task that it is driving to: it stays its next one.
    out
        Vehicles that take nothing more; what they have aboard is not the plan's any longer.
    """

    now_s: int
    executed: Mapping[str, Visits] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    heading: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()

    @property
    def visited(self) -> frozenset[str]:
        """Tasks that lie behind."""
        return frozenset(v.task for visits in self.executed.values() for v in visits if v.task is not None)


def remaining_day(problem: Problem, matrices: TravelMatrices, happened: Happened) -> Problem:
    """The problem of the rest of the day.

    Parameters
    ----------
    problem
        The day's, urgent requests added; without shipments under way.
    matrices
        As the roads are now.

    Returns
    -------
    Problem
        Vehicles that are out start where they are, with a task ``aboard …`` for each load type that
        they carry; what lies behind is gone; locks hold what is left of them.
    """
    parts = [
        _Rest(problem, matrices, happened, vehicle)
        for vehicle in problem.vehicles
        if vehicle.id not in happened.out
    ]
    return replace(
        problem,
        vehicles=tuple(part.vehicle() for part in parts),
        tasks=(
            *(task for part in parts for task in part.aboard()),
            *(task for task in problem.tasks if task.id not in happened.visited),
        ),
        locks=(*(lock for part in parts for lock in part.locks()), *_left_of(problem.locks, happened)),
    )


class _Rest:
    """One vehicle's rest of the day."""

    def __init__(
        self, problem: Problem, matrices: TravelMatrices, happened: Happened, vehicle: Vehicle
    ) -> None:
        self.problem = problem
        self.happened = happened
        self.whole = vehicle
        self.matrix = matrices[vehicle.profile]
        self.behind = happened.executed.get(vehicle.id, ())
        self.tasks = {task.id: task for task in problem.tasks}

    def vehicle(self) -> Vehicle:
        """The vehicle as it stands; one that has not left only leaves no earlier than now."""
        whole, now_s = self.whole, self.happened.now_s
        end_s = whole.shift[1]
        if not self.behind:
            return replace(whole, shift=(max(whole.shift[0], min(now_s, end_s)), end_s))
        heading = whole.id in self.happened.heading
        free_s = self._free_s() if heading else max(self._free_s(), now_s)
        driven_m = self._metres()
        breaks = tuple(each for each in whole.breaks if not self._took(each.window))
        return replace(
            whole,
            start=self._place(),
            shift=(min(free_s, end_s), end_s),
            cost=replace(whole.cost, fixed=0.0),
            breaks=breaks,
            max_distance_m=_less(whole.max_distance_m, driven_m),
            max_duration_s=_less(whole.max_duration_s, free_s - self._left_s()),
            underway=Underway(driven_s=self._driven_s(), carried=self._carried()),
        )

    def aboard(self) -> list[Task]:
        """What it carries, demanded where it stands."""
        if not self.behind:
            return []
        amounts: dict[str | None, list[int]] = {}
        for task in self._collected():
            sums = amounts.setdefault(task.load_type, [0] * len(self.problem.dimensions))
            for number, amount in enumerate(task.demand):
                sums[number] += amount
        return [
            Task(
                id=f"{_ABOARD}{self.whole.id} {load_type or ''}".strip(),
                place=self._place(),
                demand=tuple(sums),
                load_type=load_type,
            )
            for load_type, sums in amounts.items()
        ]

    def locks(self) -> list[Lock]:
        """What it carries comes first, then the stop that it is driving to."""
        heading = self.happened.heading.get(self.whole.id)
        first = (*(task.id for task in self.aboard()), *([heading] if heading else ()))
        return [Lock(kind="prefix", vehicle=self.whole.id, tasks=first)] if first else []

    def _place(self) -> int:
        return next(visit.place for visit in reversed(self.behind) if visit.place is not None)

    def _free_s(self) -> int:
        last = self.behind[-1]
        return last.departure_s if last.departure_s is not None else last.arrival_s or 0

    def _left_s(self) -> int:
        first = self.behind[0]
        return first.departure_s if first.departure_s is not None else first.arrival_s or 0

    def _legs(self, visits: Sequence[Visit]) -> list[tuple[int, int]]:
        return list(pairwise(visit.place for visit in visits if visit.place is not None))

    def _metres(self) -> int:
        return sum(self.matrix.distance_m.item(a, b) for a, b in self._legs(self.behind))

    def _driven_s(self) -> int:
        """Driving since the last rest, or break as long as one."""
        rest = self.problem.rules.rest
        if rest is None:
            return 0
        first = 0
        for number, visit in enumerate(self.behind):
            paused_s = (visit.departure_s or 0) - (visit.start_s or visit.arrival_s or 0)
            if visit.kind in {"rest", "break"} and paused_s >= rest.duration_s:
                first = number
        return sum(self.matrix.duration_s.item(a, b) for a, b in self._legs(self.behind[first:]))

    def _took(self, window: tuple[int, int]) -> bool:
        """Whether a break of this window lies behind, or can no longer be taken."""
        taken = any(v.kind == "break" and window[0] <= (v.start_s or 0) <= window[1] for v in self.behind)
        return taken or window[1] < max(self._free_s(), self.happened.now_s)

    def _collected(self) -> list[Task]:
        """Collected since the last unloading."""
        since: list[Task] = []
        for visit in self.behind:
            if visit.kind == "unload":
                since.clear()
            elif (
                visit.kind == "collect" and visit.task is not None and visit.task not in self.happened.failed
            ):
                since.append(self.tasks[visit.task])
        return [task for task in since if any(task.demand) or task.load_type is not None]

    def _carried(self) -> frozenset[str]:
        done = (self.tasks[v.task] for v in self.behind if v.task and v.task not in self.happened.failed)
        return frozenset(task.load_type for task in done if task.load_type is not None)


def _less(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _left_of(locks: Sequence[Lock], happened: Happened) -> list[Lock]:
    """Locks on what lies ahead: of whole routes their rest, of vehicles that are out nothing."""
    left = []
    for lock in locks:
        if lock.vehicle in happened.out:
            continue
        tasks = tuple(task for task in lock.tasks if task not in happened.visited)
        if not tasks:
            continue
        kind = (
            "vehicle" if lock.kind in {"route", "prefix"} and lock.vehicle in happened.executed else lock.kind
        )
        left.append(replace(lock, kind=kind, tasks=tasks))
    return left


def earlier_orders(plan: Plan, happened: Happened) -> dict[str, tuple[str, ...]]:
    """Vehicle → the tasks of a plan that are still ahead of it."""
    ahead: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for route in plan.routes:
        if route.vehicle not in happened.out:
            ahead[route.vehicle] = tuple(task for task in route.tasks if task not in happened.visited)
    return dict(ahead)
