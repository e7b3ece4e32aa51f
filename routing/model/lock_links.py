"""Locks as links between stops: what must follow what, what begins a route, what never moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Links:
    """What the locks of a problem say about the order of stops, by task and vehicle id.

    Attributes
    ----------
    after
        Task → the task that must be the next one.
    first
        Vehicle → the task its route begins with; "" where it must stay idle.
    last
        Tasks after which nothing may come.
    vehicle
        Task → the vehicle it must stay with.
    """

    after: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    last: set[str] = field(default_factory=set)
    vehicle: dict[str, str] = field(default_factory=dict)

    def chains(self) -> list[tuple[str, ...]]:
        """Tasks linked to one another, each chain in its order."""
        followers = set(self.after.values())
        heads = [task for task in self.after if task not in followers]
        return [(head, *self.from_(head)) for head in heads]

    def from_(self, task: str) -> list[str]:
        """What must come after a task, in order."""
        found: list[str] = []
        while (task := self.after.get(task, "")) and task not in found:
            found.append(task)
        return found

    def beginning(self, vehicle: str) -> tuple[str, ...]:
        """What the vehicle's route must begin with, in order."""
        first = self.first.get(vehicle)
        return (first, *self.from_(first)) if first else ()

    def is_closed(self, vehicle: str) -> bool:
        """Whether nothing may be added to the vehicle's locked beginning."""
        return self.first.get(vehicle) == "" or bool(self.last.intersection(self.beginning(vehicle)))

    def fixed(self) -> dict[str, str]:
        """Tasks that never move, with their vehicle: what begins a route and all that is linked to it."""
        return {task: vehicle for vehicle in self.first for task in self.beginning(vehicle)}


def links(problem: Problem, *, given_up: Collection[str] = ()) -> Links:
    """The locks of a problem as links; `given_up` names vehicles whose locked beginning cannot be driven."""
    found = Links()
    for lock in problem.locks:
        if lock.kind == "sequence":
            _join(found, lock.tasks)
            continue
        assert lock.vehicle is not None
        found.vehicle.update(dict.fromkeys(lock.tasks, lock.vehicle))
        if lock.kind == "vehicle" or lock.vehicle in given_up:
            continue
        if lock.tasks:
            _join(found, lock.tasks)
            found.first[lock.vehicle] = lock.tasks[0]
        if lock.kind == "route":
            found.first.setdefault(lock.vehicle, "")
            found.last.update(lock.tasks[-1:])
    for chain in found.chains():
        holder = next((found.vehicle[task] for task in chain if task in found.vehicle), None)
        if holder is not None:
            found.vehicle.update(dict.fromkeys(chain, holder))
    return found


def _join(found: Links, tasks: Sequence[str]) -> None:
    found.after.update(pairwise(tasks))
