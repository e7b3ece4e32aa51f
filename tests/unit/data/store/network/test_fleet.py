"""Vehicles in use with their usual drivers."""

from __future__ import annotations

from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import list_vehicles
from tests.factories.rows import make_world


def test_a_retired_driver_no_longer_drives(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        [(_vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        assert driver is not None
        driver.retired_at = now()
        store.add(driver)
    with session(database_settings) as store:
        [(vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
    assert vehicle.ref == "V-1"
    assert driver is None
