"""Plain problems priced in constant time: a route is a concatenation of segments.

A segment knows its least duration, the earliest and latest departure that attain it and its peak load;
two segments and the arc between them make a third (Vidal et al. 2013, A hybrid genetic algorithm with
adaptive diversity management for a large class of vehicle routing problems with time-windows, section
4.5). They are kept by stop, in LINK, so that a change of a route moves none of them. Where time costs
nothing, only the earliest end of the first segment and the latest start of the second are kept up to
date; where no window can bind, neither.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import arcs, float_row, floats, ints, shorts
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import back_loads, carry

INFEASIBLE = np.inf
NEVER = 2**40


@kernel("i8(c,i8,i8)")
def row_before(c: Any, v: int, k: int) -> Any:
    """Row in LINK of what comes before visit k of route v."""
    return np.int64(shorts(c, x.SEQ)[v, k - 1]) if k > 0 else c[x.STOPS] + 2 * v


@kernel("i8(c,i8,i8)")
def row_after(c: Any, v: int, k: int) -> Any:
    """Row in LINK of visit k of route v, or of its end depot."""
    return np.int64(shorts(c, x.SEQ)[v, k]) if k < ints(c, x.ROUTE)[v, x.LENGTH] else c[x.STOPS] + 2 * v + 1


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


@kernel("b1(c,i8,i8,i8)")
def forward(c: Any, v: int, first: int, settled: int) -> bool:
    """The segments from the start depot up to visit `first` and all later ones.

    Ends early at a visit from `settled` on whose segment comes out as it was. False when a leg has no
    road or a window is missed.
    """
    arc, node, links, vehicle = arcs(c), ints(c, x.NODE), ints(c, x.LINK), ints(c, x.VEHICLE)[v]
    profile, length, timed, priced = (
        vehicle[x.PROFILE],
        ints(c, x.ROUTE)[v, x.LENGTH],
        not c[x.UNTIMED],
        c[x.TIME_PRICED],
    )
    before = row_before(c, v, first)
    for k in range(first, length + 1):
        row = row_after(c, v, k)
        a, b = links[before, x.LINK_NODE], links[row, x.LINK_NODE]
        leg_s = np.int64(arc[profile, a, b, 0])
        if leg_s < 0:
            return False
        links[row, x.LEG_M] = arc[profile, a, b, 1]
        if timed:
            lo, hi, work_s = vehicle[x.OPENS], vehicle[x.CLOSES], np.int64(0)
            if k < length:
                lo, hi, work_s = node[row, x.EARLIEST], node[row, x.LATEST], node[row, x.SERVICE]
            span, earliest, latest, in_time = link(
                links[before, x.SPAN], links[before, x.SPAN_EARLIEST], links[before, x.SPAN_LATEST],
                leg_s, work_s, lo, hi,
            )  # fmt: skip
            if not in_time:
                return False
            same = span + earliest == links[row, x.SPAN] + links[row, x.SPAN_EARLIEST]
            if priced:
                same = same and span == links[row, x.SPAN] and latest == links[row, x.SPAN_LATEST]
            if same and k >= settled:
                return True
            links[row, x.SPAN], links[row, x.SPAN_EARLIEST], links[row, x.SPAN_LATEST] = (
                span,
                earliest,
                latest,
            )
        elif k >= settled:
            return True
        before = row
    return True


@kernel("void(c,i8,i8,i8)")
def backward(c: Any, v: int, first: int, settled: int) -> None:
    """The segments from visit `first` and all earlier ones to the end depot.

    Ends early at a visit up to `settled` whose segment comes out as it was.
    """
    if c[x.UNTIMED]:
        return
    arc, node, links = arcs(c), ints(c, x.NODE), ints(c, x.LINK)
    profile, priced = ints(c, x.VEHICLE)[v, x.PROFILE], c[x.TIME_PRICED]
    after = row_after(c, v, first + 1)
    for k in range(first, -1, -1):
        row = row_after(c, v, k)
        span, earliest, latest, _ = link(
            node[row, x.SERVICE], node[row, x.EARLIEST], node[row, x.LATEST],
            np.int64(arc[profile, row, links[after, x.LINK_NODE], 0]),
            links[after, x.BACK_SPAN], links[after, x.BACK_EARLIEST], links[after, x.BACK_LATEST],
        )  # fmt: skip
        same = latest == links[row, x.BACK_LATEST]
        if priced:
            same = same and span == links[row, x.BACK_SPAN] and earliest == links[row, x.BACK_EARLIEST]
        if same and k <= settled:
            return
        links[row, x.BACK_SPAN], links[row, x.BACK_EARLIEST], links[row, x.BACK_LATEST] = (
            span,
            earliest,
            latest,
        )
        after = row


@kernel("f8(c,i8)")
def tally_cost(c: Any, v: int) -> float:
    """Cost of route v from its segments; infinite beyond what the vehicle may do."""
    vehicle, prices, metres = ints(c, x.VEHICLE)[v], floats(c, x.PRICE)[v], ints(c, x.TALLY)[v, x.TALLY_M]
    if 0 <= vehicle[x.RANGE] < metres:
        return INFEASIBLE
    cost = prices[x.FIXED] + metres * prices[x.PER_M]
    if c[x.TIME_PRICED]:
        span_s = ints(c, x.LINK)[c[x.STOPS] + 2 * v + 1, x.SPAN]
        if 0 <= vehicle[x.MOST_AWAY] < span_s:
            return INFEASIBLE
        cost += span_s * prices[x.PER_S]
    return float(cost)


@kernel("b1(c,i8,i8)")
def rebuild(c: Any, v: int, keep: int) -> bool:
    """Every segment of route v that its first `keep` visits do not settle; False when it breaks a rule."""
    cost, links, tally, dims = float_row(c, x.COST), ints(c, x.LINK), ints(c, x.TALLY)[v], c[x.DIMS]
    node, vehicle, length = ints(c, x.NODE), ints(c, x.VEHICLE)[v], ints(c, x.ROUTE)[v, x.LENGTH]
    tally[:] = 0
    cost[v] = INFEASIBLE
    if length == 0:
        end = c[x.STOPS] + 2 * v + 1
        links[end, x.SPAN], links[end, x.LEG_M] = 0, 0
        cost[v] = 0.0
        return True
    if not forward(c, v, keep, NEVER):
        return False
    for k in range(length + 1):
        row = row_after(c, v, k)
        tally[x.TALLY_M] += links[row, x.LEG_M]
        if k < length:
            for d in range(2 * dims):
                tally[x.TALLY_LOAD + d] += node[row, x.PICKED + d]
    for d in range(dims):
        if max(tally[x.TALLY_LOAD + d], tally[x.TALLY_LOAD + dims + d]) > vehicle[x.CAPACITY + d]:
            return False
    if not c[x.ONE_WAY]:
        if not carry(c, v):
            return False
        back_loads(c, v)
    backward(c, v, length - 1, -1)
    cost[v] = tally_cost(c, v)
    return cost[v] < INFEASIBLE
