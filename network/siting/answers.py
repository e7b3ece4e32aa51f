"""Assignments, objective values and answers of a siting study.

What solvers prove, they prove within floating-point tolerances; objectives are therefore summed exactly here
(`math.fsum`) and bounds compared with them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingAnswer, SitingStudy, Status
from network.siting.models.covering import CoverModel
from network.siting.models.linear import Ints, LinearAnswer
from network.siting.models.median import opening_costs, served_costs

NOWHERE = -1
"""In an assignment: served by no column."""

RELATIVE = 1e-9
"""Relative tolerance at which a bound equals an objective."""

OUT_OF_REACH, MANY_STAY, NO_WAY, RULES = "C401", "C402", "C403", "C404"
"""Why there is no answer: codes of `SitingAnswer.code`."""

OnIncumbent = Callable[[SitingAnswer], None]


class Clock:
    """Time of a search since the clock was created."""

    def __init__(self, seconds: float) -> None:
        self.limit = seconds
        self._start = time.monotonic()

    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self.limit - self.spent())


@dataclass(frozen=True, slots=True)
class StagedAnswer:
    """Columns open in each stage.

    Attributes
    ----------
    objective, bound
        Sum over stages of weight × the model's objective, and its proved bound; None without an answer.
    stages
        The answer of each stage. Only the bound and status of the whole are meaningful.
    reason, code, seconds
        As of `SitingAnswer`.
    """

    status: Status
    objective: float | None
    bound: float | None
    stages: tuple[SitingAnswer, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    code: str = ""


def assign_nearest(study: SitingStudy, open_columns: Sequence[int]) -> Ints:
    """Assign each place to an open column, `NOWHERE` where it is not covered; int64 (n,).

    The column is the cheapest for p-median, else the nearest; the first of equal ones. In covering models a
    place with fewer than `study.backup` open columns within the radius is not covered.
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


def objective_value(study: SitingStudy, open_columns: Sequence[int], assignment: Ints) -> float:
    """Objective of a choice of columns, summed exactly."""
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


def is_integral(values: NDArray[np.float64] | None) -> bool:
    """Whether all finite values are integers."""
    if values is None:
        return True
    finite = values[np.isfinite(values)]
    return bool(np.all(finite == np.rint(finite)))


def has_integral_objective(study: SitingStudy) -> bool:
    """Whether every choice has an integral objective, so that a bound can be rounded."""
    if study.model == "set_cover":
        return is_integral(study.fixed)
    if study.model == "max_cover":
        return is_integral(study.weights)
    parts = [study.cost, study.weights, study.fixed, study.handling, np.array([study.transport])]
    return all(is_integral(part) for part in parts) if study.model == "p_median" else is_integral(study.cost)


def make_answer(
    study: SitingStudy,
    open_columns: Sequence[int],
    clock: Clock,
    *,
    bound: float | None = None,
    proved: bool = False,
    assignment: Ints | None = None,
) -> SitingAnswer:
    """Make the answer of a choice of columns.

    Parameters
    ----------
    bound
        Proved bound on the objective of every choice.
    proved
        Whether a solver has proved this choice optimal.
    assignment
        Column of each place; by default the result of `assign_nearest`.
    """
    chosen = tuple(sorted(int(column) for column in open_columns))
    if assignment is None:
        assignment = assign_nearest(study, chosen)
    objective = objective_value(study, chosen, assignment)
    bound = _round_bound(study, bound)
    if bound is not None and (proved or _meets(study, objective, bound)):
        # What a solver proves, it proves within tolerances; the objective is summed exactly.
        proved, bound = True, objective
    return SitingAnswer(
        "optimal" if proved else "feasible",
        objective,
        objective if proved else bound,
        chosen,
        tuple(None if column == NOWHERE else int(column) for column in assignment),
        clock.spent(),
    )


def make_infeasible(
    study: SitingStudy, clock: Clock, reason: str, *, code: str = RULES, least_radius: float | None = None
) -> SitingAnswer:
    """Make the answer of an infeasible study."""
    nobody = (None,) * study.places
    return SitingAnswer("infeasible", None, None, (), nobody, clock.spent(), reason, least_radius, code)


def read_solution(
    model: CoverModel, found: LinearAnswer, study: SitingStudy
) -> tuple[list[int], Ints | None]:
    """Read open columns and, where the model has one, the assignment from a solution."""
    assert found.values is not None
    chosen = np.flatnonzero(found.values[model.column] > 0.5)
    if study.capacity is None:
        return chosen.tolist(), None
    assignment = np.full(study.places, NOWHERE, np.int64)
    used = found.values[model.served] > 0.5
    assignment[model.place[used]] = model.at[used]
    if study.model == "p_median":
        idle = np.flatnonzero((assignment == NOWHERE) & (study.demand == 0.0))
        assignment[idle] = assign_nearest(study, chosen.tolist())[idle]
    return chosen.tolist(), assignment


def is_better(study: SitingStudy, a: float, b: float) -> bool:
    """Whether objective `a` is better than `b`."""
    return a > b if study.model == "max_cover" else a < b


def _meets(study: SitingStudy, objective: float, bound: float) -> bool:
    slack = RELATIVE * max(abs(objective), abs(bound))
    return objective >= bound - slack if study.model == "max_cover" else objective <= bound + slack


def _round_bound(study: SitingStudy, bound: float | None) -> float | None:
    """Round a bound where objectives are integral."""
    if bound is None or not math.isfinite(bound) or not has_integral_objective(study):
        return bound
    slack = 1e-6 * max(1.0, abs(bound) * 1e-3)
    return float(math.floor(bound + slack) if study.model == "max_cover" else math.ceil(bound - slack))


def find_unreachable(study: SitingStudy) -> Ints:
    """Find places that must be served and that no column can serve."""
    reachable = np.isfinite(study.cost).any(axis=1)
    if study.model == "p_median":
        reachable |= study.demand == 0.0
    return np.flatnonzero(~reachable).astype(np.int64)
