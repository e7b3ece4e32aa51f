"""Stored problems and plans are read back equal, and are native documents."""

from __future__ import annotations

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.places import LonLat
from data.domain.plan import Plan, Route, Unassigned, Visit
from routing.construct.repair import PlanBuilder
from routing.formats.native import ProblemFile, read_plan, write_plan, write_problem
from routing.formats.native.stored import read_stored_plan, read_stored_problem, write_stored_plan
from routing.model.index import DayIndex


@pytest.mark.parametrize("seed", range(3))
def test_plans_and_problems_come_back_and_are_native(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=12, shipments_share=0.2))
    plan = PlanBuilder(DayIndex(problem, matrices)).construct()
    assert read_stored_plan(write_stored_plan(plan)) == plan
    assert read_plan(write_stored_plan(plan)) == plan
    assert read_stored_plan(write_plan(plan)) == plan
    places = (LonLat(110.0, 27.5), LonLat(110.1, 27.25))
    assert read_stored_problem(write_problem(ProblemFile(problem=problem, places=places))) == (
        problem,
        places,
    )


def test_a_rest_on_the_road_and_every_figure_of_a_reason_come_back() -> None:
    rest = Visit(kind="rest", arrival_s=10, start_s=10, departure_s=1210)
    left_out = Unassigned(
        task="t9", code="R204", reason="晚了", details={"by_s": 30, "rate": 0.5, "name": "x"}, relaxation={}
    )
    route = Route(vehicle="v1", cost=1.25, tasks=(), visits=(rest,))
    plan = Plan(cost=1.25, routes=(route,), unassigned=(left_out,), weighed={"balance": 2.0})
    assert read_stored_plan(write_stored_plan(plan)) == plan == read_plan(write_stored_plan(plan))
