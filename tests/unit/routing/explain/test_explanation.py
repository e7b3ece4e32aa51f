"""Reasons and relaxations: each is true when tried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import (
    Break,
    Facility,
    LoadCap,
    Lock,
    Problem,
    Rest,
    Rules,
)
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.explain import apply_relaxation, explain
from routing.explain.probe import CandidateVehicle, InsertionProber, list_candidates
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.model.steps import Step
from routing.schedule import schedule_route
from routing.solve import SolveOptions, solve
from tests.factories.small_days import ROAD, day, task, truck, yard

TIGHT = truck(shift=(0, 3_600))


def left_out(problem: Problem, *served: str) -> Unassigned:
    """What is said of task `x` beside a route that serves the others on the first vehicle."""
    steps = [Step("collect", id_) for id_ in served]
    if problem.rules.end_empty:
        steps.append(Step("unload", "yard"))
    routes: tuple[Route, ...] = ()
    if served:
        routes = (schedule_route(problem, ROAD, problem.vehicles[0].id, steps),)
    plan = assemble_plan(DayIndex(problem, ROAD), routes)
    explained = explain(problem, ROAD, plan)
    return next(each for each in explained.unassigned if each.task == "x")


@pytest.mark.parametrize(
    ("problem", "served", "code", "change", "by"),
    [
        (day(task("x", 3, windows=((0, 1_500),))), (), "R211", "window_end_s", 300),
        (day(task("x", 3), vehicles=[truck(shift=(0, 3_600))]), (), "R212", "shift_end_s", 300),
        (day(task("x", 3), vehicles=[truck(max_duration_s=3_600)]), (), "R212", "max_duration_s", 300),
        (day(task("a", 1, kg=60), task("x", 1, kg=60)), ("a",), "R215", "capacity", 20),
        (day(task("x", 1, skills=frozenset({"lithium"}))), (), "R223", "skills", 1),
        (day(task("x", 3), vehicles=[truck(max_distance_m=35_000)]), (), "R221", "max_distance_m", 1_000),
        (
            day(
                task("x", 1),
                vehicles=[truck(breaks=(Break(window=(0, 0), duration_s=600),), shift=(300, 9_000))],
            ),
            (),
            "R214",
            "break_end_s",
            300,
        ),
        (
            day(
                task("a", 1, kg=30, load_type="battery"),
                task("x", 1, kg=30, load_type="battery"),
                rules=Rules(load_caps=(LoadCap(load_type="battery", dimension="kg", max=50),)),
            ),
            ("a",),
            "R216",
            "load_cap",
            10,
        ),
        (
            day(
                task("x", 3),
                facilities=(Facility(id="yard", place=0, windows=((0, 3_600),)),),
                rules=Rules(end_empty=True),
            ),
            (),
            "R219",
            "facility_window_end_s",
            300,
        ),
        (
            day(
                task("a", 1, kg=60),
                task("x", 1, kg=30),
                facilities=(yard(intake=(80,)),),
                rules=Rules(end_empty=True),
            ),
            ("a",),
            "R220",
            "intake",
            10,
        ),
        (
            day(
                task("x", 3),
                vehicles=[truck(shift=(0, 3_900))],
                rules=Rules(rest=Rest(after_driving_s=3_000, duration_s=1_200)),
            ),
            (),
            "R213",
            "shift_end_s",
            1_200,
        ),
        (day(task("a", 1), task("x", 1, penalty=0.5), vehicles=[truck()]), ("a",), "R225", "penalty", None),
    ],
    ids=[
        "window",
        "shift",
        "duration",
        "capacity",
        "skills",
        "distance",
        "break",
        "load cap",
        "facility hours",
        "intake",
        "rest",
        "price",
    ],
)
def test_the_binding_rule_and_the_smallest_change(
    problem: Problem, served: tuple[str, ...], code: str, change: str, by: int | None
) -> None:
    said = left_out(problem, *served)
    assert (said.code, (said.relaxation or {}).get("change")) == (code, change)
    if by is not None:
        assert said.relaxation is not None
        assert said.relaxation["by"] == by
    assert said.reason.endswith(".")


def test_types_kept_apart_by_the_day_are_named() -> None:
    problem = day(
        task("a", 1, load_type="battery"),
        task("x", 1, load_type="appliance"),
        rules=Rules(incompatible_day=(("appliance", "battery"),)),
    )
    said = left_out(problem, "a")
    assert said.code == "R218"
    assert said.relaxation == {"change": "vehicles", "by": 1, "unit": "vehicles", "vehicle": "v1"}


def test_time_for_one_more_trip_is_asked_for_where_types_clash() -> None:
    problem = day(
        task("a", 1, load_type="battery"),
        task("x", 1, load_type="appliance"),
        vehicles=[truck(shift=(0, 2_700))],
        facilities=(yard(),),
        rules=Rules(incompatible=(("appliance", "battery"),), end_empty=True),
    )
    said = left_out(problem, "a")
    assert said.relaxation is not None
    assert said.relaxation["change"] in {"shift_end_s", "vehicles"}


def test_a_locked_route_is_named() -> None:
    problem = day(task("a", 1), task("x", 1), locks=(Lock(kind="route", vehicle="v1", tasks=("a",)),))
    assert left_out(problem, "a").code == "R222"


def test_out_of_time_nothing_more_is_probed_and_that_is_said() -> None:
    problem, matrices, plan = crowded(0)
    explained = explain(problem, matrices, plan, seconds=-1.0)
    assert {(each.task, each.code) for each in explained.unassigned} == {
        (each.task, "R200") for each in plan.unassigned
    }
    assert all("no time left" in each.reason for each in explained.unassigned)


def test_what_fits_and_pays_is_inserted_when_asked() -> None:
    problem = day(task("a", 1), task("x", 1, penalty=500.0))
    plan = PlanBuilder(DayIndex(problem, ROAD)).repair({"v1": (Step("collect", "a"),)}, tries=0)
    assert [each.task for each in plan.unassigned] == ["x"]
    assert explain(problem, ROAD, plan, insert=True).unassigned == ()


def crowded(seed: int) -> tuple[Problem, dict, Plan]:
    """A rich day with a third of its trucks, and a plan of what fits."""
    problem, matrices = rich_day(seed, RichDay(tasks=30, mandatory_share=0.0))
    problem = replace(problem, vehicles=problem.vehicles[:2])
    return problem, matrices, PlanBuilder(DayIndex(problem, matrices)).construct()


def fits(problem: Problem, matrices: dict, plan: Plan, candidate: CandidateVehicle, id_: str) -> bool:
    return isinstance(InsertionProber(DayIndex(problem, matrices), plan).probe(candidate, id_), Route)


STEPS = {"s": 300, "m": 1_000}


@pytest.mark.parametrize("seed", range(4))
def test_each_relaxation_admits_the_task_and_one_step_less_does_not(seed: int) -> None:
    problem, matrices, plan = crowded(seed)
    able = {each.vehicle.id: each for each in list_candidates(DayIndex(problem, matrices), plan)}
    tried = 0
    for said in explain(problem, matrices, plan).unassigned:
        relaxation = said.relaxation
        if not relaxation or relaxation["change"] in {"vehicles", "penalty"}:
            continue
        candidate = able[str(relaxation["vehicle"])]
        by = int(relaxation["by"])
        less = by - STEPS.get(str(relaxation["unit"]), 1)
        enough = apply_relaxation(problem, said.task, relaxation)
        too_little = apply_relaxation(problem, said.task, relaxation, by=less)
        assert fits(enough, matrices, plan, candidate, said.task)
        assert not fits(too_little, matrices, plan, candidate, said.task)
        tried += 1
    assert tried >= 3


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_one_more_vehicle_really_helps(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=30))
    problem = replace(problem, vehicles=problem.vehicles[2:4])
    plan = PlanBuilder(DayIndex(problem, matrices)).construct()
    for said in explain(problem, matrices, plan).unassigned:
        if said.relaxation and said.relaxation["change"] == "vehicles":
            more = apply_relaxation(problem, said.task, said.relaxation)
            assert fits(more, matrices, plan, CandidateVehicle(more.vehicles[-1], (), None), said.task)
            return
    pytest.fail("no task of this day asks for one more vehicle")


def test_a_warm_search_serves_the_task_once_the_problem_is_relaxed() -> None:
    """With the relaxation made and the task mandatory, solving again serves it and breaks no rule."""
    problem, matrices, plan = crowded(2)
    explained = explain(problem, matrices, plan)
    said = next(each for each in explained.unassigned if each.relaxation)
    assert said.relaxation is not None
    easier = apply_relaxation(problem, said.task, said.relaxation)
    tasks = tuple(replace(each, penalty=None) if each.id == said.task else each for each in easier.tasks)
    easier = replace(easier, tasks=tasks)
    options = SolveOptions(processes=1, iterations=1, engine="ortools", warm=explained)
    again = solve(easier, matrices, options)
    assert violations(easier, matrices, again) == []
    assert said.task not in {each.task for each in again.unassigned}
