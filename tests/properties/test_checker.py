"""The checker accepts plans that hold with nothing to spare, and names every kind of breach."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.check import violations
from routing.check.wording import RULES
from tests.factories.breaches import BREACHES
from tests.factories.examples import examples
from tests.factories.planned_days import planned_day

seeds = st.integers(0, 10**6)


@examples(40)
@given(seeds)
def test_a_plan_that_holds_is_accepted(seed: int) -> None:
    day = planned_day(seed)
    assert violations(day.problem, day.matrices, day.plan) == []


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_a_breach_is_named(name: str) -> None:
    code, commit = BREACHES[name]
    tried = 0
    for seed in range(40):
        wrong = commit(planned_day(seed), Random(seed))
        if wrong is None:
            continue
        tried += 1
        found = violations(wrong.problem, wrong.matrices, wrong.plan)
        assert code in {each.code for each in found}, f"seed {seed}"
        assert all(each.rule == RULES[each.code] and each.amount > 0 for each in found), f"seed {seed}"
    assert tried >= 5, "too few days gave occasion for this breach"


def test_every_code_has_a_breach() -> None:
    assert {code for code, _ in BREACHES.values()} == set(RULES)
