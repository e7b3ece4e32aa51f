"""Set covering: a greedy choice, reduction without loss, and the exact model of what is left.

A row that contains another is covered with it; a column contained in another that is no dearer is never
needed. Both reductions are repeated until nothing changes.

References
----------
Toregas & ReVelle (1973), Binary logic solutions to a class of location problem; Chvátal (1979), A greedy
heuristic for the set-covering problem.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingStudy
from network.siting.models.linear import Floats, Ints, LinearAnswer, LinearModel
from network.siting.models.mathopt import solve_linear

_MOST_ROWS = 6_000
"""Rows compared with each other in one pass: the table of pairs is that number squared."""


def reduce_cover(within: NDArray[np.bool_], existing: tuple[int, ...], price: Floats) -> tuple[Ints, Ints]:
    """Reduce a covering; existing columns are removed with the rows they cover.

    Parameters
    ----------
    within
        bool (n, m): rows covered by each column.
    price
        float64 (m,): price of each column.
    """
    rows = np.flatnonzero(~within[:, list(existing)].any(axis=1))
    columns = np.setdiff1d(np.arange(within.shape[1]), np.array(existing, np.int64))
    while True:
        before = len(rows), len(columns)
        rows = rows[_least_rows(within[np.ix_(rows, columns)])]
        columns = columns[_largest_columns(within[np.ix_(rows, columns)], price[columns])]
        if (len(rows), len(columns)) == before:
            return rows, columns


def _least_rows(part: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows that contain no other row; the first of equal ones."""
    _, first = np.unique(np.packbits(part, axis=1), axis=0, return_index=True)
    kept = np.zeros(len(part), bool)
    kept[first] = True
    number = np.flatnonzero(kept)
    if len(number) <= _MOST_ROWS:
        some = part[number].astype(np.float32)
        size = some.sum(axis=1)
        # Distinct rows: one contains another where all of that one's columns are shared.
        contains = (some @ some.T) == size[None, :]
        np.fill_diagonal(contains, False)
        kept[number[contains.any(axis=1)]] = False
    return kept


def _largest_columns(part: NDArray[np.bool_], price: Floats) -> NDArray[np.bool_]:
    """Columns contained in no other that is no dearer; the first of equal ones."""
    some = part.astype(np.float32)
    size = some.sum(axis=0)
    inside = (some.T @ some) == size[:, None]
    dearer = price[:, None] >= price[None, :]
    same = inside & inside.T & (price[:, None] == price[None, :])
    later = np.arange(len(price))[:, None] > np.arange(len(price))[None, :]
    beaten = inside & dearer & (~same | later)
    np.fill_diagonal(beaten, False)
    kept: NDArray[np.bool_] = ~beaten.any(axis=1) & (size > 0)
    return kept


def greedy_cover(
    within: NDArray[np.bool_],
    existing: Sequence[int],
    *,
    most: int | None = None,
    price: Floats | None = None,
    backup: int = 1,
) -> list[int] | None:
    """Choose columns greedily that cover every row `backup` times.

    Returns None where `most` columns, or all, do not suffice.

    Parameters
    ----------
    within
        bool (n, m): rows covered by each column.
    price
        float64 (m,): prices; the column with the most newly covered rows per price is taken first.

    References
    ----------
    Chvátal (1979), A greedy heuristic for the set-covering problem.
    """
    columns = list(existing)
    missing = np.full(len(within), backup) - within[:, columns].sum(axis=1)
    gain = np.asarray((missing > 0).astype(np.float32) @ within.astype(np.float32), np.float64)
    per = np.maximum(price, 1e-12) if price is not None else np.ones(within.shape[1])
    gain[columns] = -1.0
    while (missing > 0).any():
        if most is not None and len(columns) >= most:
            return None
        column = int(np.argmax(gain / per))
        if gain[column] <= 0:
            return None
        columns.append(column)
        before = missing > 0
        missing = missing - within[:, column]
        settled = before & (missing <= 0)
        gain -= within[settled].sum(axis=0)
        gain[column] = -1.0
    return sorted(columns)


def is_plain_cover(study: SitingStudy) -> bool:
    """Whether a study requires every place to be covered once, and nothing else."""
    return study.is_plain and study.backup == 1 and study.share >= 1.0 and not study.least_share


def solve_cheapest_cover(
    within: NDArray[np.bool_], existing: tuple[int, ...], price: Floats, seconds: float
) -> tuple[LinearAnswer, Ints]:
    """Find the cheapest columns that cover every row; the bound includes the existing columns."""
    rows, columns = reduce_cover(within, existing, price)
    model = LinearModel(offset=float(price[list(existing)].sum()))
    variable = model.add_variables(len(columns), price=price[columns])
    return _solved(model, variable, within, existing, rows=rows, columns=columns, seconds=seconds)


def solve_cover_with_p(
    within: NDArray[np.bool_], existing: tuple[int, ...], p: int, seconds: float
) -> tuple[LinearAnswer, Ints]:
    """Find p columns, existing ones included, that cover every row."""
    ones = np.ones(within.shape[1])
    rows, columns = reduce_cover(within, existing, ones)
    model = LinearModel()
    variable = model.add_variables(len(columns))
    model.add_row(variable, upper=p - len(existing))
    found, chosen = _solved(model, variable, within, existing, rows=rows, columns=columns, seconds=seconds)
    spare = np.setdiff1d(np.arange(within.shape[1]), chosen)
    return found, np.sort(np.append(chosen, spare[: p - len(chosen)]))


def _solved(
    model: LinearModel,
    variable: Ints,
    within: NDArray[np.bool_],
    existing: tuple[int, ...],
    *,
    rows: Ints,
    columns: Ints,
    seconds: float,
) -> tuple[LinearAnswer, Ints]:
    row, at = np.nonzero(within[np.ix_(rows, columns)])
    model.add_rows(len(rows), row, variable[at], lower=1.0)
    found = solve_linear(model, seconds)
    taken = columns[found.values > 0.5] if found.values is not None else columns[:0]
    return found, np.sort(np.append(taken, np.array(existing, np.int64)))
