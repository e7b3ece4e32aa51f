"""The tables that the search changes: empty routes, their simulation, the best plan, work space."""

from __future__ import annotations

import numpy as np

from routing.engines.lns.layout import rows, tables
from routing.engines.lns.layout.tables import Context, Workspace
from routing.engines.lns.pricing.evaluation import EVALUATE, SIMULATE
from routing.engines.lns.rng import FIRST_BLINK, seed_words


def longest_route(c: Context) -> int:
    """Return the most visits of one route: every stop, with unloadings and charges between."""
    return int(c.stops) * (1 + bool(c.facilities) + 2 * bool(c.stations)) + 4


def add_state(workspace: Workspace, seed: int) -> None:
    """Give an encoded problem its empty routes and work space.

    Either simulated states or segments are stored, as the problem is rich or plain; the tables of the
    others are empty.
    """
    c = workspace.c
    n, v, dims, caps = int(c.stops), int(c.vehicles), int(c.dims), int(c.caps)
    longest = longest_route(c)
    copied = (3 + 2 * bool(c.stations)) * n + 3 * v + longest
    workspace.put_rows("route", rows.Route, v)
    workspace.put("sequence", np.zeros((v, longest), np.int32))
    workspace.put("best_sequence", np.zeros((v, longest), np.int32))
    workspace.put("fixed", np.zeros((v if c.is_ordered else 0, longest), np.int32))
    workspace.put_rows("visit", rows.Visit, n)["route"] = -1
    workspace.put("unloaded", np.zeros((v + 1, int(c.facilities), dims), np.int64))
    _add_simulation(workspace, 0 if c.is_plain else longest + 1, 0 if c.is_plain else copied)
    _add_segments(workspace)
    workspace.put("route_load", np.zeros((v, 2 * dims), np.int64))
    workspace.put("changed", np.zeros(v, np.int32))
    workspace.put("snapshot_sequence", np.zeros(copied, np.int32))
    workspace.put("absent", np.arange(n, dtype=np.int32))
    workspace.put_rows("queue", rows.Queued, n)
    workspace.put_rows("candidate", rows.Candidate, copied)
    workspace.put("seen_row", np.zeros(n + 2 * v, np.int64))
    workspace.put("block", np.zeros(longest + 4, np.int32))
    workspace.put_rows("now", rows.State, 1)
    workspace.put("now_load", np.zeros(2 * dims + caps + int(c.facilities) * dims, np.int64))
    workspace.put("rng", seed_words(seed))
    c.blink_in = FIRST_BLINK
    c.simulate_address, c.evaluate_address = SIMULATE.address, EVALUATE.address


def _add_simulation(workspace: Workspace, depth: int, copied: int) -> None:
    """States of `depth` visits per route, and `copied` rows of snapshots."""
    c = workspace.c
    v, dims, caps = int(c.vehicles), int(c.dims), int(c.caps)
    workspace.put_rows("state", rows.State, v, depth)
    workspace.put("load", np.zeros((v, depth, 2 * dims + caps), np.int64))
    workspace.put("room", np.zeros((v, depth, dims + caps), np.int64))
    workspace.put("seen", np.zeros((v, depth), np.int32))
    workspace.put_rows("snapshot_state", rows.State, copied)
    workspace.put("snapshot_load", np.zeros((copied, 2 * dims + caps), np.int64))
    workspace.put("snapshot_room", np.zeros((copied, dims + caps), np.int64))


def _add_segments(workspace: Workspace) -> None:
    """Segments with every vehicle empty: those of its two depots."""
    c = workspace.c
    n, vehicle = int(c.stops), tables.vehicles(c)
    segment = workspace.put_rows("segment", rows.Segments, n + 2 * len(vehicle))
    workspace.put_rows("segment_load", rows.SegmentLoad, n + 2 * len(vehicle), int(c.dims))
    segment["node"][:n] = np.arange(n)
    for first, depot in ((n, "start"), (n + 1, "end")):
        ends = segment[first::2]
        ends["node"] = vehicle[depot]
        ends["earliest_s"] = ends["back_earliest_s"] = vehicle["opens_s"]
        ends["latest_s"] = ends["back_latest_s"] = vehicle["closes_s"]
