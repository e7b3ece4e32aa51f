"""Plan the rest of a day that has begun, and append it to what drivers have reported."""

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
from routing.replan import ExecutionState
from routing.replan.remaining_problem import carrier_of, is_aboard
from routing.replan.rest_of_day import Stability, replan
from routing.solve import ShouldStop, SolveOptions
from workers.plan.executed import DaySoFar
from workers.plan.problem import DayProblem
from workers.plan.validation import require_valid

_OWN_COLUMNS = {"id", "route_id", "position"}


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
    """Plan the rest of a day; the plan is of the whole day, with the executed visits at their real times.

    Parameters
    ----------
    problem
        Of the whole day as it is now: with new requests, and with closed roads in the matrices.
    off
        Trucks that are off by now, and take no more tasks.

    Returns
    -------
    tuple
        The plan, checked from now on, and for each truck the number of its executed visits.

    Raises
    ------
    InputError
        W213: what a truck carries cannot be unloaded any more.
    HuiliuError
        W208: the plan breaks a rule.
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
    # Before the checker, which would report a broken lock as if the search were wrong.
    _require_unloading(done.plan.unassigned, vehicles)
    require_valid(done.problem, matrices, done.plan)
    routes = [
        _route(vehicles[ref], _with_return(vehicles[ref], visits, happened, matrices), matrices)
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


def _with_return(
    vehicle: Vehicle, visits: tuple[Visit, ...], happened: ExecutionState, matrices: TravelMatrices
) -> tuple[Visit, ...]:
    """End a route with nothing left at its depot; that of a truck that is out, where it stands."""
    last = visits[-1]
    if last.kind == "depot" or vehicle.id in happened.out or vehicle.end is None:
        return visits
    here = next(visit.place for visit in reversed(visits) if visit.place is not None)
    return_s = int(matrices[vehicle.profile].duration_s[here, vehicle.end])
    free_s = max(last.departure_s or 0, happened.now_s)
    return (*visits, Visit(kind="depot", place=vehicle.end, arrival_s=free_s + max(return_s, 0)))


def _route(vehicle: Vehicle, visits: tuple[Visit, ...], matrices: TravelMatrices) -> Route:
    """A route with its figures, from its first departure to its end."""
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


def with_executed(
    found: Outcome, so_far: DaySoFar, counted: Mapping[str, int], refs: Mapping[int, str]
) -> Outcome:
    """Replace the executed visits among a plan's rows by those published, which drivers have reported on.

    Parameters
    ----------
    counted
        Number of executed visits of each truck in `found`.
    refs
        Truck's row id → its reference.
    """
    routes = []
    for route, visits in found.routes:
        ref = refs[route.vehicle_id]
        published = [
            VisitRow(route_id=0, position=0, **each.row.model_dump(exclude=_OWN_COLUMNS))
            for each in so_far.executed.get(ref, ())
        ]
        rows = [*published, *visits[counted.get(ref, 0) :]]
        for position, row in enumerate(rows):
            row.position = position
        routes.append((route, rows))
    return replace(found, routes=routes)
