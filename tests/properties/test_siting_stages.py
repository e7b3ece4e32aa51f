"""Points opened over years, against trying every chain of choices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.study import SitingModel, SitingStudy
from network.siting.answers import assign_nearest, objective_value
from network.siting.search.stages import search_staged
from network.siting.stages import solve_staged


def best_chain(study: SitingStudy, counts: Sequence[int], weights: Sequence[float]) -> float:
    """The best sum over all chains, by trying them."""
    largest = study.model == "max_cover"

    def value(chosen: tuple[int, ...]) -> float:
        return objective_value(study, chosen, assign_nearest(study, chosen))

    def from_stage(stage: int, kept: frozenset[int]) -> float:
        if stage == len(counts):
            return 0.0
        more = [each for each in range(study.columns) if each not in kept]
        found = [
            weights[stage] * value(tuple(sorted(kept | set(added))))
            + from_stage(stage + 1, kept | frozenset(added))
            for added in combinations(more, counts[stage] - len(kept))
        ]
        return max(found) if largest else min(found)

    return from_stage(0, frozenset(study.existing))


@pytest.mark.parametrize("model", ["max_cover", "p_median"])
@pytest.mark.parametrize("seed", range(6))
def test_a_chain_is_as_good_as_the_best_of_all_chains(model: SitingModel, seed: int) -> None:
    random = np.random.default_rng(seed)
    places, columns = 9, 6
    at, points = random.random((places, 2)), random.random((columns, 2))
    cost = np.rint(100 * np.abs(at[:, None] - points[None, :]).sum(axis=2))
    demand = random.integers(1, 20, places).astype(float)
    existing = (int(random.integers(columns)),) if seed % 2 else ()
    study = SitingStudy(model, cost, demand, radius=35.0, p=1, existing=existing)
    counts, weights = ((1, 2, 4), (1.0, 1.0, 1.0)) if seed % 3 else ((1, 3), (2.0, 1.0))
    found = search_staged(study, counts, weights, 30.0)
    assert found.status == "optimal"
    assert found.objective == found.bound == pytest.approx(best_chain(study, counts, weights), rel=1e-9)
    opened = [set(each.open) for each in found.stages]
    assert [len(each) for each in opened] == list(counts)
    assert all(before <= after for before, after in pairwise(opened))


def test_what_is_best_alone_is_given_up_where_the_years_after_pay_for_it() -> None:
    """One point is best in the middle, two at the ends: whoever keeps the middle pays in the second stage."""
    line = np.abs(np.arange(9.0)[:, None] - np.array([0.0, 4.0, 8.0])[None, :])
    study = SitingStudy("p_median", line, np.array([9.0, 1, 1, 1, 1, 1, 1, 1, 9.0]), p=1)
    early = search_staged(study, (1, 2), (1.0, 0.01), 30.0)
    late = search_staged(study, (1, 2), (0.01, 1.0), 30.0)
    assert early.stages[0].open == (1,)
    assert late.stages[0].open != (1,)
    assert late.stages[1].open == (0, 2)


def test_stages_that_cannot_be_are_refused() -> None:
    study = SitingStudy("p_median", np.ones((2, 2)), np.ones(2), p=1)
    for counts in ((), (2, 1), (0, 1), (3,)):
        with pytest.raises(InputError) as caught:
            solve_staged(study, counts, seconds=1.0)
        assert caught.value.code == "C107"
    cover = SitingStudy("set_cover", np.ones((2, 2)), radius=1.0)
    with pytest.raises(InputError):
        solve_staged(cover, (1, 2), seconds=1.0)
