"""Rule: a visit lasts its service, and its set-up where the visit before was at another place."""

from __future__ import annotations

from dataclasses import replace

from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task

A_AND_B_AT_ONE_PLACE = (task("a", 1, setup_s=120), task("b", 1, setup_s=120))


def departures_of(plan):
    return [visit.departure_s for visit in plan.routes[0].visits[1:-1]]


def test_set_up_counts_once_per_place(broken) -> None:
    problem = day(*A_AND_B_AT_ONE_PLACE)
    plan = planned(problem, "a", "b")
    assert departures_of(plan) == [600 + 420, 600 + 420 + 300]
    assert broken(problem, ROAD, plan) == {}


def test_leaving_without_the_set_up_is_named(broken) -> None:
    without = planned(day(task("a", 1), task("b", 2)), "a", "b")
    assert broken(day(task("a", 1, setup_s=120), task("b", 2)), ROAD, without) == {"R313": 120}


def test_set_up_counts_again_after_a_visit_elsewhere(broken) -> None:
    problem = day(*A_AND_B_AT_ONE_PLACE, task("c", 2))
    plan = planned(problem, "a", "c", "b")
    assert broken(problem, ROAD, plan) == {}
    hurried = planned(day(task("a", 1, setup_s=120), task("b", 1), task("c", 2)), "a", "c", "b")
    assert broken(problem, ROAD, hurried) == {"R313": 120}


def test_a_rest_at_the_place_does_not_bring_the_set_up_back(broken) -> None:
    problem = day(*A_AND_B_AT_ONE_PLACE)
    plan = planned(problem, "a", Do("rest", lasts_s=600), "b")
    assert broken(problem, ROAD, plan) == {}


def test_no_set_up_at_the_depots_own_place(broken) -> None:
    problem = day(task("a", 0, setup_s=120))
    assert broken(problem, ROAD, planned(problem, "a")) == {}


def test_leaving_before_the_service_is_done_is_named(broken) -> None:
    hurried = planned(day(), "a", "b")
    slow = day(replace(task("a", 1), service_s=301), task("b", 2))
    assert broken(slow, ROAD, hurried) == {"R313": 1}
