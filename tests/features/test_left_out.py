"""Rule: every task is served once, or listed once as left out, at its penalty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.plan import Unassigned
from tests.factories.routes import Do, drive, plan_of
from tests.factories.small_days import ROAD, day, planned, task, truck

OPTIONAL = day(task("a", 1), task("b", 2, penalty=500.0))
LEFT = Unassigned(task="b", code="R201", reason="No time.")


def test_a_task_left_out_costs_its_penalty(broken) -> None:
    plan = planned(OPTIONAL, "a")
    assert [each.task for each in plan.unassigned] == ["b"]
    assert broken(OPTIONAL, ROAD, plan) == {}
    cheap = replace(plan, cost=plan.cost - 500)
    assert broken(OPTIONAL, ROAD, cheap) == {"R351": pytest.approx(500)}


def test_silence_about_a_task_is_named(broken) -> None:
    assert broken(OPTIONAL, ROAD, replace(planned(OPTIONAL, "a"), unassigned=())) == {"R305": 1}


def test_a_mandatory_task_may_be_left_out_only_openly(broken) -> None:
    problem = day()
    assert broken(problem, ROAD, planned(problem, "a")) == {}
    assert broken(problem, ROAD, replace(planned(problem, "a"), unassigned=())) == {"R305": 1}


def test_served_and_listed_or_listed_twice_is_named(broken) -> None:
    both = replace(planned(OPTIONAL, "a", "b"), unassigned=(LEFT,))
    assert broken(OPTIONAL, ROAD, both) == {"R305": 1}
    twice = replace(planned(OPTIONAL, "a"), unassigned=(LEFT, LEFT))
    assert broken(OPTIONAL, ROAD, twice) == {"R305": 1}


def test_served_twice_is_named(broken) -> None:
    vehicles = [truck("v1"), truck("v2")]
    problem = replace(OPTIONAL, vehicles=tuple(vehicles))
    routes = [drive(problem, ROAD, name, [Do("collect", "a"), Do("collect", "b")]) for name in ("v1", "v2")]
    assert broken(problem, ROAD, plan_of(problem, routes)) == {"R304": 1}


def test_what_the_problem_does_not_have_is_named(broken) -> None:
    plan = planned(OPTIONAL, "a", "b")
    ghost = replace(plan, unassigned=(replace(LEFT, task="ghost"),))
    assert broken(OPTIONAL, ROAD, ghost) == {"R303": 1}
    (route,) = plan.routes
    assert broken(day(task("a", 1)), ROAD, plan) == {"R303": 1}
    assert "R302" in broken(OPTIONAL, ROAD, replace(plan, routes=(replace(route, vehicle="v9"),)))
    assert "R302" in broken(OPTIONAL, ROAD, replace(plan, routes=(route, route)))
