"""Drivers entered by typed inputs."""

from __future__ import annotations

import datetime as dt

from app.services.fleet.drivers import DriverInput, enter_drivers, save_driver
from app.services.results import Change
from data.settings import Settings
from data.store.engine import session
from tests.factories.rows import World


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
