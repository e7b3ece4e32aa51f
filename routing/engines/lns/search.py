"""The search: ruin, recreate, and accept by simulated annealing.

Christiaens & Vanden Berghe (2020), section 5.3.
"""

from __future__ import annotations

import math

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.insert_chain import polish_deliveries
from routing.engines.lns.moves.polish import polish_stopovers, swap_vehicles
from routing.engines.lns.moves.positions import index_stops, set_length
from routing.engines.lns.moves.recreate import insert_absent
from routing.engines.lns.moves.routes import clear
from routing.engines.lns.moves.ruin import count_used, remove_route, remove_strings
from routing.engines.lns.moves.snapshots import commit, cost_change, rollback, total_cost
from routing.engines.lns.pricing.evaluation import evaluate
from routing.engines.lns.rng import random_unit

BLINK_RATE = 0.01
MEAN_REMOVED = 10.0
LONGEST_STRING = 10
SWAP_SHARE = 0.03
ROUTE_SHARE = 0.02
POLISH_SHARE = 0.25
MOST_INSERTED = 60
LEAST_GAIN = 1e-9


@typed_kernel
def store_best(c: Context) -> None:
    """Copy the routes to the best plan."""
    route, seq, best = tables.routes(c), tables.sequences(c), tables.best_sequences(c)
    for v in range(c.vehicles):
        route[v].best_length = route[v].length
        for i in range(route[v].length):
            best[v, i] = seq[v, i]


@typed_kernel
def iterate(
    c: Context, iterations: int, temperature: float, current: float, best: float
) -> tuple[float, float, int]:
    """Run a chunk of iterations at one temperature.

    Parameters
    ----------
    temperature
        In units of cost: a plan dearer by this much is accepted with probability 1/e.
    current, best
        Objectives of the present plan and of the best one stored.

    Returns
    -------
    current, best, accepted
        Objectives afterwards, and how many changes were accepted.
    """
    accepted = 0
    swap_share = SWAP_SHARE if c.classes > 1 else 0.0
    has_stopovers = c.facilities + c.stations > 0
    count_used(c)
    current = total_cost(c)
    for _ in range(iterations):
        draw = random_unit(c)
        if draw < swap_share:
            swap_vehicles(c)
        elif draw < swap_share + ROUTE_SHARE:
            remove_route(c)
        else:
            remove_strings(c, MEAN_REMOVED, LONGEST_STRING)
        insert_absent(c, BLINK_RATE, MOST_INSERTED)
        if has_stopovers and random_unit(c) < POLISH_SHARE:
            polish_stopovers(c)
        if c.is_ordered and random_unit(c) < POLISH_SHARE:
            polish_deliveries(c)
        found = current + cost_change(c)
        if found >= current - temperature * math.log(max(random_unit(c), 1e-300)):
            rollback(c)
            continue
        if has_stopovers and found < best:
            polish_stopovers(c)
            found = current + cost_change(c)
        commit(c)
        current = found
        accepted += 1
        if found < best - LEAST_GAIN:
            current = best = total_cost(c)
            store_best(c)
    return current, best, accepted


@typed_kernel
def list_absent(c: Context) -> None:
    """List every stop that is in no route."""
    visit, node, absent = tables.visits(c), tables.nodes(c), tables.absent(c)
    c.absent_count = 0
    for stop in range(c.stops):
        if visit[stop].route < 0 and not node[stop].delivers and not node[stop].is_fixed:
            absent[c.absent_count] = stop
            c.absent_count += 1
    c.absent_before = c.absent_count


@typed_kernel
def return_to_best(c: Context) -> float:
    """Replace all routes by those of the best plan, clear those that break a rule; return the objective."""
    route, seq = tables.routes(c), tables.sequences(c)
    visit, best = tables.visits(c), tables.best_sequences(c)
    for stop in range(c.stops):
        visit[stop].route = -1
    for v in range(c.vehicles):
        set_length(c, v, route[v].best_length)
        for i in range(route[v].length):
            seq[v, i] = best[v, i]
        index_stops(c, v, 0)
        lost = route[v].length == 0 and route[v].fixed_length > 0
        if lost or not evaluate(c, v, 0):
            clear(c, v)
    list_absent(c)
    commit(c)
    return total_cost(c)


@typed_kernel
def construct(c: Context) -> float:
    """Insert everything absent greedily, store the plan as the best, and return its objective."""
    list_absent(c)
    c.absent_before = 0
    insert_absent(c, 0.0, c.stops)
    commit(c)
    store_best(c)
    return total_cost(c)
