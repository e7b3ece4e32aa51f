"""The tables that the search changes: routes, their simulation visit by visit, the best plan, work space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.engines.lns import context as x
from routing.engines.lns.evaluation import evaluate_at, simulate_at

FIRST_BLINK = 50


def longest_route(context: x.Context) -> int:
    """Most visits of one route: every stop, with unloadings and charges between where there are any."""
    c = context.c
    return int(c[x.STOPS]) * (1 + bool(c[x.FACILITIES]) + 2 * bool(c[x.STATIONS])) + 4


def add_state(context: x.Context, seed: int) -> None:
    """Give an encoded problem its empty routes and work space.

    CLOCK holds the simulation after each visit (row 0: at the depot), LINK the segments of plain
    problems; only one of the two is kept.
    """
    c = context.c
    v, n, f = int(c[x.VEHICLES]), int(c[x.STOPS]), int(c[x.FACILITIES])
    dims, caps, longest = int(c[x.DIMS]), int(c[x.CAPS]), longest_route(context)
    plain = bool(c[x.PLAIN])
    kept = (3 + 2 * bool(c[x.STATIONS])) * n + 3 * v + longest
    clock = x.LOAD + 2 * dims + caps + x.AHEAD_ROOM + dims + caps
    context.put(x.SEQ, np.zeros((v, longest), np.int32))
    context.put(x.BEST_SEQ, np.zeros((v, longest), np.int32))
    context.put(x.ROUTE, np.zeros((v, x.AWAY + 1), np.int64))
    context.put(x.ANCHOR, np.zeros((v if c[x.ORDERED] else 0, longest), np.int32))
    context.put(x.WHERE, np.full((n, 2), -1, np.int32))
    context.put(x.COST, np.zeros(v, np.float64))
    context.put(x.CLOCK, np.zeros((v, 0 if plain else longest + 1, clock), np.int64))
    context.put(x.KEPT_SEQ, np.zeros(kept, np.int32))
    context.put(x.KEPT_COST, np.zeros(v, np.float64))
    context.put(x.KEPT_CLOCK, np.zeros((0 if plain else kept, clock), np.int64))
    context.put(x.SEEN, np.zeros((v, 0 if plain else longest + 1), np.int32))
    context.put(x.SEEN_ROW, np.zeros(n + 2 * v, np.int64))
    context.put(x.UNLOADED, np.zeros((v + 1, f, dims), np.int64))
    context.put(x.RNG, _random_words(seed))
    context.put(x.ABSENT, np.arange(n, dtype=np.int32))
    context.put(x.ORDER, np.zeros(n, np.int32))
    context.put(x.KEY, np.zeros(n, np.float64))
    context.put(x.NOW, np.zeros(x.LOAD + 2 * dims + caps + f * dims, np.int64))
    context.put(x.BLOCK, np.zeros(longest + 4, np.int32))
    context.put(x.TOUCHED, np.zeros(v, np.int32))
    context.put(x.TALLY, np.zeros((v, x.TALLY_LOAD + 2 * dims), np.int64))
    context.put(x.LINK, _links(context))
    context.put(x.PLACES, np.zeros((kept, 2), np.int32))
    context.put(x.PLACE_KEY, np.zeros(kept, np.float64))
    context.put(x.LINK_LOAD, np.zeros((n + 2 * v, x.LINK_LOADS * dims), np.int64))
    c[x.BLINK_IN] = FIRST_BLINK
    c[x.SIMULATE], c[x.EVALUATE] = simulate_at.address, evaluate_at.address


def _random_words(seed: int) -> NDArray[np.uint64]:
    mixed = (seed * 0x9E37_79B9_7F4A_7C15 + 0x2545_F491_4F6C_DD1D) & (2**64 - 1)
    return np.array([mixed | 1, (mixed >> 7) ^ 0xD1B5_4A32_D192_ED03], np.uint64)


def _links(context: x.Context) -> NDArray[np.int64]:
    """LINK with every vehicle empty: the segments of its two depots."""
    n, vehicle = int(context.c[x.STOPS]), context.arrays[x.VEHICLE]
    links = np.zeros((n + 2 * len(vehicle), 8), np.int64)
    links[:n, x.LINK_NODE] = np.arange(n)
    for first, place in ((n, x.START), (n + 1, x.END)):
        rows = links[first::2]
        rows[:, x.LINK_NODE] = vehicle[:, place]
        rows[:, x.SPAN_EARLIEST] = rows[:, x.BACK_EARLIEST] = vehicle[:, x.OPENS]
        rows[:, x.SPAN_LATEST] = rows[:, x.BACK_LATEST] = vehicle[:, x.CLOSES]
    return links
