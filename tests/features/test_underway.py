"""Rule: a vehicle that is out already goes on from where it is, with what it carries and has driven."""

from __future__ import annotations

import pytest

from data.domain.problem import Lock, Problem, Rest, Rules, Underway
from routing.check import violations
from routing.solve import SolveOptions, solve
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

RESTED = Rules(rest=Rest(after_driving_s=2_000, duration_s=1_200))
APART = Rules(incompatible_day=(("appliance", "battery"),))


def searched(problem: Problem, engine: str) -> list[str]:
    """Kinds, tasks and facilities along the only route that an engine finds."""
    options = SolveOptions(seconds=60.0, processes=1, iterations=20, engine=engine)
    plan = solve(problem, ROAD, options)
    assert violations(problem, ROAD, plan) == []
    return [visit.task or visit.facility or visit.kind for visit in plan.routes[0].visits]


@pytest.mark.parametrize(("driven_s", "holds"), [(800, True), (801, False)])
def test_driving_done_before_counts(broken, driven_s: int, holds: bool) -> None:
    vehicle = truck(underway=Underway(driven_s=driven_s))
    problem = day(task("a", 1), vehicles=[vehicle], rules=RESTED)
    assert broken(problem, ROAD, planned(problem, "a")) == ({} if holds else {"R319": 1})


def test_who_has_driven_too_long_already_rests_at_once(broken) -> None:
    problem = day(task("a", 1), vehicles=[truck(underway=Underway(driven_s=9_000))], rules=RESTED)
    rest = Do("rest", lasts_s=1_200)
    assert broken(problem, ROAD, planned(problem, rest, "a")) == {}
    assert broken(problem, ROAD, planned(problem, "a", rest)) == {"R319": 600}


@pytest.mark.parametrize("engine", ["ortools", "lns"])
@pytest.mark.parametrize(("driven_s", "rests"), [(800, 0), (801, 1), (9_000, 1)])
def test_engines_rest_in_time(engine: str, driven_s: int, rests: int) -> None:
    vehicle = truck(underway=Underway(driven_s=driven_s))
    route = searched(day(task("a", 1), vehicles=[vehicle], rules=RESTED), engine)
    assert route.count("rest") == rests


@pytest.mark.parametrize(("carried", "holds"), [("appliance", True), ("battery", False)])
def test_types_carried_before_count(broken, carried: str, holds: bool) -> None:
    vehicle = truck(underway=Underway(carried=frozenset({carried})))
    problem = day(task("a", 1, load_type="appliance"), vehicles=[vehicle], rules=APART)
    assert broken(problem, ROAD, planned(problem, "a")) == ({} if holds else {"R333": 1})


@pytest.mark.parametrize("engine", ["ortools", "lns"])
def test_engines_send_another_vehicle(engine: str) -> None:
    trucks = [truck(underway=Underway(carried=frozenset({"battery"}))), truck("v2")]
    problem = day(task("a", 1, load_type="appliance"), vehicles=trucks, rules=APART)
    plan = solve(problem, ROAD, SolveOptions(seconds=60.0, processes=1, iterations=20, engine=engine))
    assert [route.vehicle for route in plan.routes] == ["v2"]


def out_with(kg: int, *more: str) -> Problem:
    """A truck at place 3 with a load aboard; a yard at 1, its depot at 0."""
    tasks = [task("aboard", 3, kg=kg), task("b", 2, kg=20)]
    return day(
        *(each for each in tasks if each.id in ("aboard", *more)),
        vehicles=[truck(start=3)],
        facilities=(yard(place=1),),
        rules=Rules(end_empty=True),
        locks=(Lock(kind="prefix", vehicle="v1", tasks=("aboard",)),),
    )


@pytest.mark.parametrize("engine", ["ortools", "lns"])
def test_a_load_aboard_leaves_less_room(engine: str) -> None:
    assert searched(out_with(80, "b"), engine) == ["depot", "aboard", "b", "yard", "depot"]
    assert searched(out_with(81, "b"), engine) == ["depot", "aboard", "yard", "b", "yard", "depot"]


@pytest.mark.parametrize("engine", ["ortools", "lns"])
def test_a_vehicle_with_nothing_more_to_do_unloads_and_comes_home(engine: str) -> None:
    assert searched(out_with(80), engine) == ["depot", "aboard", "yard", "depot"]
