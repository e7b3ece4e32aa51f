"""Rule: a route starts and ends at its vehicle's depots, or openly where the vehicle has none."""

from __future__ import annotations

from dataclasses import replace

from data.domain.plan import Plan, Route, Visit
from tests.factories.small_days import ROAD, day, planned, task, truck


def test_start_and_end_may_differ(broken) -> None:
    problem = day(vehicles=[truck(start=0, end=3)])
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {}


def test_ending_at_another_depot_is_named(broken) -> None:
    elsewhere = planned(day(vehicles=[truck(end=3)]), "a", "b")
    assert "R301" in broken(day(), ROAD, elsewhere)


def test_an_open_route_begins_at_its_first_visit_and_ends_at_its_last(broken) -> None:
    problem = day(task("a", 1, setup_s=60), vehicles=[truck(start=None, end=None)])
    visit = Visit(kind="collect", task="a", arrival_s=100, start_s=100, departure_s=460, load=(10,))
    route = Route(vehicle="v1", cost=50 + 3.6, tasks=("a",), visits=(visit,), duration_s=360)
    assert broken(problem, ROAD, Plan(cost=53.6, routes=(route,))) == {}
    depots = planned(day(task("a", 1, setup_s=60)), "a")
    assert set(broken(problem, ROAD, depots)) == {"R301"}


def test_a_route_without_its_depots_is_named(broken) -> None:
    plan = planned(day(), "a", "b")
    (route,) = plan.routes
    for visits in (route.visits[1:], route.visits[:-1], route.visits[:1], ()):
        torn = replace(plan, routes=(replace(route, visits=visits),))
        assert "R301" in broken(day(), ROAD, torn)
