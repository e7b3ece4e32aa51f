"""Inserting a stop where rests, breaks, unloadings and the like need the simulator.

Where trucks unload on the way, an insertion may bring an unloading before the stop, after it, or both.
"""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.charging import AFTER, try_charges
from routing.engines.lns.moves.positions import first_empty
from routing.engines.lns.moves.routes import splice
from routing.engines.lns.pricing.evaluation import evaluate, simulated
from routing.engines.lns.pricing.insertion_filters import fits_trip, fits_vehicle, insertion_lower_bound
from routing.engines.lns.rng import blink, random_unit

OPTIONAL_UNLOADING = 0.1
"""Share of positions at which an unloading is tried although the trip has room without one."""
NEAR_FACILITIES = 3
ALONE, UNLOAD_AFTER, UNLOAD_BEFORE, UNLOAD_AROUND = range(4)


@typed_kernel
def fill_block(c: Context, stop: int, stopovers: int, first: int, last: int) -> int:
    """Write the visits that an insertion brings to `tables.block`; return how many."""
    block = tables.block(c)
    size = 0
    if stopovers in (UNLOAD_BEFORE, UNLOAD_AROUND):
        block[size] = first
        size += 1
    block[size] = stop
    size += 1
    if stopovers in (UNLOAD_AFTER, UNLOAD_AROUND):
        block[size] = last
        size += 1
    return size


@typed_kernel
def try_position(c: Context, v: int, k: int, stop: int, best: float) -> tuple[int, int, int, float]:
    """Find the cheapest way to insert the stop before visit k of route v, if it adds less than `best`.

    Returns
    -------
    stopovers, first, last, extra
        Which unloadings (or charge) come along, their nodes, and the cost added (infinite where the stop
        cannot be inserted).
    """
    cost, first, last = tables.routes(c)[v].cost, 0, 0
    stopovers, extra = ALONE, np.inf
    fill_block(c, stop, ALONE, 0, 0)
    is_direct = fits_trip(c, v, k, stop, False, False)
    if is_direct:
        extra = simulated(c, v, k, 1, 0, cost + best) - cost
    if c.stations > 0 and is_direct and extra == np.inf:
        side, station, extra = try_charges(c, v, k, stop, best)
        first = last = station
        stopovers = UNLOAD_AFTER if side == AFTER else UNLOAD_BEFORE
    if c.facilities == 0 or (is_direct and random_unit(c) >= OPTIONAL_UNLOADING):
        return stopovers, first, last, extra
    near = tables.near_facilities(c)
    previous = tables.sequences(c)[v, k - 1] if k > 0 else tables.vehicles(c)[v].start
    for choice in range(UNLOAD_AFTER, UNLOAD_AROUND + 1):
        if choice != UNLOAD_AFTER and (k == 0 or previous >= c.stops):
            continue
        if not fits_trip(c, v, k, stop, choice != UNLOAD_AFTER, choice != UNLOAD_BEFORE):
            continue
        for i in range(min(c.facilities, NEAR_FACILITIES)):
            after, before = c.stops + near[stop, i], c.stops + near[previous, i]
            size = fill_block(c, stop, choice, before, after)
            if insertion_lower_bound(c, v, k, size) >= min(best, extra):
                continue
            other = simulated(c, v, k, size, 0, cost + min(best, extra)) - cost
            if other < extra:
                extra, stopovers, first, last = other, choice, before, after
    return stopovers, first, last, extra


@typed_kernel
def add_candidate(c: Context, count: int, stop: int, v: int, k: int, best: float) -> int:
    """Add a position to the sorted candidates if it can add less than `best`; return their number."""
    candidate = tables.candidates(c)
    tables.block(c)[0] = stop
    bound = insertion_lower_bound(c, v, k, 1)
    if bound >= best:
        return count
    i = count
    while i > 0 and candidate[i - 1].bound > bound:
        here, previous = candidate[i], candidate[i - 1]
        here.bound, here.vehicle, here.position = previous.bound, previous.vehicle, previous.position
        i -= 1
    candidate[i].bound, candidate[i].vehicle, candidate[i].position = bound, v, k
    return count + 1


@typed_kernel
def list_near(c: Context, stop: int, blink_rate: float) -> int:
    """List the positions beside a stop's nearest neighbours and an empty vehicle of each class."""
    route, visit, seen = tables.routes(c), tables.visits(c), tables.seen_positions(c)
    neighbour, most, count = tables.neighbours(c), tables.penalties(c)[stop], 0
    for i in range(c.insertion_neighbours):
        near = neighbour[stop, i]
        v = visit[near].route
        if v < 0 or not fits_vehicle(c, stop, v):
            continue
        for side in range(2):
            k = visit[near].position + side
            if seen[v, k] == c.stamp:
                continue
            seen[v, k] = c.stamp
            if not blink(c, blink_rate):
                count = add_candidate(c, count, stop, v, k, most)
    locked = tables.nodes(c)[stop].locked_to
    for number in range(c.classes if locked < 0 else 1):
        v = first_empty(c, number) if locked < 0 else locked
        if v >= 0 and route[v].length == 0 and fits_vehicle(c, stop, v):
            count = add_candidate(c, count, stop, v, 0, most)
    return count


@typed_kernel
def list_all(c: Context, stop: int) -> int:
    """List all other positions in routes in use."""
    route, seen = tables.routes(c), tables.seen_positions(c)
    most, count = tables.penalties(c)[stop], 0
    for v in range(c.vehicles):
        if route[v].length > 0 and fits_vehicle(c, stop, v):
            for k in range(route[v].length + 1):
                if seen[v, k] != c.stamp:
                    count = add_candidate(c, count, stop, v, k, most)
    return count


@typed_kernel
def insert_at_best(c: Context, stop: int, count: int) -> bool:
    """Insert the stop at the cheapest of the candidates, simulated from the most promising on."""
    candidate = tables.candidates(c)
    extra = tables.penalties(c)[stop]
    best_v, best_k, best_stopovers, best_first, best_last = -1, 0, 0, 0, 0
    for i in range(count):
        if candidate[i].bound >= extra:
            break
        v, k = candidate[i].vehicle, candidate[i].position
        stopovers, first, last, cost = try_position(c, v, k, stop, extra)
        if cost < extra:
            best_v, best_k, extra = v, k, cost
            best_stopovers, best_first, best_last = stopovers, first, last
    if best_v < 0:
        return False
    size = fill_block(c, stop, best_stopovers, best_first, best_last)
    splice(c, best_v, best_k, size, 0)
    evaluate(c, best_v, best_k)
    return True


@typed_kernel
def insert_rich(c: Context, stop: int, blink_rate: float, everywhere: bool) -> None:
    """Insert one task where it costs least, if that is less than its penalty.

    Parameters
    ----------
    everywhere
        Whether to try all positions when those beside its neighbours will not do.
    """
    c.stamp += 1
    if not insert_at_best(c, stop, list_near(c, stop, blink_rate)) and everywhere:
        insert_at_best(c, stop, list_all(c, stop))
