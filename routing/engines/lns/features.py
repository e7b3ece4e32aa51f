"""Traits of a problem that let the search leave work out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.problem import Problem
from routing.engines.lns import context as x
from routing.engines.lns.nodes import Stop

ORDER_WEIGHTS = {
    x.BY_CHANCE: 4,
    x.BY_AMOUNT: 4,
    x.FAR_FIRST: 2,
    x.CLOSE_FIRST: 1,
    x.NARROW_FIRST: 2,
    x.EARLY_FIRST: 2,
    x.LATE_FIRST: 2,
    x.DEAR_FIRST: 2,
}
"""How often stops are inserted in each order (Christiaens & Vanden Berghe 2020, section 5.2)."""


def tell(context: x.Context, problem: Problem, stops: Sequence[Stop], *, is_ordered: bool) -> None:
    """What a problem has or lacks, by which kernels choose the cheapest way that is still exact."""
    c, arrays = context.c, context.arrays
    c[x.RANGED] = any(v.range_m is not None for v in problem.vehicles)
    c[x.LIMITED_INTAKE] = any(f.intake is not None for f in problem.facilities)
    c[x.ORDERED] = is_ordered
    c[x.PLAIN] = _is_plain(problem, stops) and not (c[x.ORDERED] or c[x.RANGED] or c[x.WEIGHED])
    c[x.UNTIMED] = is_untimed(problem, arrays[x.ARC], arrays[x.NODE], len(stops))
    context.put(x.SORT, orders(problem, untimed=bool(c[x.UNTIMED])))
    c[x.SORTS] = arrays[x.SORT].size
    c[x.TIME_PRICED] = is_time_priced(problem)
    c[x.ONE_WAY] = not any(any(s.picked) for s in stops) or not any(any(s.brought) for s in stops)
    c[x.WHOLE_TRIPS] = any(any(s.brought) and s.release_s for s in stops)
    c[x.TYPED_DELIVERIES] = any(any(s.brought) and s.load_type for s in stops)


def _is_plain(problem: Problem, stops: Sequence[Stop]) -> bool:
    """Whether concatenated segments price an insertion exactly: no rest, break, unloading, pair, …"""
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
    """Whether a route's duration costs something or is bounded."""
    return any(v.cost.per_h or v.max_duration_s is not None for v in problem.vehicles)


def is_untimed(problem: Problem, arc: NDArray[np.int32], node: NDArray[np.int64], stops: int) -> bool:
    """Whether no window and no shift can bind, however long the routes, and duration costs nothing.

    Parameters
    ----------
    arc, node
        Tables ARC and NODE.
    stops
        The first so many nodes are stops.
    """
    if is_time_priced(problem) or not problem.vehicles:
        return False
    longest_s = int(arc[..., 0].max(axis=(0, 2)).astype(np.int64).sum() + node[:stops, x.SERVICE].sum())
    opens, closes = max(v.shift[0] for v in problem.vehicles), min(v.shift[1] for v in problem.vehicles)
    earliest = min(v.shift[0] for v in problem.vehicles)
    early_enough = bool((node[:stops, x.EARLIEST] <= earliest).all())
    return (
        early_enough
        and opens + longest_s <= closes
        and bool((node[:stops, x.LATEST] >= opens + longest_s).all())
    )


def orders(problem: Problem, *, untimed: bool) -> NDArray[np.int32]:
    """The orders to draw from: those of windows and penalties only where stops differ in them."""
    left_out = set()
    if untimed:
        left_out |= {x.NARROW_FIRST, x.EARLY_FIRST, x.LATE_FIRST}
    penalties = {task.penalty for task in problem.tasks} | {each.penalty for each in problem.shipments}
    if len(penalties) < 2:
        left_out.add(x.DEAR_FIRST)
    if not problem.dimensions:
        left_out.add(x.BY_AMOUNT)
    drawn = [order for order, weight in ORDER_WEIGHTS.items() if order not in left_out for _ in range(weight)]
    return np.array(drawn, np.int32)
