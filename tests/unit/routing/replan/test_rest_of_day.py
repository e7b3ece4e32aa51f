"""Planning on from what has happened: what lies behind stays, and no more changes than pays."""

from __future__ import annotations

from dataclasses import replace

from data.domain.plan import Plan, Visit
from data.domain.problem import Problem, Rest, Rules
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.model.index import DayIndex
from routing.replan import ExecutionState, build_remaining_problem, compare_plans
from routing.replan.rest_of_day import ReplanResult, Stability, replan
from routing.solve import SolveOptions
from tests.factories.small_days import ROAD, day, task, truck, yard

QUICK = SolveOptions(seconds=30, processes=1, engine="lns", iterations=30)
RULES = Rules(end_empty=True)


def published(problem: Problem) -> Plan:
    return PlanBuilder(DayIndex(problem, ROAD)).construct()


def until(plan: Plan, vehicle: str, task_id: str, late_s: int = 0) -> tuple[Visit, ...]:
    """A route's visits up to a task, this and its departure so much later than planned."""
    visits = next(route.visits for route in plan.routes if route.vehicle == vehicle)
    number = next(k for k, visit in enumerate(visits) if visit.task == task_id)
    last = visits[number]
    late = replace(last, start_s=(last.start_s or 0) + late_s, departure_s=(last.departure_s or 0) + late_s)
    return (*visits[:number], late)


def planned_on(problem: Problem, plan: Plan, happened: ExecutionState, **stability: object) -> ReplanResult:
    done = replan(problem, ROAD, plan, happened, options=QUICK, stability=Stability(**stability))  # type: ignore[arg-type]
    assert violations(done.problem, ROAD, done.plan) == []
    return done


def test_what_lies_behind_stays_with_its_real_times() -> None:
    problem = day(task("a", 1), task("b", 2), task("c", 3), facilities=(yard(),), rules=RULES)
    plan = published(problem)
    first = plan.routes[0].tasks[0]
    behind = until(plan, "v1", first, late_s=900)
    happened = ExecutionState(now_s=(behind[-1].departure_s or 0), executed={"v1": behind})
    done = planned_on(problem, plan, happened)
    assert done.visits["v1"][: len(behind)] == behind
    assert [visit.task for visit in done.visits["v1"] if visit.kind == "collect"].count(first) == 1
    assert {visit.task for visit in done.visits["v1"] if visit.kind == "collect"} == {"a", "b", "c"}
    assert all(after_s - before_s >= 800 for before_s, after_s in done.changes.routes[0].retimed.values())


def test_what_is_aboard_still_counts_against_the_capacity() -> None:
    problem = day(task("a", 1, kg=60), task("b", 2, kg=60), facilities=(yard(place=3),), rules=RULES)
    plan = published(problem)
    first, second = plan.routes[0].tasks
    behind = until(plan, "v1", first)
    done = planned_on(
        problem, plan, ExecutionState(now_s=behind[-1].departure_s or 0, executed={"v1": behind})
    )
    kinds = [(visit.kind, visit.task) for visit in done.visits["v1"]]
    assert ("unload", None) in kinds[len(behind) : kinds.index(("collect", second))]


def test_a_stop_visited_in_vain_leaves_nothing_aboard() -> None:
    problem = day(task("a", 1, kg=60), task("b", 2, kg=60), facilities=(yard(place=3),), rules=RULES)
    plan = published(problem)
    first = plan.routes[0].tasks[0]
    behind = until(plan, "v1", first)
    happened = ExecutionState(now_s=0, executed={"v1": behind}, failed=frozenset({first}))
    rest = build_remaining_problem(problem, ROAD, happened)
    assert [each.id for each in rest.tasks] == [each for each in ("a", "b") if each != first]


def test_the_stop_in_hand_stays_next() -> None:
    problem = day(task("a", 1), task("b", 2), task("c", 3), facilities=(yard(),), rules=RULES)
    plan = published(problem)
    first, second, third = plan.routes[0].tasks
    behind = until(plan, "v1", first)
    happened = ExecutionState(
        now_s=(behind[-1].departure_s or 0) + 60, executed={"v1": behind}, heading={"v1": third}
    )
    done = planned_on(problem, plan, happened)
    ahead = [visit.task for visit in done.visits["v1"][len(behind) :] if visit.kind == "collect"]
    assert ahead == [third, second]


def test_the_stops_of_a_truck_that_is_out_go_to_others() -> None:
    problem = day(task("a", 1), task("b", 3), vehicles=[truck("v1"), truck("v2")])
    plan = published(problem)
    holder = plan.routes[0].vehicle
    done = planned_on(problem, plan, ExecutionState(now_s=0, out=frozenset({holder})))
    assert [route.vehicle for route in done.plan.routes] == ["v2" if holder == "v1" else "v1"]
    assert done.plan.unassigned == ()
    assert done.moved == ()


def test_an_urgent_pickup_is_taken_in_and_nothing_else_moves() -> None:
    problem = day(task("a", 1), task("b", 2), vehicles=[truck("v1"), truck("v2")])
    plan = published(problem)
    urgent = replace(problem, tasks=(*problem.tasks, task("x", 3)))
    done = planned_on(urgent, plan, ExecutionState(now_s=600), most_moved=0)
    assert done.moved == ()
    assert list(done.changes.served) == ["x"]


def test_a_move_is_made_only_where_it_saves_its_price() -> None:
    """Two trucks for what one can do: worth 50 for the truck alone, if changes are not too dear."""
    problem = day(task("a", 3), task("b", 3), vehicles=[truck("v1"), truck("v2")])
    alone = [
        published(day(task(name, 3), vehicles=[truck(truck_)])) for name, truck_ in (("a", "v1"), ("b", "v2"))
    ]
    plan = replace(alone[0], cost=alone[0].cost + alone[1].cost, routes=alone[0].routes + alone[1].routes)
    assert len(planned_on(problem, plan, ExecutionState(now_s=0), move_cost=1.0).moved) == 1
    assert planned_on(problem, plan, ExecutionState(now_s=0), move_cost=1_000.0).moved == ()
    assert planned_on(problem, plan, ExecutionState(now_s=0), move_cost=1.0, most_moved=0).moved == ()


def test_driving_since_the_last_rest_still_counts() -> None:
    problem = day(task("a", 3), task("b", 1), rules=Rules(rest=Rest(after_driving_s=3_000, duration_s=600)))
    plan = published(problem)
    behind = until(plan, "v1", plan.routes[0].tasks[0])
    done = planned_on(
        problem, plan, ExecutionState(now_s=behind[-1].departure_s or 0, executed={"v1": behind})
    )
    assert done.problem.vehicles[0].underway.driven_s > 0
    assert any(visit.kind == "rest" for visit in done.visits["v1"])


def test_nothing_differs_between_a_plan_and_itself() -> None:
    plan = published(day(task("a", 1), task("b", 2)))
    changes = compare_plans(plan, plan)
    assert (changes.routes, dict(changes.served), dict(changes.left_out)) == ((), {}, {})
