"""Stops: tasks and both ends of shipments, numbered so that near ones lie close together in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem, Shipment, Task, Window

MANDATORY_PENALTY = 1e9
SMALLEST_GROUP = 4


class Stop(NamedTuple):
    """A task or one end of a shipment.

    Attributes
    ----------
    penalty
        0 for a shipment's delivery, whose pickup has it.
    picked, brought
        Amounts taken aboard here (negative at a delivery), and brought from the start of the trip.
    partner
        The other end of a shipment, -1 for a task.
    """

    id: str
    place: int
    service_s: int
    setup_s: int
    windows: tuple[Window, ...]
    skills: frozenset[str]
    load_type: str | None
    penalty: float
    picked: tuple[int, ...]
    brought: tuple[int, ...]
    release_s: int
    partner: int
    delivers: bool
    due_s: int | None
    late_per_h: float


def stops_of(problem: Problem, matrices: TravelMatrices) -> list[Stop]:
    """Return the stops of a problem in the order of their nodes: tasks, then shipments."""
    away = next(iter(matrices.values())).duration_s
    tasks = order_by_locality(away, [task.place for task in problem.tasks])
    stops = [_task_stop(problem.tasks[i]) for i in tasks]
    for i in order_by_locality(away, [shipment.pickup.place for shipment in problem.shipments]):
        stops.extend(_shipment_stops(problem.shipments[i], len(stops)))
    return stops


def order_by_locality(away: NDArray[Any], places: Sequence[int]) -> list[int]:
    """Return an order of `places` in which near ones get close numbers, for cache locality.

    The places are halved again and again along the line between two that are far apart.

    Parameters
    ----------
    away
        A matrix of durations or distances.
    """

    def halve(group: NDArray[np.int64]) -> list[int]:
        """Order a group by splitting it in halves."""
        if len(group) <= SMALLEST_GROUP:
            return [int(i) for i in group]
        at = rows[group]
        one = at[np.argmax(away[at[0], at])]
        other = at[np.argmax(away[one, at])]
        nearer = away[one, at].astype(np.float64) - away[other, at]
        ordered = group[np.argsort(nearer, kind="stable")]
        half = len(ordered) // 2
        return halve(ordered[:half]) + halve(ordered[half:])

    rows = np.asarray(places, np.int64)
    return halve(np.arange(len(rows)))


def _task_stop(task: Task) -> Stop:
    penalty = MANDATORY_PENALTY if task.penalty is None else task.penalty
    return Stop(
        task.id, task.place, task.service_s, task.setup_s, task.windows, task.skills, task.load_type,
        penalty, task.demand, task.delivery, task.release_s, -1, False, task.due_s, task.late_per_h,
    )  # fmt: skip


def _shipment_stops(shipment: Shipment, first: int) -> tuple[Stop, Stop]:
    penalty = MANDATORY_PENALTY if shipment.penalty is None else shipment.penalty
    pickup, delivery = shipment.pickup, shipment.delivery
    left = tuple(-amount for amount in shipment.demand)
    return (
        Stop(shipment.id, pickup.place, pickup.service_s, pickup.setup_s, pickup.windows, shipment.skills,
             shipment.load_type, penalty, shipment.demand, (), 0, first + 1, False, pickup.due_s,
             pickup.late_per_h),
        Stop(shipment.id, delivery.place, delivery.service_s, delivery.setup_s, delivery.windows,
             shipment.skills, shipment.load_type, 0.0, left, (), 0, first, True, delivery.due_s,
             delivery.late_per_h),
    )  # fmt: skip
