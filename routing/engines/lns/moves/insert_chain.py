"""Sequences that locks tie together, inserted as one block, and deliveries whose pickups cannot move."""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.routes import splice
from routing.engines.lns.pricing.evaluation import evaluate, simulated
from routing.engines.lns.pricing.insertion_filters import fits_vehicle

LEAST_GAIN = 1e-9
NEAR_FACILITIES = 3


@typed_kernel
def fill_chain(c: Context, head: int, gap: int, within: int, last: int) -> int:
    """Write a chain to `tables.block`, with an unloading before its stop number `gap` and one at its end.

    A shipment's delivery comes right after its pickup. `within` and `last` are facilities' nodes, -1
    for no unloading.
    """
    block, node = tables.block(c), tables.nodes(c)
    size, number, stop = 0, 0, head
    while stop >= 0:
        if within >= 0 and number == gap:
            block[size] = within
            size += 1
        block[size] = stop
        size += 1
        if node[stop].partner >= 0:
            block[size] = node[stop].partner
            size += 1
        stop = node[stop].next_stop
        number += 1
    if last >= 0:
        block[size] = last
        size += 1
    return size


@typed_kernel
def sum_chain(c: Context, head: int) -> tuple[int, float]:
    """Return how many stops a chain has, deliveries aside, and what leaving all of them out costs."""
    node, penalty = tables.nodes(c), tables.penalties(c)
    count, cost, stop = 0, 0.0, head
    while stop >= 0:
        count += 1
        cost += penalty[stop]
        stop = node[stop].next_stop
    return count, cost


@typed_kernel
def chain_fits_vehicle(c: Context, head: int, v: int) -> bool:
    """Return whether the vehicle may serve every stop of a chain."""
    node, stop = tables.nodes(c), head
    while stop >= 0:
        if not fits_vehicle(c, stop, v):
            return False
        stop = node[stop].next_stop
    return True


@typed_kernel
def insert_chain(c: Context, head: int) -> None:
    """Insert a whole chain where it costs least, if that is less than its penalties.

    Unloadings at the facilities nearest to its head are tried at its end and in each of its gaps.
    """
    route, near = tables.routes(c), tables.near_facilities(c)
    count, extra = sum_chain(c, head)
    best_v, best_k, best_gap, best_within, best_last = -1, 0, 0, -1, -1
    tried = min(c.facilities, NEAR_FACILITIES)
    for v in range(c.vehicles):
        if not chain_fits_vehicle(c, head, v):
            continue
        for k in range(route[v].length + 1):
            for end in range(-1, tried):
                last = -1 if end < 0 else c.stops + near[head, end]
                for choice in range(-1, tried * count):
                    gap = 0 if choice < 0 else choice // tried
                    within = -1 if choice < 0 else c.stops + near[head, choice % tried]
                    size = fill_chain(c, head, gap, within, last)
                    added = simulated(c, v, k, size, 0, route[v].cost + extra) - route[v].cost
                    if added < extra:
                        best_v, best_k, extra = v, k, added
                        best_gap, best_within, best_last = gap, within, last
    if best_v >= 0:
        size = fill_chain(c, head, best_gap, best_within, best_last)
        splice(c, best_v, best_k, size, 0)
        evaluate(c, best_v, best_k)


@typed_kernel
def fill_move(c: Context, v: int, k: int, to: int) -> int:
    """Write to `tables.block` the visits between `k` and `to` with visit k moved to position `to`."""
    block, seq = tables.block(c), tables.sequences(c)
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


@typed_kernel
def improve_delivery(c: Context, v: int, k: int) -> None:
    """Move the delivery at visit k to the cheapest position after its pickup."""
    seq, route = tables.sequences(c), tables.routes(c)[v]
    cost, best = route.cost - LEAST_GAIN, k
    first = tables.visits(c)[tables.nodes(c)[seq[v, k]].partner].position + 1
    for to in range(first, route.length):
        if to != k:
            size = fill_move(c, v, k, to)
            found = simulated(c, v, min(k, to), size, size, cost)
            if found < cost:
                cost, best = found, to
    if best != k:
        size = fill_move(c, v, k, best)
        splice(c, v, min(k, best), size, size)
        evaluate(c, v, 0)


@typed_kernel
def polish_deliveries(c: Context) -> None:
    """Move deliveries of the changed routes whose pickups are fixed or in a chain."""
    route, seq, node = tables.routes(c), tables.sequences(c), tables.nodes(c)
    changed = tables.changed(c)
    for t in range(c.changed_count):
        v = changed[t]
        for k in range(route[v].length):
            at = seq[v, k]
            if at < c.stops and node[at].delivers and (node[at].is_fixed or node[at].chain_head >= 0):
                improve_delivery(c, v, k)
