"""Kernels over one route: evaluate it, and insert the unloads that cost least."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.periodic.kernels import kernel
from routing.periodic.periodic_data import END_EMPTY, FACILITIES, PLACES, PeriodicData, State

INFEASIBLE = 1e17
"""Price of what cannot be."""


@kernel
def evaluate_route(
    data: PeriodicData, v: int, order: Any, n: int, loads: Any
) -> tuple[float, int, int, bool]:
    """Price, seconds and metres of a route, and whether it keeps capacity, time and length.

    Parameters
    ----------
    order, n
        The nodes of the route, and how many they are.
    loads
        Kilograms collected by place, on the day of the route.
    """
    if n == 0:
        return 0.0, 0, 0, True
    c, places, facilities = data.truck_class[v], data.counts[PLACES], data.counts[FACILITIES]
    at = places + facilities + 2 * v
    cost, time_s, road_m, load, fits = data.fixed_price[v], 0, 0, 0, True
    for i in range(n):
        node = order[i]
        cost += data.arc_price[c, at, node]
        time_s += data.arc_s[c, at, node] + data.work_s[node]
        road_m += data.arc_m[c, at, node]
        cost += data.price_per_s[v] * data.work_s[node]
        load = load + loads[node] if node < places else 0
        fits = fits and load <= data.capacity_kg[v]
        at = node
    home = places + facilities + 2 * v + 1
    cost += data.arc_price[c, at, home]
    time_s += data.arc_s[c, at, home]
    road_m += data.arc_m[c, at, home]
    fits = fits and time_s <= data.max_s[v] and road_m <= data.max_m[v]
    fits = fits and (data.counts[END_EMPTY] == 0 or at >= places)
    return cost, time_s, road_m, fits


@kernel
def insert_unloads(data: PeriodicData, v: int, visits: Any, n: int, loads: Any, order: Any) -> int:
    """Insert unloads into a sequence of places at the least price, by dynamic programming.

    A split over the places after which the truck unloads, and where it does (Prins 2004, with intermediate
    facilities). The result is written to `order`; its length is returned, or -1 where none is feasible.
    """
    c, places, facilities = data.truck_class[v], data.counts[PLACES], data.counts[FACILITIES]
    start = places + facilities + 2 * v
    home = start + 1
    best = np.full((n + 1, max(facilities, 1)), INFEASIBLE)
    before = np.zeros((n + 1, max(facilities, 1)), np.int64)
    through = np.zeros((n + 1, max(facilities, 1)), np.int64)
    end_best, end_before, end_through = INFEASIBLE, 0, 0
    for i in range(n):
        enter, entered = INFEASIBLE, 0
        if i == 0:
            enter = data.arc_price[c, start, visits[0]]
        else:
            for k in range(facilities):
                found = best[i, k] + data.arc_price[c, places + k, visits[i]]
                if found < enter:
                    enter, entered = found, k
        if enter >= INFEASIBLE:
            continue
        load, way = 0, enter
        for j in range(i + 1, n + 1):
            load += loads[visits[j - 1]]
            if load > data.capacity_kg[v]:
                break
            if j > i + 1:
                way += data.arc_price[c, visits[j - 2], visits[j - 1]]
            for k in range(facilities):
                found = (
                    way
                    + data.arc_price[c, visits[j - 1], places + k]
                    + data.price_per_s[v] * data.work_s[places + k]
                )
                if found < best[j, k]:
                    best[j, k], before[j, k], through[j, k] = found, i, entered
            if j == n and data.counts[END_EMPTY] == 0:
                found = way + data.arc_price[c, visits[n - 1], home]
                if found < end_best:
                    end_best, end_before, end_through = found, i, entered
    last = -1
    for k in range(facilities):
        found = best[n, k] + data.arc_price[c, places + k, home]
        if found < end_best:
            end_best, last = found, k
    if end_best >= INFEASIBLE:
        return -1
    return write_nodes(places, visits, n, before, through, last, end_before, end_through, order)


@kernel
def write_nodes(
    places: int,
    visits: Any,
    n: int,
    before: Any,
    through: Any,
    last: int,
    end_before: int,
    end_through: int,
    order: Any,
) -> int:
    """Write visits and unloads in order, traced back through the tables of `insert_unloads`."""
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
        order[m] = visits[j]
        m += 1
        if after[j + 1] >= 0:
            order[m] = places + after[j + 1]
            m += 1
    return m


@kernel
def update_route(data: PeriodicData, state: State, d: int, v: int) -> bool:
    """Update the unloads and figures of a route after a change; whether it is feasible."""
    places = data.counts[PLACES]
    seq, n = state.nodes[d, v], state.length[d, v]
    visits = np.zeros(n, np.int64)
    count = 0
    for i in range(n):
        if seq[i] < places:
            visits[count] = seq[i]
            count += 1
    if count == 0:
        state.length[d, v] = 0
        state.price[d, v], state.time_s[d, v], state.road_m[d, v] = 0.0, 0, 0
        return True
    cost, time_s, road_m, fits = evaluate_route(data, v, seq, n, state.load_kg[d])
    order = np.zeros(2 * count + 2, np.int64)
    m = insert_unloads(data, v, visits, count, state.load_kg[d], order)
    if 0 < m <= len(seq):
        other, other_s, other_m, other_fits = evaluate_route(data, v, order, m, state.load_kg[d])
        if other_fits and (not fits or other < cost):
            for i in range(m):
                seq[i] = order[i]
            state.length[d, v] = m
            cost, time_s, road_m, fits = other, other_s, other_m, True
    state.price[d, v], state.time_s[d, v], state.road_m[d, v] = cost, time_s, road_m
    return fits
