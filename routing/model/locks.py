"""Whether one vehicle's order keeps the locks of an earlier plan, and making it keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.problem import Lock
from routing.model.index import DayIndex
from routing.model.lock_links import Links
from routing.model.steps import Step


def broken_lock(index: DayIndex, vehicle_id: str, tasks: Sequence[str]) -> Lock | None:
    """The first lock that `tasks`, served in this order by this vehicle, would break."""
    for lock in index.problem.locks:
        if lock.kind == "sequence":
            if not _follow_one_another(lock.tasks, tasks):
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


def is_locked(index: DayIndex, id_: str) -> bool:
    """Whether some lock holds this task where it is."""
    return any(id_ in lock.tasks for lock in index.problem.locks)


def keep_locks(
    index: DayIndex, locked: Links, orders: Mapping[str, Sequence[Step]]
) -> dict[str, tuple[Step, ...]]:
    """Orders as near to `orders` as the locks permit: beginnings put first, sequences joined or left out."""
    vehicles = dict.fromkeys((*orders, *(vehicle for vehicle, first in locked.first.items() if first)))
    return {vehicle: _kept(index, locked, vehicle, orders.get(vehicle, ())) for vehicle in vehicles}


def _kept(index: DayIndex, locked: Links, vehicle: str, order: Sequence[Step]) -> tuple[Step, ...]:
    beginning = locked.beginning(vehicle)
    own = [step for step in order if locked.vehicle.get(step.id, vehicle) == vehicle]
    late = {step.id for step in own if step.kind == "deliver"}
    steps = [
        step
        for id_ in beginning
        for step in index.steps_of(id_)
        if step.kind != "deliver" or step.id not in late
    ]
    if locked.is_closed(vehicle):
        return (*steps, *(step for step in own if step.kind == "deliver" and step.id in beginning))
    rest = [step for step in own if step.id not in beginning or step.kind == "deliver"]
    for chain in locked.chains():
        if chain[0] not in beginning:
            rest = _joined(index, chain, rest)
    return (*steps, *rest)


def _joined(index: DayIndex, chain: Sequence[str], order: list[Step]) -> list[Step]:
    """A sequence put together where its first task is; taken out where some of it is missing."""
    tasks = [step.id for step in order if step.kind != "deliver"]
    if _follow_one_another(chain, tasks):
        return order
    whole = all(id_ in tasks for id_ in chain)
    joined: list[Step] = []
    for step in order:
        if step.id not in chain:
            joined.append(step)
        elif whole and step.id == chain[0] and step.kind != "deliver":
            joined.extend(each for id_ in chain for each in index.steps_of(id_))
    return joined


def _follow_one_another(chain: Sequence[str], tasks: Sequence[str]) -> bool:
    present = [id_ for id_ in chain if id_ in tasks]
    if not present:
        return True
    if len(present) < len(chain):
        return False
    first = list(tasks).index(chain[0])
    return tuple(tasks[first : first + len(chain)]) == tuple(chain)
