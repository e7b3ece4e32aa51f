"""Ruin-and-recreate kernels over a whole calendar, accepted by simulated annealing.

Places are removed from all their days and inserted again with their cheapest pattern of days, in the order
of regret or at random.

References
----------
Pisinger & Ropke (2007), A general heuristic for vehicle routing problems.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.periodic.insertion import cheapest_pattern, insert_place, remove_place
from routing.periodic.kernels import kernel
from routing.periodic.periodic_data import DAYS, LEVELLING, PLACES, UNSERVED, PeriodicData, State
from routing.periodic.routes import INFEASIBLE

MAX_REMOVED = 14
NOISE = 0.12
GREEDY_SHARE = 0.5
MAX_REGRET = 120
"""Most places inserted by regret, which takes time quadratic in them; more are inserted in random order."""


@kernel
def seed_rng(seed: int) -> None:
    """Seed the random numbers of the kernels in this thread."""
    np.random.seed(seed)


@kernel
def objective(data: PeriodicData, state: State) -> float:
    """Price of the routes, of the spread of hours over days, and of places left out."""
    total: float = state.price.sum()
    for p in range(data.counts[PLACES]):
        if state.pattern[p] < 0:
            total += data.prices[UNSERVED]
    if data.prices[LEVELLING] > 0:
        least, most = INFEASIBLE, 0.0
        for d in range(data.counts[DAYS]):
            if data.open_days[d]:
                hours = state.time_s[d].sum() / 3600.0
                least, most = min(least, hours), max(most, hours)
        total += data.prices[LEVELLING] * max(most - least, 0.0)
    return total


@kernel
def recreate(data: PeriodicData, state: State, absent: Any, count: int, noise: float) -> None:
    """Insert absent places, by regret or in random order."""
    by_regret = count <= MAX_REGRET and np.random.random() >= GREEDY_SHARE
    while count > 0:
        at, row = 0, -1
        if by_regret:
            most = -1.0
            for i in range(count):
                best, second, chosen = cheapest_pattern(data, state, absent[i], noise)
                regret = min(second, 10 * INFEASIBLE) - best if chosen >= 0 else -0.5
                if chosen >= 0 and data.first[absent[i] + 1] - data.first[absent[i]] == 1:
                    regret = best
                if regret > most:
                    most, at, row = regret, i, chosen
        else:
            at = np.random.randint(count)
            _, _, row = cheapest_pattern(data, state, absent[at], noise)
        if row >= 0:
            insert_place(data, state, absent[at], row)
        count -= 1
        absent[at] = absent[count]


@kernel
def ruin(data: PeriodicData, state: State, absent: Any) -> int:
    """Remove places near one another, or of one route; `absent` is set to all places left out.

    Returns how many are absent, or -1 where a remaining route is infeasible.
    """
    places = data.counts[PLACES]
    to_remove = 1 + np.random.randint(min(MAX_REMOVED, places))
    seed = np.random.randint(places)
    out = np.zeros(places, np.bool_)
    good = True
    draw = np.random.random()
    if draw < 0.3:
        d = np.random.randint(data.counts[DAYS])
        v = state.truck[d, seed]
        for i in range(state.length[d, v] if v >= 0 else 0):
            if state.nodes[d, v, i] < places and to_remove > 0:
                out[state.nodes[d, v, i]] = True
                to_remove -= 1
    out[seed] = True
    tries = 3 * to_remove
    while to_remove > 1 and tries > 0:
        tries -= 1
        other = np.random.randint(places)
        if draw < 0.85:
            width = min(data.near.shape[1], 2 + to_remove * 2)
            other = data.near[seed, np.random.randint(width)]
        if not out[other]:
            out[other] = True
            to_remove -= 1
    count = 0
    for p in range(places):
        if out[p] and state.pattern[p] >= 0:
            good = remove_place(data, state, p) and good
        if state.pattern[p] < 0:
            absent[count] = p
            count += 1
    return count if good else -1


@kernel
def copy_state(source: State, target: State) -> None:
    """Copy a state."""
    target.nodes[:] = source.nodes
    target.length[:] = source.length
    target.price[:] = source.price
    target.time_s[:] = source.time_s
    target.road_m[:] = source.road_m
    target.load_kg[:] = source.load_kg
    target.truck[:] = source.truck
    target.pattern[:] = source.pattern


@kernel
def iterate(
    data: PeriodicData,
    state: State,
    backup: State,
    best: State,
    iterations: int,
    temperature: float,
    current: float,
    least: float,
) -> tuple[float, float]:
    """Iterate at one temperature; the first iteration on an empty calendar constructs it.

    Parameters
    ----------
    state, backup, best
        The current calendar, memory for a copy of it, and the best one.
    current, least
        Objectives of the current and the best calendar; those afterwards are returned.
    """
    absent = np.zeros(data.counts[PLACES], np.int64)
    for _ in range(iterations):
        copy_state(state, backup)
        count = ruin(data, state, absent)
        if count >= 0:
            recreate(data, state, absent, count, NOISE * np.random.random())
            found = objective(data, state)
        else:
            found = INFEASIBLE
        if found >= current - temperature * math.log(max(np.random.random(), 1e-300)):
            copy_state(backup, state)
            continue
        current = found
        if current < least - 1e-9:
            least = current
            copy_state(state, best)
    return current, least
