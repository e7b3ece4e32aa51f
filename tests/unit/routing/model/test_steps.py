"""Every rule that an order may break has a rank, a code and a sentence."""

from __future__ import annotations

from typing import get_args

import pytest

from routing.explain.wording import CODES, sentence
from routing.model.steps import CLOSENESS, Infeasible, Rule


def test_every_rule_has_a_rank_and_a_code() -> None:
    rules = set(get_args(Rule))
    assert set(CLOSENESS) == rules
    assert set(CODES) == rules


@pytest.mark.parametrize("rule", get_args(Rule))
def test_every_rule_has_a_sentence(rule: Rule) -> None:
    fault = Infeasible(rule=rule, amount=1, unit="kg", subject="t1")
    assert sentence("v1", "t1", fault).startswith("The nearest vehicle, v1, ")
