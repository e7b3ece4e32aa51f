"""What the database keeps of problems and plans comes back as it was, and is native."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.matrix import UNREACHABLE, TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan, Route, Unassigned, Visit
from data.store.native import matrices_bytes, matrices_of, plan_of, plan_text, problem_of
from routing.completing import Completer
from routing.day_index import DayIndex
from routing.formats.native import ProblemFile, read_plan, write_plan, write_problem
from routing.generating import RichDay, rich_day


@pytest.mark.parametrize("seed", range(3))
def test_plans_and_problems_come_back_and_are_native(seed: int) -> None:
    problem, matrices = rich_day(seed, RichDay(tasks=12, shipments_share=0.2))
    plan = Completer(DayIndex(problem, matrices)).construct()
    assert plan_of(plan_text(plan)) == plan
    assert read_plan(plan_text(plan)) == plan
    assert plan_of(write_plan(plan)) == plan
    places = (LonLat(110.0, 27.5), LonLat(110.1, 27.25))
    assert problem_of(write_problem(ProblemFile(problem=problem, places=places))) == (problem, places)


def test_a_rest_on_the_road_and_every_figure_of_a_reason_come_back() -> None:
    rest = Visit(kind="rest", arrival_s=10, start_s=10, departure_s=1210)
    left_out = Unassigned(
        task="t9", code="R204", reason="晚了", details={"by_s": 30, "rate": 0.5, "name": "x"}, relaxation={}
    )
    route = Route(vehicle="v1", cost=1.25, tasks=(), visits=(rest,))
    plan = Plan(cost=1.25, routes=(route,), unassigned=(left_out,), weighed={"balance": 2.0})
    assert plan_of(plan_text(plan)) == plan == read_plan(plan_text(plan))


def test_matrices_come_back_by_profile() -> None:
    rng = np.random.default_rng(1)
    matrices = {
        profile: TravelMatrix(
            duration_s=rng.integers(UNREACHABLE, 90_000, (7, 7), dtype=np.int32),
            distance_m=rng.integers(UNREACHABLE, 2**31 - 1, (7, 7), dtype=np.int32),
        )
        for profile in ("truck_4t", "van")
    }
    found = matrices_of(matrices_bytes(matrices))
    assert list(found) == ["truck_4t", "van"]
    for profile, matrix in matrices.items():
        assert found[profile].duration_s.dtype == np.int32
        np.testing.assert_array_equal(found[profile].duration_s, matrix.duration_s)
        np.testing.assert_array_equal(found[profile].distance_m, matrix.distance_m)
