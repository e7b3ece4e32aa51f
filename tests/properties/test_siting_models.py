"""Every siting model, and every rule that may be added to it, against trying all choices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.domain.study import MODELS, SitingAnswer, SitingModel, SitingStudy
from tests.factories.examples import examples
from tests.factories.studies import answered, best_by_trying, studies

FEW = examples(25)


def agree(study: SitingStudy, found: SitingAnswer) -> None:
    expected = best_by_trying(study)
    if expected is None:
        assert (found.status, found.objective, found.bound, found.open) == ("infeasible", None, None, ())
        return
    assert found.status == "optimal"
    assert found.objective == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert found.bound == found.objective
    assert set(study.existing) <= set(found.open)
    assert all(column is None or column in found.open for column in found.assignment)


@pytest.mark.parametrize("model", MODELS)
@FEW
@given(data=st.data())
def test_plain(model: SitingModel, data: st.DataObject) -> None:
    study = data.draw(studies(model))
    agree(study, answered(study))


@pytest.mark.parametrize("model", MODELS)
@FEW
@given(data=st.data())
def test_existing_points_and_fixed_costs(model: SitingModel, data: st.DataObject) -> None:
    study = data.draw(
        studies(
            model,
            existing=lambda _, m: st.sets(st.integers(0, m - 1), max_size=2).map(lambda s: tuple(sorted(s))),
            fixed=lambda _, m: st.lists(st.integers(1, 9), min_size=m, max_size=m).map(
                lambda each: np.array(each, float)
            ),
        )
    )
    agree(study, answered(study))


@pytest.mark.parametrize("model", MODELS)
@FEW
@given(data=st.data())
def test_capacities(model: SitingModel, data: st.DataObject) -> None:
    study = data.draw(
        studies(
            model,
            capacity=lambda _, m: st.lists(st.integers(0, 20), min_size=m, max_size=m).map(
                lambda each: np.array(each, float)
            ),
        ).filter(lambda study: study.places <= 5 and study.columns <= 4)
    )
    agree(study, answered(study))


@pytest.mark.parametrize("model", ["set_cover", "max_cover"])
@FEW
@given(data=st.data())
def test_backup_and_least_shares(model: SitingModel, data: st.DataObject) -> None:
    study = data.draw(
        studies(
            model,
            backup=lambda _, m: st.integers(1, 2),
            share=lambda *_: st.sampled_from([0.5, 0.8, 1.0]) if model == "set_cover" else st.just(1.0),
            groups=lambda n, _: st.just(tuple("ab"[i % 2] for i in range(n))),
            least_share=lambda n, _: st.just({"a": 0.5}),
        )
    )
    agree(study, answered(study))


@pytest.mark.parametrize("model", MODELS)
@FEW
@given(data=st.data())
def test_budget_movable_points_and_points_per_group(model: SitingModel, data: st.DataObject) -> None:
    study = data.draw(
        studies(
            model,
            fixed=lambda _, m: st.lists(st.integers(1, 9), min_size=m, max_size=m).map(
                lambda each: np.array(each, float)
            ),
            budget=lambda *_: st.integers(4, 25).map(float),
            one_of=lambda _, m: st.just(((0, m - 1),) if m > 2 else ()),
            site_groups=lambda _, m: st.just(tuple("ab"[j % 2] for j in range(m))),
            least_points=lambda _, m: st.just({"b": 1} if m > 1 else {}),
        )
    )
    agree(study, answered(study))


@FEW
@given(data=st.data())
def test_p_left_free_weighs_fixed_costs_against_ways(data: st.DataObject) -> None:
    study = data.draw(
        studies(
            "p_median",
            fixed=lambda _, m: st.lists(st.integers(1, 40), min_size=m, max_size=m).map(
                lambda each: np.array(each, float)
            ),
            handling=lambda _, m: st.lists(st.integers(0, 3), min_size=m, max_size=m).map(
                lambda each: np.array(each, float)
            ),
            transport=lambda *_: st.sampled_from([0.5, 1.0, 3.0]),
        )
    )
    assume(study.places <= 6)
    free = SitingStudy(
        "p_median",
        study.cost,
        study.weights,
        fixed=study.fixed,
        handling=study.handling,
        transport=study.transport,
    )
    agree(free, answered(free))
