"""What is aboard in the route simulator: amounts, load types, and what facilities take in."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import cubes, int_row, ints
from routing.engines.lns.kernels import kernel


@kernel("b1(c,i8)")
def join(c: Any, stop: int) -> bool:
    """Bring a stop's load type aboard; False where it meets one it must not.

    A type stays aboard until the next unloading, also when its goods were only delivered: cautious,
    since they were aboard from the trip's start.
    """
    now, node = int_row(c, x.NOW), ints(c, x.NODE)
    kind = node[stop, x.TYPE]
    if kind < 0:
        return True
    conflict = ints(c, x.CONFLICT)[kind]
    if (now[x.ABOARD] & conflict[x.ABOARD_MASK]) != 0 or (now[x.DAY] & conflict[x.DAY_MASK]) != 0:
        return False
    bit = np.int64(1) << kind
    now[x.ABOARD] |= bit
    now[x.DAY] |= bit
    if node[stop, x.COLLECTS]:
        now[x.COLLECTED] |= bit
    return True


@kernel("b1(c)")
def nothing_collected(c: Any) -> bool:
    """Whether nothing is aboard that an unloading would take."""
    now = int_row(c, x.NOW)
    for d in range(c[x.DIMS]):
        if now[x.LOAD + d] > 0:
            return False
    return now[x.COLLECTED] == 0


@kernel("b1(c,i8,i8)")
def load(c: Any, v: int, stop: int) -> bool:
    """Take a stop's amounts aboard; False when a capacity or a cap is exceeded.

    Amounts brought from the trip's start raise the peak of all that went before.
    """
    node, vehicle, now, dims = ints(c, x.NODE), ints(c, x.VEHICLE), int_row(c, x.NOW), c[x.DIMS]
    for d in range(dims):
        now[x.LOAD + d] += node[stop, x.PICKED + d]
        peak = max(now[x.LOAD + dims + d] + node[stop, x.PICKED + dims + d], now[x.LOAD + d])
        now[x.LOAD + dims + d] = peak
        if peak > vehicle[v, x.CAPACITY + d]:
            return False
    cap, capped = ints(c, x.CAP), x.LOAD + 2 * dims
    for k in range(c[x.CAPS]):
        if cap[k, x.CAP_TYPE] == node[stop, x.TYPE]:
            now[capped + k] += node[stop, x.PICKED + cap[k, x.CAP_DIMENSION]]
            if now[capped + k] > cap[k, x.CAP_MAX]:
                return False
    if node[stop, x.PARTNER] >= 0:
        now[x.OPEN] += -1 if node[stop, x.DELIVERS] else 1
        if now[x.OPEN] == 0 and not c[x.TYPED_DELIVERIES] and nothing_collected(c):
            now[x.ABOARD] = 0
    return True


@kernel("b1(c,i8,i8)")
def unload(c: Any, v: int, facility: int) -> bool:
    """Leave everything at a facility; False where it does not take it or a shipment is aboard."""
    now, table, dims = int_row(c, x.NOW), ints(c, x.FACILITY), c[x.DIMS]
    if now[x.OPEN] > 0 or (now[x.COLLECTED] & ~table[facility, x.ACCEPTS]) != 0:
        return False
    if c[x.LIMITED_INTAKE]:
        unloaded = cubes(c, x.UNLOADED)
        slot = x.LOAD + 2 * dims + c[x.CAPS] + facility * dims
        for d in range(dims):
            now[slot + d] += now[x.LOAD + d]
            limit = table[facility, x.INTAKE + d]
            others = unloaded[c[x.VEHICLES], facility, d] - unloaded[v, facility, d]
            if 0 <= limit < now[slot + d] + others:
                return False
    for i in range(x.LOAD, x.LOAD + 2 * dims + c[x.CAPS]):
        now[i] = 0
    now[x.ABOARD] = 0
    now[x.COLLECTED] = 0
    return True


@kernel("void(c,i8)")
def keep_unloaded(c: Any, v: int) -> None:
    """Store what the route just simulated leaves at each facility."""
    if not c[x.LIMITED_INTAKE]:
        return
    now, unloaded, dims = int_row(c, x.NOW), cubes(c, x.UNLOADED), c[x.DIMS]
    first = x.LOAD + 2 * dims + c[x.CAPS]
    for f in range(c[x.FACILITIES]):
        for d in range(dims):
            amount = now[first + f * dims + d]
            unloaded[c[x.VEHICLES], f, d] += amount - unloaded[v, f, d]
            unloaded[v, f, d] = amount
