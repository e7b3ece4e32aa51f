"""Requests of a day come with their items."""

from __future__ import annotations

from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import list_requests
from tests.factories.rows import DATE, make_world


def test_requests_of_a_day_carry_their_items(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings) as store:
        found = list_requests(store, world.organisation_id, world.centre_id, DATE)
    assert [row.request.ref for row in found] == ["R-1", "R-2", "R-3"]
    assert [item.material_ref for item in found[0].items] == ["fridge"]
