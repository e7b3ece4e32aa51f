"""What the files of this folder share: asking the checker for the codes that a plan breaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing.check import violations

Codes = Callable[[Problem, TravelMatrices, Plan], dict[str, float]]


@pytest.fixture
def broken() -> Codes:
    """Codes of the rules that a plan breaks, each with its largest amount; empty for a plan that holds."""

    def codes(problem: Problem, matrices: TravelMatrices, plan: Plan) -> dict[str, float]:
        found: dict[str, float] = {}
        for each in violations(problem, matrices, plan):
            assert each.message.endswith(".")
            found[each.code] = max(each.amount, found.get(each.code, 0.0))
        return found

    return codes
