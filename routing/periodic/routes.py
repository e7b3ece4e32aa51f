"""Compiled: one truck's route of one day, measured, and with its unloadings put where they cost least."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.periodic.kernels import kernel

NEVER = 1e17


@kernel
def measured(g: Any, v: int, order: Any, n: int, loads: Any) -> tuple[float, int, int, bool]:
    """Price, seconds, metres of a route, and whether it keeps capacity, time and length.

    Parameters
    ----------
    order, n
        Its nodes, and how many.
    loads
        Kilograms fetched by place, on the route's day.
    """
    if n == 0:
        return 0.0, 0, 0, True
    c, places, facilities = g.kind[v], g.scalars[0], g.scalars[1]
    at = places + facilities + 2 * v
    cost, time_s, road_m, load, fits = g.fixed[v], 0, 0, 0, True
    for i in range(n):
        node = order[i]
        cost += g.arc[c, at, node]
        time_s += g.arc_s[c, at, node] + g.work_s[node]
        road_m += g.arc_m[c, at, node]
        cost += g.second[v] * g.work_s[node]
        load = load + loads[node] if node < places else 0
        fits = fits and load <= g.capacity[v]
        at = node
    home = places + facilities + 2 * v + 1
    cost += g.arc[c, at, home]
    time_s += g.arc_s[c, at, home]
    road_m += g.arc_m[c, at, home]
    fits = fits and time_s <= g.most_s[v] and road_m <= g.most_m[v]
    fits = fits and (g.scalars[2] == 0 or at >= places)
    return cost, time_s, road_m, fits


@kernel
def unloaded(g: Any, v: int, stops: Any, n: int, loads: Any, order: Any) -> int:
    """Write the cheapest order of these stops with unloadings between into `order`; its length, or -1.

    By dynamic programming over the stops after which the truck unloads, and where.
    """
    c, places, facilities = g.kind[v], g.scalars[0], g.scalars[1]
    start = places + facilities + 2 * v
    home = start + 1
    best = np.full((n + 1, max(facilities, 1)), NEVER)
    before = np.zeros((n + 1, max(facilities, 1)), np.int64)
    through = np.zeros((n + 1, max(facilities, 1)), np.int64)
    end_best, end_before, end_through = NEVER, 0, 0
    for i in range(n):
        enter, entered = NEVER, 0
        if i == 0:
            enter = g.arc[c, start, stops[0]]
        else:
            for k in range(facilities):
                found = best[i, k] + g.arc[c, places + k, stops[i]]
                if found < enter:
                    enter, entered = found, k
        if enter >= NEVER:
            continue
        load, way = 0, enter
        for j in range(i + 1, n + 1):
            load += loads[stops[j - 1]]
            if load > g.capacity[v]:
                break
            if j > i + 1:
                way += g.arc[c, stops[j - 2], stops[j - 1]]
            for k in range(facilities):
                found = way + g.arc[c, stops[j - 1], places + k] + g.second[v] * g.work_s[places + k]
                if found < best[j, k]:
                    best[j, k], before[j, k], through[j, k] = found, i, entered
            if j == n and g.scalars[2] == 0:
                found = way + g.arc[c, stops[n - 1], home]
                if found < end_best:
                    end_best, end_before, end_through = found, i, entered
    last = -1
    for k in range(facilities):
        found = best[n, k] + g.arc[c, places + k, home]
        if found < end_best:
            end_best, last = found, k
    if end_best >= NEVER:
        return -1
    return written(places, stops, n, before, through, last, end_before, end_through, order)


@kernel
def written(
    places: int,
    stops: Any,
    n: int,
    before: Any,
    through: Any,
    last: int,
    end_before: int,
    end_through: int,
    order: Any,
) -> int:
    """Stops and unloadings in order, read back from the end of `unloaded`."""
    after = np.full(n + 1, -1, np.int64)
    if last >= 0:
        after[n] = last
        i, k = before[n, last], through[n, last]
    else:
        i, k = end_before, end_through
    while i > 0:
        after[i] = k
        i, k = before[i, k], through[i, k]
    m = 0
    for j in range(n):
        order[m] = stops[j]
        m += 1
        if after[j + 1] >= 0:
            order[m] = places + after[j + 1]
            m += 1
    return m


@kernel
def settle(g: Any, s: Any, d: int, v: int) -> bool:
    """Put a route's unloadings anew where that is better, and its figures; whether it can be driven."""
    places = g.scalars[0]
    seq, n = s.seq[d, v], s.length[d, v]
    stops = np.zeros(n, np.int64)
    count = 0
    for i in range(n):
        if seq[i] < places:
            stops[count] = seq[i]
            count += 1
    if count == 0:
        s.length[d, v] = 0
        s.cost[d, v], s.time_s[d, v], s.road_m[d, v] = 0.0, 0, 0
        return True
    cost, time_s, road_m, fits = measured(g, v, seq, n, s.carried[d])
    order = np.zeros(2 * count + 2, np.int64)
    m = unloaded(g, v, stops, count, s.carried[d], order)
    if 0 < m <= len(seq):
        other, other_s, other_m, other_fits = measured(g, v, order, m, s.carried[d])
        if other_fits and (not fits or other < cost):
            for i in range(m):
                seq[i] = order[i]
            s.length[d, v] = m
            cost, time_s, road_m, fits = other, other_s, other_m, True
    s.cost[d, v], s.time_s[d, v], s.road_m[d, v] = cost, time_s, road_m
    return fits
