"""Whether one vehicle's order keeps the locks of an earlier plan."""

from __future__ import annotations

from collections.abc import Sequence

from data.domain.problem import Lock
from routing.day_index import DayIndex


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


def _follow_one_another(chain: Sequence[str], tasks: Sequence[str]) -> bool:
    present = [id_ for id_ in chain if id_ in tasks]
    if not present:
        return True
    if len(present) < len(chain):
        return False
    first = list(tasks).index(chain[0])
    return tuple(tasks[first : first + len(chain)]) == tuple(chain)
