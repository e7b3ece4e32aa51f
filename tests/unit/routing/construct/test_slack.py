"""The bound that spares exact probes forbids nothing that can be driven."""

from __future__ import annotations

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix
from routing.check import violations
from routing.construct.slack import compute_slack
from routing.model.index import DayIndex
from routing.model.steps import Step
from routing.solve import SolveOptions, solve
from tests.factories.small_days import ROAD, day, task


def _without(*legs: tuple[int, int]) -> TravelMatrices:
    """The straight road with some of its ways closed in one direction."""
    duration_s, distance_m = (np.array(table) for table in (ROAD["car"].duration_s, ROAD["car"].distance_m))
    for origin, destination in legs:
        duration_s[origin, destination] = distance_m[origin, destination] = -1
    return {"car": TravelMatrix(duration_s, distance_m)}


def test_a_place_that_is_reached_only_by_way_of_another_is_served() -> None:
    problem, matrices = day(), _without((0, 1))
    plan = solve(problem, matrices, SolveOptions(seconds=2, processes=1, iterations=20))
    assert [route.tasks for route in plan.routes] == [("b", "a")]
    assert violations(problem, matrices, plan) == []


def test_a_missing_way_is_no_lateness() -> None:
    index = DayIndex(day(), _without((0, 1), (1, 2), (1, 0)))
    slack = compute_slack(index, index.vehicles["v1"], [Step("collect", "b")])
    assert [slack.check_insertion(position, Step("collect", "a")) for position in (0, 1)] == [None, None]


def test_an_order_that_misses_a_window_is_bounded_as_if_served_late() -> None:
    early = task("early", 1, windows=((0, 60),))
    index = DayIndex(day(early, task("a", 2), task("b", 3, windows=((0, 900),))), ROAD)
    slack = compute_slack(index, index.vehicles["v1"], [Step("collect", "early")])
    assert slack.departs_s == (0, 900)
    assert slack.check_insertion(1, Step("collect", "a")) is None
    fault = slack.check_insertion(1, Step("collect", "b"))
    assert fault is not None
    assert (fault.rule, fault.amount) == ("window", 1_200)
