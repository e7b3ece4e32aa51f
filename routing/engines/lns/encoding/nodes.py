"""Tables of nodes: places, services, windows, amounts, penalties, due times, and what locks demand.

Nodes are numbered stops first (tasks, then each shipment's pickup and delivery), then facilities, then
stations, then depot places, then one "nowhere" for open starts and ends, to which every arc is free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data.domain.problem import Facility, Problem, Station, Window
from routing.engines.lns.encoding.names import mask_of
from routing.engines.lns.encoding.stops import Stop
from routing.engines.lns.layout import rows, tables
from routing.engines.lns.layout.rows import FOREVER_S, NONE, PER_UNIT
from routing.engines.lns.layout.tables import Workspace
from routing.model.locks import LockLinks


def encode_nodes(
    workspace: Workspace,
    problem: Problem,
    stops: Sequence[Stop],
    places: Sequence[int],
    types: Mapping[str, int],
    skills: Mapping[str, int],
) -> None:
    """Put the tables of nodes, amounts, windows and penalties; `places` are those of all nodes."""
    node = workspace.put_rows("node", rows.Node, len(places) + 1)
    node["place"] = [*places, -1]
    for field in ("load_type", "partner", "locked_to", "next_stop", "previous_stop", "chain_head"):
        node[field] = -1
    for j, stop in enumerate(stops):
        node["service_s"][j], node["setup_s"][j] = stop.service_s, stop.setup_s
        node["load_type"][j] = types[stop.load_type] if stop.load_type else -1
        node["partner"][j], node["delivers"][j] = stop.partner, stop.delivers
        node["skills"][j] = mask_of(stop.skills, skills)
        node["release_s"][j] = stop.release_s if any(stop.brought) else 0
        node["collects"][j] = stop.partner < 0 and (any(stop.picked) or not any(stop.brought))
    yards: tuple[Facility | Station, ...] = (*problem.facilities, *problem.stations)
    for k, yard in enumerate(yards):
        service_s = yard.unload_s if isinstance(yard, Facility) else yard.connect_s
        node["service_s"][len(stops) + k] = service_s
    _encode_windows(workspace, stops, yards)
    _encode_amounts(workspace, stops, len(places) + 1, len(problem.dimensions))
    workspace.put("penalty", np.array([stop.penalty for stop in stops], np.float64))


def _encode_windows(workspace: Workspace, stops: Sequence[Stop], yards: Sequence[Facility | Station]) -> None:
    node = tables.nodes(workspace.c)
    windows: list[Window] = []
    for j in range(len(node)):
        spans, release_s = _spans(j, stops, yards)
        usable = [
            (max(lo, release_s), hi) for lo, hi in spans or ((-FOREVER_S, FOREVER_S),) if hi >= release_s
        ]
        node[j].first_window = len(windows)
        windows.extend(usable or [(1, 0)])  # released after its last window: it can never start
        node[j].last_window = len(windows) - 1
        node[j].earliest_s = windows[node[j].first_window][0]
        node[j].latest_s = windows[-1][1]
    window = workspace.put_rows("window", rows.Window, len(windows))
    window["opens_s"] = [opens_s for opens_s, _ in windows]
    window["closes_s"] = [closes_s for _, closes_s in windows]


def _spans(
    j: int, stops: Sequence[Stop], yards: Sequence[Facility | Station]
) -> tuple[tuple[Window, ...], int]:
    if j < len(stops):
        return stops[j].windows, stops[j].release_s or -FOREVER_S
    if j < len(stops) + len(yards):
        return yards[j - len(stops)].windows, -FOREVER_S
    return (), -FOREVER_S


def _encode_amounts(workspace: Workspace, stops: Sequence[Stop], nodes: int, dims: int) -> None:
    amount = np.zeros((nodes, 2 * dims), np.int64)
    for j, stop in enumerate(stops):
        amount[j, : len(stop.picked)] = stop.picked
        amount[j, dims : dims + len(stop.brought)] = stop.brought
    workspace.put("amount", amount)


def encode_locks(workspace: Workspace, locked: LockLinks, problem: Problem, stops: Sequence[Stop]) -> None:
    """Store the vehicle, neighbours and chain that locks demand; deliveries stand outside the order."""
    node = tables.nodes(workspace.c)
    numbers = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    at = {stop.id: j for j, stop in enumerate(stops) if not stop.delivers}
    fixed = locked.fixed()
    for j, stop in enumerate(stops):
        if stop.id in locked.vehicle:
            node[j].locked_to = numbers[locked.vehicle[stop.id]]
        node[j].is_fixed = stop.id in fixed
    for task, after in locked.after.items():
        node[at[task]].next_stop, node[at[after]].previous_stop = at[after], at[task]
    for first in locked.first.values():
        if first:
            node[at[first]].previous_stop = NONE
    for last in locked.last:
        node[at[last]].next_stop = NONE
    for chain in locked.chains():
        if chain[0] not in fixed:
            for j, stop in enumerate(stops):
                if stop.id in chain:
                    node[j].chain_head = at[chain[0]]


def encode_objective(workspace: Workspace, problem: Problem, stops: Sequence[Stop]) -> None:
    """Store due times and the objective's weights."""
    c, node, penalty = workspace.c, tables.nodes(workspace.c), tables.penalties(workspace.c)
    objective = problem.objective
    numbers = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    before = {task: numbers[each.vehicle] for each in problem.earlier for task in each.tasks}
    node["due_s"][:], node["earlier_vehicle"][:] = FOREVER_S, -1
    for j, stop in enumerate(stops):
        if stop.due_s is not None and stop.late_per_h > 0:
            node[j].due_s = stop.due_s
            node[j].late_price = round(stop.late_per_h / 3600 * PER_UNIT)
        if objective.stability and stop.id in before and not stop.delivers:
            node[j].earlier_vehicle = before[stop.id]
            penalty[j] += objective.stability
    c.balance, c.compactness = objective.balance, objective.compactness / 1000
    c.stability = objective.stability
    has_weights = bool(objective.balance or objective.compactness or objective.stability)
    c.is_weighed = has_weights or bool((node["due_s"] < FOREVER_S).any())
