"""The clock of the route simulator: driving, rests, breaks, waiting, work and charging."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import arcs, int_row, ints
from routing.engines.lns.kernels import kernel
from routing.engines.lns.nodes import FOREVER_S


@kernel("b1(c,i8)")
def take_break(c: Any, pause: int) -> bool:
    """Wait for a break's window if need be, and take it; False when the window is over."""
    now, pauses = int_row(c, x.NOW), ints(c, x.PAUSE)
    idle_s = max(pauses[pause, 0] - now[x.TIME], np.int64(0))
    now[x.TIME] += idle_s
    slack = pauses[pause, 1] - now[x.TIME]
    if slack < 0:
        return False
    now[x.WAIT] += idle_s
    now[x.IDLE] += idle_s
    now[x.PUSH] = min(now[x.PUSH], slack + now[x.WAIT])
    now[x.IDLE_PUSH] = min(now[x.IDLE_PUSH], slack + now[x.IDLE])
    now[x.TIME] += pauses[pause, 2]
    if pauses[pause, 2] >= c[x.REST_S]:
        now[x.DRIVEN] = 0
    now[x.NEXT_PAUSE] = pause + 1
    return True


@kernel("b1(c,i8,i8,i8)")
def drive(c: Any, v: int, before: int, at: int) -> bool:
    """Drive a leg, resting when the driving time is used up and breaking as soon as a break may start."""
    now, vehicle, pauses, arc = int_row(c, x.NOW), ints(c, x.VEHICLE), ints(c, x.PAUSE), arcs(c)
    profile = vehicle[v, x.PROFILE]
    left = np.int64(arc[profile, before, at, 0])
    if left < 0:
        return False
    now[x.METRES] += arc[profile, before, at, 1]
    if c[x.RANGED] and 0 <= vehicle[v, x.BATTERY] < now[x.METRES] - now[x.CHARGED_AT]:
        return False
    now[x.DRIVING] += left
    rest_after, last_pause = c[x.REST_AFTER], vehicle[v, x.LAST_PAUSE]
    while rest_after > 0 or now[x.NEXT_PAUSE] < last_pause:
        to_rest = rest_after - now[x.DRIVEN] if rest_after > 0 else np.int64(FOREVER_S)
        to_break = np.int64(FOREVER_S)
        pause = now[x.NEXT_PAUSE]
        if pause < last_pause:
            to_break = max(pauses[pause, 0] - now[x.TIME], np.int64(0))
        step = min(to_rest, to_break)
        if left <= step:
            break
        now[x.TIME] += step
        now[x.DRIVEN] += step
        left -= step
        if to_break <= to_rest:
            if not take_break(c, pause):
                return False
        else:
            now[x.TIME] += c[x.REST_S]
            now[x.DRIVEN] = 0
    now[x.TIME] += left
    now[x.DRIVEN] += left
    return True


@kernel("b1(c,i8)")
def take_breaks(c: Any, v: int) -> bool:
    """Take the breaks still due at the end of the last leg: every route in use takes them all."""
    now = int_row(c, x.NOW)
    while now[x.NEXT_PAUSE] < ints(c, x.VEHICLE)[v, x.LAST_PAUSE]:
        if not take_break(c, now[x.NEXT_PAUSE]):
            return False
    return True


@kernel("i8(c,i8)")
def charging_s(c: Any, v: int) -> Any:
    """Seconds that filling the battery takes, in proportion to what was used, rounded up."""
    now, vehicle = int_row(c, x.NOW), ints(c, x.VEHICLE)[v]
    used = vehicle[x.RECHARGE] * (now[x.METRES] - now[x.CHARGED_AT])
    return (used + vehicle[x.BATTERY] - 1) // max(vehicle[x.BATTERY], np.int64(1))


@kernel("b1(c,i8,i8,i8,i8)")
def serve(c: Any, v: int, before: int, at: int, earliest: int) -> bool:
    """Wait for a window, and work; a break that falls due before the work is done comes first.

    What is due is never pushed past its due time by leaving later; being late is priced.
    """
    now, node, windows, pauses = int_row(c, x.NOW), ints(c, x.NODE), ints(c, x.WINDOW), ints(c, x.PAUSE)
    work_s = node[at, x.SERVICE]
    if node[at, x.SETUP] > 0 and node[before, x.PLACE] != node[at, x.PLACE]:
        work_s += node[at, x.SETUP]
    if c[x.RANGED] and at >= c[x.STOPS] + c[x.FACILITIES]:
        work_s += charging_s(c, v)
    last, last_pause = node[at, x.LAST_WINDOW], ints(c, x.VEHICLE)[v, x.LAST_PAUSE]
    while True:
        ready = max(now[x.TIME], earliest)
        window = node[at, x.FIRST_WINDOW]
        while window < last and windows[window, 1] < ready:
            window += 1
        if windows[window, 1] < ready:
            return False
        start = max(ready, windows[window, 0])
        pause = now[x.NEXT_PAUSE]
        if pause >= last_pause or (start < pauses[pause, 0] and start + work_s <= pauses[pause, 1]):
            break
        if not take_break(c, pause):
            return False
    idle_s = start - now[x.TIME]
    now[x.WAIT] += idle_s
    now[x.IDLE] += idle_s
    if c[x.REST_AFTER] > 0 and idle_s >= c[x.REST_S]:
        now[x.IDLE] -= c[x.REST_S]
        now[x.DRIVEN] = 0
    slack = windows[window, 1] - start
    if c[x.WEIGHED]:
        slack = min(slack, max(node[at, x.DUE] - start, np.int64(0)))
        now[x.EXTRA] += max(start - node[at, x.DUE], np.int64(0)) * node[at, x.LATE_PRICE]
    now[x.PUSH] = min(now[x.PUSH], slack + now[x.WAIT])
    now[x.IDLE_PUSH] = min(now[x.IDLE_PUSH], slack + now[x.IDLE])
    now[x.TIME] = start + work_s
    return True


@kernel("b1(c,i8)")
def charge(c: Any, v: int) -> bool:
    """The battery is full again; False where the vehicle has none."""
    now = int_row(c, x.NOW)
    now[x.CHARGED_AT] = now[x.METRES]
    return bool(ints(c, x.VEHICLE)[v, x.BATTERY] >= 0)
