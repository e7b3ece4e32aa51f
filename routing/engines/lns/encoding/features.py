"""Detect features of a problem that let the search leave work out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.domain.problem import Problem
from routing.engines.lns.encoding.stops import Stop
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.records import Int32Array
from routing.engines.lns.layout.rows import (
    BY_CHANCE,
    CLOSE_FIRST,
    DEAR_FIRST,
    EARLY_FIRST,
    FAR_FIRST,
    LARGE_FIRST,
    LATE_FIRST,
    NARROW_FIRST,
)
from routing.engines.lns.layout.tables import Workspace

ORDER_WEIGHTS = {
    BY_CHANCE: 4,
    LARGE_FIRST: 4,
    FAR_FIRST: 2,
    CLOSE_FIRST: 1,
    NARROW_FIRST: 2,
    EARLY_FIRST: 2,
    LATE_FIRST: 2,
    DEAR_FIRST: 2,
}
"""How often stops are inserted in each order (Christiaens & Vanden Berghe 2020, section 5.2)."""


def detect(workspace: Workspace, problem: Problem, stops: Sequence[Stop], *, is_ordered: bool) -> None:
    """Store the features by which kernels choose the cheapest way that is still exact."""
    c = workspace.c
    c.has_ranges = any(v.range_m is not None for v in problem.vehicles)
    c.has_intake_limits = any(f.intake is not None for f in problem.facilities)
    c.is_ordered = is_ordered
    c.is_plain = is_plain(problem, stops) and not (c.is_ordered or c.has_ranges or c.is_weighed)
    c.is_untimed = is_untimed(workspace, problem)
    c.is_time_priced = is_time_priced(problem)
    c.is_one_way = not any(any(s.picked) for s in stops) or not any(any(s.brought) for s in stops)
    c.has_late_releases = any(any(s.brought) and s.release_s for s in stops)
    c.has_typed_deliveries = any(any(s.brought) and s.load_type for s in stops)
    workspace.put("order", weighted_orders(problem, untimed=bool(c.is_untimed)))
    c.orders = len(tables.orders(c))


def is_plain(problem: Problem, stops: Sequence[Stop]) -> bool:
    """Return whether concatenated segments price an insertion exactly (no rest, break or pair)."""
    rules = problem.rules
    return not (
        rules.rest
        or rules.end_empty
        or rules.load_caps
        or rules.incompatible
        or rules.incompatible_day
        or problem.facilities
        or problem.shipments
        or any(v.breaks or v.overtime_s for v in problem.vehicles)
        or any(s.setup_s or len(s.windows) > 1 or (any(s.brought) and s.release_s) for s in stops)
    )


def is_time_priced(problem: Problem) -> bool:
    """Return whether a route's duration costs something or is bounded."""
    return any(v.cost.per_h or v.max_duration_s is not None for v in problem.vehicles)


def is_untimed(workspace: Workspace, problem: Problem) -> bool:
    """Return whether no window and no shift can bind, however long the routes, and duration is free."""
    if is_time_priced(problem) or not problem.vehicles:
        return False
    arc, node, stops = tables.arcs(workspace.c), tables.nodes(workspace.c), int(workspace.c.stops)
    legs_s = int(arc["duration_s"].max(axis=(0, 2)).astype(np.int64).sum())
    longest_s = legs_s + int(node["service_s"][:stops].sum())
    opens_s = max(v.shift[0] for v in problem.vehicles)
    closes_s = min(v.shift[1] for v in problem.vehicles)
    first_opens_s = min(v.shift[0] for v in problem.vehicles)
    return (
        bool((node["earliest_s"][:stops] <= first_opens_s).all())
        and opens_s + longest_s <= closes_s
        and bool((node["latest_s"][:stops] >= opens_s + longest_s).all())
    )


def weighted_orders(problem: Problem, *, untimed: bool) -> Int32Array:
    """Return the orders to draw from; those of windows and penalties only where stops differ in them."""
    left_out = set()
    if untimed:
        left_out |= {NARROW_FIRST, EARLY_FIRST, LATE_FIRST}
    penalties = {task.penalty for task in problem.tasks} | {each.penalty for each in problem.shipments}
    if len(penalties) < 2:
        left_out.add(DEAR_FIRST)
    if not problem.dimensions:
        left_out.add(LARGE_FIRST)
    drawn = [order for order, weight in ORDER_WEIGHTS.items() if order not in left_out for _ in range(weight)]
    return np.array(drawn, np.int32)
