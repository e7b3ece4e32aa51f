"""What the rest of a trip leaves room for: tests in constant time that spare most simulations.

Each is necessary and none sufficient: what passes is simulated.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import arcs, cubes, floats, ints, short_row, shorts
from routing.engines.lns.kernels import kernel


@kernel("i8(c)")
def ahead_column(c: Any) -> Any:
    """First column of CLOCK about what lies ahead."""
    return x.LOAD + 2 * c[x.DIMS] + c[x.CAPS]


@kernel("void(c,i8)")
def look_ahead(c: Any, v: int) -> None:
    """Before each visit of route v, just simulated: what the visits up to the next unloading leave room for.

    A shipment delivered may clear the types aboard, so types are forgotten there.
    """
    clock, node, seq, dims, caps = (
        cubes(c, x.CLOCK)[v],
        ints(c, x.NODE),
        shorts(c, x.SEQ),
        c[x.DIMS],
        c[x.CAPS],
    )
    vehicle, cap, first = ints(c, x.VEHICLE)[v], ints(c, x.CAP), ahead_column(c)
    length, room = ints(c, x.ROUTE)[v, x.LENGTH], first + x.AHEAD_ROOM
    for k in range(length, -1, -1):
        charges = k < length and seq[v, k] >= c[x.STOPS] + c[x.FACILITIES]
        ends = k == length or (seq[v, k] >= c[x.STOPS] and not charges)
        if charges:
            clock[k, first + x.AHEAD_TYPES] = clock[k + 1, first + x.AHEAD_TYPES]
            clock[k, first + x.AHEAD_UNLOAD] = clock[k + 1, first + x.AHEAD_UNLOAD]
        elif ends:
            clock[k, first + x.AHEAD_TYPES] = 0
            clock[k, first + x.AHEAD_UNLOAD] = k < length
        else:
            at = np.int64(seq[v, k])
            types = clock[k + 1, first + x.AHEAD_TYPES]
            if node[at, x.PARTNER] >= 0:
                types = np.int64(0)
            elif node[at, x.TYPE] >= 0:
                types |= np.int64(1) << node[at, x.TYPE]
            clock[k, first + x.AHEAD_TYPES] = types
            clock[k, first + x.AHEAD_UNLOAD] = clock[k + 1, first + x.AHEAD_UNLOAD]
        for d in range(dims):
            left = vehicle[x.CAPACITY + d] - clock[k, x.LOAD + d]
            clock[k, room + d] = left if ends else min(left, clock[k + 1, room + d])
        for i in range(caps):
            left = cap[i, x.CAP_MAX] - clock[k, x.LOAD + 2 * dims + i]
            clock[k, room + dims + i] = left if ends else min(left, clock[k + 1, room + dims + i])


@kernel("b1(c,i8,i8,i8,b1,b1)")
def joins_trip(c: Any, v: int, k: int, stop: int, after_unloading: bool, before_unloading: bool) -> bool:
    """Whether the trip around visit k of route v has room for a stop and nothing that it must not meet.

    Parameters
    ----------
    after_unloading, before_unloading
        Whether an unloading is put before the stop, or after it.
    """
    node, dims, caps = ints(c, x.NODE)[stop], c[x.DIMS], c[x.CAPS]
    first = ahead_column(c)
    row, room = cubes(c, x.CLOCK)[v, k], first + x.AHEAD_ROOM
    collects = node[x.COLLECTS] != 0
    empty = ints(c, x.ROUTE)[v, x.LENGTH] == 0
    if collects and c[x.END_EMPTY] and not before_unloading and (empty or row[first + x.AHEAD_UNLOAD] == 0):
        return False
    if empty:
        return True
    if node[x.TYPE] >= 0 and node[x.PARTNER] < 0:
        unfriendly = ints(c, x.CONFLICT)[node[x.TYPE], x.ABOARD_MASK]
        if not after_unloading and (row[x.ABOARD] & unfriendly) != 0:
            return False
        if not before_unloading and (row[first + x.AHEAD_TYPES] & unfriendly) != 0:
            return False
    capacity = ints(c, x.VEHICLE)[v]
    for d in range(dims):
        aboard = np.int64(0) if after_unloading else row[x.LOAD + d]
        left = capacity[x.CAPACITY + d] - aboard
        if not before_unloading:
            left = row[room + d] + row[x.LOAD + d] - aboard
        if node[x.PICKED + d] > left:
            return False
    cap = ints(c, x.CAP)
    for i in range(caps):
        if cap[i, x.CAP_TYPE] != node[x.TYPE]:
            continue
        aboard = np.int64(0) if after_unloading else row[x.LOAD + 2 * dims + i]
        left = cap[i, x.CAP_MAX] - aboard
        if not before_unloading:
            left = row[room + dims + i] + row[x.LOAD + 2 * dims + i] - aboard
        if node[x.PICKED + cap[i, x.CAP_DIMENSION]] > left:
            return False
    return True


@kernel("f8(c,i8,i8,i8)")
def least_added(c: Any, v: int, k: int, size: int) -> float:
    """The least that BLOCK before visit k of route v can add; infinity where it cannot come in time."""
    arc, node, vehicle, length = (
        arcs(c),
        ints(c, x.NODE),
        ints(c, x.VEHICLE)[v],
        ints(c, x.ROUTE)[v, x.LENGTH],
    )
    profile, prices, block, seq = (
        vehicle[x.PROFILE],
        floats(c, x.PRICE)[v],
        short_row(c, x.BLOCK),
        shorts(c, x.SEQ),
    )
    time, latest = vehicle[x.OPENS], vehicle[x.CLOSES] + vehicle[x.OVERTIME]
    before = np.int64(seq[v, k - 1]) if k > 0 else vehicle[x.START]
    after = np.int64(seq[v, k]) if k < length else vehicle[x.END]
    cost, metres, seconds = prices[x.FIXED], np.int64(0), np.int64(0)
    if length > 0:
        clock = cubes(c, x.CLOCK)
        time, latest, cost = clock[v, k, x.TIME], clock[v, k, x.LATEST_START], 0.0
        metres -= arc[profile, before, after, 1]
        seconds -= arc[profile, before, after, 0] + ints(c, x.ROUTE)[v, x.STUCK]
    for i in range(size):
        at = np.int64(block[i])
        leg_s = np.int64(arc[profile, before, at, 0])
        time = max(time + leg_s, node[at, x.EARLIEST])
        if leg_s < 0 or time > node[at, x.LATEST]:
            return np.inf
        time += node[at, x.SERVICE]
        metres += arc[profile, before, at, 1]
        seconds += leg_s + node[at, x.SERVICE]
        before = at
    leg_s = np.int64(arc[profile, before, after, 0])
    if leg_s < 0 or time + leg_s > latest:
        return np.inf
    metres += arc[profile, before, after, 1]
    added = float(cost + metres * prices[x.PER_M] + max(seconds + leg_s, 0) * prices[x.PER_S])
    return min(added, 0.0) if c[x.WEIGHED] else added  # an evener plan may be cheaper
