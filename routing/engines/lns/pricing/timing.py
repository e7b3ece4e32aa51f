"""The clock of the route simulator: driving, rests, breaks, waiting, service and charging.

Each kernel advances the simulation's state (`tables.now`) and returns False where a rule is broken.
"""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.rows import FOREVER_S
from routing.engines.lns.layout.tables import Context


@typed_kernel
def take_break(c: Context, number: int) -> bool:
    """Take a break, waiting for its window where need be; False when the window is over."""
    now, pause = tables.now(c), tables.breaks(c)[number]
    idle_s = max(pause.opens_s - now.time_s, 0)
    now.time_s += idle_s
    slack_s = pause.closes_s - now.time_s
    if slack_s < 0:
        return False
    now.wait_s += idle_s
    now.idle_s += idle_s
    now.push_s = min(now.push_s, slack_s + now.wait_s)
    now.idle_push_s = min(now.idle_push_s, slack_s + now.idle_s)
    now.time_s += pause.duration_s
    if pause.duration_s >= c.rest_s:
        now.driven_s = 0
    now.next_break = number + 1
    return True


@typed_kernel
def drive(c: Context, v: int, before: int, at: int) -> bool:
    """Drive from one node to the next.

    A rest is taken when the driving time is used up, a break as soon as it may start. False where there is
    no road, the battery does not last or a break is missed.
    """
    now, vehicle, pauses = tables.now(c), tables.vehicles(c)[v], tables.breaks(c)
    arc = tables.arcs(c)[vehicle.profile, before, at]
    left_s = arc.duration_s
    if left_s < 0:
        return False
    now.metres += arc.distance_m
    if c.has_ranges and 0 <= vehicle.range_m < now.metres - now.charged_at_m:
        return False
    now.driving_s += left_s
    while c.rest_after_s > 0 or now.next_break < vehicle.last_break:
        to_rest_s = c.rest_after_s - now.driven_s if c.rest_after_s > 0 else FOREVER_S
        to_break_s = FOREVER_S
        pause = now.next_break
        if pause < vehicle.last_break:
            to_break_s = max(pauses[pause].opens_s - now.time_s, 0)
        step_s = min(to_rest_s, to_break_s)
        if left_s <= step_s:
            break
        now.time_s += step_s
        now.driven_s += step_s
        left_s -= step_s
        if to_break_s <= to_rest_s:
            if not take_break(c, pause):
                return False
        else:
            now.time_s += c.rest_s
            now.driven_s = 0
    now.time_s += left_s
    now.driven_s += left_s
    return True


@typed_kernel
def take_breaks(c: Context, v: int) -> bool:
    """Take the breaks still due at the end of the last leg: a route in use takes them all."""
    now, last = tables.now(c), tables.vehicles(c)[v].last_break
    while now.next_break < last:
        if not take_break(c, now.next_break):
            return False
    return True


@typed_kernel
def charging_s(c: Context, v: int) -> int:
    """Return how long filling the battery takes, in proportion to what was used, rounded up."""
    now, vehicle = tables.now(c), tables.vehicles(c)[v]
    used = vehicle.recharge_s * (now.metres - now.charged_at_m)
    return (used + vehicle.range_m - 1) // max(vehicle.range_m, 1)


@typed_kernel
def serve(c: Context, v: int, before: int, at: int, earliest_s: int) -> bool:
    """Wait for a window of the node and serve it; False when its windows are over.

    A break that falls due before the service would end is taken first. Leaving later never pushes a
    service past its due time; lateness that remains is priced.
    """
    now, node, windows, pauses = tables.now(c), tables.nodes(c), tables.windows(c), tables.breaks(c)
    service_s = node[at].service_s
    if node[at].setup_s > 0 and node[before].place != node[at].place:
        service_s += node[at].setup_s
    if c.has_ranges and at >= c.stops + c.facilities:
        service_s += charging_s(c, v)
    last, last_break = node[at].last_window, tables.vehicles(c)[v].last_break
    while True:
        ready_s = max(now.time_s, earliest_s)
        window = node[at].first_window
        while window < last and windows[window].closes_s < ready_s:
            window += 1
        if windows[window].closes_s < ready_s:
            return False
        start_s = max(ready_s, windows[window].opens_s)
        pause = now.next_break
        if pause >= last_break:
            break
        if start_s < pauses[pause].opens_s and start_s + service_s <= pauses[pause].closes_s:
            break
        if not take_break(c, pause):
            return False
    idle_s = start_s - now.time_s
    now.wait_s += idle_s
    now.idle_s += idle_s
    if c.rest_after_s > 0 and idle_s >= c.rest_s:
        now.idle_s -= c.rest_s
        now.driven_s = 0
    slack_s = windows[window].closes_s - start_s
    if c.is_weighed:
        slack_s = min(slack_s, max(node[at].due_s - start_s, 0))
        now.weighed_cost += max(start_s - node[at].due_s, 0) * node[at].late_price
    now.push_s = min(now.push_s, slack_s + now.wait_s)
    now.idle_push_s = min(now.idle_push_s, slack_s + now.idle_s)
    now.time_s = start_s + service_s
    return True


@typed_kernel
def charge(c: Context, v: int) -> bool:
    """Fill the battery; False where the vehicle has none."""
    now = tables.now(c)
    now.charged_at_m = now.metres
    return tables.vehicles(c)[v].range_m >= 0
