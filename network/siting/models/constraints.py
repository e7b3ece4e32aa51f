"""Constraints of all models: existing columns, number of columns, budget, minimum per group, capacity."""

from __future__ import annotations

import numpy as np

from data.domain.study import SitingStudy
from network.siting.models.linear import FREE, Ints, LinearModel


def add_columns(model: LinearModel, study: SitingStudy, *, price: float | object = 0.0) -> Ints:
    """Add a binary variable per column, fixed to 1 for existing ones; int64 (m,)."""
    lower = np.zeros(study.columns)
    lower[list(study.existing)] = 1.0
    return model.add_variables(study.columns, price=np.asarray(price, np.float64), lower=lower)


def add_selection_rules(model: LinearModel, study: SitingStudy, column: Ints, *, p: int | None) -> None:
    """Add rows on the choice of columns: their number `p` (None for any), exclusions, budget, groups."""
    if p is not None:
        model.add_row(column, lower=p, upper=p)
    for choice in study.one_of:
        model.add_row(column[list(choice)], lower=1, upper=1)
    if study.budget is not None:
        assert study.fixed is not None
        model.add_row(column, study.fixed, upper=study.budget)
    for group, least in study.least_points.items():
        inside = [number for number, name in enumerate(study.site_groups) if name == group]
        model.add_row(column[inside], lower=least)


def add_capacity(
    model: LinearModel, study: SitingStudy, column: Ints, *, place: Ints, at: Ints, served: Ints
) -> None:
    """Add rows that bound the load of each column by its capacity.

    Parameters
    ----------
    place, at, served
        (k,): pairs of place and column that may be used, and their variables.
    """
    assert study.capacity is not None
    limited = np.isfinite(study.capacity)
    kept = limited[at]
    number = np.cumsum(limited) - 1
    rows = int(limited.sum())
    model.add_rows(
        rows,
        np.append(number[at[kept]], np.arange(rows)),
        np.append(served[kept], column[limited]),
        np.append(study.demand[place[kept]], -study.capacity[limited]),
        lower=-FREE,
        upper=0.0,
    )
    # Only open columns serve; these rows also tighten the linear relaxation.
    model.add_rows(
        len(served),
        np.tile(np.arange(len(served)), 2),
        np.append(served, column[at]),
        np.repeat([1.0, -1.0], len(served)),
        upper=0.0,
    )
