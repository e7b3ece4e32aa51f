"""Plain problems priced in constant time: a route is a concatenation of segments.

A segment knows its least duration, the earliest and latest departure that attain it, its metres and
its peak load; two segments and the arc between them make a third (Vidal et al. 2013, A hybrid genetic
algorithm with adaptive diversity management for a large class of vehicle routing problems with
time-windows, section 4.5).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.lns import context as x
from routing.lns.compiled import kernel
from routing.lns.context import arcs, cubes, float_row, floats, ints, shorts

INFEASIBLE = np.inf


@kernel("Tuple((i8,i8,i8,b1))(i8,i8,i8,i8,i8,i8,i8)")
def link(
    span: int, earliest: int, latest: int, arc_s: int, span2: int, earliest2: int, latest2: int
) -> tuple[int, int, int, bool]:
    """Span, earliest and latest departure of two segments in a row; False when the second comes too late."""
    after = span + arc_s
    wait = max(earliest2 - after - latest, 0)
    in_time = earliest + after <= latest2
    return (
        after + span2 + wait,
        max(earliest2 - after, earliest) - wait,
        min(latest2 - after, latest),
        in_time,
    )


@kernel("f8(c,i8,i8,i8)")
def price(c: Any, v: int, span_s: int, metres: int) -> float:
    """Cost of a route of this duration and length; infinite beyond what the vehicle may do."""
    vehicle = ints(c, x.VEHICLE)[v]
    if 0 <= vehicle[x.RANGE] < metres or 0 <= vehicle[x.MOST_AWAY] < span_s:
        return INFEASIBLE
    prices = floats(c, x.PRICE)[v]
    return prices[x.FIXED] + metres * prices[x.PER_M] + span_s * prices[x.PER_S]


@kernel("void(c,i8)")
def rebuild_backward(c: Any, v: int) -> None:
    """The segments from each visit to the end depot."""
    arc, node, vehicle, seq = arcs(c), ints(c, x.NODE), ints(c, x.VEHICLE), shorts(c, x.SEQ)
    segment, dims, profile = cubes(c, x.SEGMENT), c[x.DIMS], vehicle[v, x.PROFILE]
    length = ints(c, x.ROUTE)[v, x.LENGTH]
    b = x.BACKWARD
    last = segment[v, length]
    last[b + x.SPAN], last[b + x.SPAN_METRES] = 0, 0
    last[b + x.SPAN_EARLIEST], last[b + x.SPAN_LATEST] = vehicle[v, x.OPENS], vehicle[v, x.CLOSES]
    for d in range(dims):
        last[x.SEGMENT_LOAD + 6 * d + 3 : x.SEGMENT_LOAD + 6 * d + 6] = 0
    after = vehicle[v, x.END]
    for k in range(length - 1, -1, -1):
        at = np.int64(seq[v, k])
        now, then = segment[v, k + 1], segment[v, k]
        leave_s = np.int64(arc[profile, at, after, 0])
        then[b + x.SPAN], then[b + x.SPAN_EARLIEST], then[b + x.SPAN_LATEST], _ = link(
            node[at, x.SERVICE], node[at, x.EARLIEST], node[at, x.LATEST], leave_s,
            now[b + x.SPAN], now[b + x.SPAN_EARLIEST], now[b + x.SPAN_LATEST],
        )  # fmt: skip
        then[b + x.SPAN_METRES] = now[b + x.SPAN_METRES] + arc[profile, at, after, 1]
        for d in range(dims):
            picked, brought = node[at, x.PICKED + d], node[at, x.PICKED + dims + d]
            own = x.SEGMENT_LOAD + 6 * d + 3
            then[own + x.BROUGHT_SUM] = brought + now[own + x.BROUGHT_SUM]
            then[own + x.PICKED_SUM] = picked + now[own + x.PICKED_SUM]
            then[own + x.PEAK] = max(
                max(brought, picked) + now[own + x.BROUGHT_SUM], picked + now[own + x.PEAK]
            )
        after = at


@kernel("b1(c,i8)")
def rebuild(c: Any, v: int) -> bool:
    """Recompute every segment of route v; False, and an infinite cost, when it breaks a rule."""
    cost = float_row(c, x.COST)
    length = ints(c, x.ROUTE)[v, x.LENGTH]
    if length == 0:
        cost[v] = 0.0
        return True
    cost[v] = INFEASIBLE
    arc, node, vehicle, seq = arcs(c), ints(c, x.NODE), ints(c, x.VEHICLE), shorts(c, x.SEQ)
    segment, dims, profile = cubes(c, x.SEGMENT), c[x.DIMS], vehicle[v, x.PROFILE]
    segment[v, 0, :] = 0
    segment[v, 0, x.SPAN_EARLIEST], segment[v, 0, x.SPAN_LATEST] = vehicle[v, x.OPENS], vehicle[v, x.CLOSES]
    before = vehicle[v, x.START]
    for k in range(length + 1):
        at, lo, hi, work_s = vehicle[v, x.END], vehicle[v, x.OPENS], vehicle[v, x.CLOSES], np.int64(0)
        if k < length:
            at = np.int64(seq[v, k])
            lo, hi, work_s = node[at, x.EARLIEST], node[at, x.LATEST], node[at, x.SERVICE]
        now, then = segment[v, k], segment[v, k + 1]
        leg_s = np.int64(arc[profile, before, at, 0])
        span, earliest, latest, in_time = link(
            now[x.SPAN], now[x.SPAN_EARLIEST], now[x.SPAN_LATEST], leg_s, work_s, lo, hi
        )
        if leg_s < 0 or not in_time:
            return False
        then[x.SPAN], then[x.SPAN_EARLIEST], then[x.SPAN_LATEST] = span, earliest, latest
        then[x.SPAN_METRES] = now[x.SPAN_METRES] + arc[profile, before, at, 1]
        for d in range(dims):
            picked, brought = np.int64(0), np.int64(0)
            if k < length:
                picked, brought = node[at, x.PICKED + d], node[at, x.PICKED + dims + d]
            own = x.SEGMENT_LOAD + 6 * d
            then[own + x.BROUGHT_SUM] = now[own + x.BROUGHT_SUM] + brought
            then[own + x.PICKED_SUM] = now[own + x.PICKED_SUM] + picked
            then[own + x.PEAK] = max(now[own + x.PEAK] + brought, then[own + x.PICKED_SUM])
            if then[own + x.PEAK] > vehicle[v, x.CAPACITY + d]:
                return False
        before = at
    rebuild_backward(c, v)
    cost[v] = price(c, v, segment[v, length + 1, x.SPAN], segment[v, length + 1, x.SPAN_METRES])
    return cost[v] < INFEASIBLE


@kernel("b1(c,i8,i8,i8,i8)")
def fits(c: Any, v: int, k: int, length: int, stop: int) -> bool:
    """Whether the stop's amounts fit before visit k of route v, all the way."""
    node, vehicle, segment, dims = ints(c, x.NODE), ints(c, x.VEHICLE), cubes(c, x.SEGMENT), c[x.DIMS]
    for d in range(dims):
        picked, brought = node[stop, x.PICKED + d], node[stop, x.PICKED + dims + d]
        peak = max(picked, brought)
        if length > 0:
            lead = x.SEGMENT_LOAD + 6 * d
            rest = lead + 3
            row = segment[v, k]
            behind = brought + row[rest + x.BROUGHT_SUM]
            done = row[lead + x.PICKED_SUM] + picked
            peak = max(
                row[lead + x.PEAK] + behind, done + row[rest + x.BROUGHT_SUM], done + row[rest + x.PEAK]
            )
        if peak > vehicle[v, x.CAPACITY + d]:
            return False
    return True


@kernel("f8(c,i8,i8,i8,f8)")
def insertion_cost(c: Any, v: int, k: int, stop: int, limit: float) -> float:
    """Cost of route v with `stop` before its visit k; infinity when infeasible or not below `limit`."""
    arc, node, vehicle, seq = arcs(c), ints(c, x.NODE), ints(c, x.VEHICLE), shorts(c, x.SEQ)
    profile, length, prices = vehicle[v, x.PROFILE], ints(c, x.ROUTE)[v, x.LENGTH], floats(c, x.PRICE)[v]
    before, after = vehicle[v, x.START], vehicle[v, x.END]
    span, metres, opens, closes = np.int64(0), np.int64(0), vehicle[v, x.OPENS], vehicle[v, x.CLOSES]
    span2, opens2, closes2 = span, opens, closes
    if length > 0:
        before = np.int64(seq[v, k - 1]) if k > 0 else before
        after = np.int64(seq[v, k]) if k < length else after
        row = cubes(c, x.SEGMENT)[v, k]
        span, opens, closes, metres = (
            row[x.SPAN],
            row[x.SPAN_EARLIEST],
            row[x.SPAN_LATEST],
            row[x.SPAN_METRES],
        )
        b = x.BACKWARD
        span2, opens2, closes2 = row[b + x.SPAN], row[b + x.SPAN_EARLIEST], row[b + x.SPAN_LATEST]
        metres += row[b + x.SPAN_METRES]
    metres += arc[profile, before, stop, 1] + arc[profile, stop, after, 1]
    if prices[x.FIXED] + metres * prices[x.PER_M] >= limit or not fits(c, v, k, length, stop):
        return INFEASIBLE
    to_s, from_s = np.int64(arc[profile, before, stop, 0]), np.int64(arc[profile, stop, after, 0])
    if to_s < 0 or from_s < 0:
        return INFEASIBLE
    span, opens, closes, in_time = link(
        span, opens, closes, to_s, node[stop, x.SERVICE], node[stop, x.EARLIEST], node[stop, x.LATEST]
    )
    if not in_time:
        return INFEASIBLE
    span, opens, closes, in_time = link(span, opens, closes, from_s, span2, opens2, closes2)
    if not in_time:
        return INFEASIBLE
    return price(c, v, span, metres)
