"""A problem cut along its best plan into parts that are searched on their own, and put together again.

A part is a set of routes with their tasks, some idle vehicles and some of what is left out. Every rule
of the whole holds in a part: what a lock ties together stays together, and a facility's intake is
shared out, so that whatever the parts come to is a plan of the whole.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from data.domain.plan import Plan, Route
from data.domain.problem import Amounts, Problem
from routing.construct.partial_plan import take_intake
from routing.construct.repair import assemble, rank
from routing.construct.stopovers import full_intake
from routing.model.index import DayIndex
from routing.parallel.embedding import Points

LEAST_ROUTES = 2
"""Fewer in a part leave nothing to exchange."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a problem is searched on its own.

    Attributes
    ----------
    vehicles, demanded
        Ids of vehicles, and of tasks and shipments.
    intake
        What facilities with a limit may take from this part.
    """

    vehicles: frozenset[str]
    demanded: frozenset[str]
    intake: Mapping[str, Amounts]


def restricted(problem: Problem, part: Part) -> Problem:
    """The problem of a part; its places are rows of the same matrices."""
    return replace(
        problem,
        vehicles=tuple(vehicle for vehicle in problem.vehicles if vehicle.id in part.vehicles),
        tasks=tuple(task for task in problem.tasks if task.id in part.demanded),
        shipments=tuple(shipment for shipment in problem.shipments if shipment.id in part.demanded),
        facilities=tuple(
            replace(facility, intake=part.intake.get(facility.id, facility.intake))
            for facility in problem.facilities
        ),
        locks=tuple(
            lock
            for lock in problem.locks
            if (lock.vehicle in part.vehicles if lock.vehicle else set(lock.tasks) <= part.demanded)
        ),
        earlier=tuple(
            replace(each, tasks=tuple(task for task in each.tasks if task in part.demanded))
            for each in problem.earlier
            if each.vehicle in part.vehicles
        ),
    )


def most_parts(plan: Plan) -> int:
    """Into how many parts a plan can be cut."""
    return max(1, len(plan.routes) // LEAST_ROUTES)


def split(
    index: DayIndex, plan: Plan, count: int, points: Points, rng: random.Random, *, by_angle: bool
) -> list[Part]:
    """Cut a plan into parts of about equally many tasks.

    Parameters
    ----------
    count
        At most `most_parts(plan)`.
    by_angle
        Whether to go round from a random direction on, by the direction in which the middles of routes
        lie from their starts, or across in a random direction.
    points
        (n, 2), of the places; see `routing.parallel.embedding`.
    """
    ordered = _ordered(index, plan, points, rng, by_angle=by_angle)
    cuts = _cuts([len(route.tasks) for route in ordered], count)
    groups = [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)])]
    return _completed(index, plan, groups, points, rng)


def _cuts(sizes: Sequence[int], count: int) -> list[int]:
    """Where to cut a row so that its `count` pieces weigh about the same and none is too short."""
    sums = np.cumsum(sizes)
    cuts: list[int] = []
    for number in range(1, count):
        even = int(np.searchsorted(sums, sums[-1] * number / count)) + 1
        earliest = (cuts[-1] if cuts else 0) + LEAST_ROUTES
        cuts.append(max(earliest, min(even, len(sizes) - LEAST_ROUTES * (count - number))))
    return cuts


class Cut:
    """A plan cut into parts, and the best that has been found of each.

    Attributes
    ----------
    plan
        Of the whole, with the best of each part in it.
    best
        The plan of each part.
    """

    def __init__(self, index: DayIndex, plan: Plan, parts: Sequence[Part]) -> None:
        self.index = index
        self.plan = plan
        self.parts = parts
        self._indices = [DayIndex(restricted(index.problem, part), index.matrices) for part in parts]
        self.best = [
            assemble(part_index, [route for route in plan.routes if route.vehicle in part.vehicles])
            for part_index, part in zip(self._indices, parts, strict=True)
        ]

    def take(self, part: Part, plan: Plan) -> bool:
        """Put what was found of a part into the whole, where it is better than what is there."""
        number = self.parts.index(part)
        index = self._indices[number]
        if rank(index, plan) >= rank(index, self.best[number]):
            return False
        self.best[number] = plan
        others = [route for route in self.plan.routes if route.vehicle not in part.vehicles]
        self.plan = assemble(self.index, (*others, *plan.routes), engine=plan.engine)
        return True


def _ordered(
    index: DayIndex, plan: Plan, points: Points, rng: random.Random, *, by_angle: bool
) -> list[Route]:
    offset = rng.uniform(0.0, 2.0 * math.pi)
    middles = {route.vehicle: _middle(index, route.tasks, points) for route in plan.routes}
    centre = np.mean(list(middles.values()), axis=0)

    def key(route: Route) -> float:
        x, y = middles[route.vehicle]
        if not by_angle:
            return float(x * math.cos(offset) + y * math.sin(offset))
        start = index.vehicles[route.vehicle].start
        home = centre if start is None else points[start]
        return (math.atan2(y - home[1], x - home[0]) + offset) % (2.0 * math.pi)

    return sorted(plan.routes, key=lambda route: (key(route), route.vehicle))


def _middle(index: DayIndex, ids: Sequence[str], points: Points) -> Points:
    places = [index.halts[step].place for id_ in ids for step in index.steps_of(id_)]
    middle: Points = points[places].mean(axis=0)
    return middle


def _completed(
    index: DayIndex, plan: Plan, groups: list[list[Route]], points: Points, rng: random.Random
) -> list[Part]:
    """Parts of these routes, with everything that is not on a route dealt out."""
    vehicles = [{route.vehicle for route in group} for group in groups]
    demanded = [{id_ for route in group for id_ in route.tasks} for group in groups]
    used = {route.vehicle for route in plan.routes}
    idle = [vehicle.id for vehicle in index.problem.vehicles if vehicle.id not in used]
    rng.shuffle(idle)
    idle.sort(key=lambda vehicle: index.kinds[vehicle])
    for number, vehicle in enumerate(idle):
        vehicles[number % len(groups)].add(vehicle)
    middles = [_middle(index, sorted(ids), points) for ids in demanded]
    for id_ in (left_out.task for left_out in plan.unassigned):
        here = _middle(index, [id_], points)
        demanded[int(np.argmin([np.hypot(*(here - middle)) for middle in middles]))].add(id_)
    _keep_locks(index, vehicles, demanded)
    intake = _shared_intake(index, groups)
    parts = zip(vehicles, demanded, intake, strict=True)
    return [Part(frozenset(driven), frozenset(served), share) for driven, served, share in parts]


def _keep_locks(index: DayIndex, vehicles: list[set[str]], demanded: list[set[str]]) -> None:
    """Bring together what locks tie together; on a route it is already, so only what is left out moves."""
    for tied_vehicles, tied in _tied(index.problem):
        homes = [k for k, ids in enumerate(vehicles) if ids & tied_vehicles]
        homes += [k for k, ids in enumerate(demanded) if ids & tied]
        for ids in demanded:
            ids.difference_update(tied)
        demanded[homes[0]] |= tied


def _tied(problem: Problem) -> list[tuple[set[str], set[str]]]:
    """Vehicles and tasks that locks hold together, directly or through one another."""
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
    """What each group unloads now, and an equal share of what facilities could take beyond that."""
    whole = full_intake(index)
    spare = dict(whole)
    kept: list[dict[str, Amounts]] = []
    for group in groups:
        left = dict(whole)
        for route in group:
            take_intake(index, route, left)
            take_intake(index, route, spare)
        kept.append(left)
    return [
        {
            id_: tuple(
                limit - unused + max(beyond, 0) // len(groups)
                for limit, unused, beyond in zip(whole[id_], left[id_], spare[id_], strict=True)
            )
            for id_ in whole
        }
        for left in kept
    ]
