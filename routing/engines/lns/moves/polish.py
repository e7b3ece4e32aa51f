"""Moves that ruin and recreate cannot make: unloadings, charges, and which vehicle drives a route."""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.positions import index_stops, set_length
from routing.engines.lns.moves.routes import clear, splice
from routing.engines.lns.moves.ruin import random_used
from routing.engines.lns.moves.snapshots import snapshot
from routing.engines.lns.pricing.evaluation import evaluate, simulated
from routing.engines.lns.pricing.insertion_filters import fits_vehicle
from routing.engines.lns.rng import random_below

LEAST_GAIN = 1e-9
STAY, DROP, EXCHANGE, LATER, EARLIER = range(5)


@typed_kernel
def improve_stopover(c: Context, v: int, k: int) -> None:
    """Drop, exchange or shift by one visit the unloading or charge at visit k, whichever is cheapest."""
    seq, block, length = tables.sequences(c), tables.block(c), tables.routes(c)[v].length
    cost = tables.routes(c)[v].cost - LEAST_GAIN
    here = seq[v, k]
    move, chosen = STAY, here
    found = simulated(c, v, k, 0, 1, cost)
    if found < cost:
        cost, move = found, DROP
    first, until = c.stops, c.stops + c.facilities
    if here >= until:
        first, until = until, until + c.stations
    for other in range(first, until):
        if other != here:
            block[0] = other
            found = simulated(c, v, k, 1, 1, cost)
            if found < cost:
                cost, move, chosen = found, EXCHANGE, other
    if k + 1 < length:
        block[0], block[1] = seq[v, k + 1], here
        found = simulated(c, v, k, 2, 2, cost)
        if found < cost:
            cost, move = found, LATER
    if k > 0:
        block[0], block[1] = here, seq[v, k - 1]
        found = simulated(c, v, k - 1, 2, 2, cost)
        if found < cost:
            cost, move = found, EARLIER
    if move == STAY:
        return
    if move == DROP:
        splice(c, v, k, 0, 1)
    elif move == EXCHANGE:
        block[0] = chosen
        splice(c, v, k, 1, 1)
    elif move == LATER:
        block[0], block[1] = seq[v, k + 1], here
        splice(c, v, k, 2, 2)
    else:
        block[0], block[1] = here, seq[v, k - 1]
        splice(c, v, k - 1, 2, 2)
    evaluate(c, v, max(k - 1, 0))


@typed_kernel
def polish_stopovers(c: Context) -> None:
    """Improve the unloadings and charges of the routes that this iteration changed."""
    route, seq, changed = tables.routes(c), tables.sequences(c), tables.changed(c)
    for t in range(c.changed_count):
        v, k = changed[t], 0
        while k < route[v].length:
            if seq[v, k] >= c.stops:
                improve_stopover(c, v, k)
            k += 1


@typed_kernel
def may_drive(c: Context, driven: int, v: int) -> bool:
    """Return whether vehicle v may serve every stop of another's route."""
    seq = tables.sequences(c)
    for i in range(tables.routes(c)[driven].length):
        if seq[driven, i] < c.stops and not fits_vehicle(c, seq[driven, i], v):
            return False
    return True


@typed_kernel
def swap_vehicles(c: Context) -> None:
    """Exchange the routes of two vehicles, one of which may be empty, where both may drive the other's."""
    route, seq, vehicle = tables.routes(c), tables.sequences(c), tables.vehicles(c)
    copied = tables.snapshot_sequences(c)
    a, b = random_used(c), random_below(c, c.vehicles)
    if a < 0 or vehicle[a].class_number == vehicle[b].class_number:
        return
    if not (may_drive(c, a, b) and may_drive(c, b, a)):
        return
    snapshot(c, a)
    snapshot(c, b)
    for v, other in ((a, b), (b, a)):
        set_length(c, v, route[other].snapshot_length)
        for i in range(route[v].length):
            seq[v, i] = copied[route[other].snapshot_from + i]
        index_stops(c, v, 0)
    for v in (a, b):
        if not evaluate(c, v, 0):
            clear(c, v)
