"""Set covering made smaller without losing a best choice.

A row that contains another is covered with it; a column that is contained in another no dearer one is
never needed. Both are repeated until nothing changes.

References
----------
Toregas & ReVelle (1973), Binary logic solutions to a class of location problem.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from network.siting.models.linear import Floats, Ints

_MOST_ROWS = 6_000
"""Rows compared with each other in one pass: the table of pairs is that number squared."""


def reduced(within: NDArray[np.bool_], existing: tuple[int, ...], price: Floats) -> tuple[Ints, Ints]:
    """The rows and columns of a covering that are left; existing columns are taken out with their rows.

    Parameters
    ----------
    within
        (n, m): what each column covers.
    price
        (m,): of each column.
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
    """Rows that contain no other; of equal ones the first."""
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
    """Columns that no other, no dearer one contains; of equal ones the first."""
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
