"""Search of the p-median: interchange heuristic, Lagrangean bounds, exact model of the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import (
    Clock,
    OnIncumbent,
    has_integral_objective,
    make_answer,
    make_infeasible,
    read_solution,
)
from network.siting.models.linear import Ints, LinearAnswer
from network.siting.models.mathopt import solve_linear
from network.siting.models.median import median_model, opening_costs, served_costs
from network.siting.search.interchange import MedianCosts, exchange, greedy_median, make_finite
from network.siting.search.lagrangian import Relaxation, relax

_MODEL_SHARE = 0.4
"""Share of the time reserved for the exact model."""
_MAX_ENTRIES = 1_200_000
"""Places × columns of an exact model; building a larger one takes too long."""


def solve_median(study: SitingStudy, clock: Clock, on_incumbent: OnIncumbent) -> SitingAnswer | None:
    """Solve a p-median study; None where no choice was found in time."""
    if study.is_plain:
        costs = make_finite(
            served_costs(study)[study.demand > 0.0], opening_costs(study), study.existing, study.p
        )
        start = exchange(costs, greedy_median(costs), clock, until=_MODEL_SHARE * clock.limit)
        if costs.worth(start) < costs.never and len(costs.served):
            on_incumbent(make_answer(study, start, clock))
            return _from_start(study, costs, start, clock, on_incumbent)
    return _whole_model(study, clock)


def _from_start(
    study: SitingStudy, costs: MedianCosts, start: list[int], clock: Clock, on_incumbent: OnIncumbent
) -> SitingAnswer:
    until = _MODEL_SHARE * clock.limit
    whole = has_integral_objective(study)

    def goal(worth: float) -> float:
        return worth - 1.0 + min(0.5, 1e-6 + 1e-9 * worth) if whole else worth - 1e-10 * abs(worth)

    found = relax(
        costs,
        start,
        clock,
        until=until,
        goal=goal,
        improve=lambda columns: exchange(costs, columns, clock, until=until),
    )
    if found.bound >= goal(found.worth):
        return make_answer(study, found.columns, clock, bound=found.worth, proved=True)
    # Columns were excluded as no better than the incumbent, which therefore bounds the rest as well.
    bound = min(found.bound, found.worth)
    best = make_answer(study, found.columns, clock, bound=bound)
    on_incumbent(best)
    return _search_rest(study, found, best, clock)


def _search_rest(study: SitingStudy, found: Relaxation, best: SitingAnswer, clock: Clock) -> SitingAnswer:
    """Search the choices that the bounds do not exclude; returns the best of them and the incumbent."""
    kept = np.flatnonzero(~found.closed)
    wanted = study.demand > 0.0
    if int(wanted.sum()) * len(kept) > _MAX_ENTRIES or clock.left() <= 0.0:
        return best
    opened = found.opened.copy()
    opened[list(study.existing)] = True
    rest = replace(
        study,
        cost=np.ascontiguousarray(study.cost[:, kept]),
        fixed=None if study.fixed is None else study.fixed[kept],
        handling=None if study.handling is None else study.handling[kept],
        existing=tuple(np.flatnonzero(opened[kept]).tolist()),
    )
    if study.p is not None and not len(rest.existing) <= study.p <= len(kept):
        return make_answer(study, found.columns, clock, bound=found.worth, proved=True)
    model = median_model(rest)
    solved = solve_linear(model.linear, clock.left())
    if solved.is_infeasible:
        return make_answer(study, found.columns, clock, bound=found.worth, proved=True)
    return _better_of(study, found, best, kept[_chosen(model.column, solved)], solved, clock=clock)


def _chosen(column: Ints, solved: LinearAnswer) -> Ints:
    return np.flatnonzero(solved.values[column] > 0.5) if solved.values is not None else np.empty(0, np.int64)


def _better_of(
    study: SitingStudy,
    found: Relaxation,
    best: SitingAnswer,
    columns: Ints,
    solved: LinearAnswer,
    *,
    clock: Clock,
) -> SitingAnswer:
    bound = found.bound if solved.bound is None else max(found.bound, solved.bound)
    bound = min(bound, found.worth)
    assert best.objective is not None
    if len(columns):
        other = make_answer(study, columns.tolist(), clock)
        assert other.objective is not None
        if other.objective < best.objective:
            best = other
    return make_answer(study, best.open, clock, bound=bound, proved=solved.is_optimal)


def _whole_model(study: SitingStudy, clock: Clock) -> SitingAnswer | None:
    model = median_model(study)
    found = solve_linear(model.linear, clock.left())
    if found.is_infeasible:
        return make_infeasible(study, clock, "No choice of points serves every place and keeps every rule.")
    if found.values is None:
        return None
    columns, assignment = read_solution(model, found, study)
    return make_answer(
        study, columns, clock, bound=found.bound, proved=found.is_optimal, assignment=assignment
    )
