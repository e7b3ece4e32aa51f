"""First choices: columns taken one by one, each the one that helps most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from network.siting.models.linear import Floats


def greedy_cover(
    within: NDArray[np.bool_],
    existing: Sequence[int],
    *,
    most: int | None = None,
    price: Floats | None = None,
    backup: int = 1,
) -> list[int] | None:
    """Columns that cover every row `backup` times; None where `most` columns, or all, do not.

    Parameters
    ----------
    within
        (n, m): what each column covers.
    price
        (m,): of columns; the one with the most newly covered rows per price comes first.

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


def greedy_most(within: NDArray[np.bool_], weight: Floats, existing: Sequence[int], p: int) -> list[int]:
    """`p` columns, one by one the one that covers the most weight not yet covered."""
    columns = list(existing)
    open_rows = ~within[:, columns].any(axis=1)
    gain = (weight * open_rows) @ within
    gain[columns] = -1.0
    while len(columns) < p:
        column = int(np.argmax(gain))
        columns.append(column)
        settled = open_rows & within[:, column]
        gain -= weight[settled] @ within[settled]
        np.maximum(gain, 0.0, out=gain)
        gain[columns] = -1.0
        open_rows &= ~settled
    return sorted(columns)
