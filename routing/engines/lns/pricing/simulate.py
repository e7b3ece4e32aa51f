"""The route simulator: one pass along a route, every rule checked, the cost at the end.

It builds one schedule: leave when the shift opens, rest and break as late as allowed, then postpone the
departure as far as waiting allows. The exact scheduler may find a cheaper schedule for the same order,
never a dearer one, so a route accepted here stays feasible.

The state of the simulation is `tables.now`; a committed simulation stores it after every visit in
`tables.states`, from where the simulation of a changed route starts.
"""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.records import words_of
from routing.engines.lns.layout.rows import ANY, FOREVER_S, PER_UNIT, State
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.pricing.aboard import (
    clear_unloaded,
    load,
    nothing_collected,
    segregate,
    store_unloaded,
    unload,
)
from routing.engines.lns.pricing.timing import charge, drive, serve, take_breaks

INFEASIBLE = np.inf
SIMULATED_WORDS = words_of(State, until="latest_start_s")


@typed_kernel
def visited_node(c: Context, v: int, k: int, keep: int, block_size: int, skip: int) -> int:
    """Return the node of visit k of the route being simulated."""
    if keep <= k < keep + block_size:
        return tables.block(c)[k - keep]
    return tables.sequences(c)[v, k if k < keep else k - block_size + skip]


@typed_kernel
def weigh(c: Context, v: int, stop: int) -> None:
    """Price the leg from the task served before and a change of vehicle (rule 15)."""
    now, node = tables.now(c), tables.nodes(c)[stop]
    last = now.last_task
    now.last_task = stop
    if last >= 0:
        metres = tables.arcs(c)[tables.vehicles(c)[v].profile, last, stop].distance_m
        now.weighed_cost += int(max(metres, 0) * c.compactness * PER_UNIT)
    if node.earlier_vehicle >= 0 and node.earlier_vehicle != v:
        now.weighed_cost += int(c.stability * PER_UNIT)


@typed_kernel
def compute_latest_starts(c: Context, v: int) -> None:
    """Store the latest start of every visit that the rest of the route allows, rests and breaks left out."""
    arc, node, vehicle = tables.arcs(c), tables.nodes(c), tables.vehicles(c)[v]
    state, seq = tables.states(c), tables.sequences(c)
    length, after = tables.routes(c)[v].length, vehicle.end
    latest_s = vehicle.closes_s + vehicle.overtime_s
    state[v, length].latest_start_s = latest_s
    for k in range(length - 1, -1, -1):
        at = seq[v, k]
        leave_s = latest_s - node[at].service_s - arc[vehicle.profile, at, after].duration_s
        latest_s = min(node[at].latest_s, leave_s)
        state[v, k].latest_start_s = latest_s
        after = at


@typed_kernel
def keeps_order(c: Context, v: int, stop: int) -> bool:
    """Return whether locks allow the stop to come next; deliveries of shipments stand outside the order."""
    now, node = tables.now(c), tables.nodes(c)
    if node[stop].delivers:
        return True
    last = now.last_stop
    now.last_stop = stop
    if last < 0:
        first = tables.vehicles(c)[v].first_stop
        return (first in (ANY, stop)) and node[stop].previous_stop < 0
    following, previous = node[last].next_stop, node[stop].previous_stop
    return (following in (ANY, stop)) and (previous in (ANY, last))


@typed_kernel
def may_end(c: Context) -> bool:
    """Return whether no lock demands a stop after the last one."""
    last = tables.now(c).last_stop
    return last < 0 or tables.nodes(c)[last].next_stop < 0


@typed_kernel
def finish_route(c: Context, v: int, commit: bool) -> float:
    """Check the rules of a whole route and price it."""
    now, vehicle = tables.now(c), tables.vehicles(c)[v]
    if now.open_shipments > 0 or 0 <= vehicle.max_distance_m < now.metres:
        return INFEASIBLE
    if c.end_empty and not nothing_collected(c):
        return INFEASIBLE
    over_s = now.time_s - vehicle.closes_s
    if over_s > vehicle.overtime_s:
        return INFEASIBLE
    later_s = min(now.wait_s, now.push_s)
    if c.rest_after_s > 0 and now.driving_s + vehicle.driven_before_s > c.rest_after_s:
        later_s = min(now.idle_s, now.idle_push_s)
    later_s = max(later_s, 0)
    duration_s = now.time_s - now.left_at_s - later_s
    if 0 <= vehicle.max_duration_s < duration_s:
        return INFEASIBLE
    cost = vehicle.fixed_cost + now.metres * vehicle.per_m + max(over_s, 0) * vehicle.per_overtime_s
    cost += duration_s * vehicle.per_s
    if c.is_weighed:
        over_h = duration_s / 3600.0 - c.mean_hours
        cost += now.weighed_cost / PER_UNIT + c.balance * over_h * over_h
    if commit:
        route = tables.routes(c)[v]
        route.duration_s = duration_s
        route.cost = cost
        route.waiting_s = now.wait_s - min(later_s, now.wait_s)
        store_unloaded(c, v)
        compute_latest_starts(c, v)
    return cost


@typed_kernel
def restore_state(c: Context, v: int, keep: int) -> None:
    """Set the simulation to the state after `keep` visits, or at the depot when the shift opens."""
    now, loads, size = tables.now(c), tables.now_loads(c), 2 * c.dims + c.caps
    if keep == 0:
        vehicle = tables.vehicles(c)[v]
        tables.now_words(c)[:] = 0
        loads[:] = 0
        now.time_s = now.left_at_s = vehicle.opens_s
        now.driven_s = vehicle.driven_before_s
        now.day_types = vehicle.carried_types
        now.last_stop = now.last_task = ANY
        now.charged_at_m = -vehicle.used_before_m
        now.push_s = now.idle_push_s = FOREVER_S
        now.next_break = vehicle.first_break
        return
    words, state, load = tables.now_words(c), tables.state_words(c), tables.loads(c)
    for i in range(SIMULATED_WORDS):
        words[i] = state[v, keep, i]
    for i in range(size):
        loads[i] = load[v, keep, i]
    if c.has_intake_limits:
        dims, seq = c.dims, tables.sequences(c)
        loads[size : size + c.facilities * dims] = 0
        for k in range(1, keep):  # nothing is aboard at the depot
            facility = seq[v, k] - c.stops
            if 0 <= facility < c.facilities:
                for d in range(dims):
                    loads[size + facility * dims + d] += load[v, k, d]


@typed_kernel
def store_state(c: Context, v: int, k: int) -> None:
    """Store the state of the simulation as the one after k visits."""
    words, loads = tables.now_words(c), tables.now_loads(c)
    state, load = tables.state_words(c), tables.loads(c)
    for i in range(SIMULATED_WORDS):
        state[v, k, i] = words[i]
    for i in range(2 * c.dims + c.caps):
        load[v, k, i] = loads[i]


@typed_kernel
def trip_release_s(c: Context, v: int, k: int, keep: int, block_size: int, skip: int, total: int) -> int:
    """Return when the trip that begins before visit k may leave: all that it brings must be released."""
    node = tables.nodes(c)
    release_s = -FOREVER_S
    for i in range(k, total):
        at = visited_node(c, v, i, keep, block_size, skip)
        if at >= c.stops:
            if at < c.stops + c.facilities:
                break
            continue
        release_s = max(release_s, node[at].release_s)
    return release_s


@typed_kernel
def simulate(c: Context, v: int, keep: int, block_size: int, skip: int, limit: float, commit: bool) -> float:
    """Price vehicle v's route: its first `keep` visits, `tables.block`, and the visits after `skip` more.

    Parameters
    ----------
    keep, block_size, skip
        The route is ``seq[:keep] + block[:block_size] + seq[keep + skip:]``. The simulation of the first
        `keep` visits must have been committed.
    limit
        Give up when the cost can no longer be below it.
    commit
        Store the simulation after every visit, and the cost; only with an empty block and no skip.

    Returns
    -------
    float
        Cost of fixed, distance, time and overtime prices, lateness and the objective's weights; infinity
        when a rule is broken or the limit is passed.
    """
    total = tables.routes(c)[v].length - skip + block_size
    if total == 0:
        if commit:
            tables.routes(c)[v].cost = 0.0
            clear_unloaded(c, v)
        return 0.0
    now, vehicle = tables.now(c), tables.vehicles(c)[v]
    first = 0 if c.has_late_releases else keep
    restore_state(c, v, first)
    if c.has_late_releases:
        now.time_s = max(now.time_s, trip_release_s(c, v, 0, keep, block_size, skip, total))
        now.left_at_s = now.time_s
    if commit and first == 0:
        store_state(c, v, 0)
    previous = tables.sequences(c)[v, first - 1] if first > 0 else vehicle.start
    for k in range(first, total):
        at = visited_node(c, v, k, keep, block_size, skip)
        earliest_s = -FOREVER_S
        if c.has_late_releases and c.stops <= at < c.stops + c.facilities:
            release_s = trip_release_s(c, v, k + 1, keep, block_size, skip, total)
            earliest_s = release_s - tables.nodes(c)[at].service_s
        if not (drive(c, v, previous, at) and serve(c, v, previous, at, earliest_s)):
            return INFEASIBLE
        if at < c.stops:
            if not (segregate(c, at) and load(c, v, at)):
                return INFEASIBLE
            if c.is_ordered and not keeps_order(c, v, at):
                return INFEASIBLE
            if c.is_weighed:
                weigh(c, v, at)
        elif at < c.stops + c.facilities:
            if not unload(c, v, at - c.stops):
                return INFEASIBLE
        elif not charge(c, v):
            return INFEASIBLE
        if now.metres * vehicle.per_m + vehicle.fixed_cost >= limit:
            return INFEASIBLE
        if commit:
            store_state(c, v, k + 1)
        previous = at
    if c.is_ordered and not may_end(c):
        return INFEASIBLE
    if not (drive(c, v, previous, vehicle.end) and take_breaks(c, v)):
        return INFEASIBLE
    return finish_route(c, v, commit)
