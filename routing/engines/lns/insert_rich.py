"""Inserting a stop where rests, breaks, unloadings and the like need the simulator.

Where trucks unload on the way, an insertion may bring one unloading before the stop, after it, or both.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.charging import BEHIND, try_charges
from routing.engines.lns.context import float_row, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate, simulated
from routing.engines.lns.insertion_filters import joins_trip, least_added
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import fits_vehicle
from routing.engines.lns.rng import overlooked, random_unit
from routing.engines.lns.routes import empty_of, splice

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
        Which unloadings (or charge) come along, their nodes, and the cost added (infinite where it
        cannot be).
    """
    now, come, leave = float_row(c, x.COST)[v], np.int64(0), np.int64(0)
    way, extra = NO_UNLOADING, np.inf
    fill_block(c, stop, NO_UNLOADING, 0, 0)
    direct = joins_trip(c, v, k, stop, False, False)
    if direct:
        extra = simulated(c, v, k, 1, 0, now + best) - now
    if c[x.STATIONS] > 0 and direct and extra == np.inf:
        side, station, extra = try_charges(c, v, k, stop, best)
        come = leave = station
        way = UNLOAD_AFTER if side == BEHIND else UNLOAD_BEFORE
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
            if least_added(c, v, k, size) >= min(best, extra):
                continue
            other = simulated(c, v, k, size, 0, now + min(best, extra)) - now
            if other < extra:
                extra, way, come, leave = other, choice, before, after
    return way, come, leave, extra


@kernel("i8(c,i8,i8,i8,i8,f8)")
def note_place(c: Any, count: int, stop: int, v: int, k: int, best: float) -> int:
    """Sort a place into the list of those to try, by the least it can add; returns how many there are."""
    places, keys, block = shorts(c, x.PLACES), float_row(c, x.PLACE_KEY), short_row(c, x.BLOCK)
    block[0] = stop
    key = least_added(c, v, k, 1)
    if key >= best:
        return count
    i = count
    while i > 0 and keys[i - 1] > key:
        keys[i], places[i, 0], places[i, 1] = keys[i - 1], places[i - 1, 0], places[i - 1, 1]
        i -= 1
    keys[i], places[i, 0], places[i, 1] = key, v, k
    return count + 1


@kernel("i8(c,i8,f8)")
def note_near(c: Any, stop: int, blink: float) -> int:
    """List the places beside a stop's nearest neighbours and an empty vehicle of each class."""
    route, where, seen = ints(c, x.ROUTE), shorts(c, x.WHERE), shorts(c, x.SEEN)
    neighbour, most, count = shorts(c, x.NEIGHBOUR), float_row(c, x.PENALTY)[stop], 0
    for i in range(c[x.INSERTION_NEIGHBOURS]):
        near = neighbour[stop, i]
        v = where[near, x.ROUTE_OF]
        if v < 0 or not fits_vehicle(c, stop, v):
            continue
        for side in range(2):
            k = where[near, x.POSITION] + side
            if seen[v, k] == c[x.STAMP]:
                continue
            seen[v, k] = c[x.STAMP]
            if not overlooked(c, blink):
                count = note_place(c, count, stop, v, k, most)
    locked = ints(c, x.NODE)[stop, x.LOCK]
    for kind in range(c[x.CLASSES] if locked < 0 else 1):
        v = empty_of(c, kind) if locked < 0 else locked
        if v >= 0 and route[v, x.LENGTH] == 0 and fits_vehicle(c, stop, v):
            count = note_place(c, count, stop, v, 0, most)
    return count


@kernel("i8(c,i8)")
def note_all(c: Any, stop: int) -> int:
    """List all other places in routes in use."""
    route, seen, most, count = ints(c, x.ROUTE), shorts(c, x.SEEN), float_row(c, x.PENALTY)[stop], 0
    for v in range(c[x.VEHICLES]):
        if route[v, x.LENGTH] > 0 and fits_vehicle(c, stop, v):
            for k in range(route[v, x.LENGTH] + 1):
                if seen[v, k] != c[x.STAMP]:
                    count = note_place(c, count, stop, v, k, most)
    return count


@kernel("b1(c,i8,i8)")
def insert_at_best(c: Any, stop: int, count: int) -> bool:
    """Put the stop at the cheapest of the places listed; they are tried from the most promising on."""
    places, keys = shorts(c, x.PLACES), float_row(c, x.PLACE_KEY)
    extra = float_row(c, x.PENALTY)[stop]
    best_v, best_k, best_way, best_come, best_leave = np.int64(-1), np.int64(0), 0, 0, 0
    for i in range(count):
        if keys[i] >= extra:
            break
        v, k = np.int64(places[i, 0]), np.int64(places[i, 1])
        way, come, leave, cost = try_place(c, v, k, stop, extra)
        if cost < extra:
            best_v, best_k, best_way, best_come, best_leave, extra = v, k, way, come, leave, cost
    if best_v < 0:
        return False
    size = fill_block(c, stop, best_way, best_come, best_leave)
    splice(c, best_v, best_k, size, 0)
    evaluate(c, best_v, best_k)
    return True


@kernel("void(c,i8,f8,b1)")
def insert_task(c: Any, stop: int, blink: float, everywhere: bool) -> None:
    """Put one task where it costs least, if that is less than its penalty.

    Parameters
    ----------
    everywhere
        Whether to try all places when those beside its neighbours will not do.
    """
    c[x.STAMP] += 1
    if not insert_at_best(c, stop, note_near(c, stop, blink)) and everywhere:
        insert_at_best(c, stop, note_all(c, stop))
