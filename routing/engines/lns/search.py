"""The search: ruin, recreate, accept by simulated annealing, keep the best."""

from __future__ import annotations

import math
from typing import Any

from routing.engines.lns import context as x
from routing.engines.lns.chains import polish_deliveries
from routing.engines.lns.context import ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate
from routing.engines.lns.kernels import kernel
from routing.engines.lns.polish import polish_unloadings, swap_vehicles
from routing.engines.lns.recreate import insert_absent
from routing.engines.lns.rng import random_unit
from routing.engines.lns.routes import change, clear, objective, place_stops, set_length, settle, undo
from routing.engines.lns.ruin import count_used, remove_route, remove_strings

BLINK = 0.01
MEAN_REMOVED = 10.0
LONGEST_STRING = 10
SWAP_SHARE = 0.03
ROUTE_SHARE = 0.02
POLISH_SHARE = 0.25
MOST_INSERTED = 60
LEAST_GAIN = 1e-9


@kernel("void(c)")
def keep_best(c: Any) -> None:
    """Copy the routes to the best plan."""
    route, seq, best = ints(c, x.ROUTE), shorts(c, x.SEQ), shorts(c, x.BEST_SEQ)
    for v in range(c[x.VEHICLES]):
        route[v, x.BEST_LENGTH] = route[v, x.LENGTH]
        for i in range(route[v, x.LENGTH]):
            best[v, i] = seq[v, i]


@kernel("Tuple((f8,f8,i8))(c,i8,f8,f8,f8)")
def iterate(
    c: Any, iterations: int, temperature: float, current: float, best: float
) -> tuple[float, float, int]:
    """Run a chunk of iterations at one temperature.

    Parameters
    ----------
    temperature
        In units of cost: a plan dearer by this much is accepted with probability 1/e.
    current, best
        Objectives of the present plan and of the best one kept.

    Returns
    -------
    current, best, accepted
        Objectives afterwards, and how many changes were accepted.
    """
    accepted = 0
    swap_share = SWAP_SHARE if c[x.CLASSES] > 1 else 0.0
    count_used(c)
    current = objective(c)
    for _ in range(iterations):
        draw = random_unit(c)
        if draw < swap_share:
            swap_vehicles(c)
        elif draw < swap_share + ROUTE_SHARE:
            remove_route(c)
        else:
            remove_strings(c, MEAN_REMOVED, LONGEST_STRING)
        insert_absent(c, BLINK, MOST_INSERTED)
        if c[x.FACILITIES] + c[x.STATIONS] > 0 and random_unit(c) < POLISH_SHARE:
            polish_unloadings(c)
        if c[x.ORDERED] and random_unit(c) < POLISH_SHARE:
            polish_deliveries(c)
        found = current + change(c)
        if found >= current - temperature * math.log(max(random_unit(c), 1e-300)):
            undo(c)
            continue
        if c[x.FACILITIES] + c[x.STATIONS] > 0 and found < best:
            polish_unloadings(c)
            found = current + change(c)
        settle(c)
        current = found
        accepted += 1
        if found < best - LEAST_GAIN:
            current = best = objective(c)
            keep_best(c)
    return current, best, accepted


@kernel("void(c)")
def list_absent(c: Any) -> None:
    """List every stop that is in no route."""
    where, node, absent = shorts(c, x.WHERE), ints(c, x.NODE), short_row(c, x.ABSENT)
    c[x.ABSENT_COUNT] = 0
    for stop in range(c[x.STOPS]):
        if where[stop, x.ROUTE_OF] < 0 and not node[stop, x.DELIVERS] and not node[stop, x.HELD]:
            absent[c[x.ABSENT_COUNT]] = stop
            c[x.ABSENT_COUNT] += 1
    c[x.LEFT_COUNT] = c[x.ABSENT_COUNT]


@kernel("f8(c)")
def return_to_best(c: Any) -> float:
    """Replace all routes by BEST_SEQ, drop those that break a rule, and return the objective."""
    route, seq, where, best = ints(c, x.ROUTE), shorts(c, x.SEQ), shorts(c, x.WHERE), shorts(c, x.BEST_SEQ)
    where[:, x.ROUTE_OF] = -1
    for v in range(c[x.VEHICLES]):
        set_length(c, v, route[v, x.BEST_LENGTH])
        for i in range(route[v, x.LENGTH]):
            seq[v, i] = best[v, i]
        place_stops(c, v, 0)
        lost = route[v, x.LENGTH] == 0 and route[v, x.ANCHORED] > 0
        if lost or not evaluate(c, v, 0):
            clear(c, v)
    list_absent(c)
    settle(c)
    return objective(c)


@kernel("f8(c)")
def construct(c: Any) -> float:
    """Insert everything absent greedily, keep the plan as the best, and return its objective."""
    list_absent(c)
    c[x.LEFT_COUNT] = 0
    insert_absent(c, 0.0, c[x.STOPS])
    settle(c)
    keep_best(c)
    return objective(c)
