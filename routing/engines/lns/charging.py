"""Insertions that bring a charge along, where the battery would not last without one."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import float_row, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate, simulated
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import fits_vehicle
from routing.engines.lns.routes import splice

NEAR_STATIONS = 3
BEHIND, AHEAD = range(2)


@kernel("Tuple((i8,i8,f8))(c,i8,i8,i8,f8)")
def try_charges(c: Any, v: int, k: int, stop: int, best: float) -> tuple[Any, Any, Any]:
    """The cheapest charge right behind a stop inserted before visit k, or right ahead of it.

    Returns
    -------
    side, station, extra
        And the cost added; infinite where no charge helps for less than `best`.
    """
    near, block, seq = shorts(c, x.NEAR_STATION), short_row(c, x.BLOCK), shorts(c, x.SEQ)
    now, first = float_row(c, x.COST)[v], c[x.STOPS] + c[x.FACILITIES]
    side, chosen, extra = BEHIND, np.int64(0), np.inf
    if ints(c, x.VEHICLE)[v, x.BATTERY] < 0:
        return side, chosen, extra
    length = ints(c, x.ROUTE)[v, x.LENGTH]
    previous = np.int64(seq[v, k - 1]) if k > 0 else ints(c, x.VEHICLE)[v, x.START]
    full_before = k > 0 and seq[v, k - 1] >= first
    full_after = k < length and seq[v, k] >= first
    for i in range(min(c[x.STATIONS], NEAR_STATIONS)):
        if not full_after:
            block[0], block[1] = stop, first + near[stop, i]
            found = simulated(c, v, k, 2, 0, now + min(best, extra)) - now
            if found < min(best, extra):
                side, chosen, extra = BEHIND, first + near[stop, i], found
        if not full_before:
            block[0], block[1] = first + near[previous, i], stop
            found = simulated(c, v, k, 2, 0, now + min(best, extra)) - now
            if found < min(best, extra):
                side, chosen, extra = AHEAD, first + near[previous, i], found
    return side, chosen, extra


@kernel("i8(c,i8,i8,i8)")
def fill_charged_pair(c: Any, pickup: int, station: int, at: int) -> int:
    """Write to BLOCK a pickup and its delivery, with a charge at position `at` of the three."""
    block = short_row(c, x.BLOCK)
    pair = (np.int64(pickup), ints(c, x.NODE)[pickup, x.PARTNER])
    for i in range(3):
        block[i] = station if i == at else pair[i if i < at else i - 1]
    return 3


@kernel("void(c,i8)")
def insert_charged_shipment(c: Any, pickup: int) -> None:
    """Put a pickup, its delivery and a charge one after the other where they cost least."""
    route, cost, near = ints(c, x.ROUTE), float_row(c, x.COST), shorts(c, x.NEAR_STATION)
    best_v, best_k, best_station, best_at = -1, 0, np.int64(0), 0
    extra = float_row(c, x.PENALTY)[pickup]
    for v in range(c[x.VEHICLES]):
        if ints(c, x.VEHICLE)[v, x.BATTERY] < 0 or not fits_vehicle(c, pickup, v):
            continue
        for k in range(route[v, x.LENGTH] + 1):
            for i in range(min(c[x.STATIONS], NEAR_STATIONS)):
                station = c[x.STOPS] + c[x.FACILITIES] + near[pickup, i]
                for at in range(3):
                    size = fill_charged_pair(c, pickup, station, at)
                    added = simulated(c, v, k, size, 0, cost[v] + extra) - cost[v]
                    if added < extra:
                        best_v, best_k, best_station, best_at, extra = v, k, station, at, added
    if best_v >= 0:
        size = fill_charged_pair(c, pickup, best_station, best_at)
        splice(c, best_v, best_k, size, 0)
        evaluate(c, best_v, best_k)
