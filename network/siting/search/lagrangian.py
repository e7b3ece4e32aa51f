"""Lagrangean relaxation of the p-median: bounds, and columns that they fix open or closed.

The constraints that every place is served are dualised; the rest separates by column. Multipliers follow the
subgradient, and each set of them proves a bound.

References
----------
Cornuéjols, Fisher & Nemhauser (1977), Location of bank accounts to optimize float; Held, Wolfe &
Crowder (1974), Validation of subgradient optimization; Beasley (1993), Lagrangean heuristics for
location problems, for the tests that fix columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.siting.answers import Clock
from network.siting.models.linear import Floats, Ints
from network.siting.search.interchange import MedianCosts

_ROWS = 512
_STALL = 25
_STEPS, _FEW_STEPS, _SMALL = 2_000, 150, 1_000
"""For a small study the exact model takes less time than many steps."""
_SMALLEST_STEP = 1e-4
_PAUSE = 10
_NEAR = 1.1
_WORTH_DROPPING = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """Result of the relaxation.

    Attributes
    ----------
    bound
        Lower bound on the cost of every choice.
    closed, opened
        bool (m,): columns closed, or open, in every choice better than the incumbent.
    columns
        Best choice found.
    worth
        Its cost.
    """

    bound: float
    closed: NDArray[np.bool_]
    opened: NDArray[np.bool_]
    columns: list[int]
    worth: float


def relax(
    costs: MedianCosts,
    columns: Sequence[int],
    clock: Clock,
    *,
    until: float,
    goal: Callable[[float], float],
    improve: Callable[[list[int]], list[int]],
) -> Relaxation:
    """Improve the bound until it proves the incumbent, stalls, or `until` seconds are left.

    Parameters
    ----------
    columns
        Incumbent: a choice that serves all places.
    goal
        From the cost of the incumbent to a bound that proves it.
    improve
        Local search applied to choices of the relaxation.
    """
    best, worth = list(columns), costs.worth(columns)
    prices = _first_prices(costs, best)
    bound, scale, stalled = -np.inf, 1.0, 0
    closed, opened = (np.zeros(costs.served.shape[1], bool) for _ in range(2))
    tried: set[tuple[int, ...]] = set()
    last_tried = -_PAUSE
    live, served = np.arange(len(closed)), costs.served
    steps = _STEPS if costs.served.size > _SMALL else _FEW_STEPS
    for step in range(steps):
        if closed[live].mean() > _WORTH_DROPPING:
            live = np.flatnonzero(~closed)
            served = np.ascontiguousarray(costs.served[:, live])
        saving = np.full(len(closed), np.inf)
        saving[live] = _savings(served, prices) + costs.opening[live]
        saving[closed] = np.inf
        chosen, value, apart = _inner(costs, prices, saving, closed, opened)
        if step == 0 or value > bound + 1e-7 * abs(bound):
            bound, stalled = value, 0
        else:
            stalled += 1
        if step - last_tried >= _PAUSE and value > bound - 1e-3 * abs(bound):
            last_tried = step
            other = _improved(costs, chosen.tolist(), worth, improve, tried)
            if other is not None:
                best, worth = other, costs.worth(other)
        hopeless = value + apart >= goal(worth)
        inside = np.zeros(len(saving), bool)
        inside[chosen] = True
        closed |= hopeless & ~inside
        opened |= hopeless & inside
        if bound >= goal(worth) or clock.left() <= until:
            break
        if stalled >= _STALL:
            scale, stalled = scale * 0.6, 0
            if scale < _SMALLEST_STEP:
                break
        missing = 1.0 - (costs.served[:, chosen] < prices[:, None]).sum(axis=1)
        length = float(missing @ missing)
        if length == 0.0:
            break
        prices = prices + scale * 1.05 * max(worth - value, 1e-9 * abs(worth)) / length * missing
    return Relaxation(bound, closed, opened, best, worth)


def _improved(
    costs: MedianCosts,
    columns: list[int],
    worth: float,
    improve: Callable[[list[int]], list[int]],
    tried: set[tuple[int, ...]],
) -> list[int] | None:
    """Improve a choice of the relaxation; None unless the result is better than the incumbent."""
    key = tuple(columns)
    if key in tried or not columns or costs.worth(columns) > _NEAR * worth:
        return None
    tried.add(key)
    other = improve(columns)
    return other if costs.worth(other) < worth else None


def _first_prices(costs: MedianCosts, columns: list[int]) -> Floats:
    near = np.sort(costs.served[:, columns], axis=1)[:, :2]
    second = near[:, -1] if near.shape[1] > 1 else near[:, 0]
    return np.asarray(np.where(second < costs.never, 0.5 * (near[:, 0] + second), near[:, 0]), np.float64)


def _savings(served: Floats, prices: Floats) -> Floats:
    """Sum of ``min(0, cost - price)`` of every column; (k,)."""
    saving = np.zeros(served.shape[1])
    for low in range(0, len(prices), _ROWS):
        block = served[low : low + _ROWS] - prices[low : low + _ROWS, None]
        saving += np.minimum(block, 0.0, out=block).sum(axis=0)
    return saving


def _inner(
    costs: MedianCosts,
    prices: Floats,
    saving: Floats,
    closed: NDArray[np.bool_],
    opened: NDArray[np.bool_],
) -> tuple[Ints, float, Floats]:
    """Solve the relaxation: its columns, its value, and the increase if each column is flipped; (m,)."""
    forced = opened.copy()
    forced[list(costs.existing)] = True
    free = np.flatnonzero(~forced & ~closed)
    order = free[np.argsort(saving[free], kind="stable")]
    turned = np.full(len(saving), 0.0)
    if costs.p is None:
        taken = order[saving[order] < 0.0]
        turned[free] = np.abs(saving[free])
    else:
        count = max(0, min(costs.p - int(forced.sum()), len(order)))
        taken = order[:count]
        last = float(saving[order[count - 1]]) if count else np.inf
        following = float(saving[order[count]]) if count < len(order) else np.inf
        turned[order[count:]] = saving[order[count:]] - last if count else np.inf
        turned[taken] = following - saving[taken]
    chosen = np.sort(np.append(np.flatnonzero(forced), taken))
    value = float(prices.sum() + saving[chosen].sum())
    if costs.p is not None and len(chosen) != costs.p:
        value = np.inf  # no better choice is left
    turned[forced | closed] = 0.0
    return chosen, value, turned
