"""Patterns of visit days: all that are allowed, none that is not."""

from __future__ import annotations

from itertools import combinations

import pytest

from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from routing.periodic.patterns import MAX_PATTERNS, gaps_of, patterns, working_days
from tests.factories.calendars import WEEK, truck


def over(
    days: int, place: CalendarPlace, weekdays: frozenset[int] = frozenset(range(7))
) -> list[tuple[int, ...]]:
    vehicles = (CalendarVehicle(vehicle=truck(), weekdays=weekdays),)
    problem = PeriodicProblem(horizon_days=days, places=(place,), vehicles=vehicles)
    return patterns(problem, place, working_days(problem))


@pytest.mark.parametrize("visits", [1, 2, 3, 6])
@pytest.mark.parametrize(("least", "most"), [(1, None), (2, None), (1, 4), (2, 3)])
def test_are_all_sets_of_days_that_keep_number_and_spacing(visits: int, least: int, most: int | None) -> None:
    place = CalendarPlace(
        id="p", place=1, visits=visits, demand_kg=1, least_gap_days=least, most_gap_days=most
    )
    expected = {
        days
        for days in combinations(range(7), visits)
        if all(least <= gap <= (most or 7) for gap in gaps_of(days, 7))
    }
    assert set(over(7, place)) == expected


def test_even_spacing_of_the_benchmark() -> None:
    place = CalendarPlace(id="p", place=1, visits=2, demand_kg=1, least_gap_days=3, most_gap_days=3)
    assert over(6, place) == [(0, 3), (1, 4), (2, 5)]


def test_keep_to_weekdays_and_to_days_on_which_a_truck_works() -> None:
    place = CalendarPlace(id="p", place=1, visits=1, demand_kg=1, weekdays=frozenset({3, 4, 6}))
    assert over(7, place, WEEK) == [(3,), (4,)]


def test_repeat_in_every_period() -> None:
    place = CalendarPlace(id="p", place=1, visits=1, period_days=7, demand_kg=1)
    assert over(14, place) == [(day, day + 7) for day in range(7)]


def test_follow_what_gathers_and_spare_no_visit() -> None:
    place = CalendarPlace(id="p", place=1, fill_kg_per_day=10, container_kg=35)
    found = over(6, place)
    assert found == [(0, 3), (1, 4), (2, 5), (0, 2, 4), (1, 3, 5)]


def test_of_a_container_too_small_for_a_closed_weekend_there_are_none() -> None:
    place = CalendarPlace(id="p", place=1, fill_kg_per_day=10, container_kg=25)
    assert over(7, place, WEEK) == []


def test_are_bounded_for_a_quarter_of_a_year() -> None:
    place = CalendarPlace(id="p", place=1, fill_kg_per_day=10, container_kg=65)
    found = over(91, place, frozenset(range(6)))
    assert 0 < len(found) <= MAX_PATTERNS
    assert all(max(gaps_of(days, 91)) <= 6 for days in found)
