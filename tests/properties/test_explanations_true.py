"""What is said of tasks left out holds: the change named lets each in, and one step less does not."""

from __future__ import annotations

import itertools
import os
from collections import Counter

import pytest

from data.domain.plan import Unassigned
from routing.check import violations
from tests.factories.explanations import Day, crowded_days, solved_with, what_is_wrong

TOO_DEAR = "R225"


def statements(first_seed: int, count: int) -> list[tuple[Day, Unassigned]]:
    """So many statements about tasks that did not fit, over generated days."""
    each = (
        (day, said) for day in crowded_days(first_seed) for said in day[2].unassigned if said.code != TOO_DEAR
    )
    return list(itertools.islice(each, count))


def require_true(first_seed: int, count: int, resolved: int) -> None:
    """Every statement is true; the first few, solved again with the change, are served."""
    found = statements(first_seed, count)
    wrong = Counter(what_is_wrong(day, said) for day, said in found)
    assert wrong == {"": count}
    for day, said in found[:resolved]:
        problem, plan = solved_with(day, said)
        assert violations(problem, day[1], plan) == []
        assert any(said.task in route.tasks for route in plan.routes), said


def test_statements_about_tasks_left_out_are_true() -> None:
    require_true(1, 8, 2)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not os.environ.get("CI"), reason="minutes: runs where CI is set")
def test_two_hundred_statements_are_true() -> None:
    require_true(100, 200, 40)
