"""Covering every place, with nothing else to keep to: reduced first, then the exact model of what is left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingStudy
from network.siting.models.linear import Floats, Ints, LinearAnswer, LinearModel
from network.siting.models.mathopt import solve_linear
from network.siting.search.reduction import reduced


def is_plain_cover(study: SitingStudy) -> bool:
    """Whether a study asks for every place to be covered once, and for nothing else."""
    return study.is_plain and study.backup == 1 and study.share >= 1.0 and not study.least_share


def fewest(
    within: NDArray[np.bool_], existing: tuple[int, ...], price: Floats, seconds: float
) -> tuple[LinearAnswer, Ints]:
    """The cheapest columns that cover every row; the answer's bound counts the existing ones as well."""
    rows, columns = reduced(within, existing, price)
    model = LinearModel(offset=float(price[list(existing)].sum()))
    variable = model.add_variables(len(columns), price=price[columns])
    return _solved(model, variable, within, existing, rows=rows, columns=columns, seconds=seconds)


def at_most(
    within: NDArray[np.bool_], existing: tuple[int, ...], p: int, seconds: float
) -> tuple[LinearAnswer, Ints]:
    """Whether p columns, existing ones included, cover every row, and p that do."""
    ones = np.ones(within.shape[1])
    rows, columns = reduced(within, existing, ones)
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
