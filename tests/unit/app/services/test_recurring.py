"""Weekly requests entered by typed inputs, by the rules of requests of a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.errors import ConflictError
from app.services.places import RoadContext
from app.services.recurring import (
    RecurringRequestInput,
    change_recurring,
    create_recurring,
    delete_recurring,
    list_recurring_requests,
)
from app.services.requests.inputs import ItemInput
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.sites import Site
from tests.factories.rows import World

WEEKLY = RecurringRequestInput(
    ref="S-1", centre="C-1", name="超市", lon=110.02, lat=27.52, weekdays=(3, 0, 0),
    first=dt.date(2026, 3, 2), items=(ItemInput(material="fridge", quantity=2),),
)  # fmt: skip
ROADS = RoadContext()


def test_a_weekly_request_is_stored_whole_and_listed(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        stored = create_recurring(store, world.organisation_id, WEEKLY, ROADS).request
        assert [one.request for one in list_recurring_requests(store, world.organisation_id)] == [stored]
        with pytest.raises(ConflictError, match="A244"):
            create_recurring(store, world.organisation_id, WEEKLY, ROADS)
    assert (stored.weekdays, stored.items[0].quantity) == ((0, 3), 2)
    assert stored.items[0].kg is not None


def test_what_is_wrong_is_named_at_its_field(settings: Settings, world: World) -> None:
    wrong = replace(WEEKLY, centre="C-9", items=(ItemInput(material="gold", quantity=1),))
    with session(settings, write=True) as store, pytest.raises(InputError) as caught:
        create_recurring(store, world.organisation_id, wrong, ROADS)
    found = [(fault.code, fault.where) for fault in caught.value.faults]
    assert found == [("I206", "centre"), ("I206", "items[0].material")]


def test_one_that_would_be_refused_by_now_may_only_end(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        stored = create_recurring(store, world.organisation_id, WEEKLY, ROADS).request
        store.get_one(Site, world.centre_id).retired_at = now()
    end = dt.date(2026, 4, 1)
    with session(settings, write=True) as store:
        ended = change_recurring(store, world.organisation_id, replace(stored, last=end), ROADS)
        assert ended.request.last == end
        for later in (replace(stored, last=None), replace(stored, last=end, name="别的")):
            with pytest.raises(InputError):
                change_recurring(store, world.organisation_id, later, ROADS)


def test_one_that_is_not_there_is_neither_changed_nor_deleted(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        with pytest.raises(NotFoundError, match="A245"):
            change_recurring(store, world.organisation_id, WEEKLY, ROADS)
        create_recurring(store, world.organisation_id, WEEKLY, ROADS)
        delete_recurring(store, world.organisation_id, "S-1")
        with pytest.raises(NotFoundError, match="A245"):
            delete_recurring(store, world.organisation_id, "S-1")
