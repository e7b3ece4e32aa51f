"""Rule: every break of a vehicle is taken once, starting inside its window."""

from __future__ import annotations

import pytest

from data.domain.problem import Break
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, truck

LUNCH = Break(window=(900, 1_500), duration_s=1_800)
PROBLEM = day(vehicles=[truck(breaks=(LUNCH,))])


def lunch(**more) -> Do:
    return Do("break", **({"lasts_s": 1_800} | more))


@pytest.mark.parametrize(
    "steps",
    [("a", lunch(), "b"), ("a", lunch(drive_s=600), "b"), ("a", lunch(wait_s=600), "b")],
    ids=["as the window opens", "on the road, as it closes", "waiting for it"],
)
def test_a_break_that_starts_in_its_window_holds(broken, steps) -> None:
    assert broken(PROBLEM, ROAD, planned(PROBLEM, *steps)) == {}


@pytest.mark.parametrize(
    "steps",
    [("a", "b"), ("a", "b", lunch()), (lunch(), "a", "b"), ("a", lunch(lasts_s=1_799), "b")],
    ids=["not taken", "too late", "too early", "too short"],
)
def test_a_break_missed_is_named(broken, steps) -> None:
    assert set(broken(PROBLEM, ROAD, planned(PROBLEM, *steps))) == {"R318"}


def test_two_breaks_need_two_visits(broken) -> None:
    tea = Break(window=(0, 9_000), duration_s=600)
    problem = day(vehicles=[truck(breaks=(tea, LUNCH))])
    assert broken(problem, ROAD, planned(problem, "a", lunch(), "b", Do("break", lasts_s=600))) == {}
    assert broken(problem, ROAD, planned(problem, "a", lunch(), "b")) == {"R318": 600}


def test_a_break_that_no_vehicle_has_is_named(broken) -> None:
    assert "R318" in broken(day(), ROAD, planned(day(), "a", lunch(), "b"))


def test_breaks_may_be_taken_in_any_order(broken) -> None:
    """The long break first: it would do for the short one too, and must not be used up by it."""
    short, long = Break(window=(0, 900), duration_s=60), Break(window=(0, 2_000), duration_s=300)
    problem = day(vehicles=[truck(breaks=(short, long))])
    steps = (Do("break", drive_s=100, lasts_s=300), Do("break", drive_s=200, lasts_s=60), "a", "b")
    assert broken(problem, ROAD, planned(problem, *steps)) == {}
