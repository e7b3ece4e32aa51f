"""Decompose a problem along a plan into subproblems that are searched on their own, and join their plans.

A subproblem holds some routes of the plan with their tasks, some idle vehicles and some of the unassigned
tasks. Every rule of the problem holds in a subproblem: what a lock ties together stays together, and a
facility's intake is shared out. The plans of the subproblems together are therefore a plan of the problem.

References
----------
Bent & Van Hentenryck (2010), Spatial, temporal, and hybrid decompositions for large-scale vehicle routing
with time windows.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan, Route
from data.domain.problem import Amounts, Problem
from routing.model.index import DayIndex
from routing.model.intake import full_intake, subtract_intake
from routing.model.objective import assemble_plan, rank
from routing.parallel.embedding import Points

MIN_ROUTES = 2
"""A subproblem with fewer routes has nothing to exchange."""


@dataclass(frozen=True, slots=True)
class Subproblem:
    """The vehicles and tasks of a problem that are searched on their own.

    Attributes
    ----------
    vehicles, demanded
        Ids of vehicles, and of tasks and shipments.
    intake
        What each facility with a limited intake may take from this subproblem.
    """

    vehicles: frozenset[str]
    demanded: frozenset[str]
    intake: Mapping[str, Amounts]


def restrict(problem: Problem, subproblem: Subproblem) -> Problem:
    """Restrict a problem to a subproblem; its places are rows of the same matrices."""
    return replace(
        problem,
        vehicles=tuple(vehicle for vehicle in problem.vehicles if vehicle.id in subproblem.vehicles),
        tasks=tuple(task for task in problem.tasks if task.id in subproblem.demanded),
        shipments=tuple(shipment for shipment in problem.shipments if shipment.id in subproblem.demanded),
        facilities=tuple(
            replace(facility, intake=subproblem.intake.get(facility.id, facility.intake))
            for facility in problem.facilities
        ),
        locks=tuple(
            lock
            for lock in problem.locks
            if (
                lock.vehicle in subproblem.vehicles
                if lock.vehicle
                else set(lock.tasks) <= subproblem.demanded
            )
        ),
        earlier=tuple(
            replace(each, tasks=tuple(task for task in each.tasks if task in subproblem.demanded))
            for each in problem.earlier
            if each.vehicle in subproblem.vehicles
        ),
    )


def compact(problem: Problem, matrices: TravelMatrices) -> tuple[Problem, dict[str, TravelMatrix]]:
    """Reduce a problem and its matrices to the places it uses, so that it can be sent elsewhere.

    Ids stay; places are renumbered.
    """
    used = sorted(_places_of(problem))
    number = {place: row for row, place in enumerate(used)}
    grid = np.ix_(used, used)
    profiles = {vehicle.profile for vehicle in problem.vehicles}
    return (
        replace(
            problem,
            vehicles=tuple(
                replace(
                    vehicle,
                    start=None if vehicle.start is None else number[vehicle.start],
                    end=None if vehicle.end is None else number[vehicle.end],
                )
                for vehicle in problem.vehicles
            ),
            tasks=tuple(replace(task, place=number[task.place]) for task in problem.tasks),
            shipments=tuple(
                replace(
                    shipment,
                    pickup=replace(shipment.pickup, place=number[shipment.pickup.place]),
                    delivery=replace(shipment.delivery, place=number[shipment.delivery.place]),
                )
                for shipment in problem.shipments
            ),
            facilities=tuple(
                replace(facility, place=number[facility.place]) for facility in problem.facilities
            ),
        ),
        {
            profile: TravelMatrix(
                duration_s=np.ascontiguousarray(matrices[profile].duration_s[grid]),
                distance_m=np.ascontiguousarray(matrices[profile].distance_m[grid]),
            )
            for profile in sorted(profiles)
        },
    )


def _places_of(problem: Problem) -> set[int]:
    places = {place for v in problem.vehicles for place in (v.start, v.end) if place is not None}
    places |= {task.place for task in problem.tasks}
    places |= {stop.place for s in problem.shipments for stop in (s.pickup, s.delivery)}
    return places | {facility.place for facility in problem.facilities}


def max_subproblems(plan: Plan) -> int:
    """Into how many subproblems a plan can be split."""
    return max(1, len(plan.routes) // MIN_ROUTES)


def split(
    index: DayIndex, plan: Plan, count: int, points: Points, rng: random.Random, *, by_angle: bool
) -> list[Subproblem]:
    """Split a plan into subproblems of about equally many tasks.

    Parameters
    ----------
    count
        Number of subproblems, at most `max_subproblems(plan)`.
    points
        Shape (n, 2), a point per place; see `routing.parallel.embedding`.
    rng
        Draws the direction, and which idle vehicles go where.
    by_angle
        Sort routes by the polar angle of their centroids around their start, from a random angle on;
        otherwise by their position along a random direction.
    """
    ordered = _sorted_routes(index, plan, points, rng, by_angle=by_angle)
    cuts = _cuts([len(route.tasks) for route in ordered], count)
    groups = [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)])]
    return _distribute(index, plan, groups, points, rng)


def _cuts(sizes: Sequence[int], count: int) -> list[int]:
    """Where to cut a sequence so that its `count` pieces weigh about the same and none is too short."""
    sums = np.cumsum(sizes)
    cuts: list[int] = []
    for number in range(1, count):
        even = int(np.searchsorted(sums, sums[-1] * number / count)) + 1
        earliest = (cuts[-1] if cuts else 0) + MIN_ROUTES
        cuts.append(max(earliest, min(even, len(sizes) - MIN_ROUTES * (count - number))))
    return cuts


class Decomposition:
    """A plan split into subproblems, with the best plan of each.

    Attributes
    ----------
    plan
        Of the whole problem: the best plans of the subproblems joined.
    best
        The best plan of each subproblem.
    """

    def __init__(self, index: DayIndex, plan: Plan, subproblems: Sequence[Subproblem]) -> None:
        self.index = index
        self.plan = plan
        self.subproblems = subproblems
        self._indices = [DayIndex(restrict(index.problem, each), index.matrices) for each in subproblems]
        self.best = [
            assemble_plan(part, [route for route in plan.routes if route.vehicle in each.vehicles])
            for part, each in zip(self._indices, subproblems, strict=True)
        ]

    def improve(self, subproblem: Subproblem, plan: Plan) -> bool:
        """Take over a plan of a subproblem where it is better than its best; whether it is."""
        number = self.subproblems.index(subproblem)
        index = self._indices[number]
        if rank(index, plan) >= rank(index, self.best[number]):
            return False
        self.best[number] = plan
        others = [route for route in self.plan.routes if route.vehicle not in subproblem.vehicles]
        self.plan = assemble_plan(self.index, (*others, *plan.routes), engine=plan.engine)
        return True


def _sorted_routes(
    index: DayIndex, plan: Plan, points: Points, rng: random.Random, *, by_angle: bool
) -> list[Route]:
    offset = rng.uniform(0.0, 2.0 * math.pi)
    centroids = {route.vehicle: _centroid(index, route.tasks, points) for route in plan.routes}
    centre = np.mean(list(centroids.values()), axis=0)

    def key(route: Route) -> float:
        x, y = centroids[route.vehicle]
        if not by_angle:
            return float(x * math.cos(offset) + y * math.sin(offset))
        start = index.vehicles[route.vehicle].start
        home = centre if start is None else points[start]
        return (math.atan2(y - home[1], x - home[0]) + offset) % (2.0 * math.pi)

    return sorted(plan.routes, key=lambda route: (key(route), route.vehicle))


def _centroid(index: DayIndex, ids: Sequence[str], points: Points) -> Points:
    places = [index.activities[step].place for id_ in ids for step in index.steps_of(id_)]
    centroid: Points = points[places].mean(axis=0)
    return centroid


def _distribute(
    index: DayIndex, plan: Plan, groups: list[list[Route]], points: Points, rng: random.Random
) -> list[Subproblem]:
    """Subproblems of these routes, with idle vehicles and unassigned tasks distributed."""
    vehicles = [{route.vehicle for route in group} for group in groups]
    demanded = [{id_ for route in group for id_ in route.tasks} for group in groups]
    used = {route.vehicle for route in plan.routes}
    idle = [vehicle.id for vehicle in index.problem.vehicles if vehicle.id not in used]
    rng.shuffle(idle)
    idle.sort(key=lambda vehicle: index.kinds[vehicle])
    for number, vehicle in enumerate(idle):
        vehicles[number % len(groups)].add(vehicle)
    centroids = [_centroid(index, sorted(ids), points) for ids in demanded]
    for id_ in (left_out.task for left_out in plan.unassigned):
        here = _centroid(index, [id_], points)
        demanded[int(np.argmin([np.hypot(*(here - centroid)) for centroid in centroids]))].add(id_)
    _join_locked(index, vehicles, demanded)
    intake = _shared_intake(index, groups)
    return [
        Subproblem(frozenset(driven), frozenset(served), share)
        for driven, served, share in zip(vehicles, demanded, intake, strict=True)
    ]


def _join_locked(index: DayIndex, vehicles: list[set[str]], demanded: list[set[str]]) -> None:
    """Move unassigned tasks so that what locks tie together is in one subproblem; routes are already."""
    for tied_vehicles, tied in _locked_groups(index.problem):
        homes = [k for k, ids in enumerate(vehicles) if ids & tied_vehicles]
        homes += [k for k, ids in enumerate(demanded) if ids & tied]
        for ids in demanded:
            ids.difference_update(tied)
        demanded[homes[0]] |= tied


def _locked_groups(problem: Problem) -> list[tuple[set[str], set[str]]]:
    """Vehicles and tasks that locks tie together, directly or through one another."""
    found: list[tuple[set[str], set[str]]] = []
    for lock in problem.locks:
        vehicles, tasks = {lock.vehicle} if lock.vehicle else set(), set(lock.tasks)
        apart = []
        for others, more in found:
            if others & vehicles or more & tasks:
                vehicles |= others
                tasks |= more
            else:
                apart.append((others, more))
        found = [*apart, (vehicles, tasks)]
    return found


def _shared_intake(index: DayIndex, groups: Sequence[Sequence[Route]]) -> list[dict[str, Amounts]]:
    """Intake of each group: what it unloads now, and an equal share of what is left."""
    whole = full_intake(index)
    spare = dict(whole)
    unused: list[dict[str, Amounts]] = []
    for group in groups:
        left = dict(whole)
        for route in group:
            subtract_intake(index, route, left)
            subtract_intake(index, route, spare)
        unused.append(left)
    return [
        {
            id_: tuple(
                limit - rest + max(beyond, 0) // len(groups)
                for limit, rest, beyond in zip(whole[id_], left[id_], spare[id_], strict=True)
            )
            for id_ in whole
        }
        for left in unused
    ]
