"""Sites, vehicles, drivers and days off entered by typed inputs."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from app.errors import ConflictError
from app.services.fleet.days_off import DayOffInput, add_day_off, delete_day_off, list_days_off
from app.services.fleet.drivers import DriverInput, enter_drivers, save_driver
from app.services.fleet.sites import SiteInput, enter_sites, find_sites, save_site
from app.services.fleet.vehicles import VehicleInput, enter_vehicles, find_vehicles, save_vehicle
from app.services.results import Change
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Driver
from data.store.network.sites import Site, SiteKind
from tests.factories.rows import World

POINT = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5)


def test_a_site_may_stand_before_its_centre(settings: Settings, world: World) -> None:
    centre = SiteInput(ref="C-7", kind=SiteKind.SORTING_CENTRE, name_zh="心", lon=110.0, lat=27.6)
    below = SiteInput(ref="P-7", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5, centre="C-7")
    with session(settings, write=True) as store:
        results = enter_sites(store, world.organisation_id, [below, centre, POINT], set_aside={2})
    assert [one.change for one in results] == [Change.ADDED, Change.ADDED, Change.REFUSED]


def test_all_that_is_wrong_with_a_site_is_named(settings: Settings, world: World) -> None:
    wrong = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, lon=27.5, lat=110.1, centre="C-9")
    with session(settings, write=True) as store, pytest.raises(InputError) as caught:
        save_site(store, world.organisation_id, wrong, is_new=True)
    found = [(fault.code, fault.where) for fault in caught.value.faults]
    assert found == [("I214", "lon"), ("I208", "name_zh"), ("I206", "centre")]


def test_a_centre_keeps_its_roads_where_the_input_does_not_say(settings: Settings, world: World) -> None:
    centre = SiteInput(ref="C-1", kind=SiteKind.SORTING_CENTRE, name_zh="心", lon=110.0, lat=27.5)
    with session(settings, write=True) as store:
        assert save_site(store, world.organisation_id, centre, is_new=False).network == "toy"


def test_a_reference_is_new_or_known(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        with pytest.raises(NotFoundError, match="A245"):
            save_site(store, world.organisation_id, POINT, is_new=False)
        save_site(store, world.organisation_id, POINT, is_new=True)
        with pytest.raises(ConflictError, match="A244"):
            save_site(store, world.organisation_id, POINT, is_new=True)


def test_when_a_site_went_out_of_use_stays_noted(settings: Settings, world: World) -> None:
    gone = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5, is_retired=True)
    with session(settings, write=True) as store:
        since = save_site(store, world.organisation_id, gone, is_new=True).retired_at
        assert since is not None
        assert save_site(store, world.organisation_id, gone, is_new=False).retired_at == since
        assert [site.ref for site in find_sites(store, world.organisation_id, None, retired=False)] == ["C-1"]
        assert len(find_sites(store, world.organisation_id, None, retired=True)) == 2
        save_site(store, world.organisation_id, POINT, is_new=False)
        assert store.exec(select(Site).where(Site.ref == "P-1")).one().retired_at is None


def test_a_vehicle_takes_what_it_lacks_from_its_class(settings: Settings, world: World) -> None:
    truck = VehicleInput(ref="V-9", centre="C-1", vehicle_class="truck_4t", capacity_kg=1400, driver="D-1")
    with session(settings, write=True) as store:
        row = save_vehicle(store, world.organisation_id, truck, is_new=True)
        found = find_vehicles(store, world.organisation_id, "C-1", retired=False)
    assert (row.capacity_kg, row.capacity_l, row.mass_t) == (1400, 14_000, 4.5)
    assert [(vehicle.ref, driver and driver.ref) for vehicle, driver, _centre in found] == [
        ("V-1", "D-1"),
        ("V-9", "D-1"),
    ]


def test_all_that_is_wrong_with_a_vehicle_is_named(settings: Settings, world: World) -> None:
    wrong = VehicleInput(ref="V-9", centre="C-9", vehicle_class="ship", driver="D-9")
    with session(settings, write=True) as store:
        [result] = enter_vehicles(store, world.organisation_id, [wrong])
    assert [(fault.code, fault.where) for fault in result.faults] == [
        ("I206", "class"), ("I206", "centre"), ("I206", "driver"),
    ]  # fmt: skip


def test_a_named_driver_is_made_with_the_vehicle(settings: Settings, world: World) -> None:
    truck = VehicleInput(ref="V-9", centre="C-1", vehicle_class="van", driver_name="张三", driver_phone="138")
    again = VehicleInput(ref="V-9", centre="C-1", vehicle_class="van", driver_name="李四")
    changes = []
    for one in (truck, truck, again):
        with session(settings, write=True) as store:
            changes += [result.change for result in enter_vehicles(store, world.organisation_id, [one])]
    assert changes == [Change.ADDED, Change.UNCHANGED, Change.UPDATED]
    with session(settings) as store:
        driver = store.exec(select(Driver).where(Driver.ref == "V-9-driver")).one()
    assert (driver.name, driver.phone) == ("李四", "138")


def test_a_driver_keeps_days_and_hours_that_the_input_does_not_say(settings: Settings, world: World) -> None:
    whole = DriverInput(
        ref="D-7",
        name="张",
        weekdays=(5, 0, 0),
        shift=(0, 3600),
        valid_until={"lithium": dt.date(2027, 1, 31)},
    )
    with session(settings, write=True) as store:
        row = save_driver(store, world.organisation_id, whole, is_new=True)
        assert (row.weekdays, row.shift, row.skills) == ([0, 5], (0, 3600), ["lithium"])
        [result] = enter_drivers(store, world.organisation_id, [DriverInput(ref="D-7", name="张")])
        assert result.change is Change.UPDATED
        assert (row.weekdays, row.shift, row.skills) == ([0, 5], (0, 3600), [])


def test_days_off_are_listed_and_taken_back(settings: Settings, world: World) -> None:
    off = DayOffInput(vehicle="V-1", first=world.date, last=world.date, note="年检")
    with session(settings, write=True) as store:
        stored = add_day_off(store, world.organisation_id, off)
        assert list_days_off(store, world.organisation_id) == [stored]
        assert stored.entered == off
        with pytest.raises(NotFoundError, match="A245"):
            delete_day_off(store, world.organisation_id + 1, stored.id)
        delete_day_off(store, world.organisation_id, stored.id)
        assert list_days_off(store, world.organisation_id) == []
