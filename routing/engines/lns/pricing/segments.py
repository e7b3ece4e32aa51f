"""Plain problems priced in constant time: a route is a concatenation of segments.

A segment knows its least duration, the earliest and the latest departure that attain it, and its loads;
two segments and the leg between them make a third (Vidal et al. 2013, A hybrid genetic algorithm with
adaptive diversity management for a large class of vehicle routing problems with time-windows, section
4.5; Vidal et al. 2014, A unified solution framework for multi-attribute vehicle routing problems). They
are kept by stop, so that a change of a route moves none of them. Where time costs nothing, only the
earliest end of the first segment and the latest start of the second are kept up to date; where no window
can bind, neither.
"""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.rows import FOREVER_S
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.pricing.segment_loads import load_backward, load_forward

INFEASIBLE = np.inf


@typed_kernel
def row_before(c: Context, v: int, k: int) -> int:
    """Return the row in `tables.segments` of what comes before visit k of route v."""
    return tables.sequences(c)[v, k - 1] if k > 0 else c.stops + 2 * v


@typed_kernel
def row_after(c: Context, v: int, k: int) -> int:
    """Return the row in `tables.segments` of visit k of route v, or of its end depot."""
    return tables.sequences(c)[v, k] if k < tables.routes(c)[v].length else c.stops + 2 * v + 1


@typed_kernel
def concatenate(
    span_s: int, earliest_s: int, latest_s: int, leg_s: int, span2_s: int, earliest2_s: int, latest2_s: int
) -> tuple[int, int, int, bool]:
    """Return span, earliest and latest departure of two segments; False when the second comes too late."""
    after_s = span_s + leg_s
    wait_s = max(earliest2_s - after_s - latest_s, 0)
    in_time = earliest_s + after_s <= latest2_s
    return (
        after_s + span2_s + wait_s,
        max(earliest2_s - after_s, earliest_s) - wait_s,
        min(latest2_s - after_s, latest_s),
        in_time,
    )


@typed_kernel
def extend_forward(c: Context, v: int, first: int, until: int) -> bool:
    """Compute the segments from the start depot up to visit `first` and to all later ones.

    Ends at a visit from `until` on whose segment did not change. False when a leg has no road or a window
    is missed.
    """
    arc, node, segment, vehicle = tables.arcs(c), tables.nodes(c), tables.segments(c), tables.vehicles(c)[v]
    length, is_timed = tables.routes(c)[v].length, not c.is_untimed
    before = segment[row_before(c, v, first)]
    for k in range(first, length + 1):
        row = row_after(c, v, k)
        here = segment[row]
        leg = arc[vehicle.profile, before.node, here.node]
        if leg.duration_s < 0:
            return False
        here.leg_m = leg.distance_m
        if is_timed:
            opens_s, closes_s, service_s = vehicle.opens_s, vehicle.closes_s, 0
            if k < length:
                opens_s, closes_s, service_s = node[row].earliest_s, node[row].latest_s, node[row].service_s
            span_s, earliest_s, latest_s, in_time = concatenate(
                before.span_s, before.earliest_s, before.latest_s, leg.duration_s,
                service_s, opens_s, closes_s,
            )  # fmt: skip
            if not in_time:
                return False
            is_same = span_s + earliest_s == here.span_s + here.earliest_s
            if c.is_time_priced:
                is_same = is_same and span_s == here.span_s and latest_s == here.latest_s
            if is_same and k >= until:
                return True
            here.span_s, here.earliest_s, here.latest_s = span_s, earliest_s, latest_s
        elif k >= until:
            return True
        before = here
    return True


@typed_kernel
def extend_backward(c: Context, v: int, first: int, until: int) -> None:
    """Compute the segments from visit `first` and from all earlier ones to the end depot.

    Ends at a visit up to `until` whose segment did not change.
    """
    if c.is_untimed:
        return
    arc, node, segment = tables.arcs(c), tables.nodes(c), tables.segments(c)
    profile = tables.vehicles(c)[v].profile
    after = segment[row_after(c, v, first + 1)]
    for k in range(first, -1, -1):
        row = row_after(c, v, k)
        here = segment[row]
        span_s, earliest_s, latest_s, _ = concatenate(
            node[row].service_s, node[row].earliest_s, node[row].latest_s,
            arc[profile, row, after.node].duration_s,
            after.back_span_s, after.back_earliest_s, after.back_latest_s,
        )  # fmt: skip
        is_same = latest_s == here.back_latest_s
        if c.is_time_priced:
            is_same = is_same and span_s == here.back_span_s and earliest_s == here.back_earliest_s
        if is_same and k <= until:
            return
        here.back_span_s, here.back_earliest_s, here.back_latest_s = span_s, earliest_s, latest_s
        after = here


@typed_kernel
def plain_cost(c: Context, v: int) -> float:
    """Return the cost of route v from its segments; infinite beyond what the vehicle may do."""
    vehicle, metres = tables.vehicles(c)[v], tables.routes(c)[v].metres
    if 0 <= vehicle.max_distance_m < metres:
        return INFEASIBLE
    cost = vehicle.fixed_cost + metres * vehicle.per_m
    if c.is_time_priced:
        span_s = tables.segments(c)[c.stops + 2 * v + 1].span_s
        if 0 <= vehicle.max_duration_s < span_s:
            return INFEASIBLE
        cost += span_s * vehicle.per_s
    return cost


@typed_kernel
def rebuild(c: Context, v: int, keep: int) -> bool:
    """Compute every segment of route v, unchanged up to its first `keep` visits, and price it.

    False when it breaks a rule.
    """
    route, segment, route_load, dims = tables.routes(c)[v], tables.segments(c), tables.route_loads(c), c.dims
    amount, capacity = tables.amounts(c), tables.capacities(c)
    route.metres = 0
    for d in range(2 * dims):
        route_load[v, d] = 0
    route.cost = INFEASIBLE
    if route.length == 0:
        end = segment[c.stops + 2 * v + 1]
        end.span_s, end.leg_m = 0, 0
        route.cost = 0.0
        return True
    if not extend_forward(c, v, keep, FOREVER_S):
        return False
    for k in range(route.length + 1):
        row = row_after(c, v, k)
        route.metres += segment[row].leg_m
        if k < route.length:
            for d in range(2 * dims):
                route_load[v, d] += amount[row, d]
    for d in range(dims):
        if max(route_load[v, d], route_load[v, dims + d]) > capacity[v, d]:
            return False
    if not c.is_one_way:
        if not load_forward(c, v):
            return False
        load_backward(c, v)
    extend_backward(c, v, route.length - 1, -1)
    route.cost = plain_cost(c, v)
    return route.cost < INFEASIBLE
