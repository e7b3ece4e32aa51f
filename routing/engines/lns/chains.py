"""Stops that locks tie together: inserted as one block; deliveries whose pickup cannot move."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import float_row, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate, simulated
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import fits_vehicle
from routing.engines.lns.routes import splice

LEAST_GAIN = 1e-9
NEAR_FACILITIES = 3


@kernel("i8(c,i8,i8,i8,i8)")
def fill_chain(c: Any, head: int, gap: int, within: int, last: int) -> int:
    """Write a chain to BLOCK, with an unloading before its stop number `gap` and one at its end.

    A shipment's delivery comes right after its pickup. `within` and `last` are facilities' nodes, -1
    for no unloading.
    """
    block, node = short_row(c, x.BLOCK), ints(c, x.NODE)
    size, number, stop = 0, 0, np.int64(head)
    while stop >= 0:
        if within >= 0 and number == gap:
            block[size] = within
            size += 1
        block[size] = stop
        size += 1
        if node[stop, x.PARTNER] >= 0:
            block[size] = node[stop, x.PARTNER]
            size += 1
        stop = node[stop, x.NEXT]
        number += 1
    if last >= 0:
        block[size] = last
        size += 1
    return size


@kernel("Tuple((i8,f8))(c,i8)")
def chain_sum(c: Any, head: int) -> tuple[Any, Any]:
    """How many stops a chain has, deliveries aside, and what leaving all of them out costs."""
    node, penalty = ints(c, x.NODE), float_row(c, x.PENALTY)
    count, price, stop = 0, 0.0, np.int64(head)
    while stop >= 0:
        count += 1
        price += penalty[stop]
        stop = node[stop, x.NEXT]
    return count, price


@kernel("b1(c,i8,i8)")
def chain_fits(c: Any, head: int, v: int) -> bool:
    """Whether the vehicle may serve every stop of a chain."""
    node, stop = ints(c, x.NODE), np.int64(head)
    while stop >= 0:
        if not fits_vehicle(c, stop, v):
            return False
        stop = node[stop, x.NEXT]
    return True


@kernel("void(c,i8)")
def insert_chain(c: Any, head: int) -> None:
    """Put a whole chain where it costs least, if that is less than its penalties.

    Unloadings at the facilities nearest to its head are tried at its end and in each of its gaps.
    """
    route, cost, near = ints(c, x.ROUTE), float_row(c, x.COST), shorts(c, x.NEAR_FACILITY)
    count, extra = chain_sum(c, head)
    best_v, best_k, best_gap, best_within, best_last = -1, 0, 0, np.int64(-1), np.int64(-1)
    tried = min(c[x.FACILITIES], NEAR_FACILITIES)
    for v in range(c[x.VEHICLES]):
        if not chain_fits(c, head, v):
            continue
        for k in range(route[v, x.LENGTH] + 1):
            for end in range(-1, tried):
                last = np.int64(-1) if end < 0 else c[x.STOPS] + near[head, end]
                for way in range(-1, tried * count):
                    gap = 0 if way < 0 else way // tried
                    within = np.int64(-1) if way < 0 else c[x.STOPS] + near[head, way % tried]
                    size = fill_chain(c, head, gap, within, last)
                    added = simulated(c, v, k, size, 0, cost[v] + extra) - cost[v]
                    if added < extra:
                        best_v, best_k, extra = v, k, added
                        best_gap, best_within, best_last = gap, within, last
    if best_v >= 0:
        size = fill_chain(c, head, best_gap, best_within, best_last)
        splice(c, best_v, best_k, size, 0)
        evaluate(c, best_v, best_k)


@kernel("i8(c,i8,i8,i8)")
def fill_move(c: Any, v: int, k: int, to: int) -> int:
    """Write to BLOCK the visits between `k` and `to` with visit k moved to position `to`."""
    block, seq = short_row(c, x.BLOCK), shorts(c, x.SEQ)
    low, high = min(k, to), max(k, to)
    size = 0
    if to < k:
        block[size] = seq[v, k]
        size += 1
    for i in range(low, high + 1):
        if i != k:
            block[size] = seq[v, i]
            size += 1
    if to >= k:
        block[size] = seq[v, k]
        size += 1
    return size


@kernel("void(c,i8,i8)")
def improve_delivery(c: Any, v: int, k: int) -> None:
    """Move the delivery at visit k to the best place after its pickup."""
    seq, where = shorts(c, x.SEQ), shorts(c, x.WHERE)
    cost, best = float_row(c, x.COST)[v] - LEAST_GAIN, k
    first = where[ints(c, x.NODE)[seq[v, k], x.PARTNER], x.POSITION] + 1
    for to in range(first, ints(c, x.ROUTE)[v, x.LENGTH]):
        if to != k:
            size = fill_move(c, v, k, to)
            found = simulated(c, v, min(k, to), size, size, cost)
            if found < cost:
                cost, best = found, to
    if best != k:
        size = fill_move(c, v, k, best)
        splice(c, v, min(k, best), size, size)
        evaluate(c, v, 0)


@kernel("void(c)")
def polish_deliveries(c: Any) -> None:
    """Move deliveries of the touched routes whose pickups are fixed or in a chain."""
    route, seq, node, touched = ints(c, x.ROUTE), shorts(c, x.SEQ), ints(c, x.NODE), short_row(c, x.TOUCHED)
    for t in range(c[x.TOUCHED_COUNT]):
        v = touched[t]
        for k in range(route[v, x.LENGTH]):
            at = seq[v, k]
            if at < c[x.STOPS] and node[at, x.DELIVERS] and (node[at, x.HELD] or node[at, x.HEAD] >= 0):
                improve_delivery(c, v, k)
