"""Changing routes, pricing them again, and taking changes back."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import cubes, float_row, ints, short_row, shorts
from routing.engines.lns.evaluation import evaluate
from routing.engines.lns.kernels import kernel


@kernel("void(c,i8)")
def touch(c: Any, v: int) -> None:
    """Remember route v as it was before this iteration, in one row of KEPT_SEQ after those of others."""
    row = ints(c, x.ROUTE)[v]
    if row[x.IS_TOUCHED]:
        return
    if c[x.TOUCHED_COUNT] == 0:
        c[x.KEPT_ROWS] = 0
    length, first = row[x.LENGTH], c[x.KEPT_ROWS]
    row[x.IS_TOUCHED] = 1
    row[x.KEPT_LENGTH], row[x.KEPT_STUCK], row[x.KEPT_FROM] = length, row[x.STUCK], first
    c[x.KEPT_ROWS] += length + 1
    short_row(c, x.TOUCHED)[c[x.TOUCHED_COUNT]] = v
    c[x.TOUCHED_COUNT] += 1
    float_row(c, x.KEPT_COST)[v] = float_row(c, x.COST)[v]
    seq, kept = shorts(c, x.SEQ), short_row(c, x.KEPT_SEQ)
    for i in range(length):
        kept[first + i] = seq[v, i]
    if not c[x.PLAIN] and length > 0:
        clock, kept_clock = cubes(c, x.CLOCK)[v], ints(c, x.KEPT_CLOCK)
        for i in range(length + 1):
            for column in range(clock.shape[1]):
                kept_clock[first + i, column] = clock[i, column]


@kernel("void(c,i8,i8)")
def set_length(c: Any, v: int, length: int) -> None:
    """Give route v its number of visits; an empty vehicle can be found by its class again."""
    ints(c, x.ROUTE)[v, x.LENGTH] = length
    if length == 0:
        vehicle, kinds = ints(c, x.VEHICLE), ints(c, x.CLASS)
        kinds[vehicle[v, x.SAME], x.FREE] = min(kinds[vehicle[v, x.SAME], x.FREE], vehicle[v, x.RANK])


@kernel("i8(c,i8)")
def empty_of(c: Any, kind: int) -> int:
    """The first empty vehicle of a class, or -1."""
    row, members, route = ints(c, x.CLASS)[kind], short_row(c, x.MEMBER), ints(c, x.ROUTE)
    while row[x.FREE] < row[x.MEMBERS]:
        v = np.int64(members[row[x.FIRST_MEMBER] + row[x.FREE]])
        if route[v, x.LENGTH] == 0:
            return int(v)
        row[x.FREE] += 1
    return -1


@kernel("void(c,i8,i8)")
def place_stops(c: Any, v: int, first: int) -> None:
    """Point every stop of route v from visit `first` on at its position."""
    seq, where = shorts(c, x.SEQ), shorts(c, x.WHERE)
    for i in range(first, ints(c, x.ROUTE)[v, x.LENGTH]):
        at = seq[v, i]
        if at < c[x.STOPS]:
            where[at, x.ROUTE_OF] = v
            where[at, x.POSITION] = i


@kernel("void(c)")
def settle(c: Any) -> None:
    """Accept this iteration's changes."""
    route, touched, absent = ints(c, x.ROUTE), short_row(c, x.TOUCHED), short_row(c, x.ABSENT)
    for k in range(c[x.TOUCHED_COUNT]):
        route[touched[k], x.IS_TOUCHED] = 0
    c[x.TOUCHED_COUNT] = 0
    where, left = shorts(c, x.WHERE), 0
    for i in range(c[x.ABSENT_COUNT]):
        if where[absent[i], x.ROUTE_OF] < 0:
            absent[left] = absent[i]
            left += 1
    c[x.ABSENT_COUNT] = c[x.LEFT_COUNT] = left


@kernel("void(c,i8)")
def restore(c: Any, v: int) -> None:
    """Put touched route v back as it was, its price with it."""
    row, seq, kept = ints(c, x.ROUTE)[v], shorts(c, x.SEQ), short_row(c, x.KEPT_SEQ)
    length, first = row[x.KEPT_LENGTH], row[x.KEPT_FROM]
    set_length(c, v, length)
    for i in range(length):
        seq[v, i] = kept[first + i]
    place_stops(c, v, 0)
    if c[x.PLAIN] or c[x.LIMITED_INTAKE]:
        evaluate(c, v, 0)
        return
    row[x.STUCK] = row[x.KEPT_STUCK]
    float_row(c, x.COST)[v] = float_row(c, x.KEPT_COST)[v]
    if length > 0:
        clock, kept_clock = cubes(c, x.CLOCK)[v], ints(c, x.KEPT_CLOCK)
        for i in range(length + 1):
            for column in range(clock.shape[1]):
                clock[i, column] = kept_clock[first + i, column]


@kernel("void(c)")
def undo(c: Any) -> None:
    """Take this iteration's changes back."""
    route, touched, where, seq = (
        ints(c, x.ROUTE),
        short_row(c, x.TOUCHED),
        shorts(c, x.WHERE),
        shorts(c, x.SEQ),
    )
    for k in range(c[x.TOUCHED_COUNT]):
        v = touched[k]
        for i in range(route[v, x.LENGTH]):
            at = seq[v, i]
            if at < c[x.STOPS] and where[at, x.ROUTE_OF] == v:
                where[at, x.ROUTE_OF] = -1
    for k in range(c[x.TOUCHED_COUNT]):
        restore(c, touched[k])
        route[touched[k], x.IS_TOUCHED] = 0
    c[x.TOUCHED_COUNT] = 0
    c[x.ABSENT_COUNT] = c[x.LEFT_COUNT]


@kernel("void(c,i8,i8,i8,i8)")
def splice(c: Any, v: int, k: int, block_size: int, skip: int) -> None:
    """Replace `skip` visits of route v from visit k on by BLOCK."""
    touch(c, v)
    seq, block = shorts(c, x.SEQ), short_row(c, x.BLOCK)
    length, shift = ints(c, x.ROUTE)[v, x.LENGTH], block_size - skip
    if shift > 0:
        for i in range(length - 1, k + skip - 1, -1):
            seq[v, i + shift] = seq[v, i]
    elif shift < 0:
        for i in range(k + skip, length):
            seq[v, i + shift] = seq[v, i]
    for i in range(block_size):
        seq[v, k + i] = block[i]
    set_length(c, v, length + shift)
    place_stops(c, v, k)


@kernel("void(c,i8)")
def mark_absent(c: Any, stop: int) -> None:
    """A stop is in no route; listed unless it is a shipment's delivery or a lock fixes it."""
    shorts(c, x.WHERE)[stop, x.ROUTE_OF] = -1
    if not ints(c, x.NODE)[stop, x.DELIVERS] and not ints(c, x.NODE)[stop, x.HELD]:
        short_row(c, x.ABSENT)[c[x.ABSENT_COUNT]] = stop
        c[x.ABSENT_COUNT] += 1


@kernel("void(c,i8)")
def take_out_chain(c: Any, head: int) -> None:
    """Mark all that a sequence ties together absent."""
    node, stop = ints(c, x.NODE), np.int64(head)
    while stop >= 0:
        mark_absent(c, stop)
        if node[stop, x.PARTNER] >= 0:
            mark_absent(c, node[stop, x.PARTNER])
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
    mark_absent(c, stop)
    other = node[stop, x.PARTNER]
    if other >= 0 and where[other, x.ROUTE_OF] >= 0:
        mark_absent(c, other)


@kernel("i8(c,i8)")
def compact(c: Any, v: int) -> int:
    """Close the gaps that `take_out` left in route v; drop unloadings of nothing, charges of a full battery.

    Returns
    -------
    int
        How many visits from the first on are as they were.
    """
    seq, where, length = shorts(c, x.SEQ), shorts(c, x.WHERE), ints(c, x.ROUTE)[v, x.LENGTH]
    kept, stops, carrying, same = 0, 0, False, np.int64(-1)
    first_station = c[x.STOPS] + c[x.FACILITIES]
    for i in range(length):
        at = seq[v, i]
        gone = where[at, x.ROUTE_OF] != v if at < c[x.STOPS] else not carrying
        if at >= first_station:
            gone = kept > 0 and seq[v, kept - 1] >= first_station
        if gone:
            same = np.int64(i) if same < 0 else same
            continue
        if at < c[x.STOPS]:
            carrying = True
            stops += 1
        elif at < first_station:
            carrying = False
        seq[v, kept] = at
        kept += 1
    while kept > 0 and not c[x.END_EMPTY] and 0 <= seq[v, kept - 1] - c[x.STOPS] < c[x.FACILITIES]:
        kept -= 1
    kept = kept if stops > 0 else 0
    same = min(same, np.int64(kept)) if same >= 0 else np.int64(kept)
    set_length(c, v, kept)
    place_stops(c, v, same)
    return int(same)


@kernel("void(c,i8)")
def clear(c: Any, v: int) -> None:
    """Take every stop out of route v but what locks fix there."""
    touch(c, v)
    seq = shorts(c, x.SEQ)
    for i in range(ints(c, x.ROUTE)[v, x.LENGTH]):
        if seq[v, i] < c[x.STOPS]:
            mark_absent(c, seq[v, i])
    anchored = ints(c, x.ROUTE)[v, x.ANCHORED]
    for i in range(anchored):
        seq[v, i] = shorts(c, x.ANCHOR)[v, i]
    set_length(c, v, anchored)
    place_stops(c, v, 0)
    evaluate(c, v, 0)


@kernel("void(c)")
def close_gaps(c: Any) -> None:
    """Compact and price every touched route; one that cannot stand without what it lost is emptied."""
    touched = short_row(c, x.TOUCHED)
    for k in range(c[x.TOUCHED_COUNT]):
        same = compact(c, touched[k])
        if not evaluate(c, touched[k], same):
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


@kernel("f8(c)")
def change(c: Any) -> float:
    """How much this iteration has added to the objective so far."""
    cost, kept, touched = float_row(c, x.COST), float_row(c, x.KEPT_COST), short_row(c, x.TOUCHED)
    penalty, where, absent = float_row(c, x.PENALTY), shorts(c, x.WHERE), short_row(c, x.ABSENT)
    total = 0.0
    for k in range(c[x.TOUCHED_COUNT]):
        total += cost[touched[k]] - kept[touched[k]]
    for i in range(c[x.ABSENT_COUNT]):
        is_absent = where[absent[i], x.ROUTE_OF] < 0
        if i < c[x.LEFT_COUNT] and not is_absent:
            total -= penalty[absent[i]]
        elif i >= c[x.LEFT_COUNT] and is_absent:
            total += penalty[absent[i]]
    return total
