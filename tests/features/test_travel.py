"""Rule: between visits lies at least the drive of the vehicle's own matrix, on a path that exists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.matrix import TravelMatrix
from tests.factories.routes import line
from tests.factories.small_days import ROAD, day, planned, truck

SLOWER = line(0, 6_010, 12_000, 18_000)


def test_driving_as_fast_as_the_matrix_holds(broken) -> None:
    assert broken(day(), ROAD, planned(day(), "a", "b")) == {}


def test_driving_faster_than_the_matrix_is_named(broken) -> None:
    found = broken(day(), SLOWER, planned(day(), "a", "b"))
    assert found["R310"] == 1


def test_each_vehicle_drives_by_its_own_profile(broken) -> None:
    matrices = {**ROAD, "van": line(0, 6_000, 12_000, 18_000, speed_mps=5)["car"]}
    problem = day(vehicles=[truck(profile="van")])
    assert broken(problem, matrices, planned(problem, "a", "b", matrices=matrices)) == {}
    by_car = planned(day(), "a", "b", matrices=matrices)
    assert broken(problem, matrices, by_car)["R310"] == 1_200


def test_a_leg_without_a_path_is_named(broken) -> None:
    duration_s, distance_m = (np.array(table) for table in (ROAD["car"].duration_s, ROAD["car"].distance_m))
    duration_s[1, 2] = distance_m[1, 2] = -1
    cut = {"car": TravelMatrix(duration_s=duration_s, distance_m=distance_m)}
    assert "R311" in broken(day(), cut, planned(day(), "a", "b"))
    assert broken(day(), cut, planned(day(), "b", "a", matrices=cut)) == {}


def test_a_visit_that_begins_before_the_one_ahead_ends_is_named(broken) -> None:
    plan = planned(day(), "a", "b")
    (route,) = plan.routes
    visits = list(route.visits)
    visits[2] = replace(visits[2], arrival_s=visits[1].departure_s - 5)
    torn = replace(plan, routes=(replace(route, visits=tuple(visits), waiting_s=0),))
    assert broken(day(), ROAD, torn)["R314"] == 5
