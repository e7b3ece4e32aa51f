"""Weighed objectives: even routes, compact routes, few changes against an earlier plan, each at its price."""

from __future__ import annotations

from dataclasses import replace

from data.domain.plan import Plan
from data.domain.problem import Earlier, Objective, Problem, VehicleCost
from routing.check import violations
from tests.factories.routes import Do, drive, line, plan_of
from tests.factories.searching import found_by
from tests.factories.small_days import ROAD, day, task, truck

ONE_AN_HOUR = VehicleCost(per_h=36.0)


def two_routes(problem: Problem, first: str, second: str) -> Plan:
    steps = {name: [Do("collect", each) for each in order] for name, order in (("v1", first), ("v2", second))}
    return plan_of(problem, [drive(problem, ROAD, name, each) for name, each in steps.items() if each])


def weighing(**weights: float) -> Problem:
    trucks = [truck(cost=ONE_AN_HOUR), truck("v2", cost=ONE_AN_HOUR)]
    tasks = [task("a", 1), task("b", 2), task("c", 3)]
    return day(*tasks, vehicles=trucks, objective=Objective(**weights))


def stated(plan: Plan, **parts: float) -> Plan:
    return replace(plan, cost=plan.cost + sum(parts.values()), weighed=parts)


def test_balance_is_the_square_of_the_hours_from_the_mean() -> None:
    """a alone takes 1,500 s, b and c 4,200 s: 1,350 s either way of their mean."""
    problem = weighing(balance=8.0)
    plan = two_routes(problem, "a", "bc")
    part = 8.0 * 2 * (1_350 / 3600) ** 2
    assert violations(problem, ROAD, stated(plan, balance=part)) == []
    codes = {each.code for each in violations(problem, ROAD, stated(plan, balance=part + 0.1))}
    assert codes == {"R351", "R353"}
    assert {each.code for each in violations(problem, ROAD, plan)} == {"R351", "R353"}


def test_compactness_counts_the_ways_between_tasks() -> None:
    problem = weighing(compactness=2.0)
    plan = two_routes(problem, "ab", "c")
    assert violations(problem, ROAD, stated(plan, compactness=2.0 * 6)) == []
    apart = two_routes(problem, "ac", "b")
    assert violations(problem, ROAD, stated(apart, compactness=2.0 * 12)) == []


def test_stability_counts_tasks_that_changed_vehicle_or_were_dropped() -> None:
    earlier = (Earlier(vehicle="v1", tasks=("a", "b")), Earlier(vehicle="v2", tasks=("c",)))
    problem = replace(weighing(stability=5.0), earlier=earlier)
    assert violations(problem, ROAD, stated(two_routes(problem, "ab", "c"), stability=0.0)) == []
    assert violations(problem, ROAD, stated(two_routes(problem, "a", "bc"), stability=5.0)) == []
    optional = replace(problem, tasks=(task("a", 1, penalty=1.0), *problem.tasks[1:]))
    assert violations(optional, ROAD, stated(two_routes(optional, "b", "c"), stability=5.0)) == []


def test_the_search_evens_routes_out_where_that_is_worth_it() -> None:
    uneven = found_by("lns", weighing(), iterations=200)
    assert len(uneven.routes) == 1
    tight = [truck(cost=ONE_AN_HOUR, shift=(0, 4_300)), truck("v2", cost=ONE_AN_HOUR, shift=(0, 4_300))]
    problem = replace(weighing(), vehicles=tuple(tight))
    plain = found_by("lns", problem, iterations=200)
    fair = found_by("lns", replace(problem, objective=Objective(balance=500.0)), iterations=200)
    assert fair.weighed["balance"] < 500.0 * _spread(plain)


def _spread(plan: Plan) -> float:
    hours = [route.duration_s / 3600 for route in plan.routes]
    return sum((each - sum(hours) / len(hours)) ** 2 for each in hours)


def test_the_search_keeps_a_vehicles_tasks_where_that_is_worth_it() -> None:
    earlier = (Earlier(vehicle="v1", tasks=("a", "c")), Earlier(vehicle="v2", tasks=("b",)))
    kept = found_by("lns", replace(weighing(stability=900.0), earlier=earlier), iterations=200)
    assert {route.vehicle: sorted(route.tasks) for route in kept.routes} == {"v1": ["a", "c"], "v2": ["b"]}
    assert kept.weighed == {"stability": 0.0}
    cheap = found_by("lns", replace(weighing(stability=0.1), earlier=earlier), iterations=200)
    assert len(cheap.routes) == 1


def test_the_search_keeps_routes_compact_where_that_is_worth_it() -> None:
    """Two pairs far apart: the way between them is cheaper than a second truck."""
    road = line(20_000, 0, 1_000, 40_000, 41_000)
    tasks = [task("a", 1), task("b", 2), task("c", 3), task("d", 4)]
    trucks = [
        truck(cost=VehicleCost(fixed=30, per_km=1.0)),
        truck("v2", cost=VehicleCost(fixed=30, per_km=1.0)),
    ]
    problem = day(*tasks, vehicles=trucks)
    assert len(found_by("lns", problem, road, iterations=200).routes) == 1
    compact = found_by("lns", replace(problem, objective=Objective(compactness=1.0)), road, iterations=200)
    assert sorted(sorted(route.tasks) for route in compact.routes) == [["a", "b"], ["c", "d"]]
    assert compact.weighed == {"compactness": 2.0}
