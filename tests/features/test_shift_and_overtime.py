"""Rule: a route keeps inside the shift, or inside its priced overtime."""

from __future__ import annotations

import pytest

from tests.factories.small_days import ROAD, day, planned, truck

BACK_S = 600 + 300 + 600 + 300 + 1_200  # out to place 2 by way of 1, and home


def test_back_on_the_last_second_of_the_shift_holds(broken) -> None:
    problem = day(vehicles=[truck(shift=(0, BACK_S))])
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {}


def test_back_after_shift_and_overtime_is_named(broken) -> None:
    problem = day(vehicles=[truck(shift=(0, BACK_S - 61), overtime_s=60)])
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {"R317": 1}


def test_leaving_before_the_shift_is_named(broken) -> None:
    problem = day(vehicles=[truck(shift=(10, 9_000))])
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {"R316": 10}
    assert broken(problem, ROAD, planned(problem, "a", "b", leave_s=10)) == {}


def test_overtime_is_paid_on_top_of_the_hours(broken) -> None:
    problem = day(vehicles=[truck(shift=(0, BACK_S - 600), overtime_s=600)])
    plan = planned(problem, "a", "b")
    assert plan.cost == pytest.approx(50 + 24 * 1.0 + BACK_S / 3600 * 36 + 600 / 3600 * 72)
    assert broken(problem, ROAD, plan) == {}
    unpaid = planned(day(vehicles=[truck(shift=(0, BACK_S))]), "a", "b")
    assert broken(problem, ROAD, unpaid) == {"R350": pytest.approx(12), "R351": pytest.approx(12)}
