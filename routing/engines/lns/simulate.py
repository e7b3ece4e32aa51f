"""The route simulator: one pass along a route, every rule checked, the cost at the end.

It builds one concrete schedule: leave when the shift opens, rest and break as late as allowed, then
push the departure as late as waiting lets it go. The exact scheduler may find a cheaper one for the
same order, never a dearer one, so a route accepted here stays feasible.

The running state is the row NOW, laid out as the rows of CLOCK. Beside time and loads it keeps WAIT,
all idle time so far, and PUSH, how much later the route could leave without missing a window; IDLE and
IDLE_PUSH are the same where idle time that served as a driving rest must stay.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import arcs, cubes, float_row, floats, int_row, ints, short_row, shorts
from routing.engines.lns.kernels import kernel
from routing.engines.lns.nodes import FOREVER_S
from routing.engines.lns.segregation import join, keep_unloaded, load, nothing_collected, unload
from routing.engines.lns.timing import charge, drive, serve, take_breaks

INFEASIBLE = np.inf


@kernel("i8(c,i8,i8,i8,i8,i8)")
def visit(c: Any, v: int, k: int, keep: int, block_size: int, skip: int) -> Any:
    """Node of visit k of the route being simulated."""
    if keep <= k < keep + block_size:
        return np.int64(short_row(c, x.BLOCK)[k - keep])
    return np.int64(shorts(c, x.SEQ)[v, k if k < keep else k - block_size + skip])


@kernel("void(c,i8,i8)")
def weigh(c: Any, v: int, stop: int) -> None:
    """Price the way from the task served before, and a change of vehicle (rule 15)."""
    now, node, weight = int_row(c, x.NOW), ints(c, x.NODE), float_row(c, x.WEIGHT)
    last = now[x.LAST_SERVED]
    now[x.LAST_SERVED] = stop
    if last >= 0:
        metres = arcs(c)[ints(c, x.VEHICLE)[v, x.PROFILE], last, stop, 1]
        now[x.EXTRA] += np.int64(max(metres, 0) * weight[x.COMPACTNESS] * x.PER_UNIT)
    if node[stop, x.EARLIER] >= 0 and node[stop, x.EARLIER] != v:
        now[x.EXTRA] += np.int64(weight[x.STABILITY] * x.PER_UNIT)


@kernel("void(c,i8)")
def tighten(c: Any, v: int) -> None:
    """Latest start of every visit that the rest of the route allows, rests and breaks left out."""
    arc, node, vehicle = arcs(c), ints(c, x.NODE), ints(c, x.VEHICLE)
    clock, seq = cubes(c, x.CLOCK), shorts(c, x.SEQ)
    profile, length = vehicle[v, x.PROFILE], ints(c, x.ROUTE)[v, x.LENGTH]
    after = vehicle[v, x.END]
    latest = vehicle[v, x.CLOSES] + vehicle[v, x.OVERTIME]
    clock[v, length, x.LATEST_START] = latest
    for k in range(length - 1, -1, -1):
        at = np.int64(seq[v, k])
        latest = min(node[at, x.LATEST], latest - node[at, x.SERVICE] - arc[profile, at, after, 0])
        clock[v, k, x.LATEST_START] = latest
        after = at


@kernel("b1(c,i8,i8)")
def follows(c: Any, v: int, stop: int) -> bool:
    """Whether locks allow the stop to come next; deliveries of shipments stand outside the order."""
    now, node = int_row(c, x.NOW), ints(c, x.NODE)
    if node[stop, x.DELIVERS]:
        return True
    last = now[x.LAST_STOP]
    now[x.LAST_STOP] = stop
    if last < 0:
        first = ints(c, x.VEHICLE)[v, x.FIRST_STOP]
        return (first in (x.ANY, stop)) and node[stop, x.PREVIOUS] < 0
    wanted, previous = node[last, x.NEXT], node[stop, x.PREVIOUS]
    return (wanted in (x.ANY, stop)) and (previous in (x.ANY, last))


@kernel("b1(c)")
def may_end(c: Any) -> bool:
    """Whether no lock demands a stop after the last one."""
    last = int_row(c, x.NOW)[x.LAST_STOP]
    return last < 0 or ints(c, x.NODE)[last, x.NEXT] < 0


@kernel("f8(c,i8,b1)")
def come_back(c: Any, v: int, commit: bool) -> float:
    """Check the rules of a whole route and price it."""
    now, vehicle, prices = int_row(c, x.NOW), ints(c, x.VEHICLE)[v], floats(c, x.PRICE)[v]
    if now[x.OPEN] > 0 or 0 <= vehicle[x.RANGE] < now[x.METRES]:
        return INFEASIBLE
    if c[x.END_EMPTY] and not nothing_collected(c):
        return INFEASIBLE
    over_s = now[x.TIME] - vehicle[x.CLOSES]
    if over_s > vehicle[x.OVERTIME]:
        return INFEASIBLE
    later = min(now[x.WAIT], now[x.PUSH])
    if c[x.REST_AFTER] > 0 and now[x.DRIVING] + vehicle[x.DRIVEN_BEFORE] > c[x.REST_AFTER]:
        later = min(now[x.IDLE], now[x.IDLE_PUSH])
    away_s = now[x.TIME] - now[x.LEFT_AT] - max(later, np.int64(0))
    if 0 <= vehicle[x.MOST_AWAY] < away_s:
        return INFEASIBLE
    cost = prices[x.FIXED] + now[x.METRES] * prices[x.PER_M] + max(over_s, 0) * prices[x.PER_OVERTIME_S]
    cost += away_s * prices[x.PER_S]
    if c[x.WEIGHED]:
        weight = float_row(c, x.WEIGHT)
        over_h = away_s / 3600.0 - weight[x.MEAN_HOURS]
        cost += now[x.EXTRA] / x.PER_UNIT + weight[x.BALANCE] * over_h * over_h
    if commit:
        ints(c, x.ROUTE)[v, x.AWAY] = away_s
        float_row(c, x.COST)[v] = cost
        ints(c, x.ROUTE)[v, x.STUCK] = now[x.WAIT] - min(max(later, np.int64(0)), now[x.WAIT])
        keep_unloaded(c, v)
        tighten(c, v)
    return cost


@kernel("void(c,i8,i8)")
def take_up(c: Any, v: int, keep: int) -> None:
    """Set NOW to the state after `keep` visits, or at the depot when the shift opens."""
    now, size = int_row(c, x.NOW), x.LOAD + 2 * c[x.DIMS] + c[x.CAPS]
    if keep == 0:
        vehicle = ints(c, x.VEHICLE)
        now[:] = 0
        now[x.TIME] = now[x.LEFT_AT] = vehicle[v, x.OPENS]
        now[x.DRIVEN] = vehicle[v, x.DRIVEN_BEFORE]
        now[x.DAY] = vehicle[v, x.CARRIED]
        now[x.LAST_STOP] = now[x.LAST_SERVED] = x.ANY
        now[x.CHARGED_AT] = -vehicle[v, x.USED_BEFORE]
        now[x.PUSH] = now[x.IDLE_PUSH] = FOREVER_S
        now[x.NEXT_PAUSE] = vehicle[v, x.FIRST_PAUSE]
        return
    clock = cubes(c, x.CLOCK)
    for i in range(size):
        now[i] = clock[v, keep, i]
    if c[x.LIMITED_INTAKE]:
        dims, seq = c[x.DIMS], shorts(c, x.SEQ)
        now[size : size + c[x.FACILITIES] * dims] = 0
        for k in range(1, keep):  # nothing is aboard at the depot
            facility = seq[v, k] - c[x.STOPS]
            if 0 <= facility < c[x.FACILITIES]:
                for d in range(dims):
                    now[size + facility * dims + d] += clock[v, k, x.LOAD + d]


@kernel("void(c,i8,i8)")
def put_down(c: Any, v: int, k: int) -> None:
    """Store NOW as the state after k visits."""
    now, clock = int_row(c, x.NOW), cubes(c, x.CLOCK)
    latest = clock[v, k, x.LATEST_START]
    for i in range(x.LOAD + 2 * c[x.DIMS] + c[x.CAPS]):
        clock[v, k, i] = now[i]
    clock[v, k, x.LATEST_START] = latest


@kernel("i8(c,i8,i8,i8,i8,i8,i8)")
def trip_release(c: Any, v: int, k: int, keep: int, block_size: int, skip: int, total: int) -> Any:
    """When the trip that begins before visit k may leave: what it brings must have been released."""
    node = ints(c, x.NODE)
    release = np.int64(-FOREVER_S)
    for i in range(k, total):
        at = visit(c, v, i, keep, block_size, skip)
        if at >= c[x.STOPS]:
            if at < c[x.STOPS] + c[x.FACILITIES]:
                break
            continue
        release = max(release, node[at, x.RELEASE])
    return release


@kernel("void(c,i8)")
def empty_route(c: Any, v: int) -> None:
    """A route without visits costs nothing and leaves nothing anywhere."""
    float_row(c, x.COST)[v] = 0.0
    unloaded = cubes(c, x.UNLOADED)
    for f in range(c[x.FACILITIES]):
        for d in range(c[x.DIMS]):
            unloaded[c[x.VEHICLES], f, d] -= unloaded[v, f, d]
            unloaded[v, f, d] = 0


@kernel("f8(c,i8,i8,i8,i8,f8,b1)")
def simulate(c: Any, v: int, keep: int, block_size: int, skip: int, limit: float, commit: bool) -> float:
    """Cost of vehicle v's route after its first `keep` visits, BLOCK, and the visits after `skip` more.

    Parameters
    ----------
    keep, block_size, skip
        The route is ``seq[:keep] + block[:block_size] + seq[keep + skip:]``. The simulation of the first
        `keep` visits must have been committed.
    limit
        Give up when the cost can no longer be below it.
    commit
        Store the simulation after every visit, and the cost; only with an empty block and no skip.

    Returns
    -------
    float
        Fixed, distance, time, overtime, lateness and what is weighed; infinity when a rule is broken
        or the limit is passed.
    """
    total = ints(c, x.ROUTE)[v, x.LENGTH] - skip + block_size
    if total == 0:
        if commit:
            empty_route(c, v)
        return 0.0
    now, vehicle, prices = int_row(c, x.NOW), ints(c, x.VEHICLE), floats(c, x.PRICE)[v]
    first = np.int64(0) if c[x.WHOLE_TRIPS] else np.int64(keep)
    take_up(c, v, first)
    if c[x.WHOLE_TRIPS]:
        now[x.TIME] = max(now[x.TIME], trip_release(c, v, 0, keep, block_size, skip, total))
        now[x.LEFT_AT] = now[x.TIME]
    if commit and first == 0:
        put_down(c, v, 0)
    previous = np.int64(shorts(c, x.SEQ)[v, first - 1]) if first > 0 else vehicle[v, x.START]
    for k in range(first, total):
        at = visit(c, v, k, keep, block_size, skip)
        earliest = np.int64(-FOREVER_S)
        if c[x.WHOLE_TRIPS] and c[x.STOPS] <= at < c[x.STOPS] + c[x.FACILITIES]:
            release = trip_release(c, v, k + 1, keep, block_size, skip, total)
            earliest = release - ints(c, x.NODE)[at, x.SERVICE]
        if not (drive(c, v, previous, at) and serve(c, v, previous, at, earliest)):
            return INFEASIBLE
        if at < c[x.STOPS]:
            if not (join(c, at) and load(c, v, at)):
                return INFEASIBLE
            if c[x.ORDERED] and not follows(c, v, at):
                return INFEASIBLE
            if c[x.WEIGHED]:
                weigh(c, v, at)
        elif at < c[x.STOPS] + c[x.FACILITIES]:
            if not unload(c, v, at - c[x.STOPS]):
                return INFEASIBLE
        elif not charge(c, v):
            return INFEASIBLE
        if now[x.METRES] * prices[x.PER_M] + prices[x.FIXED] >= limit:
            return INFEASIBLE
        if commit:
            put_down(c, v, k + 1)
        previous = at
    if c[x.ORDERED] and not may_end(c):
        return INFEASIBLE
    if not (drive(c, v, previous, vehicle[v, x.END]) and take_breaks(c, v)):
        return INFEASIBLE
    return come_back(c, v, commit)
