"""Inserting both ends of a shipment."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.charging import insert_charged_shipment
from routing.engines.lns.context import arcs, cubes, float_row, floats, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate, simulated
from routing.engines.lns.insertion_filters import least_added
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import fits_vehicle
from routing.engines.lns.rng import overlooked
from routing.engines.lns.routes import empty_of, splice


@kernel("i8(c,i8,i8,i8,i8)")
def fill_pair(c: Any, v: int, k: int, end: int, pickup: int) -> int:
    """Write to BLOCK the pickup, visits k to before `end`, and the delivery; returns the size."""
    block, seq = short_row(c, x.BLOCK), shorts(c, x.SEQ)
    block[0] = pickup
    for i in range(k, end):
        block[1 + i - k] = seq[v, i]
    block[1 + end - k] = ints(c, x.NODE)[pickup, x.PARTNER]
    return int(end - k + 2)


@kernel("f8(c,i8,i8,i8)")
def detour_cost(c: Any, v: int, k: int, stop: int) -> float:
    """The least that a visit before visit k of route v costs; infinity where there is no road."""
    arc, vehicle, seq, length = (
        arcs(c),
        ints(c, x.VEHICLE)[v],
        shorts(c, x.SEQ),
        ints(c, x.ROUTE)[v, x.LENGTH],
    )
    profile, prices = vehicle[x.PROFILE], floats(c, x.PRICE)[v]
    before = np.int64(seq[v, k - 1]) if k > 0 else vehicle[x.START]
    after = np.int64(seq[v, k]) if k < length else vehicle[x.END]
    to_s, from_s, old_s = (
        arc[profile, before, stop, 0],
        arc[profile, stop, after, 0],
        arc[profile, before, after, 0],
    )
    if to_s < 0 or from_s < 0:
        return np.inf
    metres = arc[profile, before, stop, 1] + arc[profile, stop, after, 1] - arc[profile, before, after, 1]
    seconds = to_s + from_s - old_s + ints(c, x.NODE)[stop, x.SERVICE]
    return float(metres * prices[x.PER_M] + seconds * prices[x.PER_S])


@kernel("Tuple((i8,f8))(c,i8,i8,i8,f8)")
def try_delivery(c: Any, v: int, k: int, pickup: int, best: float) -> tuple[int, float]:
    """The cheapest visit to deliver before, the pickup put before visit k; -1 when all add `best` or more."""
    clock, node, seq, arc, block = (
        cubes(c, x.CLOCK),
        ints(c, x.NODE),
        shorts(c, x.SEQ),
        arcs(c),
        short_row(c, x.BLOCK),
    )
    vehicle, now, length, dims = (
        ints(c, x.VEHICLE)[v],
        float_row(c, x.COST)[v],
        ints(c, x.ROUTE)[v, x.LENGTH],
        c[x.DIMS],
    )
    delivery, chosen = node[pickup, x.PARTNER], -1
    pickup_cost = detour_cost(c, v, k, pickup)
    waiting_cost = ints(c, x.ROUTE)[v, x.STUCK] * floats(c, x.PRICE)[v, x.PER_S] if length > 0 else 0.0
    for end in range(k, length + 1):
        if end > k:
            at = np.int64(seq[v, end - 1])
            leave_s = arc[vehicle[x.PROFILE], at, delivery, 0]
            unloads = c[x.STOPS] <= at < c[x.STOPS] + c[x.FACILITIES]
            if unloads or clock[v, end, x.TIME] > node[delivery, x.LATEST]:
                break
            full = False
            for d in range(dims):
                full = (
                    full or clock[v, end, x.LOAD + d] + node[pickup, x.PICKED + d] > vehicle[x.CAPACITY + d]
                )
            if full:
                break
            if leave_s < 0 or clock[v, end, x.TIME] + leave_s > node[delivery, x.LATEST]:
                continue
            if pickup_cost + detour_cost(c, v, end, delivery) - waiting_cost >= best:
                continue
        else:
            block[0], block[1] = pickup, delivery
            if least_added(c, v, k, 2) >= best:
                continue
        size = fill_pair(c, v, k, end, pickup)
        added = simulated(c, v, k, size, end - k, now + best) - now
        if added < best:
            chosen, best = end, added
    return chosen, best


@kernel("void(c,i8,f8)")
def insert_shipment(c: Any, pickup: int, blink: float) -> None:
    """Put a pickup and its delivery where both together cost least."""
    route, block = ints(c, x.ROUTE), short_row(c, x.BLOCK)
    best_v, best_k, best_end = -1, 0, 0
    extra = float_row(c, x.PENALTY)[pickup]
    locked = ints(c, x.NODE)[pickup, x.LOCK]
    for v in range(c[x.VEHICLES]):
        if route[v, x.LENGTH] == 0 or not fits_vehicle(c, pickup, v):
            continue
        for k in range(route[v, x.LENGTH] + 1):
            block[0] = pickup
            if overlooked(c, blink) or least_added(c, v, k, 1) >= extra:
                continue
            end, added = try_delivery(c, v, k, pickup, extra)
            if end >= 0:
                best_v, best_k, best_end, extra = v, k, end, added
    for kind in range(c[x.CLASSES] if locked < 0 else 1):
        v = empty_of(c, kind) if locked < 0 else locked
        if v < 0 or route[v, x.LENGTH] > 0 or not fits_vehicle(c, pickup, v):
            continue
        end, added = try_delivery(c, v, 0, pickup, extra)
        if end >= 0:
            best_v, best_k, best_end, extra = v, 0, end, added
    if best_v >= 0:
        size = fill_pair(c, best_v, best_k, best_end, pickup)
        splice(c, best_v, best_k, size, best_end - best_k)
        evaluate(c, best_v, best_k)
    elif c[x.STATIONS] > 0:
        insert_charged_shipment(c, pickup)
