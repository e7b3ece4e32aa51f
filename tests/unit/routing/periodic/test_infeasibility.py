"""Bad input: faults of the whole at once, and places set aside while the others are planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrix
from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from routing.periodic.infeasibility import faults, infeasible_places
from tests.factories.calendars import WEEK, plane, truck

PLAIN = CalendarPlace(id="plain", place=1, visits=1, demand_kg=10)


def problem(*places: CalendarPlace, weekdays: frozenset[int] = WEEK, hours: float = 8.0) -> PeriodicProblem:
    vehicles = (CalendarVehicle(vehicle=truck(hours=hours), weekdays=weekdays),)
    return PeriodicProblem(horizon_days=7, places=places, vehicles=vehicles)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"visits": 9}, "R512"),
        ({"visits": 3, "least_gap_days": 3}, "R512"),
        ({"weekdays": frozenset({6})}, "R512"),
        ({"demand_kg": 0}, "R511"),
        ({"demand_kg": 101}, "R513"),
        ({"demand_kg": 0, "visits": None, "fill_kg_per_day": 50.0, "container_kg": 40}, "R513"),
        ({"service_s": 8 * 3600}, "R514"),
    ],
)
def test_a_place_that_no_calendar_can_serve_is_named_with_its_reason(
    change: dict[str, object], code: str
) -> None:
    bad = replace(PLAIN, id="bad", **change)  # type: ignore[arg-type]
    aside = infeasible_places(problem(PLAIN, bad), plane(3, 0))
    assert [(each.task, each.code) for each in aside] == [("bad", code)]
    assert "bad" in aside[0].reason


def test_an_unreachable_place_is_infeasible() -> None:
    matrix = plane(3, 0)[DEFAULT_PROFILE]
    duration_s, distance_m = matrix.duration_s.copy(), matrix.distance_m.copy()
    for array in (duration_s, distance_m):
        array[:, 2], array[2, :], array[2, 2] = -1, -1, 0
    cut = {DEFAULT_PROFILE: TravelMatrix(duration_s=duration_s, distance_m=distance_m)}
    aside = infeasible_places(problem(PLAIN, replace(PLAIN, id="cut", place=2)), cut)
    assert [(each.task, each.code) for each in aside] == [("cut", "R514")]


def test_every_fault_of_the_whole_is_named_at_once() -> None:
    twice = replace(PLAIN, period_days=3, fill_kg_per_day=1.0)
    wrong = replace(problem(PLAIN, twice), crews=(1, 1), horizon_days=7)
    where = {fault.where for fault in faults(wrong, plane(3, 0))}
    assert {"crews", "places", "places[1].period_days", "places[1].demand_kg"} <= where


def test_a_horizon_without_days_is_a_fault_of_its_own() -> None:
    without = replace(problem(PLAIN), horizon_days=0)
    assert [(fault.code, fault.where) for fault in faults(without, plane(3, 0))] == [("R501", "horizon_days")]


def test_places_that_the_matrix_does_not_have_are_named() -> None:
    found = faults(problem(replace(PLAIN, place=8)), plane(3, 0))
    assert any(fault.where.startswith("places[0]") for fault in found)


def test_a_problem_too_large_for_memory_is_refused_before_anything_is_made() -> None:
    places = tuple(replace(PLAIN, id=str(n)) for n in range(7_000))
    assert [fault.code for fault in faults(problem(*places), plane(3, 0))] == ["R503"]


def test_nothing_is_wrong_with_a_plain_problem() -> None:
    assert faults(problem(PLAIN), plane(3, 0)) == []
    assert infeasible_places(problem(PLAIN), plane(3, 0)) == []
