"""What is said of tasks left out holds: the change named lets each in, and one step less does not."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from data.domain.plan import Unassigned
from tests.factories.explanations import Day, crowded_days, what_is_wrong

TOO_DEAR = "R225"


def statements(first_seed: int, count: int) -> list[tuple[Day, Unassigned]]:
    """So many statements about tasks that did not fit, over generated days."""
    each = (
        (day, said) for day in crowded_days(first_seed) for said in day[2].unassigned if said.code != TOO_DEAR
    )
    return list(itertools.islice(each, count))


def require_true(first_seed: int, count: int) -> None:
    """Every statement is true."""
    wrong = Counter(what_is_wrong(day, said) for day, said in statements(first_seed, count))
    assert wrong == {"": count}


def test_statements_about_tasks_left_out_are_true() -> None:
    require_true(1, 8)


@pytest.mark.minutes
@pytest.mark.timeout(3600)
def test_two_hundred_statements_are_true() -> None:
    require_true(100, 200)
