"""Rule: trucks unload at facilities that accept the load, in their hours, within their intake."""

from __future__ import annotations

from dataclasses import replace

from data.domain.problem import Rules
from tests.factories.routes import Do, drive, plan_of
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

END_EMPTY = Rules(end_empty=True)
BATTERY = task("a", 1, load_type="battery")
UNLOAD = Do("unload", "yard")


def test_a_route_must_end_empty_where_the_rules_say_so(broken) -> None:
    problem = day(facilities=(yard(),), rules=END_EMPTY)
    assert broken(problem, ROAD, planned(problem, "a", "b", UNLOAD)) == {}
    assert broken(problem, ROAD, planned(problem, "a", UNLOAD, "b")) == {"R338": 1}
    assert broken(day(facilities=(yard(),)), ROAD, planned(problem, "a", UNLOAD, "b")) == {}


def test_a_typed_task_without_amounts_is_aboard_too(broken) -> None:
    nothing = replace(BATTERY, demand=())
    problem = day(nothing, facilities=(yard(),), rules=END_EMPTY)
    assert broken(problem, ROAD, planned(problem, "a")) == {"R338": 1}


def test_a_facility_takes_only_what_it_accepts(broken) -> None:
    takes = day(BATTERY, facilities=(yard(accepts=frozenset({"battery"})),))
    refuses = day(BATTERY, facilities=(yard(accepts=frozenset({"paper"})),))
    assert broken(takes, ROAD, planned(takes, "a", UNLOAD)) == {}
    assert broken(refuses, ROAD, planned(refuses, "a", UNLOAD)) == {"R335": 1}


def test_loads_without_a_type_are_taken_anywhere(broken) -> None:
    problem = day(facilities=(yard(accepts=frozenset({"paper"})),))
    assert broken(problem, ROAD, planned(problem, "a", "b", UNLOAD)) == {}


def test_only_what_the_trip_collected_must_be_accepted(broken) -> None:
    facilities = (yard(accepts=frozenset({"paper"})), yard("depot", 3))
    problem = day(BATTERY, task("b", 2, load_type="paper"), facilities=facilities)
    assert broken(problem, ROAD, planned(problem, "a", Do("unload", "depot"), "b", UNLOAD)) == {}
    assert broken(problem, ROAD, planned(problem, "a", "b", UNLOAD)) == {"R335": 1}


def test_unloading_keeps_the_facilitys_hours(broken) -> None:
    back_s = 600 + 300 + 600
    for closes_s, expected in ((back_s, {}), (back_s - 1, {"R336": 1})):
        problem = day(task("a", 1), facilities=(yard(windows=((0, closes_s),)),))
        assert broken(problem, ROAD, planned(problem, "a", UNLOAD)) == expected


def test_unloading_takes_its_time(broken) -> None:
    quick = day(facilities=(replace(yard(), unload_s=590),))
    assert broken(day(facilities=(yard(),)), ROAD, planned(quick, "a", "b", UNLOAD)) == {"R313": 10}


def test_intake_is_summed_over_all_vehicles(broken) -> None:
    vehicles = [truck("v1"), truck("v2")]
    for intake_kg, expected in ((20, {}), (19, {"R337": 1})):
        problem = day(vehicles=vehicles, facilities=(yard(intake=(intake_kg,)),))
        plan = plan_of(
            problem,
            [
                drive(problem, ROAD, vehicle, [Do("collect", name), UNLOAD])
                for vehicle, name in (("v1", "a"), ("v2", "b"))
            ],
        )
        assert broken(problem, ROAD, plan) == expected
