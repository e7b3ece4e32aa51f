"""Changes of stored requests: some fields of one, or the same change of many."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from app.errors import ConflictError
from app.services.places import RoadContext
from app.services.requests.change import BulkChange, change_request, change_requests
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from data.store.requests.recurring import RecurringRequest
from tests.factories.rows import World, make_site


def row(settings: Settings, ref: str = "R-1") -> PickupRequest:
    with session(settings) as store:
        return store.exec(select(PickupRequest).where(PickupRequest.ref == ref)).one()


def change(settings: Settings, world: World, ref: str = "R-1", **fields: object) -> None:
    with session(settings, write=True) as store:
        change_request(store, world.organisation_id, ref, fields, RoadContext())


def test_fields_that_are_not_named_stay(settings: Settings, world: World) -> None:
    before = row(settings)
    change(settings, world, note="三楼", priority=90)
    after = row(settings)
    assert (after.note, after.priority, after.lon) == ("三楼", 90, before.lon)


def test_a_site_brings_its_place_and_a_place_takes_the_site_away(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        site = make_site(store, world.organisation_id, "P-1", kind="collection_point", lon=110.07, lat=27.57)
    change(settings, world, site="P-1")
    assert (row(settings).site_id, row(settings).lon) == (site.id, 110.07)
    change(settings, world, lon=110.05, lat=27.55)
    assert (row(settings).site_id, row(settings).lon) == (None, 110.05)


def test_a_change_that_is_refused_leaves_its_state_too(settings: Settings, world: World) -> None:
    with pytest.raises(InputError), session(settings, write=True) as store:
        change_request(
            store, world.organisation_id, "R-1", {"lon": 121.5, "lat": 31.2}, RoadContext(),
            status=RequestStatus.CANCELLED,
        )  # fmt: skip
    assert row(settings).status is RequestStatus.OPEN


def test_only_a_cancelled_request_is_opened_again(settings: Settings, world: World) -> None:
    for was, becomes in ((RequestStatus.CANCELLED, "open"), (RequestStatus.FAILED, "failed")):
        with session(settings, write=True) as store:
            store.exec(select(PickupRequest).where(PickupRequest.ref == "R-1")).one().status = was
        with session(settings, write=True) as store:
            change_request(store, world.organisation_id, "R-1", {}, RoadContext(), status=RequestStatus.OPEN)
        assert row(settings).status.value == becomes


def test_many_are_changed_together_or_not_at_all(settings: Settings, world: World) -> None:
    day = world.date + dt.timedelta(days=1)
    with session(settings, write=True) as store:
        store.exec(
            select(PickupRequest).where(PickupRequest.ref == "R-2")
        ).one().status = RequestStatus.COLLECTED
    with pytest.raises(ConflictError, match="I211"), session(settings, write=True) as store:
        change_requests(store, world.organisation_id, ["R-1", "R-2"], BulkChange(date=day))
    assert row(settings).date == world.date
    with session(settings, write=True) as store:
        assert change_requests(store, world.organisation_id, ["R-1", "R-3", "R-1"], BulkChange(date=day)) == 2
        assert change_requests(store, world.organisation_id, ["R-1"], BulkChange(date=day)) == 0


def test_a_failed_request_is_open_on_another_day(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        store.exec(
            select(PickupRequest).where(PickupRequest.ref == "R-1")
        ).one().status = RequestStatus.FAILED
    with session(settings, write=True) as store:
        later = BulkChange(date=world.date + dt.timedelta(days=1))
        change_requests(store, world.organisation_id, ["R-1"], later)
    assert row(settings).status is RequestStatus.OPEN


def test_an_upcoming_request_is_materialised_to_be_changed(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        store.add(
            RecurringRequest(
                organisation_id=world.organisation_id, ref="S-1", centre_id=world.centre_id, name="超市",
                lon=110.03, lat=27.53, weekdays=[world.date.weekday()], first=world.date,
                items=[{"material": "fridge", "quantity": 1, "condition": "intact", "kg": 40, "litres": 9}],
            )
        )  # fmt: skip
    change(settings, world, f"S-1@{world.date}", note="后门")
    assert row(settings, f"S-1@{world.date}").note == "后门"
    with pytest.raises(NotFoundError, match="A245"):
        change(settings, world, f"S-1@{world.date + dt.timedelta(days=1)}", note="后门")
