"""Days off are stored, listed and taken back."""

from __future__ import annotations

import pytest

from app.services.fleet.days_off import DayOffInput, add_day_off, delete_day_off, list_days_off
from data.domain.errors import NotFoundError
from data.settings import Settings
from data.store.engine import session
from tests.factories.rows import World


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
