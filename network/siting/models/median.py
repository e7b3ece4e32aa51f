"""The p-median (and, with p left free, the fixed-charge location problem) as linear models.

Without capacities a place goes to its cheapest open column, and its cost is a sum of steps: a step
is paid where nothing cheaper is open. That model has a tenth of the entries of the assignment model
and the same relaxation. With capacities the assignment is modelled.

References
----------
Hakimi (1964), Optimum locations of switching centers; Elloumi (2010), A tighter formulation of the
p-median problem; García, Labbé & Marín (2011), Solving large p-median problems with a radius formulation.
"""

from __future__ import annotations

import numpy as np

from data.domain.study import SitingStudy
from network.siting.models.constraints import add_capacity, add_columns, add_selection_rules
from network.siting.models.covering import CoverModel
from network.siting.models.linear import Floats, LinearModel


def served_costs(study: SitingStudy) -> Floats:
    """Cost of serving each place from each column; float64 (n, m), ``inf`` where there is no path.

    Places without demand cost nothing and need no column.
    """
    demand = study.demand
    costs = np.zeros_like(study.cost)
    wanted = demand > 0.0
    per_unit = study.cost[wanted] * study.transport
    if study.handling is not None:
        per_unit += study.handling[None, :]
    costs[wanted] = per_unit * demand[wanted, None]
    return costs


def opening_costs(study: SitingStudy) -> Floats:
    """Cost of opening each column; float64 (m,)."""
    return np.zeros(study.columns) if study.fixed is None else study.fixed


def median_model(study: SitingStudy) -> CoverModel:
    """Build the model of a study; without capacities `CoverModel.served` is empty."""
    return _assigned(study) if study.capacity is not None else _stepped(study)


def _stepped(study: SitingStudy) -> CoverModel:
    model = LinearModel()
    column = add_columns(model, study, price=opening_costs(study))
    add_selection_rules(model, study, column, p=study.p)
    costs = served_costs(study)[study.demand > 0.0]
    order = np.argsort(costs, axis=1, kind="stable")
    ranked = np.take_along_axis(costs, order, axis=1)
    # With p open, the cheapest of them is among the m - p + 1 cheapest of all.
    last = study.columns - (study.p or 1) + 1
    order, ranked = order[:, :last], ranked[:, :last]
    reached = np.isfinite(ranked)
    if study.existing:
        # No place is served farther away than the nearest existing column.
        reached &= ranked <= costs[:, list(study.existing)].min(axis=1)[:, None]
    starts = reached.copy()
    starts[:, 1:] &= ranked[:, 1:] > ranked[:, :-1]
    model.offset += float(ranked[:, 0][reached[:, 0]].sum())
    _add_steps(model, order, ranked, reached, starts)
    nothing = np.empty(0, np.int64)
    return CoverModel(model, column, nothing, nothing, nothing)


def _add_steps(
    model: LinearModel,
    order: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    ranked: Floats,
    reached: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    starts: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> None:
    """A row per place and level: the step to the next level is paid, or something up to here is open.

    ``step[k] >= step[k-1] - (open columns at level k)``, with ``step[-1] = 1`` and no step after the last.
    """
    level = np.cumsum(starts, axis=1) - 1
    levels = level[:, -1] + 1
    place, _ = np.nonzero(starts)
    first = np.append(0, np.cumsum(levels))
    costs = ranked[starts]
    is_last = np.zeros(len(costs), bool)
    is_last[first[1:][levels > 0] - 1] = True
    price = np.append(costs[1:] - costs[:-1], 0.0)[~is_last]
    step = np.full(len(costs), -1)
    step[~is_last] = model.add_variables(int((~is_last).sum()), price=price, whole=False)
    row_of_entry = (first[:-1][:, None] + level)[reached]
    follows = np.flatnonzero(np.append(False, place[1:] == place[:-1]) if len(place) else [])
    lower = np.ones(len(costs))
    lower[follows] = 0.0
    going = np.flatnonzero(~is_last)
    model.add_rows(
        len(costs),
        np.concatenate([row_of_entry, going, follows]),
        np.concatenate([order[reached], step[going], step[follows - 1]]),
        np.concatenate([np.ones(len(row_of_entry)), np.ones(len(going)), -np.ones(len(follows))]),
        lower=lower,
    )


def _assigned(study: SitingStudy) -> CoverModel:
    model = LinearModel()
    column = add_columns(model, study, price=opening_costs(study))
    add_selection_rules(model, study, column, p=study.p)
    costs, wanted = served_costs(study), study.demand > 0.0
    place, at = np.nonzero(np.isfinite(costs) & wanted[:, None])
    served = model.add_variables(len(place), price=costs[place, at])
    needs = np.cumsum(wanted) - 1
    model.add_rows(int(wanted.sum()), needs[place], served, lower=1.0, upper=1.0)
    add_capacity(model, study, column, place=place, at=at, served=served)
    return CoverModel(model, column, place, at, served)
