"""Rule: a route is no longer than its vehicle can go."""

from __future__ import annotations

from tests.factories.small_days import ROAD, day, planned, truck


def test_exactly_the_range_holds_and_a_metre_less_does_not(broken) -> None:
    plan = planned(day(), "a", "b")
    assert broken(day(vehicles=[truck(max_distance_m=24_000)]), ROAD, plan) == {}
    assert broken(day(vehicles=[truck(max_distance_m=23_999)]), ROAD, plan) == {"R320": 1}
