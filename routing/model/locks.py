"""Locks: parts of an earlier plan that must stay (rule 12 of ``docs/explanation/routing-rules.md``).

`LockLinks` is what all locks of a problem say together, as links from each task to the next; the
functions below check one vehicle's order against the locks, or change orders so that they keep them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.problem import Lock, Problem
from routing.model.index import DayIndex
from routing.model.steps import Step


@dataclass(frozen=True, slots=True)
class LockLinks:
    """Locks of a problem as links, by task and vehicle id.

    Attributes
    ----------
    after
        Task → the task that must be served next.
    first
        Vehicle → the first task of its route; "" for a vehicle that must stay idle.
    last
        Tasks after which nothing may be served.
    vehicle
        Task → the vehicle that must serve it.
    """

    after: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    last: set[str] = field(default_factory=set)
    vehicle: dict[str, str] = field(default_factory=dict)

    def chains(self) -> list[tuple[str, ...]]:
        """Maximal sequences of linked tasks."""
        followers = set(self.after.values())
        heads = [task for task in self.after if task not in followers]
        return [(head, *self.followers(head)) for head in heads]

    def followers(self, task: str) -> list[str]:
        """Tasks that must follow `task`, in order."""
        found: list[str] = []
        while (task := self.after.get(task, "")) and task not in found:
            found.append(task)
        return found

    def beginning(self, vehicle: str) -> tuple[str, ...]:
        """Tasks that the vehicle's route must begin with, in order."""
        first = self.first.get(vehicle)
        return (first, *self.followers(first)) if first else ()

    def is_closed(self, vehicle: str) -> bool:
        """Whether nothing may be added to the vehicle's locked beginning."""
        return self.first.get(vehicle) == "" or bool(self.last.intersection(self.beginning(vehicle)))

    def fixed(self) -> dict[str, str]:
        """Tasks that never move → their vehicle: locked beginnings and all that is linked to them."""
        return {task: vehicle for vehicle in self.first for task in self.beginning(vehicle)}


def link_locks(problem: Problem, *, given_up: Collection[str] = ()) -> LockLinks:
    """Merge the locks of a problem into links.

    Parameters
    ----------
    given_up
        Vehicles whose locked beginning is infeasible: it then only ties its tasks to the vehicle.
    """
    links = LockLinks()
    for lock in problem.locks:
        if lock.kind == "sequence":
            links.after.update(pairwise(lock.tasks))
            continue
        assert lock.vehicle is not None
        links.vehicle.update(dict.fromkeys(lock.tasks, lock.vehicle))
        if lock.kind == "vehicle" or lock.vehicle in given_up:
            continue
        if lock.tasks:
            links.after.update(pairwise(lock.tasks))
            links.first[lock.vehicle] = lock.tasks[0]
        if lock.kind == "route":
            links.first.setdefault(lock.vehicle, "")
            links.last.update(lock.tasks[-1:])
    for chain in links.chains():
        holder = next((links.vehicle[task] for task in chain if task in links.vehicle), None)
        if holder is not None:
            links.vehicle.update(dict.fromkeys(chain, holder))
    return links


def is_locked(index: DayIndex, id_: str) -> bool:
    """Whether some lock names this task."""
    return any(id_ in lock.tasks for lock in index.problem.locks)


def find_broken_lock(index: DayIndex, vehicle_id: str, tasks: Sequence[str]) -> Lock | None:
    """Return the first lock that `tasks`, served in this order by this vehicle, would break."""
    for lock in index.problem.locks:
        if lock.kind == "sequence":
            if not _is_consecutive(lock.tasks, tasks):
                return lock
        elif lock.vehicle != vehicle_id:
            if set(lock.tasks) & set(tasks):
                return lock
        elif lock.kind == "route":
            if tuple(tasks) != lock.tasks:
                return lock
        elif lock.kind == "prefix" and tuple(tasks[: len(lock.tasks)]) != lock.tasks:
            return lock
    return None


def apply_locks(
    index: DayIndex, links: LockLinks, orders: Mapping[str, Sequence[Step]]
) -> dict[str, tuple[Step, ...]]:
    """Change orders as little as the locks permit.

    Locked beginnings are put first; the tasks of a sequence are joined, or removed where some are missing.
    """
    vehicles = dict.fromkeys((*orders, *(vehicle for vehicle, first in links.first.items() if first)))
    return {vehicle: _apply(index, links, vehicle, orders.get(vehicle, ())) for vehicle in vehicles}


def _apply(index: DayIndex, links: LockLinks, vehicle: str, order: Sequence[Step]) -> tuple[Step, ...]:
    beginning = links.beginning(vehicle)
    own = [step for step in order if links.vehicle.get(step.id, vehicle) == vehicle]
    delivered = {step.id for step in own if step.kind == "deliver"}
    steps = [
        step
        for id_ in beginning
        for step in index.steps_of(id_)
        if step.kind != "deliver" or step.id not in delivered
    ]
    if links.is_closed(vehicle):
        return (*steps, *(step for step in own if step.kind == "deliver" and step.id in beginning))
    rest = [step for step in own if step.id not in beginning or step.kind == "deliver"]
    for chain in links.chains():
        if chain[0] not in beginning:
            rest = _join(index, chain, rest)
    return (*steps, *rest)


def _join(index: DayIndex, chain: Sequence[str], order: list[Step]) -> list[Step]:
    """Put a sequence together where its first task is; remove it where some of it is missing."""
    tasks = [step.id for step in order if step.kind != "deliver"]
    if _is_consecutive(chain, tasks):
        return order
    complete = all(id_ in tasks for id_ in chain)
    joined: list[Step] = []
    for step in order:
        if step.id not in chain:
            joined.append(step)
        elif complete and step.id == chain[0] and step.kind != "deliver":
            joined.extend(each for id_ in chain for each in index.steps_of(id_))
    return joined


def _is_consecutive(chain: Sequence[str], tasks: Sequence[str]) -> bool:
    """Whether `tasks` has the whole chain without a gap, or nothing of it."""
    present = [id_ for id_ in chain if id_ in tasks]
    if not present:
        return True
    if len(present) < len(chain):
        return False
    first = list(tasks).index(chain[0])
    return tuple(tasks[first : first + len(chain)]) == tuple(chain)
