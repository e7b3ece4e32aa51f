"""The problem packed into the tables that kernels read and never change.

Nodes are numbered stops first (tasks, then each shipment's pickup and delivery), then facilities, then
stations, then depot places, then one "nowhere" for open starts and ends, to which every arc is free.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.problem import Facility, Problem, Station, Vehicle, Window
from routing.engines.lns import context as x
from routing.engines.lns import features
from routing.engines.lns.nodes import FOREVER_S, Stop, stops_of
from routing.model.locks import LockLinks, link_locks

MOST_NAMES = 62
EVERY_TYPE = 2**62 - 1

Ints = NDArray[np.int64]


def encode(
    problem: Problem,
    matrices: TravelMatrices,
    *,
    neighbours: int,
    insertion_neighbours: int,
    given_up: Collection[str] = (),
) -> x.Context:
    """Pack a validated problem into the read-only tables of a new context.

    Parameters
    ----------
    neighbours, insertion_neighbours
        How many nearest stops each stop knows, for removal and for insertion.
    given_up
        Vehicles whose locked beginning cannot be driven: its tasks are held to the vehicle only.

    Raises
    ------
    ValueError
        More than 62 load types, skills or profiles: their sets are one word.
    """
    stops = stops_of(problem, matrices)
    facilities, stations, vehicles = problem.facilities, problem.stations, problem.vehicles
    depots = sorted({place for v in vehicles for place in (v.start, v.end) if place is not None})
    places = [stop.place for stop in stops] + [f.place for f in facilities]
    places += [s.place for s in stations] + depots
    n, dims = len(stops), len(problem.dimensions)
    types = _numbered({s.load_type for s in stops if s.load_type} | _rule_types(problem))
    skills = _numbered({skill for s in stops for skill in s.skills})
    profiles = _numbered({v.profile for v in vehicles})
    context = x.Context()
    arc = np.stack([_arcs(matrices[profile], places) for profile in profiles])
    node, windows = _nodes(stops, (*facilities, *stations), places, types, skills, dims)
    locked = link_locks(problem, given_up=given_up)
    _lock(locked, problem, stops, node)
    context.put(x.ARC, arc)
    context.put(x.NODE, node)
    context.put(x.WINDOW, windows)
    first_depot = n + len(facilities) + len(stations)
    context.put(x.VEHICLE, _vehicles(vehicles, first_depot, depots, skills, profiles, dims))
    _begin(locked, problem, stops, types, context.arrays[x.VEHICLE])
    if problem.objective.stability:  # which vehicle it is then matters
        context.arrays[x.VEHICLE][:, x.SAME] = np.arange(len(vehicles))
    classify(context)
    context.put(x.PRICE, _prices(vehicles))
    context.put(x.PENALTY, np.array([s.penalty for s in stops], np.float64))
    context.put(x.PAUSE, _pauses(vehicles))
    context.put(x.CONFLICT, _conflicts(problem, types))
    context.put(x.CAP, _caps(problem, types))
    context.put(x.FACILITY, _facilities(facilities, types, dims))
    context.put(x.NEAR_FACILITY, _nearest(arc[0], n, len(facilities)))
    context.put(x.NEAR_STATION, _nearest(arc[0], n + len(facilities), len(stations)))
    _weigh(problem, stops, context)
    context.put(x.NEIGHBOUR, _neighbours(arc[0], node, n, neighbours))
    context.c[x.INSERTION_NEIGHBOURS] = min(insertion_neighbours, max(n - 1, 0))
    _count(context.c, problem, n)
    features.tell(context, problem, stops, is_ordered=bool(locked.after or locked.first))
    return context


def _count(c: Ints, problem: Problem, stops: int) -> None:
    """Sizes, and the figures of rules that hold for the whole day."""
    rules = problem.rules
    c[x.STOPS], c[x.FACILITIES], c[x.VEHICLES] = stops, len(problem.facilities), len(problem.vehicles)
    c[x.DIMS], c[x.CAPS] = len(problem.dimensions), len(rules.load_caps)
    c[x.STATIONS] = len(problem.stations)
    c[x.REST_AFTER] = rules.rest.after_driving_s if rules.rest else 0
    c[x.REST_S] = rules.rest.duration_s if rules.rest else 0
    c[x.END_EMPTY] = rules.end_empty


def _rule_types(problem: Problem) -> set[str]:
    rules = problem.rules
    pairs = (*rules.incompatible, *rules.incompatible_day)
    return {t for pair in pairs for t in pair} | {cap.load_type for cap in rules.load_caps}


def _numbered(names: set[str]) -> dict[str, int]:
    if len(names) > MOST_NAMES:
        raise ValueError(f"more than {MOST_NAMES} load types, skills or profiles")
    return {name: number for number, name in enumerate(sorted(names))}


def _mask(names: frozenset[str], numbers: dict[str, int]) -> int:
    return sum(1 << numbers[name] for name in names if name in numbers)


def _arcs(matrix: TravelMatrix, places: Sequence[int]) -> NDArray[np.int32]:
    rows = np.asarray(places, np.int64)
    arc = np.zeros((len(places) + 1, len(places) + 1, 2), np.int32)
    arc[:-1, :-1, 0] = matrix.duration_s[np.ix_(rows, rows)]
    arc[:-1, :-1, 1] = matrix.distance_m[np.ix_(rows, rows)]
    return arc


def _nodes(
    stops: Sequence[Stop],
    yards: Sequence[Facility | Station],
    places: Sequence[int],
    types: dict[str, int],
    skills: dict[str, int],
    dims: int,
) -> tuple[Ints, Ints]:
    node = np.zeros((len(places) + 1, x.PICKED + 2 * dims), np.int64)
    node[:, x.PLACE] = [*places, -1]
    node[:, [x.TYPE, x.PARTNER, x.LOCK, x.NEXT, x.PREVIOUS, x.HEAD]] = -1
    windows: list[Window] = []
    for j in range(len(places) + 1):
        spans, release_s = _spans(j, stops, yards)
        usable = [
            (max(lo, release_s), hi) for lo, hi in spans or ((-FOREVER_S, FOREVER_S),) if hi >= release_s
        ]
        node[j, x.FIRST_WINDOW] = len(windows)
        windows.extend(usable or [(1, 0)])  # released after its last window: it can never start
        node[j, x.LAST_WINDOW] = len(windows) - 1
        node[j, x.EARLIEST] = windows[node[j, x.FIRST_WINDOW]][0]
        node[j, x.LATEST] = windows[-1][1]
    for j, stop in enumerate(stops):
        node[j, x.SERVICE], node[j, x.SETUP] = stop.service_s, stop.setup_s
        node[j, x.TYPE] = types[stop.load_type] if stop.load_type else -1
        node[j, x.PARTNER], node[j, x.DELIVERS] = stop.partner, stop.delivers
        node[j, x.SKILLS] = _mask(stop.skills, skills)
        node[j, x.RELEASE] = stop.release_s if any(stop.brought) else 0
        node[j, x.COLLECTS] = stop.partner < 0 and (any(stop.picked) or not any(stop.brought))
        node[j, x.PICKED : x.PICKED + len(stop.picked)] = stop.picked
        node[j, x.PICKED + dims : x.PICKED + dims + len(stop.brought)] = stop.brought
    for k, yard in enumerate(yards):
        node[len(stops) + k, x.SERVICE] = yard.unload_s if isinstance(yard, Facility) else yard.connect_s
    return node, np.array(windows, np.int64)


def _spans(
    j: int, stops: Sequence[Stop], yards: Sequence[Facility | Station]
) -> tuple[tuple[Window, ...], int]:
    if j < len(stops):
        return stops[j].windows, stops[j].release_s or -FOREVER_S
    if j < len(stops) + len(yards):
        return yards[j - len(stops)].windows, -FOREVER_S
    return (), -FOREVER_S


def _lock(locked: LockLinks, problem: Problem, stops: Sequence[Stop], node: Ints) -> None:
    """Vehicles, neighbours and chains that locks demand; deliveries of shipments stand outside the order."""
    numbers = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    at = {stop.id: j for j, stop in enumerate(stops) if not stop.delivers}
    fixed = locked.fixed()
    for j, stop in enumerate(stops):
        if stop.id in locked.vehicle:
            node[j, x.LOCK] = numbers[locked.vehicle[stop.id]]
        node[j, x.HELD] = stop.id in fixed
    for task, after in locked.after.items():
        node[at[task], x.NEXT], node[at[after], x.PREVIOUS] = at[after], at[task]
    for first in locked.first.values():
        if first:
            node[at[first], x.PREVIOUS] = x.NONE
    for last in locked.last:
        node[at[last], x.NEXT] = x.NONE
    for chain in locked.chains():
        if chain[0] not in fixed:
            for j, stop in enumerate(stops):
                if stop.id in chain:
                    node[j, x.HEAD] = at[chain[0]]


def _begin(
    locked: LockLinks, problem: Problem, stops: Sequence[Stop], types: dict[str, int], table: Ints
) -> None:
    """What lies behind each vehicle, and what its route must begin with."""
    at = {stop.id: j for j, stop in enumerate(stops) if not stop.delivers}
    for k, vehicle in enumerate(problem.vehicles):
        table[k, x.CARRIED] = _mask(vehicle.underway.carried, types)
        if problem.rules.rest is not None:
            table[k, x.DRIVEN_BEFORE] = min(vehicle.underway.driven_s, problem.rules.rest.after_driving_s)
        first = locked.first.get(vehicle.id)
        table[k, x.FIRST_STOP] = x.ANY if first is None else at.get(first, x.NONE)


def _weigh(problem: Problem, stops: Sequence[Stop], context: x.Context) -> None:
    """Due times and the objective's weights, in units of EXTRA."""
    node, objective = context.arrays[x.NODE], problem.objective
    numbers = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    before = {task: numbers[each.vehicle] for each in problem.earlier for task in each.tasks}
    node[:, x.DUE], node[:, x.EARLIER] = FOREVER_S, -1
    for j, stop in enumerate(stops):
        if stop.due_s is not None and stop.late_per_h > 0:
            node[j, x.DUE] = stop.due_s
            node[j, x.LATE_PRICE] = round(stop.late_per_h / 3600 * x.PER_UNIT)
        if objective.stability and stop.id in before and not stop.delivers:
            node[j, x.EARLIER] = before[stop.id]
            context.arrays[x.PENALTY][j] += objective.stability
    weights = np.array([objective.balance, 0.0, objective.compactness / 1000, objective.stability])
    context.put(x.WEIGHT, weights)
    context.c[x.WEIGHED] = bool(weights.any() or (node[:, x.DUE] < FOREVER_S).any())


def _vehicles(
    vehicles: Sequence[Vehicle],
    first_depot: int,
    depots: Sequence[int],
    skills: dict[str, int],
    profiles: dict[str, int],
    dims: int,
) -> Ints:
    table = np.zeros((len(vehicles), x.CAPACITY + dims), np.int64)
    nowhere = first_depot + len(depots)
    node = {place: first_depot + k for k, place in enumerate(depots)}
    class_of: dict[object, int] = {}
    pauses = 0
    for k, v in enumerate(vehicles):
        row = table[k]
        row[x.START] = nowhere if v.start is None else node[v.start]
        row[x.END] = nowhere if v.end is None else node[v.end]
        row[x.OPENS], row[x.CLOSES] = v.shift
        row[x.OVERTIME] = v.overtime_s
        row[x.HOLDS] = _mask(v.skills, skills)
        row[x.RANGE] = -1 if v.max_distance_m is None else v.max_distance_m
        row[x.PROFILE] = profiles[v.profile]
        row[x.BATTERY] = -1 if v.range_m is None else v.range_m
        row[x.RECHARGE], row[x.USED_BEFORE] = v.recharge_s, v.underway.used_m
        row[x.MOST_AWAY] = -1 if v.max_duration_s is None else v.max_duration_s
        row[x.FIRST_PAUSE] = pauses
        pauses += len(v.breaks)
        row[x.LAST_PAUSE] = pauses
        row[x.CAPACITY :] = FOREVER_S
        row[x.CAPACITY : x.CAPACITY + len(v.capacity)] = v.capacity
        row[x.SAME] = class_of.setdefault(replace(v, id=""), k)
    return table


def classify(context: x.Context) -> None:
    """Put vehicles that differ in nothing, the stop they must begin with included, in classes."""
    table = context.arrays[x.VEHICLE]
    _, numbers, sizes = np.unique(
        table[:, [x.SAME, x.FIRST_STOP]], axis=0, return_inverse=True, return_counts=True
    )
    table[:, x.SAME] = numbers.reshape(-1)
    members = np.argsort(table[:, x.SAME], kind="stable")
    classes = np.zeros((len(sizes), 3), np.int64)
    classes[:, x.FIRST_MEMBER] = np.cumsum(sizes) - sizes
    classes[:, x.MEMBERS] = sizes
    table[members, x.RANK] = np.arange(len(members)) - classes[table[members, x.SAME], x.FIRST_MEMBER]
    context.put(x.CLASS, classes)
    context.put(x.MEMBER, members.astype(np.int32))
    context.c[x.CLASSES] = len(classes)


def _prices(vehicles: Sequence[Vehicle]) -> NDArray[np.float64]:
    costs = [v.cost for v in vehicles]
    return np.array(
        [(cost.fixed, cost.per_km / 1000, cost.per_h / 3600, cost.per_overtime_h / 3600) for cost in costs],
        np.float64,
    )


def _pauses(vehicles: Sequence[Vehicle]) -> Ints:
    pauses = [(*b.window, b.duration_s) for v in vehicles for b in sorted(v.breaks, key=lambda b: b.window)]
    return np.array(pauses, np.int64).reshape(-1, 3)


def _conflicts(problem: Problem, types: dict[str, int]) -> Ints:
    table = np.zeros((len(types), 2), np.int64)
    for column, pairs in (
        (x.ABOARD_MASK, problem.rules.incompatible),
        (x.DAY_MASK, problem.rules.incompatible_day),
    ):
        for a, b in pairs:
            table[types[a], column] |= 1 << types[b]
            table[types[b], column] |= 1 << types[a]
    return table


def _caps(problem: Problem, types: dict[str, int]) -> Ints:
    caps = [
        (types[cap.load_type], problem.dimensions.index(cap.dimension), cap.max)
        for cap in problem.rules.load_caps
    ]
    return np.array(caps, np.int64).reshape(-1, 3)


def _facilities(facilities: Sequence[Facility], types: dict[str, int], dims: int) -> Ints:
    table = np.full((len(facilities), x.INTAKE + dims), -1, np.int64)
    for k, facility in enumerate(facilities):
        table[k, x.ACCEPTS] = EVERY_TYPE if facility.accepts is None else _mask(facility.accepts, types)
        if facility.intake is not None:
            table[k, x.INTAKE :] = facility.intake
    return table


def _nearest(arc: NDArray[np.int32], first: int, count: int) -> NDArray[np.int32]:
    """(N, count) facilities or stations by driving time from each node, nearest first."""
    away_s = arc[:, first : first + count, 0].astype(np.int64)
    away_s[away_s < 0] = FOREVER_S
    return np.argsort(away_s, axis=1, kind="stable").astype(np.int32)


def _neighbours(arc: NDArray[np.int32], node: Ints, n: int, count: int) -> NDArray[np.int32]:
    """(n, K) nearest stops by driving time either way, with part of the waiting that windows force."""
    if n < 2:
        return np.zeros((n, 0), np.int32)
    seconds = arc[:n, :n, 0].astype(np.float64)
    seconds[seconds < 0] = FOREVER_S
    earliest = node[:n, x.EARLIEST].astype(np.float64)
    done = (node[:n, x.LATEST] + node[:n, x.SERVICE]).astype(np.float64)
    wait = np.maximum(earliest[None, :] - done[:, None] - seconds, 0.0)
    late = np.maximum(
        earliest[:, None] + node[:n, x.SERVICE][:, None] + seconds - node[:n, x.LATEST][None, :], 0.0
    )
    nearness = seconds + 0.2 * wait + late
    nearness = np.minimum(nearness, nearness.T)
    np.fill_diagonal(nearness, np.inf)
    kept = min(count, n - 1)
    nearest = np.argpartition(nearness, kept - 1, axis=1)[:, :kept]
    order = np.argsort(np.take_along_axis(nearness, nearest, axis=1), axis=1, kind="stable")
    return np.take_along_axis(nearest, order, axis=1).astype(np.int32)
