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

from routing.lns import context as x
from routing.lns.compiled import kernel
from routing.lns.context import arcs, cubes, float_row, floats, int_row, ints, short_row, shorts
from routing.lns.model import FOREVER_S

INFEASIBLE = np.inf


@kernel("i8(c,i8,i8,i8,i8,i8)")
def visit(c: Any, v: int, k: int, keep: int, block_size: int, skip: int) -> Any:
    """Node of visit k of the route being simulated."""
    if keep <= k < keep + block_size:
        return np.int64(short_row(c, x.BLOCK)[k - keep])
    return np.int64(shorts(c, x.SEQ)[v, k if k < keep else k - block_size + skip])


@kernel("b1(c,i8)")
def take_break(c: Any, pause: int) -> bool:
    """Wait for a break's window if need be, and take it; False when the window is over."""
    now, pauses = int_row(c, x.NOW), ints(c, x.PAUSE)
    idle_s = max(pauses[pause, 0] - now[x.TIME], np.int64(0))
    now[x.TIME] += idle_s
    slack = pauses[pause, 1] - now[x.TIME]
    if slack < 0:
        return False
    now[x.WAIT] += idle_s
    now[x.IDLE] += idle_s
    now[x.PUSH] = min(now[x.PUSH], slack + now[x.WAIT])
    now[x.IDLE_PUSH] = min(now[x.IDLE_PUSH], slack + now[x.IDLE])
    now[x.TIME] += pauses[pause, 2]
    if pauses[pause, 2] >= c[x.REST_S]:
        now[x.DRIVEN] = 0
    now[x.NEXT_PAUSE] = pause + 1
    return True


@kernel("b1(c,i8,i8,i8)")
def drive(c: Any, v: int, before: int, at: int) -> bool:
    """Drive a leg, resting when the driving time is used up and breaking as soon as a break may start."""
    now, vehicle, pauses, arc = int_row(c, x.NOW), ints(c, x.VEHICLE), ints(c, x.PAUSE), arcs(c)
    profile = vehicle[v, x.PROFILE]
    left = np.int64(arc[profile, before, at, 0])
    if left < 0:
        return False
    now[x.METRES] += arc[profile, before, at, 1]
    if c[x.RANGED] and 0 <= vehicle[v, x.BATTERY] < now[x.METRES] - now[x.CHARGED_AT]:
        return False
    now[x.DRIVING] += left
    rest_after, last_pause = c[x.REST_AFTER], vehicle[v, x.LAST_PAUSE]
    while rest_after > 0 or now[x.NEXT_PAUSE] < last_pause:
        to_rest = rest_after - now[x.DRIVEN] if rest_after > 0 else np.int64(FOREVER_S)
        to_break = np.int64(FOREVER_S)
        pause = now[x.NEXT_PAUSE]
        if pause < last_pause:
            to_break = max(pauses[pause, 0] - now[x.TIME], np.int64(0))
        step = min(to_rest, to_break)
        if left <= step:
            break
        now[x.TIME] += step
        now[x.DRIVEN] += step
        left -= step
        if to_break <= to_rest:
            if not take_break(c, pause):
                return False
        else:
            now[x.TIME] += c[x.REST_S]
            now[x.DRIVEN] = 0
    now[x.TIME] += left
    now[x.DRIVEN] += left
    return True


@kernel("b1(c,i8)")
def take_breaks(c: Any, v: int) -> bool:
    """Take the breaks still due at the end of the last leg: every route in use takes them all."""
    now = int_row(c, x.NOW)
    while now[x.NEXT_PAUSE] < ints(c, x.VEHICLE)[v, x.LAST_PAUSE]:
        if not take_break(c, now[x.NEXT_PAUSE]):
            return False
    return True


@kernel("i8(c,i8)")
def charging_s(c: Any, v: int) -> Any:
    """Seconds that filling the battery takes, in proportion to what was used, rounded up."""
    now, vehicle = int_row(c, x.NOW), ints(c, x.VEHICLE)[v]
    used = vehicle[x.RECHARGE] * (now[x.METRES] - now[x.CHARGED_AT])
    return (used + vehicle[x.BATTERY] - 1) // max(vehicle[x.BATTERY], np.int64(1))


@kernel("b1(c,i8,i8,i8,i8)")
def serve(c: Any, v: int, before: int, at: int, earliest: int) -> bool:
    """Wait for a window, and work; a break that falls due before the work is done comes first.

    What is due is never pushed past its due time by leaving later; being late is priced.
    """
    now, node, windows, pauses = int_row(c, x.NOW), ints(c, x.NODE), ints(c, x.WINDOW), ints(c, x.PAUSE)
    work_s = node[at, x.SERVICE]
    if node[at, x.SETUP] > 0 and node[before, x.PLACE] != node[at, x.PLACE]:
        work_s += node[at, x.SETUP]
    if c[x.RANGED] and at >= c[x.STOPS] + c[x.FACILITIES]:
        work_s += charging_s(c, v)
    last, last_pause = node[at, x.LAST_WINDOW], ints(c, x.VEHICLE)[v, x.LAST_PAUSE]
    while True:
        ready = max(now[x.TIME], earliest)
        window = node[at, x.FIRST_WINDOW]
        while window < last and windows[window, 1] < ready:
            window += 1
        if windows[window, 1] < ready:
            return False
        start = max(ready, windows[window, 0])
        pause = now[x.NEXT_PAUSE]
        if pause >= last_pause or (start < pauses[pause, 0] and start + work_s <= pauses[pause, 1]):
            break
        if not take_break(c, pause):
            return False
    idle_s = start - now[x.TIME]
    now[x.WAIT] += idle_s
    now[x.IDLE] += idle_s
    if c[x.REST_AFTER] > 0 and idle_s >= c[x.REST_S]:
        now[x.IDLE] -= c[x.REST_S]
        now[x.DRIVEN] = 0
    slack = windows[window, 1] - start
    if c[x.WEIGHED]:
        slack = min(slack, max(node[at, x.DUE] - start, np.int64(0)))
        now[x.EXTRA] += max(start - node[at, x.DUE], np.int64(0)) * node[at, x.LATE_PRICE]
    now[x.PUSH] = min(now[x.PUSH], slack + now[x.WAIT])
    now[x.IDLE_PUSH] = min(now[x.IDLE_PUSH], slack + now[x.IDLE])
    now[x.TIME] = start + work_s
    return True


@kernel("b1(c,i8)")
def charge(c: Any, v: int) -> bool:
    """The battery is full again; False where the vehicle has none."""
    now = int_row(c, x.NOW)
    now[x.CHARGED_AT] = now[x.METRES]
    return bool(ints(c, x.VEHICLE)[v, x.BATTERY] >= 0)


@kernel("void(c,i8,i8)")
def weigh(c: Any, v: int, stop: int) -> None:
    """Price the way from the task served before, and a change of vehicle (`docs/routing-rules.md`, 15)."""
    now, node, weight = int_row(c, x.NOW), ints(c, x.NODE), float_row(c, x.WEIGHT)
    last = now[x.LAST_SERVED]
    now[x.LAST_SERVED] = stop
    if last >= 0:
        metres = arcs(c)[ints(c, x.VEHICLE)[v, x.PROFILE], last, stop, 1]
        now[x.EXTRA] += np.int64(max(metres, 0) * weight[x.COMPACTNESS] * x.PER_UNIT)
    if node[stop, x.EARLIER] >= 0 and node[stop, x.EARLIER] != v:
        now[x.EXTRA] += np.int64(weight[x.STABILITY] * x.PER_UNIT)


@kernel("b1(c,i8)")
def join(c: Any, stop: int) -> bool:
    """Bring a stop's load type aboard; False where it meets one it must not.

    A type stays aboard until the next unloading, also when its goods were only delivered: cautious,
    since they were aboard from the trip's start.
    """
    now, node = int_row(c, x.NOW), ints(c, x.NODE)
    kind = node[stop, x.TYPE]
    if kind < 0:
        return True
    conflict = ints(c, x.CONFLICT)[kind]
    if (now[x.ABOARD] & conflict[x.ABOARD_MASK]) != 0 or (now[x.DAY] & conflict[x.DAY_MASK]) != 0:
        return False
    bit = np.int64(1) << kind
    now[x.ABOARD] |= bit
    now[x.DAY] |= bit
    if node[stop, x.COLLECTS]:
        now[x.COLLECTED] |= bit
    return True


@kernel("b1(c)")
def nothing_collected(c: Any) -> bool:
    """Whether nothing is aboard that an unloading would take."""
    now = int_row(c, x.NOW)
    for d in range(c[x.DIMS]):
        if now[x.LOAD + d] > 0:
            return False
    return now[x.COLLECTED] == 0


@kernel("b1(c,i8,i8)")
def load(c: Any, v: int, stop: int) -> bool:
    """Take a stop's amounts aboard; False when a capacity or a cap is exceeded.

    Amounts brought from the trip's start raise the peak of all that went before.
    """
    node, vehicle, now, dims = ints(c, x.NODE), ints(c, x.VEHICLE), int_row(c, x.NOW), c[x.DIMS]
    for d in range(dims):
        now[x.LOAD + d] += node[stop, x.PICKED + d]
        peak = max(now[x.LOAD + dims + d] + node[stop, x.PICKED + dims + d], now[x.LOAD + d])
        now[x.LOAD + dims + d] = peak
        if peak > vehicle[v, x.CAPACITY + d]:
            return False
    cap, capped = ints(c, x.CAP), x.LOAD + 2 * dims
    for k in range(c[x.CAPS]):
        if cap[k, x.CAP_TYPE] == node[stop, x.TYPE]:
            now[capped + k] += node[stop, x.PICKED + cap[k, x.CAP_DIMENSION]]
            if now[capped + k] > cap[k, x.CAP_MAX]:
                return False
    if node[stop, x.PARTNER] >= 0:
        now[x.OPEN] += -1 if node[stop, x.DELIVERS] else 1
        if now[x.OPEN] == 0 and not c[x.TYPED_DELIVERIES] and nothing_collected(c):
            now[x.ABOARD] = 0
    return True


@kernel("b1(c,i8,i8)")
def unload(c: Any, v: int, facility: int) -> bool:
    """Leave everything at a facility; False where it does not take it or a shipment is aboard."""
    now, table, dims = int_row(c, x.NOW), ints(c, x.FACILITY), c[x.DIMS]
    if now[x.OPEN] > 0 or (now[x.COLLECTED] & ~table[facility, x.ACCEPTS]) != 0:
        return False
    if c[x.LIMITED_INTAKE]:
        unloaded = cubes(c, x.UNLOADED)
        slot = x.LOAD + 2 * dims + c[x.CAPS] + facility * dims
        for d in range(dims):
            now[slot + d] += now[x.LOAD + d]
            limit = table[facility, x.INTAKE + d]
            others = unloaded[c[x.VEHICLES], facility, d] - unloaded[v, facility, d]
            if 0 <= limit < now[slot + d] + others:
                return False
    for i in range(x.LOAD, x.LOAD + 2 * dims + c[x.CAPS]):
        now[i] = 0
    now[x.ABOARD] = 0
    now[x.COLLECTED] = 0
    return True


@kernel("void(c,i8)")
def keep_unloaded(c: Any, v: int) -> None:
    """Store what the route just simulated leaves at each facility."""
    if not c[x.LIMITED_INTAKE]:
        return
    now, unloaded, dims = int_row(c, x.NOW), cubes(c, x.UNLOADED), c[x.DIMS]
    first = x.LOAD + 2 * dims + c[x.CAPS]
    for f in range(c[x.FACILITIES]):
        for d in range(dims):
            amount = now[first + f * dims + d]
            unloaded[c[x.VEHICLES], f, d] += amount - unloaded[v, f, d]
            unloaded[v, f, d] = amount


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
