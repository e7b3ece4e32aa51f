"""Tasks and ends of shipments as the search sees them: stops, in node order."""

from __future__ import annotations

from typing import NamedTuple

from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem, Shipment, Task, Window
from routing.engines.lns.locality import nearby_order

FOREVER_S = 2**40
MANDATORY_PENALTY = 1e9


class Stop(NamedTuple):
    """A task or one end of a shipment, as the search sees it."""

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
    """The stop nodes of a problem, in node order: tasks, then shipments, near ones close together."""
    away = next(iter(matrices.values())).duration_s
    tasks = nearby_order(away, [task.place for task in problem.tasks])
    stops = [_task_stop(problem.tasks[i]) for i in tasks]
    for i in nearby_order(away, [shipment.pickup.place for shipment in problem.shipments]):
        stops.extend(_shipment_stops(problem.shipments[i], len(stops)))
    return stops


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
