"""Recreate: greedy insertion with blinks (Christiaens & Vanden Berghe 2020, section 5.2).

Absent stops are inserted in an order drawn at random; positions beside a stop's nearest neighbours come
first, with one empty vehicle of each class, and all positions only when none of those will do.
"""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.rows import (
    BY_CHANCE,
    DEAR_FIRST,
    EARLY_FIRST,
    FAR_FIRST,
    LARGE_FIRST,
    LATE_FIRST,
    NARROW_FIRST,
)
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.insert_chain import insert_chain
from routing.engines.lns.moves.insert_pair import insert_shipment
from routing.engines.lns.moves.insert_plain import insert_plain
from routing.engines.lns.moves.insert_rich import insert_rich
from routing.engines.lns.rng import random_below, random_unit

EVERYWHERE_SHARE = 0.2
"""While stops are left out, all positions are tried for this share of the stops: most are in vain."""


@typed_kernel
def sorting_key(c: Context, stop: int, order: int) -> float:
    """Return what a stop is sorted by."""
    node = tables.nodes(c)[stop]
    if order == LARGE_FIRST:
        amount = tables.amounts(c)
        return -float(amount[stop, 0] + amount[stop, c.dims])
    if order == NARROW_FIRST:
        return float(node.latest_s - node.earliest_s)
    if order == EARLY_FIRST:
        return float(node.earliest_s)
    if order == LATE_FIRST:
        return -float(node.latest_s)
    if order == DEAR_FIRST:
        return -float(tables.penalties(c)[stop])
    if order == BY_CHANCE:
        return random_unit(c)
    depot_s = float(tables.arcs(c)[0, tables.vehicles(c)[0].start, stop].duration_s)
    return -depot_s if order == FAR_FIRST else depot_s


@typed_kernel
def enqueue(c: Context, stop: int, order: int) -> None:
    """Add a stop to the sorted queue; of a locked sequence its first stop alone."""
    head = tables.nodes(c)[stop].chain_head
    if head >= 0 and head != stop:
        return
    queue, key = tables.queue(c), sorting_key(c, stop, order)
    i = c.queue_size
    while i > 0 and queue[i - 1].key > key:
        queue[i].key, queue[i].stop = queue[i - 1].key, queue[i - 1].stop
        i -= 1
    queue[i].key, queue[i].stop = key, stop
    c.queue_size += 1


@typed_kernel
def enqueue_absent(c: Context, most: int) -> None:
    """Queue what this iteration removed and, of what was absent before, at most so many in a row."""
    absent, before = tables.absent(c), c.absent_before
    order = tables.orders(c)[random_below(c, c.orders)]
    c.queue_size = 0
    first = random_below(c, before) if before > most else 0
    for i in range(min(before, most)):
        enqueue(c, absent[(first + i) % before], order)
    for i in range(before, c.absent_count):
        enqueue(c, absent[i], order)


@typed_kernel
def insert_absent(c: Context, blink_rate: float, most: int) -> None:
    """Insert absent stops one by one, each where it costs least if that is less than its penalty.

    Parameters
    ----------
    blink_rate
        Probability of skipping a position.
    most
        Of the stops absent before this iteration, at most this many are tried.
    """
    enqueue_absent(c, most)
    queue, node = tables.queue(c), tables.nodes(c)
    is_complete = c.absent_before == 0
    for k in range(c.queue_size):
        stop = queue[k].stop
        if node[stop].chain_head >= 0:
            insert_chain(c, stop)
        elif node[stop].partner >= 0:
            insert_shipment(c, stop, blink_rate)
        elif c.is_plain:
            insert_plain(c, stop, blink_rate)
        else:
            insert_rich(c, stop, blink_rate, is_complete or random_unit(c) < EVERYWHERE_SHARE)
