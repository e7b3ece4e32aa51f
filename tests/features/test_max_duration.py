"""Rule: a vehicle is away no longer than it may be, from leaving to coming back."""

from __future__ import annotations

from tests.factories.small_days import ROAD, day, planned, truck

AWAY_S = 600 + 300 + 600 + 300 + 1_200


def test_exactly_the_limit_holds_and_a_second_less_does_not(broken) -> None:
    plan = planned(day(), "a", "b", leave_s=5_000)
    assert broken(day(vehicles=[truck(max_duration_s=AWAY_S)]), ROAD, plan) == {}
    assert broken(day(vehicles=[truck(max_duration_s=AWAY_S - 1)]), ROAD, plan) == {"R321": 1}
