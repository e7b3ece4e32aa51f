"""From open columns to an answer: who is served where, and what the choice is worth, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingStudy
from network.siting.models.linear import Ints
from network.siting.models.median import opening_costs, served_costs

NOWHERE = -1


def nearest(study: SitingStudy, open_columns: Sequence[int]) -> Ints:
    """The open column that each place goes to, `NOWHERE` where it is not covered; int64 (n,).

    The cheapest for p-median, else the nearest; of equals the one with the smallest number. In the
    covering models a place with fewer open columns in reach than the backup asks for is not covered.
    """
    if not open_columns:
        return np.full(study.places, NOWHERE, np.int64)
    chosen = np.array(sorted(open_columns))
    costs = study.cost[:, chosen]
    ranked = costs
    if study.model == "p_median" and study.handling is not None:
        ranked = costs * study.transport + study.handling[chosen][None, :]
    place = np.arange(study.places)
    best = np.argmin(ranked, axis=1)
    served = np.isfinite(costs[place, best])
    if study.model in ("set_cover", "max_cover"):
        assert study.radius is not None
        served &= (costs <= study.radius).sum(axis=1) >= study.backup
    return np.where(served, chosen[best], NOWHERE)


def worth(study: SitingStudy, open_columns: Sequence[int], assignment: Ints) -> float:
    """The objective of a choice, summed exactly."""
    if study.model == "set_cover":
        if study.fixed is None:
            return float(len(open_columns))
        return math.fsum(study.fixed[list(open_columns)])
    served = np.flatnonzero(assignment >= 0)
    if study.model == "max_cover":
        return math.fsum(study.demand[served])
    if study.model == "p_center":
        return float(study.cost[served, assignment[served]].max(initial=0.0))
    costs = served_costs(study)
    fixed = opening_costs(study)[list(open_columns)]
    return math.fsum(costs[served, assignment[served]]) + math.fsum(fixed)


def is_whole(values: NDArray[np.float64] | None) -> bool:
    """Whether all finite values are whole numbers, so that sums of products are."""
    if values is None:
        return True
    finite = values[np.isfinite(values)]
    return bool(np.all(finite == np.rint(finite)))


def has_whole_objective(study: SitingStudy) -> bool:
    """Whether every choice is worth a whole number, so that a bound can be rounded."""
    if study.model == "set_cover":
        return is_whole(study.fixed)
    if study.model == "max_cover":
        return is_whole(study.weights)
    parts = [study.cost, study.weights, study.fixed, study.handling, np.array([study.transport])]
    return all(is_whole(part) for part in parts) if study.model == "p_median" else is_whole(study.cost)
