"""Insertion kernels: the cheapest position of a visit on a day, the cheapest pattern of days of a place."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.periodic.kernels import kernel
from routing.periodic.periodic_data import DAYS, END_EMPTY, FACILITIES, PLACES, PeriodicData, State
from routing.periodic.routes import INFEASIBLE, update_route


@kernel
def trip_loads_kg(data: PeriodicData, state: State, d: int, v: int, before: Any, after: Any) -> None:
    """Kilograms aboard at each position of a route, and still to be collected before the next unload."""
    places, seq, n = data.counts[PLACES], state.nodes[d, v], state.length[d, v]
    before[0] = after[n] = 0
    for i in range(n):
        before[i + 1] = before[i] + state.load_kg[d, seq[i]] if seq[i] < places else 0
    for i in range(n - 1, -1, -1):
        after[i] = after[i + 1] + state.load_kg[d, seq[i]] if seq[i] < places else 0


@kernel
def detour_price(
    data: PeriodicData, v: int, a: int, p: int, b: int, first: int, then: int
) -> tuple[float, int, int]:
    """Price, seconds and metres from a to b via p.

    The truck unloads at `first` before p and at `then` after it; -1 for neither.
    """
    c = data.truck_class[v]
    cost, time_s, road_m = data.price_per_s[v] * data.work_s[p], data.work_s[p], 0
    at = a
    for node in (first, p, then, b):
        if node < 0:
            continue
        cost += data.arc_price[c, at, node]
        time_s += data.arc_s[c, at, node]
        road_m += data.arc_m[c, at, node]
        if node in (first, then):
            cost += data.price_per_s[v] * data.work_s[node]
            time_s += data.work_s[node]
        at = node
    return cost, time_s, road_m


@kernel
def cheapest_insertion(data: PeriodicData, state: State, d: int, p: int, amount: int, spot: Any) -> float:
    """Least price of a visit on a day; `spot` is set to truck, position, and facilities before and after."""
    places, facilities = data.counts[PLACES], data.counts[FACILITIES]
    best = INFEASIBLE
    width = state.nodes.shape[2]
    before, after = np.zeros(width + 1, np.int64), np.zeros(width + 1, np.int64)
    for v in range(len(data.truck_class)):
        n = state.length[d, v]
        if not data.works[d, v] or amount > data.capacity_kg[v] or n + 3 > width:
            continue
        twin = data.twin[v]
        if n == 0 and twin >= 0 and data.works[d, twin] and state.length[d, twin] == 0:
            continue
        trip_loads_kg(data, state, d, v, before, after)
        start, c = places + facilities + 2 * v, data.truck_class[v]
        for i in range(n + 1):
            a = state.nodes[d, v, i - 1] if i > 0 else start
            b = state.nodes[d, v, i] if i < n else start + 1
            must_unload = i == n and data.counts[END_EMPTY] == 1
            fits = before[i] + after[i] + amount <= data.capacity_kg[v]
            gone, gone_s, gone_m = 0.0, 0, 0
            if n > 0:
                gone, gone_s, gone_m = data.arc_price[c, a, b], data.arc_s[c, a, b], data.arc_m[c, a, b]
            else:
                gone = -data.fixed_price[v]
            for option in range(1 + 2 * facilities):
                first = then = -1
                if option == 0:
                    if not fits or must_unload:
                        continue
                elif fits and not must_unload:
                    break
                elif option <= facilities:
                    if before[i] + amount > data.capacity_kg[v]:
                        continue
                    then = places + option - 1
                else:
                    if before[i] == 0 or must_unload or after[i] + amount > data.capacity_kg[v]:
                        continue
                    first = places + option - 1 - facilities
                more, more_s, more_m = detour_price(data, v, a, p, b, first, then)
                if more - gone >= best:
                    continue
                if state.time_s[d, v] + more_s - gone_s > data.max_s[v]:
                    continue
                if state.road_m[d, v] + more_m - gone_m > data.max_m[v]:
                    continue
                best = more - gone
                spot[0], spot[1], spot[2], spot[3] = v, i, first, then
    return best


@kernel
def insert_visit(data: PeriodicData, state: State, d: int, p: int, amount: int, spot: Any) -> None:
    """Insert a visit where `cheapest_insertion` found it."""
    v, i = spot[0], spot[1]
    seq, n = state.nodes[d, v], state.length[d, v]
    more = 1 + (spot[2] >= 0) + (spot[3] >= 0)
    for j in range(n - 1, i - 1, -1):
        seq[j + more] = seq[j]
    if spot[2] >= 0:
        seq[i] = spot[2]
        i += 1
    seq[i] = p
    if spot[3] >= 0:
        seq[i + 1] = spot[3]
    state.length[d, v] = n + more
    state.load_kg[d, p] = amount
    state.truck[d, p] = v
    update_route(data, state, d, v)


@kernel
def remove_visit(data: PeriodicData, state: State, d: int, p: int) -> bool:
    """Remove a visit; whether its route is still feasible."""
    v = state.truck[d, p]
    seq, n = state.nodes[d, v], state.length[d, v]
    i = 0
    while seq[i] != p:
        i += 1
    for j in range(i + 1, n):
        seq[j - 1] = seq[j]
    state.length[d, v] = n - 1
    state.load_kg[d, p] = 0
    state.truck[d, p] = -1
    return update_route(data, state, d, v)


@kernel
def cheapest_pattern(data: PeriodicData, state: State, p: int, noise: float) -> tuple[float, float, int]:
    """Price of the cheapest pattern of days of a place, of the second cheapest, and the row of the cheapest.

    Parameters
    ----------
    noise
        Prices are raised at random by up to this share, to diversify.
    """
    days = data.counts[DAYS]
    known = np.full((days, days + 1), -1.0)
    spot = np.zeros(4, np.int64)
    best, second, chosen = INFEASIBLE, INFEASIBLE, -1
    for row in range(data.first[p], data.first[p + 1]):
        price = 0.0
        for d in range(days):
            gap = data.gap[row, d]
            if gap == 0:
                continue
            if known[d, gap] < 0:
                known[d, gap] = max(cheapest_insertion(data, state, d, p, data.amount_kg[p, gap], spot), 0.0)
            price += known[d, gap]
            if price >= INFEASIBLE:
                break
        price *= 1.0 + noise * np.random.random()
        if price < best:
            best, second, chosen = price, best, row
        elif price < second:
            second = price
    if best >= INFEASIBLE:
        chosen = -1
    return best, second, chosen


@kernel
def insert_place(data: PeriodicData, state: State, p: int, row: int) -> bool:
    """Insert a place on all days of a pattern; whether every day had room."""
    spot = np.zeros(4, np.int64)
    for d in range(data.counts[DAYS]):
        gap = data.gap[row, d]
        if gap > 0:
            if cheapest_insertion(data, state, d, p, data.amount_kg[p, gap], spot) >= INFEASIBLE:
                remove_place(data, state, p)
                return False
            insert_visit(data, state, d, p, data.amount_kg[p, gap], spot)
    state.pattern[p] = row
    return True


@kernel
def remove_place(data: PeriodicData, state: State, p: int) -> bool:
    """Remove a place from all days; whether all routes are still feasible."""
    good = True
    for d in range(data.counts[DAYS]):
        if state.truck[d, p] >= 0:
            good = remove_visit(data, state, d, p) and good
    state.pattern[p] = -1
    return good
