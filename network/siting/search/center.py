"""Smallest feasible radius: the p-centre problem, and advice for infeasible covering studies.

Binary search over the distinct costs, with a covering problem at each radius. Each infeasibility is proved,
so the smallest feasible radius is optimal.

References
----------
Minieka (1970), The m-center problem; Elloumi, Labbé & Pochet (2004), A new formulation and resolution
method for the p-center problem.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import Clock, OnIncumbent, make_answer, make_infeasible, read_solution
from network.siting.models.covering import cover_model
from network.siting.models.linear import Floats, Ints
from network.siting.models.mathopt import solve_linear
from network.siting.search.set_cover import greedy_cover, solve_cover_with_p

Verdict = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class RadiusRange:
    """Interval of the smallest feasible radius.

    Attributes
    ----------
    least, most
        No radius below `least` is feasible; `most` is, with `columns` (None: no feasible radius is known).
    """

    least: float
    most: float | None
    columns: list[int] | None = None
    assignment: Ints | None = None


def solve_center(study: SitingStudy, clock: Clock, on_incumbent: OnIncumbent) -> SitingAnswer | None:
    """Solve a p-centre study; None where no choice was found in time."""
    found = smallest_radius(study, clock, on_incumbent)
    if found.columns is not None:
        proved = found.most is not None and found.least >= found.most
        return make_answer(
            study, found.columns, clock, bound=found.least, proved=proved, assignment=found.assignment
        )
    if np.isinf(found.least):
        return make_infeasible(study, clock, "No choice of points reaches every place and keeps every rule.")
    return None


def smallest_radius(study: SitingStudy, clock: Clock, on_incumbent: OnIncumbent | None = None) -> RadiusRange:
    """Find the smallest radius at which the study is feasible; `inf` where it never is."""
    radii = _candidate_radii(study)
    if not len(radii):
        return RadiusRange(float("inf"), None)
    low, high = 0, len(radii)
    found = RadiusRange(float("inf"), None)
    if study.is_plain and study.p is not None:
        high, columns = _greedy(study, radii)
        found = RadiusRange(float(radii[0]), float(radii[high]) if columns else None, columns)
    if found.columns is None:
        verdict, columns, assignment = can_cover(study, float(radii[-1]), clock)
        if verdict != "yes":
            return RadiusRange(float("inf") if verdict == "no" else float(radii[0]), None)
        high = len(radii) - 1
        found = RadiusRange(float(radii[0]), float(radii[-1]), columns, assignment)
    while low < high:
        if on_incumbent is not None and found.columns is not None:
            on_incumbent(
                make_answer(study, found.columns, clock, bound=float(radii[low]), assignment=found.assignment)
            )
        middle = (low + high) // 2
        verdict, columns, assignment = can_cover(study, float(radii[middle]), clock)
        if verdict == "unknown":
            break
        if verdict == "no":
            low = middle + 1
        else:
            high = middle
            found = RadiusRange(float(radii[low]), float(radii[high]), columns, assignment)
    return RadiusRange(float(radii[low]), float(radii[high]), found.columns, found.assignment)


def can_cover(
    study: SitingStudy, radius: float, clock: Clock
) -> tuple[Verdict, list[int] | None, Ints | None]:
    """Whether the study is feasible at a radius, with a feasible choice."""
    if clock.left() <= 0.0:
        return "unknown", None, None
    if study.model == "p_center" and study.is_plain:
        assert study.p is not None
        found, chosen = solve_cover_with_p(study.cost <= radius, study.existing, study.p, clock.left())
        if found.is_infeasible:
            return "no", None, None
        return ("unknown", None, None) if found.values is None else ("yes", chosen.tolist(), None)
    aim = "most" if study.model == "max_cover" else "any" if study.model == "p_center" else "fewest"
    model = cover_model(study, radius, aim=aim)
    found = solve_linear(model.linear, clock.left())
    if found.is_infeasible:
        return "no", None, None
    if found.values is None:
        return "unknown", None, None
    columns, assignment = read_solution(model, found, study)
    return "yes", columns, assignment


def _candidate_radii(study: SitingStudy) -> Floats:
    """Distinct costs that may be the optimum, ascending; the first is a bound."""
    finite = np.unique(study.cost[np.isfinite(study.cost)])
    if study.model != "p_center":
        return finite
    least = study.cost.min(axis=1).max()
    possible: Floats = finite[finite >= least]
    return possible


def _greedy(study: SitingStudy, radii: Floats) -> tuple[int, list[int] | None]:
    """Smallest radius at which the greedy heuristic needs at most p columns."""
    assert study.p is not None
    low, high = 0, len(radii) - 1
    best: list[int] | None = None
    while low <= high:
        middle = (low + high) // 2
        columns = greedy_cover(study.cost <= radii[middle], study.existing, most=study.p)
        if columns is None:
            low = middle + 1
        else:
            best, high = columns, middle - 1
    if best is None:
        return len(radii) - 1, None
    rest = [column for column in range(study.columns) if column not in set(best)]
    return low, best + rest[: study.p - len(best)]
