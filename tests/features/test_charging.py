"""Rule: a battery lasts from one charge to the next; charging takes time in proportion to what was used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.problem import Problem, Rules, Station, Underway
from tests.factories.routes import Do
from tests.factories.searching import ENGINES, found_by, halts
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

STATION = Station(id="pole", place=2, connect_s=120)


def electric(range_m: int = 30_000, **more: object) -> Problem:
    """One truck to place 3 and back, 36 km; a station at place 2."""
    vehicle = truck(range_m=range_m, recharge_s=3_000, **more)
    return day(task("a", 3), vehicles=[vehicle], stations=(STATION,))


def charging(problem: Problem, lasts_s: int, *, first: bool = False):
    """The plan that charges at the station on the way back (or on the way there)."""
    steps = (
        [Do("charge", "pole", lasts_s=lasts_s), "a"]
        if first
        else ["a", Do("charge", "pole", lasts_s=lasts_s)]
    )
    return planned(problem, *steps)


def test_a_battery_lasts_as_far_as_it_is_said_to(broken) -> None:
    assert broken(electric(36_000), ROAD, planned(electric(36_000), "a")) == {}
    assert broken(electric(35_999), ROAD, planned(electric(35_999), "a")) == {"R322": 1}


def test_what_was_driven_before_counts(broken) -> None:
    problem = electric(40_000, underway=Underway(used_m=4_001))
    assert broken(problem, ROAD, planned(problem, "a")) == {"R322": 1}


def test_a_charge_takes_time_in_proportion(broken) -> None:
    """24 km of 30 used when it comes to the station: 2,400 s, and 120 to connect."""
    problem = electric()
    assert broken(problem, ROAD, charging(problem, 2_520)) == {}
    assert broken(problem, ROAD, charging(problem, 2_519)) == {"R313": 1}
    assert broken(problem, ROAD, charging(problem, 1_320, first=True)) == {}


def test_a_charge_begins_in_the_stations_hours(broken) -> None:
    problem = electric()
    shut = replace(problem, stations=(replace(STATION, windows=((0, 1_000),)),))
    assert "R312" in broken(shut, ROAD, charging(problem, 2_520))


def test_only_what_has_a_battery_charges_and_only_where_there_is_a_station(broken) -> None:
    problem = electric()
    plan = charging(problem, 2_520)
    assert set(broken(replace(problem, stations=()), ROAD, plan)) >= {"R303"}
    assert set(broken(day(task("a", 3), stations=(STATION,)), ROAD, plan)) >= {"R301"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("range_m", "charges"), [(36_000, 0), (35_999, 1)])
def test_engines_charge_only_where_they_must(engine: str, range_m: int, charges: int) -> None:
    plan = found_by(engine, electric(range_m))
    assert plan.unassigned == ()
    assert halts(plan.routes[0]).count("pole") == charges


@pytest.mark.parametrize("engine", ENGINES)
def test_a_full_truck_unloads_and_charges(engine: str) -> None:
    stops = [task("a", 1, kg=60), task("b", 3, kg=60), task("c", 2, kg=60)]
    problem = day(
        *stops,
        vehicles=[truck(range_m=30_000, recharge_s=3_000)],
        facilities=(yard(place=1),),
        stations=(STATION,),
        rules=Rules(end_empty=True),
    )
    plan = found_by(engine, problem)
    assert plan.unassigned == ()
    assert halts(plan.routes[0]).count("pole") >= 1


@pytest.mark.parametrize("engine", ENGINES)
def test_what_no_charge_can_reach_is_left_out_with_its_reason(engine: str) -> None:
    problem = replace(electric(23_000), stations=())
    problem = replace(problem, tasks=(replace(problem.tasks[0], penalty=900.0), task("b", 1)))
    plan = found_by(engine, problem)
    assert [(each.task, each.code) for each in plan.unassigned] == [("a", "R206")]
    assert plan.unassigned[0].relaxation is not None
    assert plan.unassigned[0].relaxation["change"] == "range_m"
    assert plan.unassigned[0].relaxation["by"] == 13_000
