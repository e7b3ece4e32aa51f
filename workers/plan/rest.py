"""The rest of a day that has begun, planned and put behind what drivers have reported, as one plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned, Visit
from data.domain.problem import Problem, Vehicle
from data.store.plans.lifecycle import Outcome
from data.store.plans.tables import Visit as VisitRow
from routing.check import violations
from routing.replan import ExecutionState
from routing.replan.remaining_problem import carrier_of, is_aboard
from routing.replan.rest_of_day import Stability, replan
from routing.solve import ShouldStop, SolveOptions
from workers.plan.executed import DaySoFar
from workers.plan.faults import require_no_violation
from workers.plan.problem import DayProblem

_OF_ITS_OWN = {"id", "route_id", "position"}


def plan_rest(
    so_far: DaySoFar,
    made: DayProblem,
    problem: Problem,
    matrices: TravelMatrices,
    options: SolveOptions,
    *,
    off: Sequence[str],
    should_stop: ShouldStop,
) -> tuple[Plan, Mapping[str, int]]:
    """The whole day: what lies behind with its real times, then what is planned.

    Parameters
    ----------
    problem
        Of the whole day as it is now: new requests in it, closed roads in the matrices.
    off
        Trucks that are off by now, and take nothing more.

    Returns
    -------
    tuple
        The plan, which the checker has passed from now on, and for each truck how many of its visits lie
        behind.

    Raises
    ------
    InputError
        W213: what a truck carries cannot be unloaded any more.
    HuiliuError
        W208: what was found breaks a rule.
    """
    happened = so_far.happened(made, problem, matrices, tuple(off))
    done = replan(
        problem,
        matrices,
        so_far.published(problem),
        happened,
        options=options,
        stability=Stability(most_moved=so_far.how.most_moved),
        should_stop=should_stop,
    )
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    # First: the checker would say of it that a lock is broken, as if the search were wrong.
    _require_unloading(done.plan.unassigned, vehicles)
    require_no_violation(violations(done.problem, matrices, done.plan))
    routes = [
        _whole(vehicles[ref], _with_way_home(vehicles[ref], visits, happened, matrices), matrices)
        for ref, visits in done.visits.items()
        if ref in vehicles
    ]
    order = {ref: position for position, ref in enumerate(vehicles)}
    routes.sort(key=lambda route: order[route.vehicle])
    behind = sum(route.cost for route in routes) - sum(route.cost for route in done.plan.routes)
    plan = replace(done.plan, routes=tuple(routes), cost=done.plan.cost + behind)
    return plan, {ref: len(visits) for ref, visits in happened.executed.items()}


def _require_unloading(unassigned: Sequence[Unassigned], vehicles: Collection[str]) -> None:
    carriers = [carrier_of(each.task, vehicles) for each in unassigned if is_aboard(each.task)]
    faults = [
        Fault(
            "W213",
            f"What truck {carrier} carries can no longer be unloaded before its shift ends.",
            "Lengthen its shift, its driver's hours or those of a place to unload at, or take the truck out.",
            f"vehicle {carrier}",
        )
        for carrier in carriers
    ]
    if faults:
        raise InputError(faults)


def _with_way_home(
    vehicle: Vehicle, visits: tuple[Visit, ...], happened: ExecutionState, matrices: TravelMatrices
) -> tuple[Visit, ...]:
    """A route of which nothing is left ends at home; that of a truck that is out, where it stands."""
    last = visits[-1]
    if last.kind == "depot" or vehicle.id in happened.out or vehicle.end is None:
        return visits
    here = next(visit.place for visit in reversed(visits) if visit.place is not None)
    way_s = int(matrices[vehicle.profile].duration_s[here, vehicle.end])
    free_s = max(last.departure_s or 0, happened.now_s)
    return (*visits, Visit(kind="depot", place=vehicle.end, arrival_s=free_s + max(way_s, 0)))


def _whole(vehicle: Vehicle, visits: tuple[Visit, ...], matrices: TravelMatrices) -> Route:
    """A route's figures from its first leaving to its end."""
    matrix = matrices[vehicle.profile]
    legs = list(pairwise(visit.place for visit in visits if visit.place is not None))
    metres = sum(max(int(matrix.distance_m[a, b]), 0) for a, b in legs)
    seconds = sum(max(int(matrix.duration_s[a, b]), 0) for a, b in legs)
    left_s = visits[0].departure_s or 0
    back_s = visits[-1].arrival_s if visits[-1].kind == "depot" else visits[-1].departure_s
    away_s = max((back_s or 0) - left_s, 0)
    over_s = max((back_s or 0) - vehicle.shift[1], 0)
    tasks = [visit.task for visit in visits if visit.task is not None]
    return Route(
        vehicle=vehicle.id,
        cost=vehicle.cost.of_route(distance_m=metres, away_s=away_s, overtime_s=over_s),
        tasks=tuple(dict.fromkeys(tasks)),
        visits=visits,
        distance_m=metres,
        duration_s=away_s,
        driving_s=seconds,
        waiting_s=sum(max((v.start_s or 0) - (v.arrival_s or 0), 0) for v in visits if v.start_s),
    )


def with_behind(
    found: Outcome, so_far: DaySoFar, counted: Mapping[str, int], refs: Mapping[int, str]
) -> Outcome:
    """The rows of a plan with what lies behind as it was published, so that reports go over to it.

    Parameters
    ----------
    counted
        How many visits of each truck in `found` lie behind.
    refs
        Truck's row id → its reference.
    """
    routes = []
    for route, visits in found.routes:
        ref = refs[route.vehicle_id]
        kept = [
            VisitRow(route_id=0, position=0, **each.row.model_dump(exclude=_OF_ITS_OWN))
            for each in so_far.behind.get(ref, ())
        ]
        rows = [*kept, *visits[counted.get(ref, 0) :]]
        for position, row in enumerate(rows):
            row.position = position
        routes.append((route, rows))
    return replace(found, routes=routes)
