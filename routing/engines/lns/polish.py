"""Moves that removal and insertion of stops cannot make: unloadings, and which vehicle drives a route."""

from __future__ import annotations

from typing import Any

from routing.engines.lns import context as x
from routing.engines.lns.context import float_row, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate, simulated
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import fits_vehicle
from routing.engines.lns.rng import random_below
from routing.engines.lns.routes import clear, place_stops, set_length, splice, touch
from routing.engines.lns.ruin import random_used

LEAST_GAIN = 1e-9
STAY, DROP, EXCHANGE, LATER, EARLIER = range(5)


@kernel("void(c,i8,i8)")
def improve_unloading(c: Any, v: int, k: int) -> None:
    """Make the best of: no unloading (or charge) at visit k, another facility (or station), one place later
    or earlier.
    """
    seq, block, length = shorts(c, x.SEQ), short_row(c, x.BLOCK), ints(c, x.ROUTE)[v, x.LENGTH]
    cost = float_row(c, x.COST)[v] - LEAST_GAIN
    facility = seq[v, k]
    move, chosen = STAY, facility
    found = simulated(c, v, k, 0, 1, cost)
    if found < cost:
        cost, move = found, DROP
    first, until = c[x.STOPS], c[x.STOPS] + c[x.FACILITIES]
    if facility >= until:
        first, until = until, until + c[x.STATIONS]
    for other in range(first, until):
        if other != facility:
            block[0] = other
            found = simulated(c, v, k, 1, 1, cost)
            if found < cost:
                cost, move, chosen = found, EXCHANGE, other
    if k + 1 < length:
        block[0], block[1] = seq[v, k + 1], facility
        found = simulated(c, v, k, 2, 2, cost)
        if found < cost:
            cost, move = found, LATER
    if k > 0:
        block[0], block[1] = facility, seq[v, k - 1]
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
        block[0], block[1] = seq[v, k + 1], facility
        splice(c, v, k, 2, 2)
    else:
        block[0], block[1] = facility, seq[v, k - 1]
        splice(c, v, k - 1, 2, 2)
    evaluate(c, v, max(k - 1, 0))


@kernel("void(c)")
def polish_unloadings(c: Any) -> None:
    """Drop, exchange or shift unloadings and charges of the touched routes where that lowers their cost."""
    route, seq, touched = ints(c, x.ROUTE), shorts(c, x.SEQ), short_row(c, x.TOUCHED)
    for t in range(c[x.TOUCHED_COUNT]):
        v, k = touched[t], 0
        while k < route[v, x.LENGTH]:
            if seq[v, k] >= c[x.STOPS]:
                improve_unloading(c, v, k)
            k += 1


@kernel("b1(c,i8,i8)")
def may_drive(c: Any, driven: int, v: int) -> bool:
    """Whether vehicle v holds what every stop of another's route requires."""
    seq = shorts(c, x.SEQ)
    for i in range(ints(c, x.ROUTE)[driven, x.LENGTH]):
        if seq[driven, i] < c[x.STOPS] and not fits_vehicle(c, seq[driven, i], v):
            return False
    return True


@kernel("void(c)")
def swap_vehicles(c: Any) -> None:
    """Let two vehicles exchange their routes (one may be empty), where both can drive the other's."""
    route, seq, kept, vehicle = (
        ints(c, x.ROUTE),
        shorts(c, x.SEQ),
        short_row(c, x.KEPT_SEQ),
        ints(c, x.VEHICLE),
    )
    a, b = random_used(c), random_below(c, c[x.VEHICLES])
    if a < 0 or vehicle[a, x.SAME] == vehicle[b, x.SAME]:
        return
    if not (may_drive(c, a, b) and may_drive(c, b, a)):
        return
    touch(c, a)
    touch(c, b)
    for v, other in ((a, b), (b, a)):
        set_length(c, v, route[other, x.KEPT_LENGTH])
        for i in range(route[v, x.LENGTH]):
            seq[v, i] = kept[route[other, x.KEPT_FROM] + i]
        place_stops(c, v, 0)
    for v in (a, b):
        if not evaluate(c, v, 0):
            clear(c, v)
