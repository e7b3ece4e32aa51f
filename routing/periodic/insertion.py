"""Compiled: where a visit is cheapest on a day, and which pattern of days is cheapest for a place."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.periodic.kernels import kernel
from routing.periodic.routes import NEVER, settle


@kernel
def trip_loads(g: Any, s: Any, d: int, v: int, before: Any, after: Any) -> None:
    """Kilograms aboard in each gap of a route, and still to be fetched before the next unloading."""
    places, seq, n = g.scalars[0], s.seq[d, v], s.length[d, v]
    before[0] = after[n] = 0
    for i in range(n):
        before[i + 1] = before[i] + s.carried[d, seq[i]] if seq[i] < places else 0
    for i in range(n - 1, -1, -1):
        after[i] = after[i + 1] + s.carried[d, seq[i]] if seq[i] < places else 0


@kernel
def detour(g: Any, v: int, a: int, p: int, b: int, first: int, then: int) -> tuple[float, int, int]:
    """Price, seconds and metres of going from a by (facility `first`,) p (and facility `then`) to b."""
    c = g.kind[v]
    cost, time_s, road_m = g.second[v] * g.work_s[p], g.work_s[p], 0
    at = a
    for node in (first, p, then, b):
        if node < 0:
            continue
        cost += g.arc[c, at, node]
        time_s += g.arc_s[c, at, node]
        road_m += g.arc_m[c, at, node]
        if node in (first, then):
            cost += g.second[v] * g.work_s[node]
            time_s += g.work_s[node]
        at = node
    return cost, time_s, road_m


@kernel
def cheapest(g: Any, s: Any, d: int, p: int, amount: int, spot: Any) -> float:
    """Price of visiting a place on a day; `spot` becomes truck, position and facilities before and after."""
    places, facilities = g.scalars[0], g.scalars[1]
    best = NEVER
    width = s.seq.shape[2]
    before, after = np.zeros(width + 1, np.int64), np.zeros(width + 1, np.int64)
    for v in range(len(g.kind)):
        n = s.length[d, v]
        if not g.works[d, v] or amount > g.capacity[v] or n + 3 > width:
            continue
        twin = g.twin[v]
        if n == 0 and twin >= 0 and g.works[d, twin] and s.length[d, twin] == 0:
            continue
        trip_loads(g, s, d, v, before, after)
        start, c = places + facilities + 2 * v, g.kind[v]
        for i in range(n + 1):
            a = s.seq[d, v, i - 1] if i > 0 else start
            b = s.seq[d, v, i] if i < n else start + 1
            must_unload = i == n and g.scalars[2] == 1
            fits = before[i] + after[i] + amount <= g.capacity[v]
            gone, gone_s, gone_m = 0.0, 0, 0
            if n > 0:
                gone, gone_s, gone_m = g.arc[c, a, b], g.arc_s[c, a, b], g.arc_m[c, a, b]
            else:
                gone = -g.fixed[v]
            for option in range(1 + 2 * facilities):
                first = then = -1
                if option == 0:
                    if not fits or must_unload:
                        continue
                elif fits and not must_unload:
                    break
                elif option <= facilities:
                    if before[i] + amount > g.capacity[v]:
                        continue
                    then = places + option - 1
                else:
                    if before[i] == 0 or must_unload or after[i] + amount > g.capacity[v]:
                        continue
                    first = places + option - 1 - facilities
                more, more_s, more_m = detour(g, v, a, p, b, first, then)
                if more - gone >= best:
                    continue
                if s.time_s[d, v] + more_s - gone_s > g.most_s[v]:
                    continue
                if s.road_m[d, v] + more_m - gone_m > g.most_m[v]:
                    continue
                best = more - gone
                spot[0], spot[1], spot[2], spot[3] = v, i, first, then
    return best


@kernel
def insert(g: Any, s: Any, d: int, p: int, amount: int, spot: Any) -> None:
    """Put a visit where `cheapest` found it."""
    v, i = spot[0], spot[1]
    seq, n = s.seq[d, v], s.length[d, v]
    more = 1 + (spot[2] >= 0) + (spot[3] >= 0)
    for j in range(n - 1, i - 1, -1):
        seq[j + more] = seq[j]
    if spot[2] >= 0:
        seq[i] = spot[2]
        i += 1
    seq[i] = p
    if spot[3] >= 0:
        seq[i + 1] = spot[3]
    s.length[d, v] = n + more
    s.carried[d, p] = amount
    s.truck[d, p] = v
    settle(g, s, d, v)


@kernel
def remove(g: Any, s: Any, d: int, p: int) -> bool:
    """Take a visit out; whether its route can still be driven."""
    v = s.truck[d, p]
    seq, n = s.seq[d, v], s.length[d, v]
    i = 0
    while seq[i] != p:
        i += 1
    for j in range(i + 1, n):
        seq[j - 1] = seq[j]
    s.length[d, v] = n - 1
    s.carried[d, p] = 0
    s.truck[d, p] = -1
    return settle(g, s, d, v)


@kernel
def best_patterns(g: Any, s: Any, p: int, noise: float) -> tuple[float, float, int]:
    """Price of the cheapest pattern of days for a place, of the next one, and which it is.

    Parameters
    ----------
    noise
        Prices are raised at random by up to this share, so that others come to their turn.
    """
    days = g.scalars[3]
    known = np.full((days, days + 1), -1.0)
    spot = np.zeros(4, np.int64)
    best, second, chosen = NEVER, NEVER, -1
    for row in range(g.first[p], g.first[p + 1]):
        price = 0.0
        for d in range(days):
            gap = g.gap[row, d]
            if gap == 0:
                continue
            if known[d, gap] < 0:
                known[d, gap] = max(cheapest(g, s, d, p, g.amount[p, gap], spot), 0.0)
            price += known[d, gap]
            if price >= NEVER:
                break
        price *= 1.0 + noise * np.random.random()
        if price < best:
            best, second, chosen = price, best, row
        elif price < second:
            second = price
    if best >= NEVER:
        chosen = -1
    return best, second, chosen


@kernel
def place_on(g: Any, s: Any, p: int, row: int) -> bool:
    """Visit a place on the days of a pattern; whether every day had room."""
    spot = np.zeros(4, np.int64)
    for d in range(g.scalars[3]):
        gap = g.gap[row, d]
        if gap > 0:
            if cheapest(g, s, d, p, g.amount[p, gap], spot) >= NEVER:
                take_out(g, s, p)
                return False
            insert(g, s, d, p, g.amount[p, gap], spot)
    s.chosen[p] = row
    return True


@kernel
def take_out(g: Any, s: Any, p: int) -> bool:
    """Visit a place on no day; whether all routes can still be driven."""
    good = True
    for d in range(g.scalars[3]):
        if s.truck[d, p] >= 0:
            good = remove(g, s, d, p) and good
    s.chosen[p] = -1
    return good
