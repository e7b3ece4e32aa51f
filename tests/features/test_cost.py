"""Rule: a plan costs what its routes and penalties cost, and its figures are right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.small_days import ROAD, day, planned

PLAN = planned(day(), "a", "b")


def test_fixed_distance_and_time_make_the_cost(broken) -> None:
    assert PLAN.cost == pytest.approx(50 + 24.0 * 1.0 + 3_000 / 3_600 * 36.0)
    assert broken(day(), ROAD, PLAN) == {}


def test_a_cent_is_rounding_and_two_cents_are_not(broken) -> None:
    assert broken(day(), ROAD, replace(PLAN, cost=PLAN.cost + 0.009)) == {}
    assert broken(day(), ROAD, replace(PLAN, cost=PLAN.cost - 0.02)) == {"R351": pytest.approx(0.02)}


def test_a_cost_that_is_no_number_is_named(broken) -> None:
    assert set(broken(day(), ROAD, replace(PLAN, cost=float("nan")))) == {"R351"}


@pytest.mark.parametrize("figure", ["distance_m", "duration_s", "driving_s", "waiting_s"])
def test_wrong_figures_are_named(broken, figure) -> None:
    (route,) = PLAN.routes
    wrong = replace(route, **{figure: getattr(route, figure) + 1})
    assert broken(day(), ROAD, replace(PLAN, routes=(wrong,))) == {"R352": 1}


def test_a_list_of_tasks_other_than_the_visits_is_named(broken) -> None:
    (route,) = PLAN.routes
    wrong = replace(route, tasks=("b", "a"))
    assert broken(day(), ROAD, replace(PLAN, routes=(wrong,))) == {"R352": 1}
