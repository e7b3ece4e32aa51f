"""A day's rows as a routing problem."""

from __future__ import annotations

import datetime as dt

import pytest

from data.catalogue.rule_sets import rule_set
from data.settings import Settings
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver, Vehicle, list_vehicles
from data.store.network.roster import certified_skills
from data.store.network.sites import SiteKind, find_centre
from data.store.plans.day import load_day
from data.store.plans.tables import UnassignedGroup
from data.store.requests.pickup_requests import Condition
from tests.factories.rows import (
    DATE,
    World,
    make_driver,
    make_request,
    make_site,
    make_vehicle,
    make_world,
)
from workers.plan.problem import DayProblem, day_problem
from workers.plan.tasks import PENALTY_MANDATORY_CNY, merged_windows, penalty_cny, whole

RULES = rule_set("cn-2026")
DAY = dt.date(2026, 3, 2)
INTACT, DAMAGED, CRITICAL = Condition.INTACT, Condition.DAMAGED, Condition.CRITICAL


@pytest.fixture
def world(sqlite_settings: Settings) -> World:
    return make_world(sqlite_settings, requests=0)


def made(settings: Settings, world: World) -> DayProblem:
    with session(settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return day_problem(load_day(store, world.organisation_id, at, DATE), RULES)


def request(
    settings: Settings, world: World, ref: str, *items: tuple[str, int, Condition], **values: object
) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, ref, items, **values)


def test_demand_is_what_the_items_weigh_and_take_up_rounded_up(
    sqlite_settings: Settings, world: World
) -> None:
    request(sqlite_settings, world, "R", ("fridge", 2, INTACT))
    [task] = made(sqlite_settings, world).problem.tasks
    assert (task.id, task.demand, task.service_s, task.load_type) == ("R", (82, 2400), 1800, "appliance")
    assert task.skills == {"two_person"}


def test_a_request_of_two_load_types_becomes_a_task_of_each(sqlite_settings: Settings, world: World) -> None:
    """They may not be aboard together, so one visit could not fetch both."""
    request(sqlite_settings, world, "R", ("fridge", 1, INTACT), ("cell", 4, INTACT))
    day = made(sqlite_settings, world)
    assert {task.id: (task.load_type, task.demand) for task in day.problem.tasks} == {
        "R/appliance": ("appliance", (41, 1200)),
        "R/battery": ("battery", (10, 16)),
    }
    assert {task.place for task in day.problem.tasks} == {1}
    assert {part.request.request.ref for part in day.parts.values()} == {"R"}


def test_damaged_batteries_ask_for_a_certified_truck(sqlite_settings: Settings, world: World) -> None:
    request(sqlite_settings, world, "R", ("cell", 1, DAMAGED))
    [task] = made(sqlite_settings, world).problem.tasks
    assert task.skills == {"lithium", "damaged_battery"}


def test_critical_batteries_enter_no_route_and_the_reason_says_what_to_do(
    sqlite_settings: Settings, world: World
) -> None:
    request(sqlite_settings, world, "R", ("cell", 1, CRITICAL), ("cell", 3, INTACT))
    day = made(sqlite_settings, world)
    [aside] = day.set_aside
    assert (aside.code, aside.load_type, aside.group) == ("R251", "battery", UnassignedGroup.NO_TRUCK_CAN)
    assert "treated on site first" in aside.reason
    assert aside.details["quantity"] == 1
    [task] = day.problem.tasks
    assert task.demand == (8, 12), "the intact ones are still fetched"


def test_a_request_without_items_needs_correcting(sqlite_settings: Settings, world: World) -> None:
    request(sqlite_settings, world, "empty")
    request(sqlite_settings, world, "good", ("fridge", 1, INTACT))
    day = made(sqlite_settings, world)
    assert [(row.code, row.group) for row in day.set_aside] == [("R252", UnassignedGroup.NEEDS_CORRECTING)]
    assert [task.id for task in day.problem.tasks] == ["good"]


@pytest.mark.parametrize("windows", [[[10, 5]], [["noon", "one"]], [[1]], [[-5, 10]]])
def test_windows_that_cannot_be_read_set_the_request_aside(
    sqlite_settings: Settings, world: World, windows: list[list[object]]
) -> None:
    request(sqlite_settings, world, "R", ("fridge", 1, INTACT), windows=windows)
    day = made(sqlite_settings, world)
    assert [row.code for row in day.set_aside] == ["R252"]
    assert day.problem.tasks == ()


def test_overlapping_windows_are_joined() -> None:
    assert merged_windows([[300, 400], [0, 100], [100, 200]]) == ((0, 200), (300, 400))


def test_requests_at_one_place_share_a_row_of_the_matrix(sqlite_settings: Settings, world: World) -> None:
    for ref in ("A", "B"):
        request(sqlite_settings, world, ref, ("fridge", 1, INTACT), lon=110.2, lat=27.2)
    day = made(sqlite_settings, world)
    assert len({task.place for task in day.problem.tasks}) == 1
    assert len(day.places) == 2


def test_a_higher_priority_is_dearer_to_leave_out() -> None:
    prices = [penalty_cny(priority, mandatory=False) for priority in (0, 50, 100)]
    assert prices == sorted(set(prices))
    assert penalty_cny(0, mandatory=True) == PENALTY_MANDATORY_CNY > 10 * prices[-1]


def test_what_is_due_is_dearer_to_leave_out_from_day_to_day() -> None:
    far, near, today, late = (penalty_cny(50, mandatory=False, days_left=days) for days in (9, 4, 0, -2))
    assert far == penalty_cny(50, mandatory=False) < near < today < late
    assert penalty_cny(50, mandatory=False, days_left=-400) < PENALTY_MANDATORY_CNY


def test_a_due_date_raises_the_price_of_its_request(sqlite_settings: Settings, world: World) -> None:
    request(sqlite_settings, world, "A", ("fridge", 1, INTACT))
    request(sqlite_settings, world, "B", ("fridge", 1, INTACT), due_date=DATE + dt.timedelta(days=1))
    prices = {task.id: task.penalty for task in made(sqlite_settings, world).problem.tasks}
    assert prices["B"] == (prices["A"] or 0) + 4 * 300


@pytest.mark.parametrize(
    ("limit", "gets_there"),
    [
        ({}, True),
        ({"max_mass_t": 4.5}, True),
        ({"max_mass_t": 4.4}, False),
        ({"max_height_m": 3.0}, True),
        ({"max_height_m": 2.9}, False),
        ({"max_mass_t": 10, "max_height_m": 2.5}, False),
    ],
)
def test_only_vehicles_small_enough_get_there(
    sqlite_settings: Settings, world: World, limit: dict[str, float], gets_there: bool
) -> None:
    """A light truck weighs 4.5 t and is 3 m high."""
    request(sqlite_settings, world, "R", ("fridge", 1, INTACT), **limit)
    with session(sqlite_settings, write=True) as store:
        make_vehicle(store, world.organisation_id, world.centre_id, "T", profile="truck_4t")
    problem = made(sqlite_settings, world).problem
    truck = next(vehicle for vehicle in problem.vehicles if vehicle.id == "T")
    [task] = problem.tasks
    assert (task.skills - {"two_person"} <= truck.skills) is gets_there


def test_a_sum_of_decimals_is_not_rounded_up_for_its_last_bit() -> None:
    assert whole([0.1, 0.2, 0.7]) == 1
    assert whole([0.1, 0.2, 0.71]) == 2


def test_a_truck_comes_with_its_shift_prices_and_breaks(sqlite_settings: Settings, world: World) -> None:
    with session(sqlite_settings, write=True) as store:
        make_vehicle(
            store, world.organisation_id, world.centre_id, "V-2", profile="van", overtime_s=3600,
            cost_per_overtime_h=57.0, breaks=[{"window": [41400, 46800], "duration_s": 1800}],
        )  # fmt: skip
    vehicle = next(row for row in made(sqlite_settings, world).problem.vehicles if row.id == "V-2")
    assert (vehicle.start, vehicle.end, vehicle.shift) == (0, 0, (8 * 3600, 18 * 3600))
    assert (vehicle.capacity, vehicle.profile, vehicle.overtime_s) == ((1600, 14000), "van", 3600)
    assert (vehicle.cost.per_km, vehicle.cost.per_overtime_h) == (1.75, 57.0)
    assert [(pause.window, pause.duration_s) for pause in vehicle.breaks] == [((41400, 46800), 1800)]


@pytest.mark.parametrize(
    "breaks", [[{"window": [9, 3], "duration_s": 60}], [{"window": "noon"}], [{"duration_s": 60}]]
)
def test_a_truck_with_an_unreadable_break_stays_in_and_is_named(
    sqlite_settings: Settings, world: World, breaks: list[dict[str, object]]
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_vehicle(store, world.organisation_id, world.centre_id, "V-2", breaks=breaks)
    day = made(sqlite_settings, world)
    assert [vehicle.id for vehicle in day.problem.vehicles] == ["V-1"]
    assert [(fault.code, fault.where) for fault in day.faults] == [("W302", "vehicle V-2")]


def test_a_certificate_counts_only_where_truck_and_crew_both_hold_it() -> None:
    truck = Vehicle(
        organisation_id=1, ref="V", centre_id=1, vehicle_class="van", capacity_kg=1, capacity_l=1,
        shift_start_s=0, shift_end_s=1, skills=["lithium", "two_person"],
    )  # fmt: skip
    certified = Driver(organisation_id=1, ref="D", name="D", skills=["lithium", "appliance_fitter"])
    other = Driver(organisation_id=1, ref="E", name="E", skills=["damaged_battery"])
    assert certified_skills(truck, certified, RULES, DAY) == {"lithium", "two_person", "appliance_fitter"}
    assert certified_skills(truck, other, RULES, DAY) == {"two_person"}
    assert certified_skills(truck, None, RULES, DAY) == {"two_person"}


def test_a_certificate_that_ended_yesterday_counts_no_longer() -> None:
    truck = Vehicle(
        organisation_id=1, ref="V", centre_id=1, vehicle_class="van", capacity_kg=1, capacity_l=1,
        shift_start_s=0, shift_end_s=1, skills=["lithium"], valid_until={"lithium": "2030-01-01"},
    )  # fmt: skip
    yesterday, crew = DAY - dt.timedelta(days=1), {"organisation_id": 1, "ref": "D", "name": "D"}
    ended = Driver(**crew, skills=["lithium"], valid_until={"lithium": yesterday.isoformat()})
    last_day = Driver(**crew, skills=["lithium"], valid_until={"lithium": DAY.isoformat()})
    assert certified_skills(truck, ended, RULES, DAY) == frozenset()
    assert certified_skills(truck, last_day, RULES, DAY) == {"lithium"}


@pytest.mark.parametrize("whose", ["centre_id", "vehicle_id", "driver_id"])
def test_a_truck_stays_where_the_centre_it_or_its_driver_is_off(
    sqlite_settings: Settings, world: World, whose: str
) -> None:
    with session(sqlite_settings, write=True) as store:
        [(vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        ids = {
            "centre_id": world.centre_id,
            "vehicle_id": vehicle.id,
            "driver_id": driver.id if driver else 0,
        }
        store.add(
            DayOff(
                organisation_id=world.organisation_id,
                first=world.date,
                last=world.date,
                **{whose: ids[whose]},
            )
        )
    assert made(sqlite_settings, world).problem.vehicles == ()
    with session(sqlite_settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        assert load_day(store, world.organisation_id, at, world.date).off_duty == ("V-1",)
        assert load_day(store, world.organisation_id, at, world.date + dt.timedelta(days=1)).off_duty == ()


def test_trucks_unload_at_the_centre_and_at_other_facilities(sqlite_settings: Settings, world: World) -> None:
    with session(sqlite_settings, write=True) as store:
        make_site(
            store, world.organisation_id, "F", kind=SiteKind.FACILITY, lon=110.3, accepts=["battery"],
            unload_s=1200, windows=[[0, 100], [50, 200]],
        )  # fmt: skip
    day = made(sqlite_settings, world)
    assert {facility.id: facility.accepts for facility in day.problem.facilities} == {
        "C-1": None,
        "F": frozenset({"battery"}),
    }
    found = next(facility for facility in day.problem.facilities if facility.id == "F")
    assert (found.unload_s, found.windows) == (1200, ((0, 200),))


def test_a_facility_with_unreadable_hours_is_named_and_not_used(
    sqlite_settings: Settings, world: World
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_site(store, world.organisation_id, "F", kind=SiteKind.FACILITY, windows=[["late", 3]])
    day = made(sqlite_settings, world)
    assert [facility.id for facility in day.problem.facilities] == ["C-1"]
    assert [(fault.code, fault.where) for fault in day.faults] == [("W301", "site F")]


def test_the_rules_of_the_rule_set_hold_for_the_day(sqlite_settings: Settings, world: World) -> None:
    rules = made(sqlite_settings, world).problem.rules
    assert ("appliance", "battery") in rules.incompatible
    assert rules.rest is not None
    assert (rules.rest.after_driving_s, rules.rest.duration_s, rules.end_empty) == (14400, 1200, True)


def test_times_count_from_local_midnight(sqlite_settings: Settings, world: World) -> None:
    start = made(sqlite_settings, world).problem.start
    assert start == dt.datetime(2026, 3, 2, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_a_drivers_hours_cut_the_trucks_shift_and_the_pauses_they_are_not_there_for(
    sqlite_settings: Settings, world: World
) -> None:
    """Kept, a pause outside the driver's hours could never be taken, and the truck never be used."""
    lunch, tea = (
        {"window": [11 * 3600, 13 * 3600], "duration_s": 1800},
        {"window": [15 * 3600, 16 * 3600], "duration_s": 900},
    )
    with session(sqlite_settings, write=True) as store:
        [(vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        assert driver is not None
        vehicle.breaks = [lunch, tea]
        store.add(vehicle)
    [whole_day] = made(sqlite_settings, world).problem.vehicles
    assert (whole_day.shift, len(whole_day.breaks)) == ((8 * 3600, 18 * 3600), 2)
    with session(sqlite_settings, write=True) as store:
        [(_vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        assert driver is not None
        driver.shift_start_s, driver.shift_end_s = 12 * 3600, 20 * 3600
        store.add(driver)
    [afternoon] = made(sqlite_settings, world).problem.vehicles
    assert (afternoon.shift, [each.window for each in afternoon.breaks]) == (
        (12 * 3600, 18 * 3600), [(15 * 3600, 16 * 3600)],
    )  # fmt: skip


def test_why_another_drives_is_among_what_the_plan_tells(sqlite_settings: Settings, world: World) -> None:
    with session(sqlite_settings, write=True) as store:
        [(_vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        assert driver is not None
        driver.weekdays = [6]
        store.add(driver)
        make_driver(store, world.organisation_id, "D-9", skills=["two_person"])
    day = made(sqlite_settings, world)
    assert [(fault.code, fault.where) for fault in day.faults] == [("W305", "vehicle V-1")]
    assert [driver.ref for _row, driver in day.vehicles.values() if driver] == ["D-9"]
