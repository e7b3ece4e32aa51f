"""Changing routes, pricing them again, and taking changes back."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.lns import context as x
from routing.lns.compiled import kernel
from routing.lns.context import float_row, ints, random_state, short_row, shorts
from routing.lns.segments import rebuild
from routing.lns.simulate import simulate


@kernel("f8(c)")
def random_unit(c: Any) -> float:
    """A number in [0, 1) from an xorshift128+ state (Vigna 2017), which it advances."""
    rng = random_state(c)
    a, b = rng[0], rng[1]
    rng[0] = b
    a ^= a << np.uint64(23)
    a ^= a >> np.uint64(18)
    a ^= b ^ (b >> np.uint64(5))
    rng[1] = a
    return float((a + b) >> np.uint64(11)) / 9007199254740992.0


@kernel("i8(c,i8)")
def random_below(c: Any, count: int) -> int:
    """A whole number in [0, count)."""
    return min(int(random_unit(c) * count), count - 1)


@kernel("void(c,i8)")
def touch(c: Any, v: int) -> None:
    """Remember route v as it was before this iteration."""
    row = ints(c, x.ROUTE)[v]
    if row[x.IS_TOUCHED]:
        return
    row[x.IS_TOUCHED] = 1
    row[x.KEPT_LENGTH] = row[x.LENGTH]
    short_row(c, x.TOUCHED)[c[x.TOUCHED_COUNT]] = v
    c[x.TOUCHED_COUNT] += 1
    seq, kept = shorts(c, x.SEQ), shorts(c, x.KEPT_SEQ)
    for i in range(row[x.LENGTH]):
        kept[v, i] = seq[v, i]


@kernel("void(c)")
def settle(c: Any) -> None:
    """Accept this iteration's changes."""
    route, touched = ints(c, x.ROUTE), short_row(c, x.TOUCHED)
    for k in range(c[x.TOUCHED_COUNT]):
        route[touched[k], x.IS_TOUCHED] = 0
    c[x.TOUCHED_COUNT] = 0


@kernel("void(c,i8)")
def place_stops(c: Any, v: int) -> None:
    """Point every stop of route v at its position."""
    seq, where = shorts(c, x.SEQ), shorts(c, x.WHERE)
    for i in range(ints(c, x.ROUTE)[v, x.LENGTH]):
        at = seq[v, i]
        if at < c[x.STOPS]:
            where[at, x.ROUTE_OF] = v
            where[at, x.POSITION] = i


@kernel("b1(c,i8,i8)")
def evaluate(c: Any, v: int, keep: int) -> bool:
    """Price route v again, unchanged up to its first `keep` visits; False when it breaks a rule."""
    if c[x.PLAIN]:
        return rebuild(c, v)
    return simulate(c, v, keep, 0, 0, np.inf, True) < np.inf


@kernel("void(c)")
def undo(c: Any) -> None:
    """Take this iteration's changes back."""
    route, touched, where = ints(c, x.ROUTE), short_row(c, x.TOUCHED), shorts(c, x.WHERE)
    seq, kept = shorts(c, x.SEQ), shorts(c, x.KEPT_SEQ)
    for k in range(c[x.TOUCHED_COUNT]):
        v = touched[k]
        for i in range(route[v, x.LENGTH]):
            at = seq[v, i]
            if at < c[x.STOPS] and where[at, x.ROUTE_OF] == v:
                where[at, x.ROUTE_OF] = -1
    for k in range(c[x.TOUCHED_COUNT]):
        v = touched[k]
        route[v, x.LENGTH] = route[v, x.KEPT_LENGTH]
        for i in range(route[v, x.LENGTH]):
            seq[v, i] = kept[v, i]
        place_stops(c, v)
        evaluate(c, v, 0)
    settle(c)


@kernel("void(c,i8,i8,i8,i8)")
def splice(c: Any, v: int, k: int, block_size: int, skip: int) -> None:
    """Replace `skip` visits of route v from visit k on by BLOCK."""
    touch(c, v)
    route, seq, block = ints(c, x.ROUTE), shorts(c, x.SEQ), short_row(c, x.BLOCK)
    length, shift = route[v, x.LENGTH], block_size - skip
    if shift > 0:
        for i in range(length - 1, k + skip - 1, -1):
            seq[v, i + shift] = seq[v, i]
    elif shift < 0:
        for i in range(k + skip, length):
            seq[v, i + shift] = seq[v, i]
    for i in range(block_size):
        seq[v, k + i] = block[i]
    route[v, x.LENGTH] = length + shift
    place_stops(c, v)


@kernel("void(c,i8)")
def take_out_chain(c: Any, head: int) -> None:
    """Mark all that a sequence ties together absent."""
    where, node = shorts(c, x.WHERE), ints(c, x.NODE)
    stop = np.int64(head)
    while stop >= 0:
        where[stop, x.ROUTE_OF] = -1
        if node[stop, x.PARTNER] >= 0:
            where[node[stop, x.PARTNER], x.ROUTE_OF] = -1
        stop = node[stop, x.NEXT]


@kernel("void(c,i8)")
def take_out(c: Any, stop: int) -> None:
    """Mark a stop, and all that must leave with it, absent; `close_gaps` closes the routes.

    What a lock fixes stays where it is.
    """
    where, node = shorts(c, x.WHERE), ints(c, x.NODE)
    if node[stop, x.HELD]:
        return
    touch(c, where[stop, x.ROUTE_OF])
    if node[stop, x.HEAD] >= 0:
        take_out_chain(c, node[stop, x.HEAD])
        return
    where[stop, x.ROUTE_OF] = -1
    other = node[stop, x.PARTNER]
    if other >= 0 and where[other, x.ROUTE_OF] >= 0:
        where[other, x.ROUTE_OF] = -1


@kernel("void(c,i8)")
def compact(c: Any, v: int) -> None:
    """Close the gaps that `take_out` left in route v and drop unloadings that have nothing to unload."""
    route, seq, where = ints(c, x.ROUTE), shorts(c, x.SEQ), shorts(c, x.WHERE)
    kept, carrying = 0, False
    for i in range(route[v, x.LENGTH]):
        at = seq[v, i]
        if at < c[x.STOPS]:
            if where[at, x.ROUTE_OF] != v:
                continue
            carrying = True
        else:
            if not carrying:
                continue
            carrying = False
        seq[v, kept] = at
        kept += 1
    while kept > 0 and seq[v, kept - 1] >= c[x.STOPS] and not c[x.END_EMPTY]:
        kept -= 1
    route[v, x.LENGTH] = kept
    place_stops(c, v)


@kernel("void(c,i8)")
def clear(c: Any, v: int) -> None:
    """Take every stop out of route v but what locks fix there."""
    touch(c, v)
    route, seq, where = ints(c, x.ROUTE), shorts(c, x.SEQ), shorts(c, x.WHERE)
    for i in range(route[v, x.LENGTH]):
        if seq[v, i] < c[x.STOPS]:
            where[seq[v, i], x.ROUTE_OF] = -1
    route[v, x.LENGTH] = route[v, x.ANCHORED]
    for i in range(route[v, x.ANCHORED]):
        seq[v, i] = shorts(c, x.ANCHOR)[v, i]
    place_stops(c, v)
    evaluate(c, v, 0)


@kernel("void(c)")
def close_gaps(c: Any) -> None:
    """Compact and price every touched route; one that cannot stand without what it lost is emptied."""
    touched = short_row(c, x.TOUCHED)
    for k in range(c[x.TOUCHED_COUNT]):
        compact(c, touched[k])
        if not evaluate(c, touched[k], 0):
            clear(c, touched[k])


@kernel("f8(c)")
def objective(c: Any) -> float:
    """Cost of all routes plus the penalties of what is absent."""
    cost, penalty, where = float_row(c, x.COST), float_row(c, x.PENALTY), shorts(c, x.WHERE)
    total = 0.0
    for v in range(c[x.VEHICLES]):
        total += cost[v]
    for stop in range(c[x.STOPS]):
        if where[stop, x.ROUTE_OF] < 0:
            total += penalty[stop]
    return total


@kernel("b1(c,i8,i8)")
def fits_vehicle(c: Any, stop: int, v: int) -> bool:
    """Whether the vehicle holds the skills the stop requires and no lock keeps the stop elsewhere."""
    node = ints(c, x.NODE)
    if (node[stop, x.SKILLS] & ~ints(c, x.VEHICLE)[v, x.HOLDS]) != 0:
        return False
    return node[stop, x.LOCK] < 0 or node[stop, x.LOCK] == v
