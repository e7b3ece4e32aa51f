"""Inserting a stop where pricing by segments is exact: in constant time per position."""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.positions import first_empty, index_stops, set_length
from routing.engines.lns.moves.snapshots import snapshot
from routing.engines.lns.pricing.insertion_filters import fits_route
from routing.engines.lns.pricing.segment_loads import fits_between, load_backward, load_forward
from routing.engines.lns.pricing.segments import (
    concatenate,
    extend_backward,
    extend_forward,
    plain_cost,
    row_after,
    row_before,
)
from routing.engines.lns.rng import blink


@typed_kernel
def insertion_cost(c: Context, v: int, before: int, after: int, stop: int, best: float) -> float:
    """Return what `stop` adds to route v between two rows of `tables.segments`.

    Infinity where that breaks a rule or is not below `best`.
    """
    arc, node, vehicle = tables.arcs(c), tables.nodes(c)[stop], tables.vehicles(c)[v]
    segment, profile = tables.segments(c), vehicle.profile
    lead, rest = segment[before], segment[after]
    to, on = arc[profile, lead.node, stop], arc[profile, stop, rest.node]
    metres = to.distance_m + on.distance_m - rest.leg_m
    extra = metres * vehicle.per_m
    if lead.node == vehicle.start and rest.node == vehicle.end:
        extra += vehicle.fixed_cost
    if extra >= best:
        return np.inf
    to_s, on_s = to.duration_s, on.duration_s
    if to_s < 0 or on_s < 0:
        return np.inf
    if 0 <= vehicle.max_distance_m < tables.routes(c)[v].metres + metres:
        return np.inf
    if not c.is_untimed:
        start_s = max(lead.span_s + lead.earliest_s + to_s, node.earliest_s)
        if start_s > node.latest_s:
            return np.inf
        if start_s + node.service_s + on_s > rest.back_latest_s:
            return np.inf
    if not c.is_one_way and not fits_between(c, v, before, after, stop):
        return np.inf
    if c.is_time_priced:
        span_s, earliest_s, latest_s, _ = concatenate(
            lead.span_s, lead.earliest_s, lead.latest_s,
            to_s, node.service_s, node.earliest_s, node.latest_s,
        )  # fmt: skip
        span_s, earliest_s, latest_s, _ = concatenate(
            span_s, earliest_s, latest_s, on_s, rest.back_span_s, rest.back_earliest_s, rest.back_latest_s
        )
        if 0 <= vehicle.max_duration_s < span_s:
            return np.inf
        extra += (span_s - segment[c.stops + 2 * v + 1].span_s) * vehicle.per_s
        if extra >= best:
            return np.inf
    return extra


@typed_kernel
def is_in_time(c: Context, v: int, stop: int, near: int, side: int) -> bool:
    """Return whether windows let route v go from one stop to the other; from `near` where side is 1."""
    if c.is_untimed:
        return True
    arc, node, segment = tables.arcs(c), tables.nodes(c)[stop], tables.segments(c)[near]
    profile = tables.vehicles(c)[v].profile
    if side == 0:
        done_s = node.earliest_s + node.service_s
        return done_s + arc[profile, stop, near].duration_s <= segment.back_latest_s
    done_s = segment.span_s + segment.earliest_s
    return done_s + arc[profile, near, stop].duration_s <= node.latest_s


@typed_kernel
def insert_visit(c: Context, stop: int, v: int, k: int) -> None:
    """Insert a stop before visit k of route v, where it fits, and update the segments that change."""
    snapshot(c, v)
    seq, segment, route = tables.sequences(c), tables.segments(c), tables.routes(c)[v]
    amount, route_load = tables.amounts(c), tables.route_loads(c)
    after = row_after(c, v, k)
    old_m = segment[after].leg_m
    for i in range(route.length, k, -1):
        seq[v, i] = seq[v, i - 1]
    seq[v, k] = stop
    set_length(c, v, route.length + 1)
    index_stops(c, v, k)
    extend_forward(c, v, k, k + 1)
    route.metres += segment[stop].leg_m + segment[after].leg_m - old_m
    for d in range(2 * c.dims):
        route_load[v, d] += amount[stop, d]
    if not c.is_one_way:
        load_forward(c, v)
        load_backward(c, v)
    extend_backward(c, v, k, k - 1)
    route.cost = plain_cost(c, v)


@typed_kernel
def search_all(c: Context, stop: int, best: float) -> tuple[int, int, float]:
    """Find the cheapest position in any route in use.

    Returns
    -------
    vehicle, position, extra
        The vehicle is -1 where no position adds less than `best`.
    """
    route, best_v, best_k = tables.routes(c), -1, 0
    for v in range(c.vehicles):
        if route[v].length == 0 or not fits_route(c, stop, v):
            continue
        for k in range(route[v].length + 1):
            extra = insertion_cost(c, v, row_before(c, v, k), row_after(c, v, k), stop, best)
            if extra < best:
                best_v, best_k, best = v, k, extra
    return best_v, best_k, best


@typed_kernel
def insert_plain(c: Context, stop: int, blink_rate: float) -> None:
    """Insert one task where it costs least, if that is less than its penalty."""
    route, visit, seen = tables.routes(c), tables.visits(c), tables.seen_rows(c)
    neighbour = tables.neighbours(c)
    c.stamp += 1
    stamp = c.stamp
    best_v, best_k, extra = -1, 0, tables.penalties(c)[stop]
    for i in range(c.insertion_neighbours):
        near = neighbour[stop, i]
        v = visit[near].route
        if v < 0 or not fits_route(c, stop, v):
            continue
        for side in range(2):
            if not is_in_time(c, v, stop, near, side):
                continue
            k = visit[near].position + side
            after = row_after(c, v, k)
            if seen[after] == stamp:
                continue
            seen[after] = stamp
            if blink(c, blink_rate):
                continue
            cost = insertion_cost(c, v, row_before(c, v, k), after, stop, extra)
            if cost < extra:
                best_v, best_k, extra = v, k, cost
    locked = tables.nodes(c)[stop].locked_to
    for number in range(c.classes if locked < 0 else 1):
        v = first_empty(c, number) if locked < 0 else locked
        if v < 0 or route[v].length > 0 or not fits_route(c, stop, v):
            continue
        start = c.stops + 2 * v
        cost = insertion_cost(c, v, start, start + 1, stop, extra)
        if cost < extra:
            best_v, best_k, extra = v, 0, cost
    if best_v < 0:
        best_v, best_k, extra = search_all(c, stop, extra)
    if best_v >= 0:
        insert_visit(c, stop, best_v, best_k)
