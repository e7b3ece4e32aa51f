"""Requests entered by typed inputs: one result for each, faults at paths of the input."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlmodel import select

from app.errors import ConflictError
from app.services.places import RoadContext
from app.services.requests.enter import enter_request, enter_requests
from app.services.requests.inputs import ItemInput, PickupRequestInput, generate_ref
from app.services.results import Change, EntryResult
from data.domain.errors import InputError
from data.settings import Settings
from data.store.engine import session
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem, RequestStatus
from tests.factories.rows import World
from tests.factories.store import make_plan

FRIDGE = ItemInput(material="fridge", quantity=2)
BASIC = PickupRequestInput(ref="N-1", date=dt.date(2026, 3, 2), lon=110.02, lat=27.52, items=(FRIDGE,))


def enter(settings: Settings, world: World, *requests: PickupRequestInput) -> list[EntryResult]:
    with session(settings, write=True) as store:
        return enter_requests(store, world.organisation_id, requests, RoadContext())


def stored(settings: Settings, ref: str) -> PickupRequest | None:
    with session(settings) as store:
        return store.exec(select(PickupRequest).where(PickupRequest.ref == ref)).first()


def test_a_request_is_added_then_unchanged_then_updated(settings: Settings, world: World) -> None:
    changed = replace(BASIC, note="后门")
    found = [enter(settings, world, one)[0].change for one in (BASIC, BASIC, changed)]
    assert found == [Change.ADDED, Change.UNCHANGED, Change.UPDATED]
    row = stored(settings, "N-1")
    assert row is not None
    assert (row.name, row.note) == ("N-1", "后门")


def test_other_items_replace_those_before(settings: Settings, world: World) -> None:
    enter(settings, world, BASIC)
    [result] = enter(settings, world, replace(BASIC, items=(replace(FRIDGE, quantity=3), FRIDGE)))
    assert result.change is Change.UPDATED
    with session(settings) as store:
        joined = select(RequestItem).join(PickupRequest).where(PickupRequest.ref == "N-1")
        quantities = [item.quantity for item in store.exec(joined)]
    assert quantities == [3, 2]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"centre": "nowhere"}, [("I206", "centre")]),
        ({"site": "nowhere"}, [("I206", "site")]),
        ({"lon": None, "lat": None}, [("I209", "lon")]),
        ({"lat": None}, [("I209", "lat")]),
        ({"date": None}, [("I209", "date")]),
        ({"windows": ((0, 9), (9, 8))}, [("I204", "windows[1]")]),
        ({"lon": 27.52, "lat": 110.02}, [("I214", "lon")]),
        ({"lon": 121.5, "lat": 31.2}, [("I215", "lon")]),
        ({"items": (FRIDGE, replace(FRIDGE, kg=30_000))}, [("I210", "items[1].kg")]),
        (
            {"date": None, "items": (replace(FRIDGE, material="gold"),)},
            [("I209", "date"), ("I206", "items[0].material")],
        ),
        (
            {"items": (ItemInput(material="phone_battery", quantity=1, condition=Condition.CRITICAL),)},
            [("I219", "items[0].condition")],
        ),
    ],
)
def test_all_that_is_wrong_is_named_and_nothing_stored(
    settings: Settings, world: World, changes: dict[str, object], found: list[tuple[str, str]]
) -> None:
    with session(settings, write=True) as store:
        sync_materials(store)
    good = replace(BASIC, ref="N-2")
    wrong, right = enter(settings, world, replace(BASIC, **changes), good)  # type: ignore[arg-type]
    assert [(fault.code, fault.where) for fault in wrong.faults] == found
    assert (wrong.change, right.change) == (Change.REFUSED, Change.ADDED)
    assert stored(settings, "N-1") is None


def test_what_the_caller_sets_aside_is_checked_and_not_stored(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        wrong = replace(BASIC, date=None)
        aside, other = enter_requests(
            store, world.organisation_id, [wrong, replace(BASIC, ref="N-2")], RoadContext(), set_aside={0, 1}
        )
    assert ([fault.code for fault in aside.faults], other.faults) == (["I209"], [])
    assert (other.change, stored(settings, "N-2")) == (Change.REFUSED, None)


def test_the_same_pickup_under_two_references_raises_a_doubt(settings: Settings, world: World) -> None:
    same = replace(BASIC, name="王女士")
    first, second = enter(settings, world, same, replace(same, ref="N-2"))
    assert first.doubts == []
    [doubt] = second.doubts
    assert (doubt.code, doubt.where) == ("I217", "ref")
    assert "N-1" in doubt.cause


def test_a_request_that_is_over_keeps_its_reference(settings: Settings, world: World) -> None:
    enter(settings, world, BASIC)
    with session(settings, write=True) as store:
        store.exec(
            select(PickupRequest).where(PickupRequest.ref == "N-1")
        ).one().status = RequestStatus.COLLECTED
    [result] = enter(settings, world, BASIC)
    assert [(fault.code, fault.where) for fault in result.faults] == [("I211", "ref")]


def test_what_a_published_plan_serves_is_not_changed(settings: Settings, world: World) -> None:
    request = replace(BASIC, date=world.date)
    enter(settings, world, request)
    make_plan(settings, world, "N-1", published=True)
    [same], [changed] = enter(settings, world, request), enter(settings, world, replace(request, note="x"))
    assert (same.change, changed.change) == (Change.UNCHANGED, Change.REFUSED)
    assert [(fault.code, fault.where) for fault in changed.faults] == [("I213", "ref")]


def test_one_request_raises_what_is_wrong_with_it(settings: Settings, world: World) -> None:
    enter(settings, world, BASIC)
    with session(settings, write=True) as store:
        with pytest.raises(ConflictError, match="A244"):
            enter_request(store, world.organisation_id, BASIC, RoadContext(), is_new=True)
        with pytest.raises(InputError, match="I209"):
            enter_request(
                store, world.organisation_id, replace(BASIC, date=None), RoadContext(), is_new=False
            )


def test_generated_references_differ() -> None:
    assert len({generate_ref() for _time in range(100)}) == 100
