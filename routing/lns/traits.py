"""Traits of a problem that let the search leave work out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.domain.problem import Problem
from routing.lns import context as x

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
