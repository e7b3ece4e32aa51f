"""Loads of plain problems that collect and bring: the peak of a trip from sums and peaks of its two parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import ints, shorts
from routing.engines.lns.kernels import kernel


@kernel("b1(c,i8)")
def carry(c: Any, v: int) -> bool:
    """Loads from the start depot up to each visit of route v; False when a capacity is exceeded."""
    node, vehicle, seq, loads = ints(c, x.NODE), ints(c, x.VEHICLE)[v], shorts(c, x.SEQ), ints(c, x.LINK_LOAD)
    dims, before = c[x.DIMS], c[x.STOPS] + 2 * v
    loads[before, :] = 0
    for k in range(ints(c, x.ROUTE)[v, x.LENGTH]):
        at = np.int64(seq[v, k])
        for d in range(dims):
            own = x.LINK_LOADS * d
            brought = node[at, x.PICKED + dims + d]
            picked_sum = loads[before, own + x.PICKED_SUM] + node[at, x.PICKED + d]
            peak = max(loads[before, own + x.PEAK] + brought, picked_sum)
            loads[at, own + x.BROUGHT_SUM] = loads[before, own + x.BROUGHT_SUM] + brought
            loads[at, own + x.PICKED_SUM], loads[at, own + x.PEAK] = picked_sum, peak
            if peak > vehicle[x.CAPACITY + d]:
                return False
        before = at
    return True


@kernel("void(c,i8)")
def back_loads(c: Any, v: int) -> None:
    """Loads from each visit of route v to the end depot."""
    node, seq, loads, dims = ints(c, x.NODE), shorts(c, x.SEQ), ints(c, x.LINK_LOAD), c[x.DIMS]
    after = c[x.STOPS] + 2 * v + 1
    loads[after, :] = 0
    for k in range(ints(c, x.ROUTE)[v, x.LENGTH] - 1, -1, -1):
        at = np.int64(seq[v, k])
        for d in range(dims):
            own = x.LINK_LOADS * d + x.BACK_LOAD
            picked, brought = node[at, x.PICKED + d], node[at, x.PICKED + dims + d]
            behind = loads[after, own + x.BROUGHT_SUM]
            loads[at, own + x.BROUGHT_SUM] = brought + behind
            loads[at, own + x.PICKED_SUM] = picked + loads[after, own + x.PICKED_SUM]
            loads[at, own + x.PEAK] = max(max(brought, picked) + behind, picked + loads[after, own + x.PEAK])
        after = at


@kernel("b1(c,i8,i8,i8,i8)")
def fits_between(c: Any, v: int, before: int, after: int, stop: int) -> bool:
    """Whether the stop's amounts fit between two rows of route v, all the way."""
    node, vehicle, loads, dims = ints(c, x.NODE), ints(c, x.VEHICLE)[v], ints(c, x.LINK_LOAD), c[x.DIMS]
    for d in range(dims):
        lead, rest = x.LINK_LOADS * d, x.LINK_LOADS * d + x.BACK_LOAD
        behind = node[stop, x.PICKED + dims + d] + loads[after, rest + x.BROUGHT_SUM]
        done = loads[before, lead + x.PICKED_SUM] + node[stop, x.PICKED + d]
        peak = max(loads[before, lead + x.PEAK] + behind, done + loads[after, rest + x.BROUGHT_SUM])
        if max(peak, done + loads[after, rest + x.PEAK]) > vehicle[x.CAPACITY + d]:
            return False
    return True


@kernel("b1(c,i8,i8)")
def fits_vehicle(c: Any, stop: int, v: int) -> bool:
    """Whether the vehicle holds the skills the stop requires and no lock keeps the stop elsewhere."""
    node = ints(c, x.NODE)
    if (node[stop, x.SKILLS] & ~ints(c, x.VEHICLE)[v, x.HOLDS]) != 0:
        return False
    return node[stop, x.LOCK] < 0 or node[stop, x.LOCK] == v


@kernel("b1(c,i8,i8)")
def fits_route(c: Any, stop: int, v: int) -> bool:
    """Whether the vehicle may serve the stop, and holds what the route and it amount to."""
    if not fits_vehicle(c, stop, v):
        return False
    node, vehicle, tally, dims = ints(c, x.NODE), ints(c, x.VEHICLE), ints(c, x.TALLY), c[x.DIMS]
    for d in range(dims):
        room = vehicle[v, x.CAPACITY + d]
        if tally[v, x.TALLY_LOAD + d] + node[stop, x.PICKED + d] > room:
            return False
        if tally[v, x.TALLY_LOAD + dims + d] + node[stop, x.PICKED + dims + d] > room:
            return False
    return True
