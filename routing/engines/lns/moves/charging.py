"""Insertions that bring a charge along, where the battery would not last without one."""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.routes import splice
from routing.engines.lns.pricing.evaluation import evaluate, simulated
from routing.engines.lns.pricing.insertion_filters import fits_vehicle

NEAR_STATIONS = 3
AFTER, BEFORE = range(2)


@typed_kernel
def try_charges(c: Context, v: int, k: int, stop: int, best: float) -> tuple[int, int, float]:
    """Find the cheapest charge right after a stop inserted before visit k, or right before the stop.

    Returns
    -------
    side, station, extra
        And the cost added; infinite where no charge helps for less than `best`.
    """
    near, block, seq = tables.near_stations(c), tables.block(c), tables.sequences(c)
    vehicle, route, first = tables.vehicles(c)[v], tables.routes(c)[v], c.stops + c.facilities
    cost = route.cost
    side, chosen, extra = AFTER, 0, np.inf
    if vehicle.range_m < 0:
        return side, chosen, extra
    previous = seq[v, k - 1] if k > 0 else vehicle.start
    full_before = k > 0 and seq[v, k - 1] >= first
    full_after = k < route.length and seq[v, k] >= first
    for i in range(min(c.stations, NEAR_STATIONS)):
        if not full_after:
            block[0], block[1] = stop, first + near[stop, i]
            found = simulated(c, v, k, 2, 0, cost + min(best, extra)) - cost
            if found < min(best, extra):
                side, chosen, extra = AFTER, first + near[stop, i], found
        if not full_before:
            block[0], block[1] = first + near[previous, i], stop
            found = simulated(c, v, k, 2, 0, cost + min(best, extra)) - cost
            if found < min(best, extra):
                side, chosen, extra = BEFORE, first + near[previous, i], found
    return side, chosen, extra


@typed_kernel
def fill_charged_pair(c: Context, pickup: int, station: int, at: int) -> int:
    """Write to `tables.block` a pickup and its delivery, with a charge at position `at` of the three."""
    block = tables.block(c)
    pair = (pickup, tables.nodes(c)[pickup].partner)
    for i in range(3):
        block[i] = station if i == at else pair[i if i < at else i - 1]
    return 3


@typed_kernel
def insert_charged_shipment(c: Context, pickup: int) -> None:
    """Insert a pickup, its delivery and a charge, one right after the other, where they cost least."""
    route, vehicle, near = tables.routes(c), tables.vehicles(c), tables.near_stations(c)
    best_v, best_k, best_station, best_at = -1, 0, 0, 0
    extra = tables.penalties(c)[pickup]
    for v in range(c.vehicles):
        if vehicle[v].range_m < 0 or not fits_vehicle(c, pickup, v):
            continue
        for k in range(route[v].length + 1):
            for i in range(min(c.stations, NEAR_STATIONS)):
                station = c.stops + c.facilities + near[pickup, i]
                for at in range(3):
                    size = fill_charged_pair(c, pickup, station, at)
                    added = simulated(c, v, k, size, 0, route[v].cost + extra) - route[v].cost
                    if added < extra:
                        best_v, best_k, best_station, best_at, extra = v, k, station, at, added
    if best_v >= 0:
        size = fill_charged_pair(c, pickup, best_station, best_at)
        splice(c, best_v, best_k, size, 0)
        evaluate(c, best_v, best_k)
