"""Constant-time insertion filters, which spare most simulations.

Each is necessary and none sufficient: an insertion that passes is simulated.
"""

from __future__ import annotations

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context


@typed_kernel
def fits_vehicle(c: Context, stop: int, v: int) -> bool:
    """Return whether the vehicle has the skills that the stop requires and no lock demands another."""
    node = tables.nodes(c)[stop]
    if (node.skills & ~tables.vehicles(c)[v].skills) != 0:
        return False
    return node.locked_to < 0 or node.locked_to == v


@typed_kernel
def fits_route(c: Context, stop: int, v: int) -> bool:
    """Return whether the vehicle may serve the stop and holds the sums of its whole route; plain problems."""
    if not fits_vehicle(c, stop, v):
        return False
    amount, capacity = tables.amounts(c), tables.capacities(c)
    route_load, dims = tables.route_loads(c), c.dims
    for d in range(dims):
        room = capacity[v, d]
        if route_load[v, d] + amount[stop, d] > room:
            return False
        if route_load[v, dims + d] + amount[stop, dims + d] > room:
            return False
    return True


@typed_kernel
def compute_room(c: Context, v: int) -> None:
    """Store what the trip still has room for before each visit of route v, which was just simulated.

    A delivered shipment may clear the types aboard, so that what comes before it forgets later types.
    """
    state, load, room = tables.states(c), tables.loads(c), tables.rooms(c)
    node, seq, caps = tables.nodes(c), tables.sequences(c), tables.load_caps(c)
    capacity, length, dims = tables.capacities(c), tables.routes(c)[v].length, c.dims
    for k in range(length, -1, -1):
        charges = k < length and seq[v, k] >= c.stops + c.facilities
        ends = k == length or (seq[v, k] >= c.stops and not charges)
        here = state[v, k]
        if ends:
            here.room_types = 0
            here.room_unloads = k < length
        else:
            rest = state[v, k + 1]
            types = rest.room_types
            if not charges:
                at = seq[v, k]
                if node[at].partner >= 0:
                    types = 0
                elif node[at].load_type >= 0:
                    types |= 1 << node[at].load_type
            here.room_types = types
            here.room_unloads = rest.room_unloads
        for d in range(dims):
            left = capacity[v, d] - load[v, k, d]
            room[v, k, d] = left if ends else min(left, room[v, k + 1, d])
        for i in range(c.caps):
            left = caps[i].most - load[v, k, 2 * dims + i]
            room[v, k, dims + i] = left if ends else min(left, room[v, k + 1, dims + i])


@typed_kernel
def fits_trip(c: Context, v: int, k: int, stop: int, after_unloading: bool, before_unloading: bool) -> bool:
    """Return whether the trip around visit k of route v has room for a stop and no type it must not meet.

    Parameters
    ----------
    after_unloading, before_unloading
        Whether the insertion brings an unloading before the stop, or after it.
    """
    node, amount, dims = tables.nodes(c)[stop], tables.amounts(c), c.dims
    state, load, room = tables.states(c)[v, k], tables.loads(c), tables.rooms(c)
    is_empty = tables.routes(c)[v].length == 0
    if node.collects and c.end_empty and not before_unloading and (is_empty or not state.room_unloads):
        return False
    if is_empty:
        return True
    if node.load_type >= 0 and node.partner < 0:
        conflicts = tables.conflicts(c)[node.load_type].aboard_types
        if not after_unloading and (state.aboard_types & conflicts) != 0:
            return False
        if not before_unloading and (state.room_types & conflicts) != 0:
            return False
    capacity = tables.capacities(c)
    for d in range(dims):
        aboard = 0 if after_unloading else load[v, k, d]
        left = capacity[v, d] - aboard
        if not before_unloading:
            left = room[v, k, d] + load[v, k, d] - aboard
        if amount[stop, d] > left:
            return False
    caps = tables.load_caps(c)
    for i in range(c.caps):
        if caps[i].load_type != node.load_type:
            continue
        aboard = 0 if after_unloading else load[v, k, 2 * dims + i]
        left = caps[i].most - aboard
        if not before_unloading:
            left = room[v, k, dims + i] + load[v, k, 2 * dims + i] - aboard
        if amount[stop, caps[i].dimension] > left:
            return False
    return True


@typed_kernel
def insertion_lower_bound(c: Context, v: int, k: int, size: int) -> float:
    """Return the least that `tables.block` before visit k of route v adds; infinity where it comes late."""
    arc, node, block, seq = tables.arcs(c), tables.nodes(c), tables.block(c), tables.sequences(c)
    vehicle, route = tables.vehicles(c)[v], tables.routes(c)[v]
    profile = vehicle.profile
    time_s, latest_s = vehicle.opens_s, vehicle.closes_s + vehicle.overtime_s
    before = seq[v, k - 1] if k > 0 else vehicle.start
    after = seq[v, k] if k < route.length else vehicle.end
    cost, metres, seconds = vehicle.fixed_cost, 0, 0
    if route.length > 0:
        state = tables.states(c)[v, k]
        time_s, latest_s, cost = state.time_s, state.latest_start_s, 0.0
        metres -= arc[profile, before, after].distance_m
        seconds -= arc[profile, before, after].duration_s + route.waiting_s
    for i in range(size):
        at = block[i]
        leg_s = arc[profile, before, at].duration_s
        time_s = max(time_s + leg_s, node[at].earliest_s)
        if leg_s < 0 or time_s > node[at].latest_s:
            return np.inf
        time_s += node[at].service_s
        metres += arc[profile, before, at].distance_m
        seconds += leg_s + node[at].service_s
        before = at
    leg_s = arc[profile, before, after].duration_s
    if leg_s < 0 or time_s + leg_s > latest_s:
        return np.inf
    metres += arc[profile, before, after].distance_m
    added = cost + metres * vehicle.per_m + max(seconds + leg_s, 0) * vehicle.per_s
    return min(added, 0.0) if c.is_weighed else added  # an evener plan may be cheaper
