"""Preprocessing: remove tasks that no vehicle could ever serve, so that the rest can be planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from data.domain.matrix import TravelMatrices
from data.domain.plan import Unassigned
from data.domain.problem import Earlier, Lock, Problem, Shipment, Task, Vehicle
from routing.validate.infeasibility import closest, find_unservable_reason, to_demand
from routing.validate.travel_bounds import DirectTravel, LeastTravel, Travel

Listed = TypeVar("Listed", Lock, Earlier)


def remove_unservable(problem: Problem, matrices: TravelMatrices) -> tuple[Problem, tuple[Unassigned, ...]]:
    """Split a problem into tasks that may be served and tasks that never could be.

    A task is removed only with a proof: even alone on a route, with least travel between places and
    without rests, no vehicle keeps every rule. Tasks of a locked route or prefix are kept: they are
    assigned already.

    Parameters
    ----------
    problem, matrices
        Free of faults (`routing.validate.faults`).

    Returns
    -------
    problem
        Without the unservable tasks, in its tasks and locks.
    unassigned
        R201 to R209, each with reason, figures, and the smallest change that removes the reason.
    """
    if not problem.vehicles:
        return problem, ()
    kinds = _kinds(problem)
    hubs = {place for each in kinds for place in (each.start, each.end) if place is not None}
    hubs |= {facility.place for facility in problem.facilities}
    direct, least = DirectTravel(matrices), LeastTravel(matrices, hubs)
    assigned = {task for lock in problem.locks if lock.kind in ("route", "prefix") for task in lock.tasks}
    unservable: list[Unassigned] = []
    every: tuple[Task | Shipment, ...] = (*problem.tasks, *problem.shipments)
    for demanded in every:
        if demanded.id in assigned or _prove_unservable(problem, direct, demanded, kinds) is None:
            continue
        reason = _prove_unservable(problem, least, demanded, kinds)
        if reason is not None:
            unservable.append(reason)
    return _without(problem, {each.task for each in unservable}), tuple(unservable)


def _kinds(problem: Problem) -> list[Vehicle]:
    """One vehicle of each kind, equal in all that decides whether a task can be served."""
    kinds = {
        replace(vehicle, id="", cost=problem.vehicles[0].cost, breaks=()): vehicle
        for vehicle in reversed(problem.vehicles)
    }
    return list(reversed(kinds.values()))


def _prove_unservable(
    problem: Problem, travel: Travel, demanded: Task | Shipment, vehicles: list[Vehicle]
) -> Unassigned | None:
    """Return why no vehicle could serve this; None as soon as one may."""
    demand = to_demand(demanded)
    found = []
    for vehicle in vehicles:
        reason = find_unservable_reason(problem, travel, demand, vehicle)
        if reason is None:
            return None
        found.append((vehicle, reason))
    best = closest(reason for _, reason in found)
    vehicle = next(vehicle for vehicle, reason in found if reason is best)
    return Unassigned(
        task=demand.id,
        code=best.code,
        reason=best.reason,
        details={**best.details, "vehicle": vehicle.id, "shortfall": best.shortfall, "unit": best.unit},
        relaxation={
            "change": best.change,
            "subject": best.subject,
            "by": best.shortfall,
            "unit": best.unit,
            "vehicle": vehicle.id,
        },
    )


def _without(problem: Problem, names: set[str]) -> Problem:
    """The problem without these tasks and shipments; locks keep their other tasks."""
    if not names:
        return problem
    return replace(
        problem,
        tasks=tuple(task for task in problem.tasks if task.id not in names),
        shipments=tuple(shipment for shipment in problem.shipments if shipment.id not in names),
        locks=tuple(
            short for lock in problem.locks if (short := _shorten(lock, names)).tasks or not lock.tasks
        ),
        earlier=tuple(_shorten(each, names) for each in problem.earlier),
    )


def _shorten(lock: Listed, names: set[str]) -> Listed:
    return replace(lock, tasks=tuple(task for task in lock.tasks if task not in names))
