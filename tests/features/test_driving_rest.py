"""Rule: never more than so much driving without a rest, a break or an idle wait of so long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.problem import Break, Rest, Rules
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck

FAR = day(task("far", 3))  # 1,800 s out, 1,800 s back


def ruled(after_s: int, problem=FAR, duration_s: int = 1_200):
    return replace(problem, rules=Rules(rest=Rest(after_driving_s=after_s, duration_s=duration_s)))


def test_driving_up_to_the_limit_needs_no_rest(broken) -> None:
    assert broken(ruled(3_600), ROAD, planned(FAR, "far")) == {}


def test_a_second_more_is_named(broken) -> None:
    assert broken(ruled(3_599), ROAD, planned(FAR, "far")) == {"R319": 1}


def test_service_neither_counts_nor_resets(broken) -> None:
    long = day(replace(task("far", 3), service_s=9_000))
    assert broken(ruled(3_599, long), ROAD, planned(long, "far")) == {"R319": 1}
    assert broken(ruled(3_600, long), ROAD, planned(long, "far")) == {}


@pytest.mark.parametrize(("wait_s", "expected"), [(1_200, {}), (1_199, {"R319": 1_800})])
def test_an_idle_wait_resets_when_it_is_long_enough(broken, wait_s, expected) -> None:
    plan = planned(FAR, Do("collect", "far", wait_s=wait_s))
    assert broken(ruled(1_800), ROAD, plan) == expected


@pytest.mark.parametrize(("lasts_s", "expected"), [(1_200, {}), (1_199, {"R319": 1_800})])
def test_a_rest_at_a_stop_resets_when_it_is_long_enough(broken, lasts_s, expected) -> None:
    plan = planned(FAR, "far", Do("rest", lasts_s=lasts_s))
    assert broken(ruled(1_800), ROAD, plan) == expected


@pytest.mark.parametrize(("drive_s", "expected"), [(599, {}), (600, {}), (601, {"R319": 1})])
def test_a_rest_inside_a_leg_splits_its_drive(broken, drive_s, expected) -> None:
    """1,800 s out and `drive_s` of the way home come before the rest."""
    plan = planned(FAR, "far", Do("rest", drive_s=drive_s, lasts_s=1_200))
    assert broken(ruled(2_400), ROAD, plan) == expected


def test_after_a_rest_the_rest_of_the_leg_counts(broken) -> None:
    problem = day(task("far", 3), task("back", 1))
    plan = planned(problem, "far", Do("rest", drive_s=100, lasts_s=1_200), "back")
    # 1,900 s before the rest, then 1,100 s to place 1 and 600 s home
    assert broken(ruled(1_900, problem), ROAD, plan) == {}
    assert broken(ruled(1_899, problem), ROAD, plan) == {"R319": 1}
    early = planned(problem, Do("rest", drive_s=100, lasts_s=1_200), "far", "back")
    # 1,700 s to place 3, 1,200 s to place 1 and 600 s home after the rest
    assert broken(ruled(3_500, problem), ROAD, early) == {}
    assert broken(ruled(3_499, problem), ROAD, early) == {"R319": 1}


def test_two_rests_in_one_leg(broken) -> None:
    plan = planned(
        FAR,
        Do("rest", drive_s=700, lasts_s=1_200),
        Do("rest", drive_s=1_400, lasts_s=1_200),
        "far",
        Do("rest", drive_s=300, lasts_s=1_200),
        Do("rest", drive_s=1_000, lasts_s=1_200),
    )
    assert broken(ruled(800), ROAD, plan) == {}
    assert broken(ruled(799), ROAD, plan) == {"R319": 1}


def test_time_to_spare_in_a_leg_is_split_as_kindly_as_possible(broken) -> None:
    """The rest is written 900 s late: the drive before it may have been anything from 700 to 1,800 s."""
    plan = planned(FAR, "far")
    (route,) = plan.routes
    depot, far, home = route.visits
    rest = replace(depot, kind="rest", place=None, arrival_s=4_000, departure_s=5_200)
    late = replace(home, arrival_s=5_200 + 900)
    resting = replace(route, visits=(depot, far, rest, late), duration_s=0, cost=50 + 36 + 61.0)
    slow = replace(plan, routes=(resting,), cost=resting.cost)
    # far ends at 2,100 s: 1,900 s on the road, the rest, 900 s on the road, for 1,800 s of driving
    assert broken(ruled(2_700), ROAD, slow) == {}
    assert broken(ruled(2_699), ROAD, slow) == {"R319": 1}


def test_a_break_of_a_rests_length_resets_and_a_shorter_one_does_not(broken) -> None:
    for lasts_s, expected in ((1_200, {}), (1_199, {"R319": 1_800})):
        vehicle = truck(breaks=(Break(window=(0, 9_000), duration_s=lasts_s),))
        problem = replace(FAR, vehicles=(vehicle,))
        plan = planned(problem, "far", Do("break", lasts_s=lasts_s))
        assert broken(ruled(1_800, problem), ROAD, plan) == expected


def test_without_the_rule_nobody_must_rest(broken) -> None:
    assert broken(FAR, ROAD, planned(FAR, "far")) == {}
