"""Inserting a stop where constant-time pricing is exact."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import arcs, float_row, floats, int_row, ints, shorts
from routing.engines.lns.kernels import kernel
from routing.engines.lns.loads import back_loads, carry, fits_between, fits_route
from routing.engines.lns.rng import overlooked
from routing.engines.lns.routes import empty_of, place_stops, set_length, touch
from routing.engines.lns.segments import backward, forward, link, row_after, row_before, tally_cost


@kernel("f8(c,i8,i8,i8,i8,f8)")
def added_cost(c: Any, v: int, before: int, after: int, stop: int, best: float) -> float:
    """What `stop` adds to route v between two rows of LINK; infinity where infeasible or not below `best`."""
    arc, node, links, vehicle = arcs(c), ints(c, x.NODE), ints(c, x.LINK), ints(c, x.VEHICLE)
    prices, profile = floats(c, x.PRICE), vehicle[v, x.PROFILE]
    a, b = links[before, x.LINK_NODE], links[after, x.LINK_NODE]
    metres = arc[profile, a, stop, 1] + arc[profile, stop, b, 1] - links[after, x.LEG_M]
    extra = metres * prices[v, x.PER_M]
    if a == vehicle[v, x.START] and b == vehicle[v, x.END]:
        extra += prices[v, x.FIXED]
    if extra >= best:
        return np.inf
    to_s, from_s = np.int64(arc[profile, a, stop, 0]), np.int64(arc[profile, stop, b, 0])
    if to_s < 0 or from_s < 0:
        return np.inf
    if 0 <= vehicle[v, x.RANGE] < ints(c, x.TALLY)[v, x.TALLY_M] + metres:
        return np.inf
    if c[x.UNTIMED] == 0:
        begin = max(links[before, x.SPAN] + links[before, x.SPAN_EARLIEST] + to_s, node[stop, x.EARLIEST])
        if begin > node[stop, x.LATEST]:
            return np.inf
        if begin + node[stop, x.SERVICE] + from_s > links[after, x.BACK_LATEST]:
            return np.inf
    if c[x.ONE_WAY] == 0 and not fits_between(c, v, before, after, stop):
        return np.inf
    if c[x.TIME_PRICED]:
        span, opens, closes, _ = link(
            links[before, x.SPAN], links[before, x.SPAN_EARLIEST], links[before, x.SPAN_LATEST],
            to_s, node[stop, x.SERVICE], node[stop, x.EARLIEST], node[stop, x.LATEST],
        )  # fmt: skip
        span, opens, closes, _ = link(
            span, opens, closes, from_s,
            links[after, x.BACK_SPAN], links[after, x.BACK_EARLIEST], links[after, x.BACK_LATEST],
        )  # fmt: skip
        if 0 <= vehicle[v, x.MOST_AWAY] < span:
            return np.inf
        extra += (span - links[c[x.STOPS] + 2 * v + 1, x.SPAN]) * prices[v, x.PER_S]
        if extra >= best:
            return np.inf
    return float(extra)


@kernel("b1(c,i8,i8,i8,i8)")
def in_time(c: Any, v: int, stop: int, near: int, side: int) -> bool:
    """Whether windows let route v come from one stop to the other in time; `near` first where side is 1."""
    if c[x.UNTIMED]:
        return True
    arc, node, links, profile = arcs(c), ints(c, x.NODE), ints(c, x.LINK), ints(c, x.VEHICLE)[v, x.PROFILE]
    if side == 0:
        done = node[stop, x.EARLIEST] + node[stop, x.SERVICE]
        return bool(done + arc[profile, stop, near, 0] <= links[near, x.BACK_LATEST])
    done = links[near, x.SPAN] + links[near, x.SPAN_EARLIEST]
    return bool(done + arc[profile, near, stop, 0] <= node[stop, x.LATEST])


@kernel("void(c,i8,i8,i8)")
def put_stop(c: Any, stop: int, v: int, k: int) -> None:
    """Insert a stop before visit k of route v, where it fits, and mend the segments that change."""
    touch(c, v)
    seq, node, tally = shorts(c, x.SEQ), ints(c, x.NODE), ints(c, x.TALLY)
    links, length = ints(c, x.LINK), ints(c, x.ROUTE)[v, x.LENGTH]
    after = row_after(c, v, k)
    old_m = links[after, x.LEG_M]
    for i in range(length, k, -1):
        seq[v, i] = seq[v, i - 1]
    seq[v, k] = stop
    set_length(c, v, length + 1)
    place_stops(c, v, k)
    forward(c, v, k, k + 1)
    tally[v, x.TALLY_M] += links[stop, x.LEG_M] + links[after, x.LEG_M] - old_m
    for d in range(2 * c[x.DIMS]):
        tally[v, x.TALLY_LOAD + d] += node[stop, x.PICKED + d]
    if not c[x.ONE_WAY]:
        carry(c, v)
        back_loads(c, v)
    backward(c, v, k, k - 1)
    float_row(c, x.COST)[v] = tally_cost(c, v)


@kernel("Tuple((i8,i8,f8))(c,i8,f8)")
def search_all(c: Any, stop: int, best: float) -> tuple[int, int, float]:
    """The cheapest place in any route in use, if it adds less than `best`: vehicle (or -1), visit, cost."""
    route, best_v, best_k = ints(c, x.ROUTE), -1, 0
    for v in range(c[x.VEHICLES]):
        if route[v, x.LENGTH] == 0 or not fits_route(c, stop, v):
            continue
        for k in range(route[v, x.LENGTH] + 1):
            extra = added_cost(c, v, row_before(c, v, k), row_after(c, v, k), stop, best)
            if extra < best:
                best_v, best_k, best = v, k, extra
    return best_v, best_k, best


@kernel("void(c,i8,f8)")
def insert_plain(c: Any, stop: int, blink: float) -> None:
    """Put one task where it costs least, if that is less than its penalty."""
    where, seen, neighbour = shorts(c, x.WHERE), int_row(c, x.SEEN_ROW), shorts(c, x.NEIGHBOUR)
    c[x.STAMP] += 1
    stamp = c[x.STAMP]
    best_v, best_k, extra = -1, 0, float_row(c, x.PENALTY)[stop]
    for i in range(c[x.INSERTION_NEIGHBOURS]):
        near = neighbour[stop, i]
        v = where[near, x.ROUTE_OF]
        if v < 0 or not fits_route(c, stop, v):
            continue
        for side in range(2):
            if not in_time(c, v, stop, near, side):
                continue
            k = where[near, x.POSITION] + side
            after = row_after(c, v, k)
            if seen[after] == stamp:
                continue
            seen[after] = stamp
            if overlooked(c, blink):
                continue
            cost = added_cost(c, v, row_before(c, v, k), after, stop, extra)
            if cost < extra:
                best_v, best_k, extra = v, k, cost
    locked = ints(c, x.NODE)[stop, x.LOCK]
    for kind in range(c[x.CLASSES] if locked < 0 else 1):
        v = empty_of(c, kind) if locked < 0 else locked
        if v < 0 or ints(c, x.ROUTE)[v, x.LENGTH] > 0 or not fits_route(c, stop, v):
            continue
        start = c[x.STOPS] + 2 * v
        cost = added_cost(c, v, start, start + 1, stop, extra)
        if cost < extra:
            best_v, best_k, extra = v, 0, cost
    if best_v < 0:
        best_v, best_k, extra = search_all(c, stop, extra)
    if best_v >= 0:
        put_stop(c, stop, best_v, best_k)
