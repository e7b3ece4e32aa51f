"""Answers out of what solvers say: statuses, bounds that are proved, reasons why there is none."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.assignment import NOWHERE, has_whole_objective, nearest, worth
from network.siting.models.covering import CoverModel
from network.siting.models.linear import Ints, LinearAnswer

RELATIVE = 1e-9
"""A bound this near to the objective is equal to it: solvers work in floating point."""

OUT_OF_REACH, MANY_STAY, NO_WAY, RULES = "C401", "C402", "C403", "C404"
"""Why there is no answer: codes of `SitingAnswer.code`."""


class Clock:
    """Seconds of search since it was made, and how many are left."""

    def __init__(self, seconds: float) -> None:
        self.limit = seconds
        self._start = time.monotonic()

    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def left(self) -> float:
        """Seconds left; 0 once the time is over."""
        return max(0.0, self.limit - self.spent())


def answer(
    study: SitingStudy,
    open_columns: Sequence[int],
    clock: Clock,
    *,
    bound: float | None = None,
    proved: bool = False,
    assignment: Ints | None = None,
) -> SitingAnswer:
    """The answer that opens some columns.

    Parameters
    ----------
    bound
        Proved for every choice.
    proved
        Whether a solver holds this choice to be the best.
    assignment
        Who is served where; by default everyone at the nearest.
    """
    chosen = tuple(sorted(int(column) for column in open_columns))
    if assignment is None:
        assignment = nearest(study, chosen)
    objective = worth(study, chosen, assignment)
    bound = _sharpened(study, bound)
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


def infeasible(
    study: SitingStudy, clock: Clock, reason: str, *, code: str = RULES, least_radius: float | None = None
) -> SitingAnswer:
    """The answer that there is none."""
    nobody = (None,) * study.places
    return SitingAnswer("infeasible", None, None, (), nobody, clock.spent(), reason, least_radius, code)


def chosen_by(model: CoverModel, found: LinearAnswer, study: SitingStudy) -> tuple[list[int], Ints | None]:
    """Open columns of a solution and, where the model assigns, who is served where."""
    assert found.values is not None
    chosen = np.flatnonzero(found.values[model.column] > 0.5)
    if study.capacity is None:
        return chosen.tolist(), None
    assignment = np.full(study.places, NOWHERE, np.int64)
    used = found.values[model.served] > 0.5
    assignment[model.place[used]] = model.at[used]
    if study.model == "p_median":
        idle = np.flatnonzero((assignment == NOWHERE) & (study.demand == 0.0))
        assignment[idle] = nearest(study, chosen.tolist())[idle]
    return chosen.tolist(), assignment


def better(study: SitingStudy, a: float, b: float) -> bool:
    """Whether objective `a` is better than `b`."""
    return a > b if study.model == "max_cover" else a < b


def _meets(study: SitingStudy, objective: float, bound: float) -> bool:
    slack = RELATIVE * max(abs(objective), abs(bound))
    return objective >= bound - slack if study.model == "max_cover" else objective <= bound + slack


def _sharpened(study: SitingStudy, bound: float | None) -> float | None:
    """Rounded to a whole number, where every choice is worth one."""
    if bound is None or not math.isfinite(bound) or not has_whole_objective(study):
        return bound
    slack = 1e-6 * max(1.0, abs(bound) * 1e-3)
    return float(math.floor(bound + slack) if study.model == "max_cover" else math.ceil(bound - slack))


def unreached(study: SitingStudy) -> Ints:
    """Places that no column can serve, where every place has to be; their numbers."""
    reachable = np.isfinite(study.cost).any(axis=1)
    if study.model == "p_median":
        reachable |= study.demand == 0.0
    return np.flatnonzero(~reachable).astype(np.int64)
