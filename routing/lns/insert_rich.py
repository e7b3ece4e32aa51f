"""Inserting a stop where rests, breaks, unloadings and the like need the simulator.

Where trucks unload on the way, an insertion may bring one unloading before the stop, after it, or both.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.lns import context as x
from routing.lns.ahead import joins_trip, worth_trying
from routing.lns.chance import overlooked, random_unit
from routing.lns.compiled import kernel
from routing.lns.context import float_row, ints, short_row, shorts
from routing.lns.evaluating import evaluate, simulated
from routing.lns.loads import fits_vehicle
from routing.lns.routes import empty_of, splice

OPTIONAL_UNLOADING = 0.1
NEAR_FACILITIES = 3
NO_UNLOADING, UNLOAD_AFTER, UNLOAD_BEFORE, UNLOAD_AROUND = range(4)


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


@kernel("Tuple((i8,i8,i8,f8))(c,i8,i8,i8,f8)")
def try_place(c: Any, v: int, k: int, stop: int, best: float) -> tuple[Any, Any, Any, Any]:
    """Cheapest way to insert the stop before visit k of route v, if it adds less than `best`.

    Returns
    -------
    way, come, leave, extra
        Which unloadings come along, their nodes, and the cost added (infinite when there is no way).
    """
    now, come, leave = float_row(c, x.COST)[v], np.int64(0), np.int64(0)
    way, extra = NO_UNLOADING, np.inf
    if not worth_trying(c, v, k, fill_block(c, stop, NO_UNLOADING, 0, 0), best):
        return way, come, leave, extra
    direct = joins_trip(c, v, k, stop, False, False)
    if direct:
        extra = simulated(c, v, k, 1, 0, now + best) - now
    if c[x.FACILITIES] == 0 or (direct and random_unit(c) >= OPTIONAL_UNLOADING):
        return way, come, leave, extra
    near = shorts(c, x.NEAR_FACILITY)
    previous = np.int64(shorts(c, x.SEQ)[v, k - 1]) if k > 0 else ints(c, x.VEHICLE)[v, x.START]
    for choice in range(UNLOAD_AFTER, UNLOAD_AROUND + 1):
        if choice != UNLOAD_AFTER and (k == 0 or previous >= c[x.STOPS]):
            continue
        if not joins_trip(c, v, k, stop, choice != UNLOAD_AFTER, choice != UNLOAD_BEFORE):
            continue
        for i in range(min(c[x.FACILITIES], NEAR_FACILITIES)):
            after, before = c[x.STOPS] + near[stop, i], c[x.STOPS] + near[previous, i]
            size = fill_block(c, stop, choice, before, after)
            if not worth_trying(c, v, k, size, min(best, extra)):
                continue
            other = simulated(c, v, k, size, 0, now + min(best, extra)) - now
            if other < extra:
                extra, way, come, leave = other, choice, before, after
    return way, come, leave, extra


@kernel("void(c,i8,f8)")
def insert_task(c: Any, stop: int, blink: float) -> None:
    """Put one task where it costs least, if that is less than its penalty."""
    route, where, seen, neighbour = (
        ints(c, x.ROUTE),
        shorts(c, x.WHERE),
        shorts(c, x.SEEN),
        shorts(c, x.NEIGHBOUR),
    )
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
            if overlooked(c, blink):
                continue
            way, come, leave, cost = try_place(c, v, k, stop, extra)
            if cost < extra:
                best_v, best_k, best_way, best_come, best_leave, extra = v, k, way, come, leave, cost
    locked = ints(c, x.NODE)[stop, x.LOCK]
    for kind in range(c[x.CLASSES] if locked < 0 else 1):
        v = empty_of(c, kind) if locked < 0 else locked
        if v < 0 or route[v, x.LENGTH] > 0 or not fits_vehicle(c, stop, v):
            continue
        way, come, leave, cost = try_place(c, v, 0, stop, extra)
        if cost < extra:
            best_v, best_k, best_way, best_come, best_leave, extra = v, 0, way, come, leave, cost
    for v in range(c[x.VEHICLES] if best_v < 0 else 0):
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
