"""Vehicles entered by typed inputs, with their drivers."""

from __future__ import annotations

from sqlmodel import select

from app.services.fleet.vehicles import VehicleInput, enter_vehicles, find_vehicles, save_vehicle
from app.services.results import Change
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Driver
from tests.factories.rows import World


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
