"""Recreate: greedy insertion with blinks (Christiaens & Vanden Berghe 2020, section 5.2).

What is absent is tried in a randomly chosen order; positions beside a stop's nearest neighbours come
first, with one empty vehicle of each class, and all positions only when none of those will do.
"""

from __future__ import annotations

from typing import Any

from routing.engines.lns import context as x
from routing.engines.lns.chains import insert_chain
from routing.engines.lns.context import arcs, float_row, ints, short_row
from routing.engines.lns.insert_pair import insert_shipment
from routing.engines.lns.insert_plain import insert_plain
from routing.engines.lns.insert_rich import insert_task
from routing.engines.lns.kernels import kernel
from routing.engines.lns.rng import random_below, random_unit

EVERYWHERE_SHARE = 0.2
"""While stops are left out, all places are tried for a share of the stops alone: most would be in vain."""


@kernel("f8(c,i8,i8)")
def sorting_key(c: Any, stop: int, order: int) -> float:
    """What a stop is sorted by."""
    node = ints(c, x.NODE)
    if order == x.BY_AMOUNT:
        return -float(node[stop, x.PICKED] + node[stop, x.PICKED + c[x.DIMS]])
    if order == x.NARROW_FIRST:
        return float(node[stop, x.LATEST] - node[stop, x.EARLIEST])
    if order == x.EARLY_FIRST:
        return float(node[stop, x.EARLIEST])
    if order == x.LATE_FIRST:
        return -float(node[stop, x.LATEST])
    if order == x.DEAR_FIRST:
        return -float_row(c, x.PENALTY)[stop]
    if order == x.BY_CHANCE:
        return random_unit(c)
    depot_s = float(arcs(c)[0, ints(c, x.VEHICLE)[0, x.START], stop, 0])
    return -depot_s if order == x.FAR_FIRST else depot_s


@kernel("void(c,i8,i8)")
def put_in_order(c: Any, stop: int, order: int) -> None:
    """Add a stop to the sorted list of those to insert; of a chain the first alone."""
    head = ints(c, x.NODE)[stop, x.HEAD]
    if head >= 0 and head != stop:
        return
    sorted_, keys = short_row(c, x.ORDER), float_row(c, x.KEY)
    key = sorting_key(c, stop, order)
    i = c[x.ORDER_COUNT]
    while i > 0 and keys[i - 1] > key:
        keys[i], sorted_[i] = keys[i - 1], sorted_[i - 1]
        i -= 1
    keys[i], sorted_[i] = key, stop
    c[x.ORDER_COUNT] += 1


@kernel("void(c,i8)")
def gather_absent(c: Any, most: int) -> None:
    """Sort what this iteration removed and, of what was absent before, at most so many in a row."""
    absent, left = short_row(c, x.ABSENT), c[x.LEFT_COUNT]
    order = short_row(c, x.SORT)[random_below(c, c[x.SORTS])]
    c[x.ORDER_COUNT] = 0
    first = random_below(c, left) if left > most else 0
    for i in range(min(left, most)):
        put_in_order(c, absent[(first + i) % left], order)
    for i in range(left, c[x.ABSENT_COUNT]):
        put_in_order(c, absent[i], order)


@kernel("void(c,f8,i8)")
def insert_absent(c: Any, blink: float, most: int) -> None:
    """Insert absent stops one by one, each at its cheapest place when that is cheaper than its penalty.

    Parameters
    ----------
    blink
        Probability of overlooking a place.
    most
        Of the stops absent before this iteration, at most this many are tried.
    """
    gather_absent(c, most)
    sorted_, node = short_row(c, x.ORDER), ints(c, x.NODE)
    everywhere = c[x.LEFT_COUNT] == 0
    for k in range(c[x.ORDER_COUNT]):
        stop = sorted_[k]
        if node[stop, x.HEAD] >= 0:
            insert_chain(c, stop)
        elif node[stop, x.PARTNER] >= 0:
            insert_shipment(c, stop, blink)
        elif c[x.PLAIN]:
            insert_plain(c, stop, blink)
        else:
            insert_task(c, stop, blink, everywhere or random_unit(c) < EVERYWHERE_SHARE)
