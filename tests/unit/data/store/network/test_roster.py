"""Who drives which truck on a date, by the drivers' days and hours and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from data.catalogue.rule_sets import rule_set
from data.settings import Settings
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver, Vehicle
from data.store.network.roster import Crew, crews_of_centre, working_span
from data.store.network.sites import find_centre
from data.store.plans.day import load_day
from tests.factories.rows import World, make_driver, make_site, make_vehicle, make_world

HOUR = 3600
MONDAY, NOT_MONDAY = [0], [1, 2, 3, 4, 5, 6]
Told = dict[str, tuple[str | None, str | None]]
"""Truck → who drives it, None where it stays, and the code of what is told."""


@pytest.fixture
def world(sqlite_settings: Settings) -> World:
    """V-1 with D-1 and V-2 with D-2, on a Monday; nobody to spare."""
    return make_world(sqlite_settings, requests=0, vehicles=2)


@pytest.fixture
def hire(sqlite_settings: Settings, world: World) -> Callable[..., None]:
    def add(ref: str, **values: object) -> None:
        with session(sqlite_settings, write=True) as store:
            make_driver(store, world.organisation_id, ref, **values)

    return add


def change(settings: Settings, ref: str, **values: object) -> None:
    with session(settings, write=True) as store:
        table = Driver if ref.startswith("D") else Vehicle
        row = store.exec(select(table).where(table.ref == ref)).one()
        for key, value in values.items():
            setattr(row, key, value)
        store.add(row)


def crews(settings: Settings, world: World, **more: object) -> list[Crew]:
    with session(settings) as store:
        return crews_of_centre(
            store, world.organisation_id, world.centre_id, world.date, rule_set("cn-2026"), **more
        )


def told(settings: Settings, world: World, **more: object) -> Told:
    return {
        crew.vehicle.ref: (
            None if crew.is_off else crew.driver.ref if crew.driver else "",
            crew.fault.code if crew.fault else None,
        )
        for crew in crews(settings, world, **more)
    }


def world_driver(store: Session, ref: str) -> int | None:
    return store.exec(select(Driver.id).where(Driver.ref == ref)).one()


USUAL: Told = {"V-1": ("D-1", None), "V-2": ("D-2", None)}


@pytest.mark.parametrize(
    "free",
    [
        {},
        {"weekdays": MONDAY},
        {"shift_start_s": 8 * HOUR, "shift_end_s": 18 * HOUR},
        {"shift_start_s": 17 * HOUR, "shift_end_s": 24 * HOUR},  # an hour of the truck's shift
    ],
)
def test_a_driver_who_works_drives_the_truck_that_is_theirs(
    sqlite_settings: Settings, world: World, hire: Callable[..., None], free: dict[str, object]
) -> None:
    hire("D-9")
    change(sqlite_settings, "D-1", **free)
    assert told(sqlite_settings, world) == USUAL


AWAY = {
    "another weekday": {"weekdays": NOT_MONDAY},
    "hours before the truck's": {"shift_start_s": 0, "shift_end_s": 8 * HOUR},
    "hours after the truck's": {"shift_start_s": 18 * HOUR, "shift_end_s": 24 * HOUR},
}


@pytest.mark.parametrize("why", AWAY)
def test_a_free_driver_stands_in_for_one_who_does_not_work(
    sqlite_settings: Settings, world: World, hire: Callable[..., None], why: str
) -> None:
    change(sqlite_settings, "D-1", **AWAY[why])
    assert told(sqlite_settings, world) == USUAL | {"V-1": (None, "W306")}
    hire("D-9")
    assert told(sqlite_settings, world) == USUAL | {"V-1": ("D-9", "W305")}


def test_a_single_day_off_frees_the_truck_and_the_words_say_why(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    with session(sqlite_settings, write=True) as store:
        first = crews(sqlite_settings, world)[0].driver
        assert first is not None
        day = {"first": world.date, "last": world.date}
        store.add(DayOff(organisation_id=world.organisation_id, driver_id=first.id, **day))
    hire("D-9")
    fault = crews(sqlite_settings, world)[0].fault
    assert fault is not None
    assert fault.cause == "Truck V-1 is driven by D-9: its driver D-1 is off on 2026-03-02."
    assert fault.where == "vehicle V-1"


@pytest.mark.parametrize(
    "values",
    [
        {"weekdays": NOT_MONDAY},
        {"shift_start_s": 18 * HOUR, "shift_end_s": 20 * HOUR},
        {"retired_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_nobody_stands_in_who_does_not_work_then(
    sqlite_settings: Settings, world: World, hire: Callable[..., None], values: dict[str, object]
) -> None:
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    hire("D-9", **values)
    assert told(sqlite_settings, world)["V-1"] == (None, "W306")


def test_the_driver_of_a_truck_that_stays_is_free_for_another(
    sqlite_settings: Settings, world: World
) -> None:
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    with session(sqlite_settings, write=True) as store:
        second = crews(sqlite_settings, world)[1].vehicle
        day = {"first": world.date, "last": world.date}
        store.add(DayOff(organisation_id=world.organisation_id, vehicle_id=second.id, **day))
    assert told(sqlite_settings, world) == {"V-1": ("D-2", "W305"), "V-2": (None, None)}


def test_who_holds_the_certificate_comes_first_and_what_is_lost_is_told(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    change(sqlite_settings, "V-1", skills=["lithium"])
    change(sqlite_settings, "D-1", skills=["lithium"], weekdays=NOT_MONDAY)
    hire("D-8")
    fault = crews(sqlite_settings, world)[0].fault
    assert fault is not None
    assert "It goes without lithium, which D-8 does not hold." in fault.cause
    hire("D-7", skills=["lithium"], valid_until={"lithium": "2026-03-01"})  # it ended the day before
    hire("D-9", skills=["lithium"], shift_start_s=10 * HOUR, shift_end_s=12 * HOUR)
    [first, _second] = crews(sqlite_settings, world)
    assert (first.driver.ref if first.driver else "") == "D-9"
    assert first.fault is not None
    assert "goes without" not in first.fault.cause


def test_of_equals_the_one_with_most_of_the_hours_stands_in(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    hire("D-8", shift_start_s=12 * HOUR, shift_end_s=20 * HOUR)
    hire("D-9", shift_start_s=9 * HOUR, shift_end_s=20 * HOUR)
    assert told(sqlite_settings, world)["V-1"] == ("D-9", "W305")


def test_nobody_drives_two_trucks_at_once(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    hire("D-9")
    with session(sqlite_settings, write=True) as store:
        make_vehicle(
            store, world.organisation_id, world.centre_id, "V-3", driver_id=world_driver(store, "D-1")
        )
    assert told(sqlite_settings, world)["V-3"] == ("D-9", "W305")
    change(sqlite_settings, "V-3", shift_start_s=18 * HOUR, shift_end_s=22 * HOUR)
    assert told(sqlite_settings, world)["V-3"] == ("D-1", None)


def test_a_spare_driver_is_counted_on_at_one_centre_only(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    with session(sqlite_settings, write=True) as store:
        other = make_site(store, world.organisation_id, "C-2")
        absent = make_driver(store, world.organisation_id, "D-5", weekdays=NOT_MONDAY)
        assert other.id is not None
        make_vehicle(store, world.organisation_id, other.id, "V-5", driver_id=absent.id)
        there = World(world.organisation_id, other.id)
    hire("D-9")
    assert told(sqlite_settings, world)["V-1"] == ("D-9", "W305")
    assert told(sqlite_settings, there) == {"V-5": (None, "W306")}


def test_the_driver_of_another_centres_truck_does_not_stand_in(
    sqlite_settings: Settings, world: World
) -> None:
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    with session(sqlite_settings, write=True) as store:
        other = make_site(store, world.organisation_id, "C-2")
        theirs = make_driver(store, world.organisation_id, "D-5")
        assert other.id is not None
        make_vehicle(store, world.organisation_id, other.id, "V-5", driver_id=theirs.id)
        store.add(
            DayOff(
                organisation_id=world.organisation_id, centre_id=other.id, first=world.date, last=world.date
            )
        )
    assert told(sqlite_settings, world)["V-1"] == (None, "W306")


def test_a_truck_that_is_out_keeps_the_driver_it_left_with(
    sqlite_settings: Settings, world: World, hire: Callable[..., None]
) -> None:
    """D-9 drives V-1 today; D-2 falls ill, and nobody takes V-1 out of D-9's hands for that."""
    hire("D-9")
    with session(sqlite_settings) as store:
        left_with = {crews(sqlite_settings, world)[0].vehicle.id or 0: world_driver(store, "D-9")}
    change(sqlite_settings, "D-1", weekdays=NOT_MONDAY)
    change(sqlite_settings, "D-2", weekdays=NOT_MONDAY)
    expected = {"V-1": ("D-9", None), "V-2": (None, "W306")}
    assert told(sqlite_settings, world, under_way=left_with) == expected


def test_a_truck_without_a_usual_driver_goes_all_the_same(sqlite_settings: Settings, world: World) -> None:
    change(sqlite_settings, "V-1", driver_id=None)
    assert told(sqlite_settings, world) == USUAL | {"V-1": ("", None)}


def test_truck_and_driver_work_where_their_hours_meet() -> None:
    truck = Vehicle(
        organisation_id=1, ref="V", centre_id=1, vehicle_class="van", capacity_kg=1, capacity_l=1,
        shift_start_s=8 * HOUR, shift_end_s=18 * HOUR,
    )  # fmt: skip

    def driver(*shift: int | None) -> Driver:
        start_s, end_s = shift
        return Driver(organisation_id=1, ref="D", name="D", shift_start_s=start_s, shift_end_s=end_s)

    assert working_span(truck, None) == working_span(truck, driver(None, None)) == (8 * HOUR, 18 * HOUR)
    assert working_span(truck, driver(10 * HOUR, 24 * HOUR)) == (10 * HOUR, 18 * HOUR)
    assert working_span(truck, driver(0, 12 * HOUR)) == (8 * HOUR, 12 * HOUR)
    assert working_span(truck, driver(18 * HOUR, 24 * HOUR)) is None


def test_days_and_hours_are_kept_on_both_databases(database_settings: Settings) -> None:
    world = make_world(database_settings, requests=0)
    change(database_settings, "D-1", weekdays=[0, 5], shift_start_s=9 * HOUR, shift_end_s=12 * HOUR)
    with session(database_settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        [(_vehicle, driver)] = load_day(store, world.organisation_id, at, world.date).vehicles
        assert driver is not None
        assert (driver.weekdays, driver.shift) == ([0, 5], (9 * HOUR, 12 * HOUR))
        tuesday = load_day(store, world.organisation_id, at, world.date + dt.timedelta(days=1))
    assert (tuesday.vehicles, tuesday.off_duty) == ((), ("V-1",))
    assert [fault.code for fault in tuesday.crew_faults] == ["W306"]
