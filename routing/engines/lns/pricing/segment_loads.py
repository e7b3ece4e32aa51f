"""Loads of plain problems that both collect and bring.

A segment's peak load follows from the sums and peaks of its two parts (Vidal et al. 2014, section 4.2).
"""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context


@typed_kernel
def load_forward(c: Context, v: int) -> bool:
    """Compute loads from the start depot up to each visit of route v; False beyond a capacity."""
    amount, capacity, seq = tables.amounts(c), tables.capacities(c), tables.sequences(c)
    loads, dims, before = tables.segment_loads(c), c.dims, c.stops + 2 * v
    for d in range(dims):
        lead = loads[before, d]
        lead.brought, lead.picked, lead.peak = 0, 0, 0
        lead.back_brought, lead.back_picked, lead.back_peak = 0, 0, 0
    for k in range(tables.routes(c)[v].length):
        at = seq[v, k]
        for d in range(dims):
            lead, here = loads[before, d], loads[at, d]
            brought, picked = amount[at, dims + d], lead.picked + amount[at, d]
            peak = max(lead.peak + brought, picked)
            here.brought = lead.brought + brought
            here.picked, here.peak = picked, peak
            if peak > capacity[v, d]:
                return False
        before = at
    return True


@typed_kernel
def load_backward(c: Context, v: int) -> None:
    """Compute loads from each visit of route v to the end depot."""
    amount, seq = tables.amounts(c), tables.sequences(c)
    loads, dims, after = tables.segment_loads(c), c.dims, c.stops + 2 * v + 1
    for d in range(dims):
        rest = loads[after, d]
        rest.brought, rest.picked, rest.peak = 0, 0, 0
        rest.back_brought, rest.back_picked, rest.back_peak = 0, 0, 0
    for k in range(tables.routes(c)[v].length - 1, -1, -1):
        at = seq[v, k]
        for d in range(dims):
            rest, here = loads[after, d], loads[at, d]
            picked, brought = amount[at, d], amount[at, dims + d]
            here.back_brought = brought + rest.back_brought
            here.back_picked = picked + rest.back_picked
            here.back_peak = max(max(brought, picked) + rest.back_brought, picked + rest.back_peak)
        after = at


@typed_kernel
def fits_between(c: Context, v: int, before: int, after: int, stop: int) -> bool:
    """Return whether the stop's amounts fit between two rows of route v, on the whole trip."""
    amount, capacity, loads = tables.amounts(c), tables.capacities(c), tables.segment_loads(c)
    dims = c.dims
    for d in range(dims):
        lead, rest = loads[before, d], loads[after, d]
        behind = amount[stop, dims + d] + rest.back_brought
        done = lead.picked + amount[stop, d]
        peak = max(lead.peak + behind, done + rest.back_brought)
        if max(peak, done + rest.back_peak) > capacity[v, d]:
            return False
    return True
