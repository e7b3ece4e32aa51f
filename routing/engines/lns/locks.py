"""Routes that locks fix, put into the tables before the search begins."""

from __future__ import annotations

from collections.abc import Mapping, Set

from data.domain.plan import Route
from routing.engines.lns import context as x
from routing.engines.lns.model import classify
from routing.engines.lns.routes import clear, settle
from routing.model.index import DayIndex
from routing.model.intake import full_intake, subtract_intake
from routing.model.locks import link_locks
from routing.model.steps import Step, route_steps


def undrivable(index: DayIndex, locked: Mapping[str, Route]) -> Set[str]:
    """Vehicles whose locked beginning is not wholly in their route, because no times keep its rules."""
    fixed = link_locks(index.problem).fixed()
    served = {id_ for route in locked.values() for id_ in route.tasks}
    return {vehicle for task, vehicle in fixed.items() if task not in served}


def hold(
    index: DayIndex, context: x.Context, locked: Mapping[str, Route], nodes: Mapping[Step, int]
) -> dict[str, Route]:
    """Start each vehicle with its locked route, which it then never has less than.

    Returns
    -------
    dict
        Routes that keep the rules only by a schedule that the simulator does not find: they are kept
        as they are, and their vehicles take no part in the search.
    """
    numbers = {vehicle.id: v for v, vehicle in enumerate(index.problem.vehicles)}
    anchor, route = context.arrays[x.ANCHOR], context.arrays[x.ROUTE]
    frozen: dict[str, Route] = {}
    for vehicle, planned in locked.items():
        v = numbers[vehicle]
        row = [nodes[step] for step in route_steps(planned)]
        anchor[v, : len(row)] = row
        route[v, x.ANCHORED] = len(row)
        clear(context.c, v)
        if context.arrays[x.COST][v] == float("inf"):
            frozen[vehicle] = planned
            route[v, x.ANCHORED] = 0
            context.arrays[x.VEHICLE][v, x.FIRST_STOP] = x.NONE
            context.arrays[x.PENALTY][[node for node in row if node < context.c[x.STOPS]]] = 0.0
            clear(context.c, v)
    settle(context.c)
    if frozen:
        classify(context)
    _take_room(index, context, frozen)
    return frozen


def _take_room(index: DayIndex, context: x.Context, frozen: Mapping[str, Route]) -> None:
    """What frozen routes unload is no longer there for the others."""
    left = full_intake(index)
    for route in frozen.values():
        subtract_intake(index, route, left)
    for k, facility in enumerate(index.problem.facilities):
        if facility.id in left:
            context.arrays[x.FACILITY][k, x.INTAKE :] = left[facility.id]
