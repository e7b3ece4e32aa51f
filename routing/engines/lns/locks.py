"""Fix what locks demand before the search begins."""

from __future__ import annotations

from collections.abc import Mapping, Set

from data.domain.plan import Route
from routing.engines.lns.encoding.vehicles import classify
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.rows import NONE
from routing.engines.lns.layout.tables import Workspace
from routing.engines.lns.moves.routes import clear
from routing.engines.lns.moves.snapshots import commit
from routing.model.index import DayIndex
from routing.model.intake import full_intake, subtract_intake
from routing.model.locks import link_locks
from routing.model.steps import Step, route_steps


def undrivable(index: DayIndex, locked: Mapping[str, Route]) -> Set[str]:
    """Return vehicles whose locked beginning is not wholly in their route: no times keep its rules."""
    fixed = link_locks(index.problem).fixed()
    served = {id_ for route in locked.values() for id_ in route.tasks}
    return {vehicle for task, vehicle in fixed.items() if task not in served}


def fix(
    index: DayIndex, workspace: Workspace, locked: Mapping[str, Route], nodes: Mapping[Step, int]
) -> dict[str, Route]:
    """Start each vehicle with its locked route, below which the search never goes.

    Returns
    -------
    dict
        Routes that keep the rules only by a schedule that the simulator does not find: they stay as they
        are, and their vehicles take no part in the search.
    """
    c = workspace.c
    numbers = {vehicle.id: v for v, vehicle in enumerate(index.problem.vehicles)}
    sequence, route = tables.fixed_sequences(c), tables.routes(c)
    frozen: dict[str, Route] = {}
    for vehicle, planned in locked.items():
        v = numbers[vehicle]
        row = [nodes[step] for step in route_steps(planned)]
        sequence[v, : len(row)] = row
        route[v].fixed_length = len(row)
        clear(c, v)
        if route[v].cost == float("inf"):
            frozen[vehicle] = planned
            route[v].fixed_length = 0
            tables.vehicles(c)[v].first_stop = NONE
            tables.penalties(c)[[node for node in row if node < c.stops]] = 0.0
            clear(c, v)
    commit(c)
    if frozen:
        classify(workspace)
    _reduce_intake(index, workspace, frozen)
    return frozen


def _reduce_intake(index: DayIndex, workspace: Workspace, frozen: Mapping[str, Route]) -> None:
    """Take what frozen routes unload from the intake left to the others."""
    left = full_intake(index)
    for route in frozen.values():
        subtract_intake(index, route, left)
    for k, facility in enumerate(index.problem.facilities):
        if facility.id in left:
            tables.intakes(workspace.c)[k] = left[facility.id]
