"""Search of the covering models: a greedy first choice, then the exact model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import (
    OUT_OF_REACH,
    RULES,
    Clock,
    OnIncumbent,
    is_better,
    make_answer,
    make_infeasible,
    read_solution,
)
from network.siting.models.covering import cover_model
from network.siting.models.linear import Floats, Ints, LinearAnswer
from network.siting.models.mathopt import solve_linear
from network.siting.search.center import smallest_radius
from network.siting.search.set_cover import greedy_cover, is_plain_cover, solve_cheapest_cover


def solve_cover(study: SitingStudy, clock: Clock, on_incumbent: OnIncumbent) -> SitingAnswer | None:
    """Solve a set cover or maximum cover study; None where no choice was found in time."""
    first = _first_choice(study)
    start = None
    if first is not None:
        start = make_answer(study, first, clock, bound=_easy_bound(study))
        if start.status == "optimal":
            return start
        on_incumbent(start)
    assert study.radius is not None
    found, columns, assignment = _exact(study, study.radius, clock)
    if found.is_infeasible:
        return _explain(study, clock)
    best = start
    if found.values is not None:
        best = make_answer(
            study, columns, clock, bound=found.bound, proved=found.is_optimal, assignment=assignment
        )
    if start is None or best is None or best.objective is None or start.objective is None:
        return best
    if best is start or is_better(study, start.objective, best.objective):
        best = make_answer(
            study, start.open, clock, bound=found.bound if found.bound is not None else start.bound
        )
    return best


def _exact(
    study: SitingStudy, radius: float, clock: Clock
) -> tuple[LinearAnswer, Sequence[int], Ints | None]:
    """Solve the exact model: its answer, the open columns, and the assignment where it has one."""
    if study.model == "set_cover" and is_plain_cover(study):
        price = np.ones(study.columns) if study.fixed is None else study.fixed
        found, chosen = solve_cheapest_cover(study.cost <= radius, study.existing, price, clock.left())
        return found, chosen.tolist(), None
    model = cover_model(study, radius, aim="most" if study.model == "max_cover" else "fewest")
    found = solve_linear(model.linear, clock.left())
    if found.values is None:
        return found, (), None
    return found, *read_solution(model, found, study)


def _first_choice(study: SitingStudy) -> list[int] | None:
    """A greedy choice, where such a choice satisfies all constraints."""
    assert study.radius is not None
    within = study.cost <= study.radius
    if not study.is_plain or study.least_share:
        return None
    if study.model == "max_cover":
        assert study.p is not None
        return greedy_max_cover(within, study.demand, study.existing, study.p) if study.backup == 1 else None
    if study.share < 1.0:
        return None
    columns = greedy_cover(within, study.existing, price=study.fixed, backup=study.backup)
    return None if columns is None else _drop_redundant(study, within, columns)


def _drop_redundant(study: SitingStudy, within: np.ndarray, columns: list[int]) -> list[int]:
    """Drop columns that the others make redundant, the most expensive first."""
    times = within[:, columns].sum(axis=1)
    kept = list(columns)
    price = np.ones(study.columns) if study.fixed is None else study.fixed
    for column in sorted(columns, key=lambda each: -float(price[each])):
        if column not in study.existing and bool((times - within[:, column] >= study.backup).all()):
            kept.remove(column)
            times = times - within[:, column]
    return kept


def _easy_bound(study: SitingStudy) -> float | None:
    if study.model == "max_cover":
        assert study.radius is not None
        return float(study.demand[(study.cost <= study.radius).any(axis=1)].sum())
    return None


def _explain(study: SitingStudy, clock: Clock) -> SitingAnswer:
    """Explain infeasibility: places out of reach, and the least radius that is feasible."""
    assert study.radius is not None
    found = smallest_radius(study, clock)
    least = found.most if found.most is not None and found.least >= found.most else None
    if least is not None and least <= study.radius:
        least = None  # within the solver's tolerances: the radius is not the cause
    short = int(((study.cost <= study.radius).sum(axis=1) < study.backup).sum())
    reason, code = "No choice of points keeps every rule.", RULES
    if short:
        code = OUT_OF_REACH
        times = "" if study.backup == 1 else f" {study.backup} of"
        reason = f"{short} of {study.places} places have no column{times} within {study.radius:g}."
    return make_infeasible(study, clock, reason, code=code, least_radius=least)


def greedy_max_cover(within: NDArray[np.bool_], weight: Floats, existing: Sequence[int], p: int) -> list[int]:
    """Choose `p` columns greedily, each time the one that covers most uncovered weight."""
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
