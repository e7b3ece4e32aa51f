"""Rule: the load stays within capacity in every dimension, at every moment."""

from __future__ import annotations

from dataclasses import replace

from data.domain.problem import Task
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck, yard


def test_a_full_truck_holds_and_one_kilogram_more_does_not(broken) -> None:
    tasks = (task("a", 1, kg=60), task("b", 2, kg=40))
    problem = day(*tasks, vehicles=[truck(capacity=(100,))])
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {}
    smaller = day(*tasks, vehicles=[truck(capacity=(99,))])
    assert broken(smaller, ROAD, planned(problem, "a", "b")) == {"R330": 1}


def test_every_dimension_counts(broken) -> None:
    tasks = (Task(id="a", place=1, demand=(1, 70)), Task(id="b", place=2, demand=(1, 40)))
    problem = replace(day(*tasks, vehicles=[truck(capacity=(100, 100))]), dimensions=("kg", "l"))
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {"R330": 10}
    assert broken(problem, ROAD, planned(replace(problem, tasks=tasks[:1]), "a")) == {"R305": 1}


def test_unloading_makes_room(broken) -> None:
    problem = day(task("a", 1, kg=60), task("b", 2, kg=60), facilities=(yard(place=3),))
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {"R330": 20}
    assert broken(problem, ROAD, planned(problem, "a", Do("unload", "yard"), "b")) == {}


def test_no_capacity_means_no_limit(broken) -> None:
    problem = day(task("a", 1, kg=10**9), vehicles=[truck(capacity=())])
    assert broken(problem, ROAD, planned(problem, "a")) == {}


def test_a_misstated_load_is_named(broken) -> None:
    plan = planned(day(), "a", "b")
    (route,) = plan.routes
    visits = (route.visits[0], replace(route.visits[1], load=(7,)), *route.visits[2:])
    misstated = replace(plan, routes=(replace(route, visits=visits),))
    assert broken(day(), ROAD, misstated) == {"R331": 3}
