"""Recreate: greedy insertion with blinks (Christiaens & Vanden Berghe 2020, section 5.2).

Positions beside a stop's nearest neighbours are tried first, and one empty vehicle of each class; all
positions only when none of those will do. Where trucks unload on the way, an insertion may bring an
unloading before the stop, after it, or both.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.lns import context as x
from routing.lns.chains import insert_chain
from routing.lns.compiled import kernel
from routing.lns.context import arcs, cubes, float_row, floats, ints, short_row, shorts
from routing.lns.routes import evaluate, fits_vehicle, random_below, random_unit, splice
from routing.lns.segments import insertion_cost
from routing.lns.simulate import simulate

OPTIONAL_UNLOADING = 0.1
NEAR_FACILITIES = 3
NO_UNLOADING, UNLOAD_AFTER, UNLOAD_BEFORE, UNLOAD_AROUND = range(4)


@kernel("f8(c,i8,i8)")
def sorting_key(c: Any, stop: int, draw: int) -> float:
    """Random, amount, far, close, window length, start, end, or penalty, weighed 4 4 2 1 2 2 2 2."""
    node = ints(c, x.NODE)
    depot_s = float(arcs(c)[0, ints(c, x.VEHICLE)[0, x.START], stop, 0])
    if draw < 4:
        return random_unit(c)
    if draw < 8:
        return (
            -float(node[stop, x.PICKED] + node[stop, x.PICKED + c[x.DIMS]])
            if c[x.DIMS] > 0
            else random_unit(c)
        )
    if draw < 10:
        return -depot_s
    if draw < 11:
        return depot_s
    if draw < 13:
        return float(node[stop, x.LATEST] - node[stop, x.EARLIEST])
    if draw < 15:
        return float(node[stop, x.EARLIEST])
    if draw < 17:
        return -float(node[stop, x.LATEST])
    return -float_row(c, x.PENALTY)[stop]


@kernel("void(c)")
def gather_absent(c: Any) -> None:
    """List the stops that no route serves, in a randomly chosen order; of shipments and chains the first."""
    order, keys, where, node = short_row(c, x.ORDER), float_row(c, x.KEY), shorts(c, x.WHERE), ints(c, x.NODE)
    draw = random_below(c, 19)
    count = 0
    for stop in range(c[x.STOPS]):
        if where[stop, x.ROUTE_OF] >= 0 or node[stop, x.DELIVERS] or node[stop, x.HELD]:
            continue
        if node[stop, x.HEAD] >= 0 and node[stop, x.HEAD] != stop:
            continue
        key = sorting_key(c, stop, draw)
        i = count
        while i > 0 and keys[i - 1] > key:
            keys[i], order[i] = keys[i - 1], order[i - 1]
            i -= 1
        keys[i], order[i] = key, stop
        count += 1
    c[x.ABSENT_COUNT] = count


@kernel("i8(c,i8,i8,i8,i8)")
def fill_block(c: Any, stop: int, way: int, come: int, leave: int) -> int:
    """Write the visits that an insertion brings to BLOCK; returns how many."""
    block = short_row(c, x.BLOCK)
    size = 0
    if way in (UNLOAD_BEFORE, UNLOAD_AROUND):
        block[size] = come
        size += 1
    block[size] = stop
    size += 1
    if way in (UNLOAD_AFTER, UNLOAD_AROUND):
        block[size] = leave
        size += 1
    return size


@kernel("b1(c,i8,i8,i8,f8)")
def worth_trying(c: Any, v: int, k: int, stop: int, best: float) -> bool:
    """Constant-time tests that an insertion must pass before it is simulated."""
    arc, node, vehicle, seq, route = (
        arcs(c),
        ints(c, x.NODE),
        ints(c, x.VEHICLE),
        shorts(c, x.SEQ),
        ints(c, x.ROUTE),
    )
    profile, prices, clock = vehicle[v, x.PROFILE], floats(c, x.PRICE)[v], cubes(c, x.CLOCK)
    before = np.int64(seq[v, k - 1]) if k > 0 else vehicle[v, x.START]
    after = np.int64(seq[v, k]) if k < route[v, x.LENGTH] else vehicle[v, x.END]
    to_s, from_s = arc[profile, before, stop, 0], arc[profile, stop, after, 0]
    if to_s < 0 or from_s < 0:
        return False
    begin = max(clock[v, k, x.TIME] + to_s, node[stop, x.EARLIEST])
    if begin > node[stop, x.LATEST] or begin + node[stop, x.SERVICE] + from_s > clock[v, k, x.LATEST_START]:
        return False
    metres = arc[profile, before, stop, 1] + arc[profile, stop, after, 1] - arc[profile, before, after, 1]
    seconds = to_s + from_s - arc[profile, before, after, 0] + node[stop, x.SERVICE] - route[v, x.STUCK]
    return metres * prices[x.PER_M] + max(seconds, 0) * prices[x.PER_S] < best


@kernel("Tuple((i8,i8,i8,f8))(c,i8,i8,i8,f8)")
def try_place(c: Any, v: int, k: int, stop: int, best: float) -> tuple[Any, Any, Any, Any]:
    """Cheapest way to insert the stop before visit k of route v, if it adds less than `best`.

    Returns
    -------
    way, come, leave, extra
        Which unloadings come along, their nodes, and the cost added (infinite when there is no way).
    """
    now = float_row(c, x.COST)[v]
    limit = now + best
    if c[x.PLAIN]:
        return NO_UNLOADING, 0, 0, insertion_cost(c, v, k, stop, limit) - now
    if ints(c, x.ROUTE)[v, x.LENGTH] > 0 and not worth_trying(c, v, k, stop, best):
        return NO_UNLOADING, 0, 0, np.inf
    short_row(c, x.BLOCK)[0] = stop
    cost = simulate(c, v, k, 1, 0, limit, False)
    way, come, leave = NO_UNLOADING, np.int64(0), np.int64(0)
    if c[x.FACILITIES] > 0 and (cost == np.inf or random_unit(c) < OPTIONAL_UNLOADING):
        near = shorts(c, x.NEAR_FACILITY)
        previous = np.int64(shorts(c, x.SEQ)[v, k - 1]) if k > 0 else ints(c, x.VEHICLE)[v, x.START]
        for i in range(min(c[x.FACILITIES], NEAR_FACILITIES)):
            after, before = c[x.STOPS] + near[stop, i], c[x.STOPS] + near[previous, i]
            for choice in range(UNLOAD_AFTER, UNLOAD_AROUND + 1):
                if choice != UNLOAD_AFTER and (k == 0 or previous >= c[x.STOPS]):
                    continue
                size = fill_block(c, stop, choice, before, after)
                other = simulate(c, v, k, size, 0, min(limit, cost), False)
                if other < cost:
                    cost, way, come, leave = other, choice, before, after
    return way, come, leave, cost - now


@kernel("void(c,i8,f8)")
def insert_task(c: Any, stop: int, blink: float) -> None:
    """Put one task where it costs least, if that is less than its penalty."""
    route, where, seen = ints(c, x.ROUTE), shorts(c, x.WHERE), shorts(c, x.SEEN)
    same, neighbour = ints(c, x.VEHICLE), shorts(c, x.NEIGHBOUR)
    c[x.STAMP] += 1
    stamp = c[x.STAMP]
    best_v, best_k, best_way, best_come, best_leave = -1, 0, 0, 0, 0
    extra = float_row(c, x.PENALTY)[stop]
    for i in range(c[x.INSERTION_NEIGHBOURS]):
        near = neighbour[stop, i]
        v = where[near, x.ROUTE_OF]
        if v < 0 or not fits_vehicle(c, stop, v):
            continue
        for side in range(2):
            k = where[near, x.POSITION] + side
            if seen[v, k] == stamp:
                continue
            seen[v, k] = stamp
            if random_unit(c) < blink:
                continue
            way, come, leave, cost = try_place(c, v, k, stop, extra)
            if cost < extra:
                best_v, best_k, best_way, best_come, best_leave, extra = v, k, way, come, leave, cost
    for v in range(c[x.VEHICLES]):
        if (
            route[v, x.LENGTH] > 0
            or route[same[v, x.SAME], x.SEEN_CLASS] == stamp
            or not fits_vehicle(c, stop, v)
        ):
            continue
        if ints(c, x.NODE)[stop, x.LOCK] < 0:
            route[same[v, x.SAME], x.SEEN_CLASS] = stamp
        way, come, leave, cost = try_place(c, v, 0, stop, extra)
        if cost < extra:
            best_v, best_k, best_way, best_come, best_leave, extra = v, 0, way, come, leave, cost
    if best_v < 0:
        for v in range(c[x.VEHICLES]):
            if route[v, x.LENGTH] == 0 or not fits_vehicle(c, stop, v):
                continue
            for k in range(route[v, x.LENGTH] + 1):
                if seen[v, k] == stamp:
                    continue
                way, come, leave, cost = try_place(c, v, k, stop, extra)
                if cost < extra:
                    best_v, best_k, best_way, best_come, best_leave, extra = v, k, way, come, leave, cost
    if best_v >= 0:
        size = fill_block(c, stop, best_way, best_come, best_leave)
        splice(c, best_v, best_k, size, 0)
        evaluate(c, best_v, best_k)


@kernel("i8(c,i8,i8,i8,i8)")
def fill_pair(c: Any, v: int, k: int, end: int, pickup: int) -> int:
    """Write to BLOCK the pickup, visits k to before `end`, and the delivery; returns the size."""
    block, seq = short_row(c, x.BLOCK), shorts(c, x.SEQ)
    block[0] = pickup
    for i in range(k, end):
        block[1 + i - k] = seq[v, i]
    block[1 + end - k] = ints(c, x.NODE)[pickup, x.PARTNER]
    return int(end - k + 2)


@kernel("void(c,i8,f8)")
def insert_shipment(c: Any, pickup: int, blink: float) -> None:
    """Put a pickup and its delivery where both together cost least."""
    route, cost, same = ints(c, x.ROUTE), float_row(c, x.COST), ints(c, x.VEHICLE)
    c[x.STAMP] += 1
    best_v, best_k, best_end = -1, 0, 0
    extra = float_row(c, x.PENALTY)[pickup]
    for v in range(c[x.VEHICLES]):
        if not fits_vehicle(c, pickup, v):
            continue
        length = route[v, x.LENGTH]
        if length == 0:
            if route[same[v, x.SAME], x.SEEN_CLASS] == c[x.STAMP]:
                continue
            route[same[v, x.SAME], x.SEEN_CLASS] = c[x.STAMP]
        for k in range(length + 1):
            if random_unit(c) < blink or (length > 0 and not worth_trying(c, v, k, pickup, extra)):
                continue
            for end in range(k, length + 1):
                size = fill_pair(c, v, k, end, pickup)
                added = simulate(c, v, k, size, end - k, cost[v] + extra, False) - cost[v]
                if added < extra:
                    best_v, best_k, best_end, extra = v, k, end, added
    if best_v >= 0:
        size = fill_pair(c, best_v, best_k, best_end, pickup)
        splice(c, best_v, best_k, size, best_end - best_k)
        evaluate(c, best_v, best_k)


@kernel("void(c,f8,i8)")
def insert_absent(c: Any, blink: float, most: int) -> None:
    """Insert absent stops one by one, each at its cheapest place when that is cheaper than its penalty.

    Parameters
    ----------
    blink
        Probability of overlooking a place.
    most
        Of the stops absent, at most this many are tried.
    """
    gather_absent(c)
    order, node = short_row(c, x.ORDER), ints(c, x.NODE)
    for k in range(min(c[x.ABSENT_COUNT], most)):
        stop = np.int64(order[k])
        if node[stop, x.HEAD] >= 0:
            insert_chain(c, stop)
        elif node[stop, x.PARTNER] >= 0:
            insert_shipment(c, stop, blink)
        else:
            insert_task(c, stop, blink)
