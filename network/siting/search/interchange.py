"""Heuristics for the p-median: greedy addition, then interchange until a local optimum.

References
----------
Kuehn & Hamburger (1963), A heuristic program for locating warehouses; Teitz & Bart (1968), Heuristic
methods for estimating the generalized vertex median; Whitaker (1983) and Resende & Werneck (2007), A
fast swap-based local search, for the value of every exchange in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from network.siting.answers import Clock
from network.siting.models.linear import Floats

_ROWS = 512
"""Rows per block, so that a block stays in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class MedianCosts:
    """Costs of a p-median, all finite.

    Attributes
    ----------
    served
        float64 (n, m): cost of serving a place from a column; `never` where there is no path.
    opening
        float64 (m,): cost of opening each column.
    existing
        Columns that stay open.
    p
        Number of open columns; None for any.
    never
        More than the cost of any choice that serves all places.
    """

    served: Floats
    opening: Floats
    existing: tuple[int, ...]
    p: int | None
    never: float

    def worth(self, columns: Sequence[int]) -> float:
        """Cost of a choice; at least `never` where a place is not served."""
        if not len(columns):
            return self.never
        chosen = list(columns)
        return float(self.served[:, chosen].min(axis=1).sum() + self.opening[chosen].sum())


def make_finite(served: Floats, opening: Floats, existing: tuple[int, ...], p: int | None) -> MedianCosts:
    """Replace ``inf`` by a large number."""
    reached = np.isfinite(served)
    never = 2.0 * float(np.where(reached, served, 0.0).max(axis=1).sum() + opening.sum()) + 1.0
    return MedianCosts(np.where(reached, served, never), opening, existing, p, never)


def greedy_median(costs: MedianCosts) -> list[int]:
    """Add columns greedily, each time the one that saves most; with p free, while that saves."""
    columns = list(costs.existing)
    if not columns:
        columns = [int(np.argmin(costs.served.sum(axis=0) + costs.opening))]
    nearest = costs.served[:, columns].min(axis=1)
    while len(columns) < (costs.p or costs.served.shape[1]):
        saved = _saved(costs.served, nearest) - costs.opening
        saved[columns] = -np.inf
        column = int(np.argmax(saved))
        if costs.p is None and saved[column] <= 0.0:
            break
        columns.append(column)
        np.minimum(nearest, costs.served[:, column], out=nearest)
    return sorted(columns)


def exchange(costs: MedianCosts, columns: Sequence[int], clock: Clock, *, until: float = 0.0) -> list[int]:
    """Apply best exchanges until none improves the choice, or `until` seconds are left."""
    chosen = list(columns)
    worth = costs.worth(chosen)
    while clock.left() > until:
        saved, out, column = _best_exchange(costs, np.array(chosen))
        if saved <= 1e-12 * max(worth, 1.0):
            break
        changed = [each for number, each in enumerate(chosen) if number != out]
        if column is not None:
            changed.append(column)
        now = costs.worth(changed)
        if now >= worth:
            break
        chosen, worth = changed, now
    return sorted(chosen)


def _best_exchange(costs: MedianCosts, chosen: np.ndarray) -> tuple[float, int | None, int | None]:
    """Find the best exchange: its saving, the position that leaves and the column that enters.

    With p free, a column may also leave or enter alone.
    """
    served, opening = costs.served, costs.opening
    near = served[:, chosen]
    first = near.argmin(axis=1)
    place = np.arange(len(served))
    nearest = near[place, first]
    if len(chosen) > 1:
        near[place, first] = np.inf
        second = near.min(axis=1)
    else:
        second = np.full(len(served), costs.never)
    order = np.argsort(first, kind="stable")
    gain = np.zeros(served.shape[1])
    extra = np.zeros((len(chosen), served.shape[1]))
    for low in range(0, len(order), _ROWS):
        rows = order[low : low + _ROWS]
        block, one, two = served[rows], nearest[rows, None], second[rows, None]
        gain += np.maximum(one - block, 0.0).sum(axis=0)
        owner, start = np.unique(first[rows], return_index=True)
        extra[owner] += np.add.reduceat(np.maximum(two - np.maximum(block, one), 0.0), start, axis=0)
    loss = np.bincount(first, second - nearest, minlength=len(chosen)) - opening[chosen]
    net = gain[None, :] - opening[None, :] - loss[:, None] + extra
    net[:, chosen] = -np.inf
    fixed = np.isin(chosen, costs.existing)
    net[fixed] = -np.inf
    best = int(np.argmax(net)) if net.size else 0
    found: tuple[float, int | None, int | None]
    found = (float(net.flat[best]), best // net.shape[1], best % net.shape[1])
    if costs.p is None:
        alone = np.where(fixed | (len(chosen) == 1), -np.inf, -loss)
        coming = gain - opening
        coming[chosen] = -np.inf
        leaving, column = int(np.argmax(alone)), int(np.argmax(coming))
        found = max(
            found, (float(alone[leaving]), leaving, None), (float(coming[column]), None, column), key=_saving
        )
    return found


def _saving(exchanged: tuple[float, int | None, int | None]) -> float:
    return exchanged[0]


def _saved(served: Floats, nearest: Floats) -> Floats:
    saved = np.zeros(served.shape[1])
    for low in range(0, len(served), _ROWS):
        saved += np.maximum(nearest[low : low + _ROWS, None] - served[low : low + _ROWS], 0.0).sum(axis=0)
    return saved
