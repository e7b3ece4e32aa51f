"""Search of studies in stages: stage by stage for an incumbent, each alone for a bound, then one joint model.

References
----------
Current, Ratick & ReVelle (1998), Dynamic facility location when the total number of facilities is uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, HuiliuError
from data.domain.study import SitingAnswer, SitingStudy
from network.siting.answers import RELATIVE, RULES, Clock, StagedAnswer, is_better, make_answer
from network.siting.models.covering import CoverModel, cover_model
from network.siting.models.linear import LinearModel
from network.siting.models.mathopt import solve_linear
from network.siting.models.median import median_model
from network.siting.search.dispatch import drop_unused_parameters, search

Chain = tuple[SitingAnswer, ...]
FIRST_SHARE = 0.4
"""Share of the time for the first incumbent and the bound of the separate stages."""


def search_staged(
    study: SitingStudy,
    counts: Sequence[int],
    weights: Sequence[float],
    seconds: float,
    on_incumbent: Callable[[StagedAnswer], None] = lambda _: None,
) -> StagedAnswer:
    """Search the best choices of all stages within some seconds.

    Parameters
    ----------
    study, counts, weights
        As validated by `network.siting.stages.solve_staged`.
    on_incumbent
        Called with the first incumbent, before the joint model is solved.

    Raises
    ------
    HuiliuError
        C301: the time was too short for any. C302: the solver failed.
    """
    clock = Clock(seconds)
    each_s = FIRST_SHARE * seconds / (2 * len(counts))
    alone: list[SitingAnswer] = []
    chain: list[SitingAnswer] = []
    for count in counts:
        best = search(replace(study, p=count), each_s, lambda _: None)
        if best.status == "infeasible":
            return StagedAnswer("infeasible", None, None, (), best.reason, clock.spent(), best.code)
        alone.append(best)
    for count in counts:
        kept = study.existing if not chain else chain[-1].open
        following = search(replace(study, p=count, existing=kept), each_s, lambda _: None)
        if following.status == "infeasible":
            chain = []
            break
        chain.append(following)
    bound = _summed([each.bound for each in alone], weights)
    start = tuple(chain) if len(chain) == len(counts) else None
    if start is not None and _meets(_worth(start, weights), bound):
        return _make_staged_answer(start, weights, bound, clock)
    if start is not None:
        on_incumbent(_make_staged_answer(start, weights, bound, clock))
    return _joint(drop_unused_parameters(study), counts, weights, clock, start=start, bound=bound)


def _joint(
    study: SitingStudy,
    counts: Sequence[int],
    weights: Sequence[float],
    clock: Clock,
    *,
    start: Chain | None,
    bound: float | None,
) -> StagedAnswer:
    asked = [replace(study, p=count) for count in counts]
    linear, columns = staged_model(asked, weights)
    found = solve_linear(linear, clock.left())
    if found.is_infeasible:
        return StagedAnswer(
            "infeasible", None, None, (), "No chain of choices keeps every rule.", clock.spent(), RULES
        )
    best = start
    if found.values is not None:
        values = found.values
        chain = tuple(
            make_answer(each, np.flatnonzero(values[column] > 0.5).tolist(), clock)
            for each, column in zip(asked, columns, strict=True)
        )
        worth = _worth(chain, weights)
        if best is None or not is_better(study, _worth(best, weights), worth):
            best = chain
    if best is None:
        cause = f"No chain of choices was found in {clock.limit:g} s, and none was proved impossible."
        raise HuiliuError(Fault("C301", cause, "Give more seconds, or ask for fewer stages."))
    if found.is_optimal:
        return _make_staged_answer(best, weights, _worth(best, weights), clock)
    known = [each for each in (found.bound, bound) if each is not None]
    tightest = min if study.model == "max_cover" else max
    return _make_staged_answer(best, weights, tightest(known, default=None), clock)


def staged_model(
    asked: Sequence[SitingStudy], weights: Sequence[float]
) -> tuple[LinearModel, list[NDArray[np.int64]]]:
    """Build the joint model of all stages, with rows that keep open columns open.

    Returns
    -------
    tuple
        The model, and per stage the numbers of its columns' variables, shape (columns,).
    """
    model = LinearModel(maximise=asked[0].model == "max_cover")
    columns = []
    for study, weight in zip(asked, weights, strict=True):
        own = _own_model(study)
        first = model.append(own.linear, scale=weight)
        columns.append(own.column + first)
    many = np.arange(asked[0].columns)
    for before, after in pairwise(columns):
        signs = np.repeat([1.0, -1.0], len(many))
        model.add_rows(len(many), np.tile(many, 2), np.append(after, before), signs, lower=0.0)
    return model, columns


def _own_model(study: SitingStudy) -> CoverModel:
    if study.model == "max_cover":
        assert study.radius is not None
        return cover_model(study, study.radius, aim="most")
    return median_model(study)


def _worth(chain: Chain, weights: Sequence[float]) -> float:
    found = _summed([each.objective for each in chain], weights)
    assert found is not None, "every stage has a choice"
    return found


def _summed(values: Sequence[float | None], weights: Sequence[float]) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return float(sum(value * weight for value, weight in zip(known, weights, strict=True)))


def _meets(worth: float, bound: float | None) -> bool:
    return bound is not None and abs(worth - bound) <= RELATIVE * max(abs(worth), abs(bound))


def _make_staged_answer(
    chain: Chain, weights: Sequence[float], bound: float | None, clock: Clock
) -> StagedAnswer:
    worth = _worth(chain, weights)
    proved = _meets(worth, bound)
    return StagedAnswer(
        "optimal" if proved else "feasible", worth, worth if proved else bound, chain, "", clock.spent()
    )
