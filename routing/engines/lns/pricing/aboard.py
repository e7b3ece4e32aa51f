"""What is aboard in the route simulator: amounts, load types, segregation, and what facilities take in.

`tables.now_loads` holds D loads, D peaks of the trip, C capped loads, then D amounts per facility.
"""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context


@typed_kernel
def segregate(c: Context, stop: int) -> bool:
    """Take a stop's load type aboard; False where it meets a type that it must not.

    A type stays aboard until the next unloading even if its goods were only delivered: they were aboard
    from the start of the trip.
    """
    now, node = tables.now(c), tables.nodes(c)[stop]
    if node.load_type < 0:
        return True
    conflict = tables.conflicts(c)[node.load_type]
    if (now.aboard_types & conflict.aboard_types) != 0 or (now.day_types & conflict.day_types) != 0:
        return False
    bit = 1 << node.load_type
    now.aboard_types |= bit
    now.day_types |= bit
    if node.collects:
        now.collected_types |= bit
    return True


@typed_kernel
def nothing_collected(c: Context) -> bool:
    """Return whether nothing is aboard that an unloading would take."""
    loads = tables.now_loads(c)
    for d in range(c.dims):
        if loads[d] > 0:
            return False
    return tables.now(c).collected_types == 0


@typed_kernel
def load(c: Context, v: int, stop: int) -> bool:
    """Take a stop's amounts aboard; False where a capacity or a load cap is exceeded.

    What is brought from the start of the trip raises the peak of all visits before.
    """
    now, loads, dims = tables.now(c), tables.now_loads(c), c.dims
    node, amount, capacity = tables.nodes(c)[stop], tables.amounts(c), tables.capacities(c)
    for d in range(dims):
        loads[d] += amount[stop, d]
        peak = max(loads[dims + d] + amount[stop, dims + d], loads[d])
        loads[dims + d] = peak
        if peak > capacity[v, d]:
            return False
    caps, capped = tables.load_caps(c), 2 * dims
    for k in range(c.caps):
        if caps[k].load_type == node.load_type:
            loads[capped + k] += amount[stop, caps[k].dimension]
            if loads[capped + k] > caps[k].most:
                return False
    if node.partner >= 0:
        now.open_shipments += -1 if node.delivers else 1
        if now.open_shipments == 0 and not c.has_typed_deliveries and nothing_collected(c):
            now.aboard_types = 0
    return True


@typed_kernel
def unload(c: Context, v: int, facility: int) -> bool:
    """Leave everything at a facility.

    False where a shipment is aboard, or the facility does not take the load types or the amount.
    """
    now, loads, dims = tables.now(c), tables.now_loads(c), c.dims
    if now.open_shipments > 0 or (now.collected_types & ~tables.accepted_types(c)[facility]) != 0:
        return False
    if c.has_intake_limits:
        unloaded, intake = tables.unloaded(c), tables.intakes(c)
        here = 2 * dims + c.caps + facility * dims
        for d in range(dims):
            loads[here + d] += loads[d]
            others = unloaded[c.vehicles, facility, d] - unloaded[v, facility, d]
            if 0 <= intake[facility, d] < loads[here + d] + others:
                return False
    for i in range(2 * dims + c.caps):
        loads[i] = 0
    now.aboard_types = 0
    now.collected_types = 0
    return True


@typed_kernel
def store_unloaded(c: Context, v: int) -> None:
    """Store what the route just simulated leaves at each facility."""
    if not c.has_intake_limits:
        return
    loads, unloaded, dims = tables.now_loads(c), tables.unloaded(c), c.dims
    first = 2 * dims + c.caps
    for f in range(c.facilities):
        for d in range(dims):
            amount = loads[first + f * dims + d]
            unloaded[c.vehicles, f, d] += amount - unloaded[v, f, d]
            unloaded[v, f, d] = amount


@typed_kernel
def clear_unloaded(c: Context, v: int) -> None:
    """Store that a route leaves nothing at any facility."""
    unloaded = tables.unloaded(c)
    for f in range(c.facilities):
        for d in range(c.dims):
            unloaded[c.vehicles, f, d] -= unloaded[v, f, d]
            unloaded[v, f, d] = 0
