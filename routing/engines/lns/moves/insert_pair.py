"""Inserting both ends of a shipment."""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.charging import insert_charged_shipment
from routing.engines.lns.moves.positions import first_empty
from routing.engines.lns.moves.routes import splice
from routing.engines.lns.pricing.evaluation import evaluate, simulated
from routing.engines.lns.pricing.insertion_filters import fits_vehicle, insertion_lower_bound
from routing.engines.lns.rng import blink


@typed_kernel
def fill_pair(c: Context, v: int, k: int, end: int, pickup: int) -> int:
    """Write to `tables.block` the pickup, visits k to before `end`, and the delivery; return the size."""
    block, seq = tables.block(c), tables.sequences(c)
    block[0] = pickup
    for i in range(k, end):
        block[1 + i - k] = seq[v, i]
    block[1 + end - k] = tables.nodes(c)[pickup].partner
    return end - k + 2


@typed_kernel
def detour_cost(c: Context, v: int, k: int, stop: int) -> float:
    """Return the least that a visit before visit k of route v costs; infinity where there is no road."""
    arc, vehicle, seq = tables.arcs(c), tables.vehicles(c)[v], tables.sequences(c)
    before = seq[v, k - 1] if k > 0 else vehicle.start
    after = seq[v, k] if k < tables.routes(c)[v].length else vehicle.end
    to, on = arc[vehicle.profile, before, stop], arc[vehicle.profile, stop, after]
    direct = arc[vehicle.profile, before, after]
    if to.duration_s < 0 or on.duration_s < 0:
        return np.inf
    metres = to.distance_m + on.distance_m - direct.distance_m
    seconds = to.duration_s + on.duration_s - direct.duration_s + tables.nodes(c)[stop].service_s
    return metres * vehicle.per_m + seconds * vehicle.per_s


@typed_kernel
def try_delivery(c: Context, v: int, k: int, pickup: int, best: float) -> tuple[int, float]:
    """Find the cheapest visit to deliver before, with the pickup before visit k.

    Returns
    -------
    end, extra
        The visit, -1 when all add `best` or more, and the cost added.
    """
    state, load, node, seq = tables.states(c), tables.loads(c), tables.nodes(c), tables.sequences(c)
    arc, block, amount, capacity = tables.arcs(c), tables.block(c), tables.amounts(c), tables.capacities(c)
    vehicle, route, dims = tables.vehicles(c)[v], tables.routes(c)[v], c.dims
    cost, delivery, chosen = route.cost, node[pickup].partner, -1
    latest_s = node[delivery].latest_s
    pickup_cost = detour_cost(c, v, k, pickup)
    waiting_cost = route.waiting_s * vehicle.per_s if route.length > 0 else 0.0
    for end in range(k, route.length + 1):
        if end > k:
            at = seq[v, end - 1]
            unloads = c.stops <= at < c.stops + c.facilities
            if unloads or state[v, end].time_s > latest_s:
                break
            is_full = False
            for d in range(dims):
                is_full = is_full or load[v, end, d] + amount[pickup, d] > capacity[v, d]
            if is_full:
                break
            leg_s = arc[vehicle.profile, at, delivery].duration_s
            if leg_s < 0 or state[v, end].time_s + leg_s > latest_s:
                continue
            if pickup_cost + detour_cost(c, v, end, delivery) - waiting_cost >= best:
                continue
        else:
            block[0], block[1] = pickup, delivery
            if insertion_lower_bound(c, v, k, 2) >= best:
                continue
        size = fill_pair(c, v, k, end, pickup)
        added = simulated(c, v, k, size, end - k, cost + best) - cost
        if added < best:
            chosen, best = end, added
    return chosen, best


@typed_kernel
def insert_shipment(c: Context, pickup: int, blink_rate: float) -> None:
    """Insert a pickup and its delivery where both together cost least."""
    route, block = tables.routes(c), tables.block(c)
    best_v, best_k, best_end = -1, 0, 0
    extra = tables.penalties(c)[pickup]
    locked = tables.nodes(c)[pickup].locked_to
    for v in range(c.vehicles):
        if route[v].length == 0 or not fits_vehicle(c, pickup, v):
            continue
        for k in range(route[v].length + 1):
            block[0] = pickup
            if blink(c, blink_rate) or insertion_lower_bound(c, v, k, 1) >= extra:
                continue
            end, added = try_delivery(c, v, k, pickup, extra)
            if end >= 0:
                best_v, best_k, best_end, extra = v, k, end, added
    for number in range(c.classes if locked < 0 else 1):
        v = first_empty(c, number) if locked < 0 else locked
        if v < 0 or route[v].length > 0 or not fits_vehicle(c, pickup, v):
            continue
        end, added = try_delivery(c, v, 0, pickup, extra)
        if end >= 0:
            best_v, best_k, best_end, extra = v, 0, end, added
    if best_v >= 0:
        size = fill_pair(c, best_v, best_k, best_end, pickup)
        splice(c, best_v, best_k, size, best_end - best_k)
        evaluate(c, best_v, best_k)
    elif c.stations > 0:
        insert_charged_shipment(c, pickup)
