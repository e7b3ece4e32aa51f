"""Snapshots of the routes that an iteration changes, to commit or to roll the changes back.

The objective is kept by differences: the search adds `cost_change` to it for every iteration it accepts.
"""

from __future__ import annotations

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.records import words_of
from routing.engines.lns.layout.rows import State
from routing.engines.lns.layout.tables import Context
from routing.engines.lns.moves.positions import index_stops, set_length
from routing.engines.lns.pricing.evaluation import evaluate

STATE_WORDS = words_of(State)


@typed_kernel
def snapshot(c: Context, v: int) -> None:
    """Copy route v, unless it was before in this iteration, with the simulation after each visit."""
    route = tables.routes(c)[v]
    if route.is_changed:
        return
    if c.changed_count == 0:
        c.snapshot_rows = 0
    length, first = route.length, c.snapshot_rows
    route.is_changed = True
    route.snapshot_length, route.snapshot_waiting_s = length, route.waiting_s
    route.snapshot_from, route.snapshot_cost = first, route.cost
    c.snapshot_rows += length + 1
    tables.changed(c)[c.changed_count] = v
    c.changed_count += 1
    seq, copied = tables.sequences(c), tables.snapshot_sequences(c)
    for i in range(length):
        copied[first + i] = seq[v, i]
    if c.is_plain or length == 0:
        return
    state, load, room = tables.state_words(c), tables.loads(c), tables.rooms(c)
    copied_state, copied_load = tables.snapshot_states(c), tables.snapshot_loads(c)
    copied_room = tables.snapshot_rooms(c)
    for i in range(length + 1):
        for w in range(STATE_WORDS):
            copied_state[first + i, w] = state[v, i, w]
        for d in range(2 * c.dims + c.caps):
            copied_load[first + i, d] = load[v, i, d]
        for d in range(c.dims + c.caps):
            copied_room[first + i, d] = room[v, i, d]


@typed_kernel
def restore(c: Context, v: int) -> None:
    """Put a changed route back as its snapshot has it, the price included."""
    route, seq, copied = tables.routes(c)[v], tables.sequences(c), tables.snapshot_sequences(c)
    length, first = route.snapshot_length, route.snapshot_from
    set_length(c, v, length)
    for i in range(length):
        seq[v, i] = copied[first + i]
    index_stops(c, v, 0)
    if c.is_plain or c.has_intake_limits:
        evaluate(c, v, 0)
        return
    route.waiting_s = route.snapshot_waiting_s
    route.cost = route.snapshot_cost
    if length == 0:
        return
    state, load, room = tables.state_words(c), tables.loads(c), tables.rooms(c)
    copied_state, copied_load = tables.snapshot_states(c), tables.snapshot_loads(c)
    copied_room = tables.snapshot_rooms(c)
    for i in range(length + 1):
        for w in range(STATE_WORDS):
            state[v, i, w] = copied_state[first + i, w]
        for d in range(2 * c.dims + c.caps):
            load[v, i, d] = copied_load[first + i, d]
        for d in range(c.dims + c.caps):
            room[v, i, d] = copied_room[first + i, d]


@typed_kernel
def commit(c: Context) -> None:
    """Accept this iteration's changes."""
    route, changed, absent = tables.routes(c), tables.changed(c), tables.absent(c)
    for k in range(c.changed_count):
        route[changed[k]].is_changed = False
    c.changed_count = 0
    visit, left = tables.visits(c), 0
    for i in range(c.absent_count):
        if visit[absent[i]].route < 0:
            absent[left] = absent[i]
            left += 1
    c.absent_count = c.absent_before = left


@typed_kernel
def rollback(c: Context) -> None:
    """Take this iteration's changes back."""
    route, changed = tables.routes(c), tables.changed(c)
    visit, seq = tables.visits(c), tables.sequences(c)
    for k in range(c.changed_count):
        v = changed[k]
        for i in range(route[v].length):
            at = seq[v, i]
            if at < c.stops and visit[at].route == v:
                visit[at].route = -1
    for k in range(c.changed_count):
        restore(c, changed[k])
        route[changed[k]].is_changed = False
    c.changed_count = 0
    c.absent_count = c.absent_before


@typed_kernel
def total_cost(c: Context) -> float:
    """Return the objective: cost of all routes plus the penalties of absent stops."""
    route, penalty, visit = tables.routes(c), tables.penalties(c), tables.visits(c)
    total = 0.0
    for v in range(c.vehicles):
        total += route[v].cost
    for stop in range(c.stops):
        if visit[stop].route < 0:
            total += penalty[stop]
    return total


@typed_kernel
def cost_change(c: Context) -> float:
    """Return how much this iteration has added to the objective so far."""
    route, changed = tables.routes(c), tables.changed(c)
    penalty, visit, absent = tables.penalties(c), tables.visits(c), tables.absent(c)
    total = 0.0
    for k in range(c.changed_count):
        v = changed[k]
        total += route[v].cost - route[v].snapshot_cost
    for i in range(c.absent_count):
        is_absent = visit[absent[i]].route < 0
        if i < c.absent_before and not is_absent:
            total -= penalty[absent[i]]
        elif i >= c.absent_before and is_absent:
            total += penalty[absent[i]]
    return total
