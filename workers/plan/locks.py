"""Locks, exclusions and forced tasks of a day that is planned again from an earlier plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from sqlmodel import Session

from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Lock, Problem
from data.store.plans import drafts
from data.store.plans.drafts import PlanLocks
from data.store.plans.tables import Plan as PlanRow
from routing.construct.insertion import schedule_order
from routing.formats.native.stored import read_stored_plan
from routing.model.index import DayIndex
from workers.plan.tasks import PENALTY_MANDATORY_CNY

EXCLUDED = "R227"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWishes:
    """The wishes of people for a plan, and the plan it starts from; None where it starts from none."""

    wishes: PlanLocks
    earlier: Plan | None

    def with_forced(self, problem: Problem) -> Problem:
        """Raise the penalty of forced tasks to that of mandatory ones."""
        forced = set(self.wishes.forced)
        tasks = (replace(t, penalty=PENALTY_MANDATORY_CNY) if t.id in forced else t for t in problem.tasks)
        return replace(problem, tasks=tuple(tasks))

    def searched(self, problem: Problem, matrices: TravelMatrices) -> Problem:
        """Restrict a problem to what is searched: without excluded tasks, with locks on what stays.

        Raises
        ------
        InputError
            W212: a locked route no longer keeps the rules.
        """
        searched = [task for task in problem.tasks if task.id not in self.wishes.excluded]
        free = replace(problem, tasks=tuple(searched))
        faults = [
            fault
            for lock in self._route_locks(free)
            if (fault := _broken_lock(free, matrices, lock)) is not None
        ]
        if faults:
            raise InputError(faults)
        return replace(free, locks=(*self._route_locks(free), *self._vehicle_locks(free)))

    def start(self, problem: Problem) -> Plan | None:
        """The earlier plan as a warm start, without trucks and tasks that are gone."""
        if self.earlier is None:
            return None
        tasks, vehicles = {task.id for task in problem.tasks}, {vehicle.id for vehicle in problem.vehicles}
        routes = tuple(
            replace(route, visits=tuple(v for v in route.visits if v.task is None or v.task in tasks))
            for route in self.earlier.routes
            if route.vehicle in vehicles
        )
        return replace(self.earlier, routes=routes)

    def completed(self, problem: Problem, plan: Plan) -> Plan:
        """Add the excluded tasks to a plan's unassigned, with their penalties."""
        excluded = [task for task in problem.tasks if task.id in self.wishes.excluded]
        unassigned = tuple(
            Unassigned(task=task.id, code=EXCLUDED, reason="It was excluded by hand.") for task in excluded
        )
        cost = plan.cost + sum(task.penalty or 0.0 for task in excluded)
        return replace(plan, cost=cost, unassigned=(*plan.unassigned, *unassigned))

    def _route_locks(self, problem: Problem) -> list[Lock]:
        tasks, vehicles = {task.id for task in problem.tasks}, {vehicle.id for vehicle in problem.vehicles}
        return [
            Lock(kind="route", vehicle=route.vehicle, tasks=tuple(t for t in route.tasks if t in tasks))
            for route in (self.earlier.routes if self.earlier is not None else ())
            if route.vehicle in self.wishes.routes and route.vehicle in vehicles
        ]

    def _vehicle_locks(self, problem: Problem) -> list[Lock]:
        tasks, vehicles = {task.id for task in problem.tasks}, {vehicle.id for vehicle in problem.vehicles}
        locked: dict[str, list[str]] = defaultdict(list)
        for task, vehicle in (self.wishes.stops or {}).items():
            if task in tasks and vehicle in vehicles and vehicle not in self.wishes.routes:
                locked[vehicle].append(task)
        return [
            Lock(kind="vehicle", vehicle=name, tasks=tuple(tasks_of)) for name, tasks_of in locked.items()
        ]


def load_wishes(store: Session, row: PlanRow) -> DayWishes:
    """Load the wishes for a plan that is to be made."""
    earlier = None
    if row.based_on is not None:
        earlier = read_stored_plan(drafts.plan_json(store, store.get_one(PlanRow, row.based_on)))
    return DayWishes(wishes=PlanLocks.of(row), earlier=earlier)


def _broken_lock(problem: Problem, matrices: TravelMatrices, lock: Lock) -> Fault | None:
    """The rule that a route lock breaks by now, as W212; None where it breaks none."""
    assert lock.vehicle is not None
    index = DayIndex(problem, matrices)
    order = tuple(step for task in lock.tasks for step in index.steps_of(task))
    found = schedule_order(index, index.vehicles[lock.vehicle], order) if order else None
    if found is None or isinstance(found, Route):
        return None
    return Fault(
        "W212",
        f"The locked route of {lock.vehicle} now breaks {found.rule} by {found.amount} {found.unit}.",
        "Unlock it, or take a stop out, then plan again.",
        f"vehicle {lock.vehicle}",
    )
