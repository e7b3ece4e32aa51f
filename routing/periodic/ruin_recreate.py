"""Compiled: the large-neighbourhood search over a whole calendar.

Places are taken out of all their days and put back with the pattern of days that is cheapest, those first
that would lose most by waiting (regret); accepted by simulated annealing (Pisinger & Ropke 2007).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.periodic.insertion import best_patterns, place_on, take_out
from routing.periodic.kernels import kernel
from routing.periodic.routes import NEVER

MOST_TAKEN = 14
NOISE = 0.12
GREEDY_SHARE = 0.5
MOST_COMPARED = 120
"""Places put back by regret, which looks at all of them for each; more go back in any order."""


@kernel
def sow(seed: int) -> None:
    """Begin the random numbers of this thread's kernels."""
    np.random.seed(seed)


@kernel
def objective(g: Any, s: Any) -> float:
    """Cost, the price of the spread of hours, and of what is left out."""
    total: float = s.cost.sum()
    for p in range(g.scalars[0]):
        if s.chosen[p] < 0:
            total += g.prices[1]
    if g.prices[0] > 0:
        least, most = NEVER, 0.0
        for d in range(g.scalars[3]):
            if g.open_days[d]:
                hours = s.time_s[d].sum() / 3600.0
                least, most = min(least, hours), max(most, hours)
        total += g.prices[0] * max(most - least, 0.0)
    return total


@kernel
def recreate(g: Any, s: Any, absent: Any, count: int, noise: float) -> None:
    """Put places back; at random in the order of regret, or in any order."""
    by_regret = count <= MOST_COMPARED and np.random.random() >= GREEDY_SHARE
    while count > 0:
        at, row = 0, -1
        if by_regret:
            most = -1.0
            for i in range(count):
                best, second, chosen = best_patterns(g, s, absent[i], noise)
                regret = min(second, 10 * NEVER) - best if chosen >= 0 else -0.5
                if chosen >= 0 and g.first[absent[i] + 1] - g.first[absent[i]] == 1:
                    regret = best
                if regret > most:
                    most, at, row = regret, i, chosen
        else:
            at = np.random.randint(count)
            _, _, row = best_patterns(g, s, absent[at], noise)
        if row >= 0:
            place_on(g, s, absent[at], row)
        count -= 1
        absent[at] = absent[count]


@kernel
def ruin(g: Any, s: Any, absent: Any) -> int:
    """Take some places out, near one another or of one route, and list them with all that are out."""
    places = g.scalars[0]
    wanted = 1 + np.random.randint(min(MOST_TAKEN, places))
    seed = np.random.randint(places)
    out = np.zeros(places, np.bool_)
    good = True
    draw = np.random.random()
    if draw < 0.3:
        d = np.random.randint(g.scalars[3])
        v = s.truck[d, seed]
        for i in range(s.length[d, v] if v >= 0 else 0):
            if s.seq[d, v, i] < places and wanted > 0:
                out[s.seq[d, v, i]] = True
                wanted -= 1
    out[seed] = True
    tries = 3 * wanted
    while wanted > 1 and tries > 0:
        tries -= 1
        other = np.random.randint(places)
        if draw < 0.85:
            width = min(g.near.shape[1], 2 + wanted * 2)
            other = g.near[seed, np.random.randint(width)]
        if not out[other]:
            out[other] = True
            wanted -= 1
    count = 0
    for p in range(places):
        if out[p] and s.chosen[p] >= 0:
            good = take_out(g, s, p) and good
        if s.chosen[p] < 0:
            absent[count] = p
            count += 1
    return count if good else -1


@kernel
def copied(source: Any, target: Any) -> None:
    """Copy a whole state."""
    target.seq[:] = source.seq
    target.length[:] = source.length
    target.cost[:] = source.cost
    target.time_s[:] = source.time_s
    target.road_m[:] = source.road_m
    target.carried[:] = source.carried
    target.truck[:] = source.truck
    target.chosen[:] = source.chosen


@kernel
def iterate(
    g: Any, s: Any, kept: Any, best: Any, iterations: int, temperature: float, now: float, least: float
) -> tuple[float, float]:
    """Run iterations at one temperature; the first of an empty calendar constructs it.

    Parameters
    ----------
    s, kept, best
        The present calendar, room for a copy of it, and the best one.
    now, least
        Objectives of the present and the best one; those afterwards are returned.
    """
    absent = np.zeros(g.scalars[0], np.int64)
    for _ in range(iterations):
        copied(s, kept)
        count = ruin(g, s, absent)
        if count >= 0:
            recreate(g, s, absent, count, NOISE * np.random.random())
            found = objective(g, s)
        else:
            found = NEVER
        if found >= now - temperature * math.log(max(np.random.random(), 1e-300)):
            copied(kept, s)
            continue
        now = found
        if now < least - 1e-9:
            least = now
            copied(s, best)
    return now, least
