"""Covering models: set cover, maximum cover with p points, and p points that cover all.

Places with the same columns in reach share a row. See ``docs/explanation/siting.md`` for the models.

References
----------
Toregas et al. (1971), The location of emergency service facilities; Church & ReVelle (1974), The
maximal covering location problem; Hogan & ReVelle (1986), Concepts and applications of backup coverage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingStudy
from network.siting.models.constraints import add_capacity, add_columns, add_selection_rules
from network.siting.models.linear import Floats, Ints, LinearModel


@dataclass(frozen=True, slots=True, eq=False)
class CoverModel:
    """A linear model and the meaning of its variables.

    Attributes
    ----------
    column
        int64 (m,): variable of each column.
    place, at, served
        With capacities: pairs of place and column, and the variables of their use.
    """

    linear: LinearModel
    column: Ints
    place: Ints
    at: Ints
    served: Ints


def cover_model(study: SitingStudy, radius: float, *, aim: str) -> CoverModel:
    """Build the model of a study at a radius.

    Parameters
    ----------
    aim
        ``fewest``: cover the required share at least fixed cost (or number);
        ``most``: cover the most weight with p columns; ``any``: p columns that cover all.
    """
    model = LinearModel(maximise=aim == "most")
    price = np.zeros(study.columns)
    if aim == "fewest":
        price = np.ones(study.columns) if study.fixed is None else study.fixed
    column = add_columns(model, study, price=price)
    add_selection_rules(model, study, column, p=None if aim == "fewest" else study.p)
    within = study.cost <= radius
    nothing = np.empty(0, np.int64)
    if study.capacity is not None:
        return _with_capacity(model, study, column, within, aim)
    reach, members = _merged(study, within)
    if _covers_all(study, aim):
        row, at = np.nonzero(reach)
        model.add_rows(len(reach), row, column[at], lower=study.backup)
    else:
        covered = _add_covered(model, study, column, reach, members, aim=aim)
        _add_shares(model, study, covered, members)
    return CoverModel(model, column, nothing, nothing, nothing)


def _covers_all(study: SitingStudy, aim: str) -> bool:
    return aim == "any" or (aim == "fewest" and study.share >= 1.0)


def _merged(study: SitingStudy, within: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Ints]:
    """Distinct rows of reach (apart by group where groups matter), and the row of each place."""
    packed = np.packbits(within, axis=1)
    if study.least_share:
        number = np.unique(np.array(study.groups), return_inverse=True)[1]
        packed = np.column_stack([packed, number.astype(np.uint32).view(np.uint8).reshape(-1, 4)])
    whole = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, row = np.unique(whole, return_index=True, return_inverse=True)
    return within[first], row.astype(np.int64)


def _add_covered(
    model: LinearModel,
    study: SitingStudy,
    column: Ints,
    reach: NDArray[np.bool_],
    members: Ints,
    *,
    aim: str,
) -> Ints:
    """Variables that say which merged rows are covered: backup * covered <= open columns in reach."""
    weight = np.bincount(members, study.demand, minlength=len(reach))
    # With a backup of one, integrality follows from that of the columns.
    covered = model.add_variables(len(reach), price=weight if aim == "most" else 0.0, whole=study.backup > 1)
    row, at = np.nonzero(reach)
    model.add_rows(
        len(reach),
        np.append(row, np.arange(len(reach))),
        np.append(column[at], covered),
        np.append(np.ones(len(row)), np.full(len(reach), -float(study.backup))),
        lower=0.0,
    )
    return covered


def _add_shares(model: LinearModel, study: SitingStudy, covered: Ints, members: Ints) -> None:
    """Least shares of the whole and of each group, by merged row; `covered[members[i]]` is place i's."""
    demand = study.demand
    if study.model == "set_cover":
        model.add_row(*_summed(covered[members], demand), lower=least(demand, study.share))
    names = np.array(study.groups)
    for group, share in study.least_share.items():
        inside = np.flatnonzero(names == group)
        weight = demand[inside]
        model.add_row(*_summed(covered[members[inside]], weight), lower=least(weight, share))


def least(weight: Floats, share: float) -> float:
    """A share of a sum, less what summing in another order may lose."""
    total = float(weight.sum())
    return total * share - 1e-9 * total


def _summed(variable: Ints, coefficient: Floats) -> tuple[Ints, Floats]:
    distinct, inverse = np.unique(variable, return_inverse=True)
    summed = np.bincount(inverse, coefficient, minlength=len(distinct))
    return distinct, summed.astype(np.float64)


def _with_capacity(
    model: LinearModel, study: SitingStudy, column: Ints, within: NDArray[np.bool_], aim: str
) -> CoverModel:
    place, at = np.nonzero(within)
    served = model.add_variables(len(place), price=study.demand[place] if aim == "most" else 0.0)
    all_of_them = _covers_all(study, aim)
    model.add_rows(study.places, place, served, lower=1.0 if all_of_them else 0.0, upper=1.0)
    add_capacity(model, study, column, place=place, at=at, served=served)
    if study.backup > 1:
        # Served places have `backup` open columns in reach.
        model.add_rows(
            study.places,
            np.append(place, place),
            np.append(column[at], served),
            np.append(np.ones(len(place)), np.full(len(place), -float(study.backup))),
            lower=0.0,
        )
    if not all_of_them:
        _add_served_shares(model, study, place, served)
    return CoverModel(model, column, place, at, served)


def _add_served_shares(model: LinearModel, study: SitingStudy, place: Ints, served: Ints) -> None:
    demand = study.demand
    if study.model == "set_cover":
        model.add_row(served, demand[place], lower=least(demand, study.share))
    names = np.array(study.groups)
    for group, share in study.least_share.items():
        inside = names[place] == group
        weight = demand[names == group]
        model.add_row(served[inside], demand[place[inside]], lower=least(weight, share))
