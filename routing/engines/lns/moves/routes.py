"""Changing routes: replacing visits, removing stops, closing the gaps."""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.positions import index_stops, set_length
from routing.engines.lns.moves.snapshots import snapshot
from routing.engines.lns.pricing.evaluation import evaluate


@typed_kernel
def splice(c: Context, v: int, k: int, block_size: int, skip: int) -> None:
    """Replace `skip` visits of route v from visit k on by `tables.block`."""
    snapshot(c, v)
    seq, block = tables.sequences(c), tables.block(c)
    length, shift = tables.routes(c)[v].length, block_size - skip
    if shift > 0:
        for i in range(length - 1, k + skip - 1, -1):
            seq[v, i + shift] = seq[v, i]
    elif shift < 0:
        for i in range(k + skip, length):
            seq[v, i + shift] = seq[v, i]
    for i in range(block_size):
        seq[v, k + i] = block[i]
    set_length(c, v, length + shift)
    index_stops(c, v, k)


@typed_kernel
def mark_absent(c: Context, stop: int) -> None:
    """Mark a stop absent; it is listed unless it is a shipment's delivery or locks fix it."""
    node = tables.nodes(c)[stop]
    tables.visits(c)[stop].route = -1
    if not node.delivers and not node.is_fixed:
        tables.absent(c)[c.absent_count] = stop
        c.absent_count += 1


@typed_kernel
def remove_chain(c: Context, head: int) -> None:
    """Mark all stops of a locked sequence absent."""
    node, stop = tables.nodes(c), head
    while stop >= 0:
        mark_absent(c, stop)
        if node[stop].partner >= 0:
            mark_absent(c, node[stop].partner)
        stop = node[stop].next_stop


@typed_kernel
def remove_stop(c: Context, stop: int) -> None:
    """Mark a stop, and all that must leave with it, absent; `close_gaps` closes the routes.

    A stop that locks fix stays where it is.
    """
    visit, node = tables.visits(c), tables.nodes(c)[stop]
    if node.is_fixed:
        return
    snapshot(c, visit[stop].route)
    if node.chain_head >= 0:
        remove_chain(c, node.chain_head)
        return
    mark_absent(c, stop)
    if node.partner >= 0 and visit[node.partner].route >= 0:
        mark_absent(c, node.partner)


@typed_kernel
def compact(c: Context, v: int) -> int:
    """Close the gaps in route v; drop unloadings of nothing and charges of a full battery.

    Returns
    -------
    int
        How many visits from the first on did not change.
    """
    seq, visit, length = tables.sequences(c), tables.visits(c), tables.routes(c)[v].length
    kept, stops, is_carrying, same = 0, 0, False, -1
    first_station = c.stops + c.facilities
    for i in range(length):
        at = seq[v, i]
        is_gone = visit[at].route != v if at < c.stops else not is_carrying
        if at >= first_station:
            is_gone = kept > 0 and seq[v, kept - 1] >= first_station
        if is_gone:
            same = i if same < 0 else same
            continue
        if at < c.stops:
            is_carrying = True
            stops += 1
        elif at < first_station:
            is_carrying = False
        seq[v, kept] = at
        kept += 1
    while kept > 0 and not c.end_empty and 0 <= seq[v, kept - 1] - c.stops < c.facilities:
        kept -= 1
    kept = kept if stops > 0 else 0
    same = min(same, kept) if same >= 0 else kept
    set_length(c, v, kept)
    index_stops(c, v, same)
    return same


@typed_kernel
def clear(c: Context, v: int) -> None:
    """Take every stop out of route v but the beginning that locks fix."""
    snapshot(c, v)
    seq, route = tables.sequences(c), tables.routes(c)[v]
    for i in range(route.length):
        if seq[v, i] < c.stops:
            mark_absent(c, seq[v, i])
    fixed = tables.fixed_sequences(c)
    for i in range(route.fixed_length):
        seq[v, i] = fixed[v, i]
    set_length(c, v, route.fixed_length)
    index_stops(c, v, 0)
    evaluate(c, v, 0)


@typed_kernel
def close_gaps(c: Context) -> None:
    """Compact and price every changed route; clear one that breaks a rule without what it lost."""
    changed = tables.changed(c)
    for k in range(c.changed_count):
        same = compact(c, changed[k])
        if not evaluate(c, changed[k], same):
            clear(c, changed[k])
