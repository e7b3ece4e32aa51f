"""Rule: service starts inside a window, both ends inclusive; waiting is allowed."""

from __future__ import annotations

import pytest

from data.domain.problem import Task
from tests.factories.small_days import ROAD, day, planned, task


def arriving_at_600(windows: tuple[tuple[int, int], ...]) -> Task:
    return task("a", 1, windows=windows)


@pytest.mark.parametrize(
    "windows",
    [(), ((600, 600),), ((0, 600),), ((600, 900),), ((0, 100), (900, 950)), ((0, 10), (300, 700))],
    ids=["none", "moment", "closes on arrival", "opens on arrival", "waits for the second", "second of two"],
)
def test_a_start_inside_a_window_holds(broken, windows) -> None:
    problem = day(arriving_at_600(windows))
    assert broken(problem, ROAD, planned(problem, "a")) == {}


@pytest.mark.parametrize(
    ("windows", "late_s"), [(((0, 599),), 1), (((0, 100), (200, 500)), 100)], ids=["one", "last of two"]
)
def test_a_start_after_the_windows_is_named_with_the_miss(broken, windows, late_s) -> None:
    problem = day(arriving_at_600(windows))
    assert broken(problem, ROAD, planned(problem, "a")) == {"R312": late_s}


def test_a_start_before_the_window_is_named(broken) -> None:
    early = planned(day(arriving_at_600(())), "a")
    assert broken(day(arriving_at_600(((660, 900),))), ROAD, early) == {"R312": 60}


def test_the_gap_between_two_windows_is_closed(broken) -> None:
    early = planned(day(arriving_at_600(())), "a")
    assert broken(day(arriving_at_600(((0, 500), (640, 900)))), ROAD, early) == {"R312": 40}
