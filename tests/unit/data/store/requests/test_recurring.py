"""Weekly requests become requests of a date once, whoever asks and however often."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from data.settings import Settings
from data.store.engine import session
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import PickupRequest, RequestItem, RequestStatus
from data.store.requests.recurring import RecurringRequest, find_rules, is_due, materialise, upcoming
from tests.factories.rows import DATE, World, make_site, make_world
from tests.factories.statements import counted_statements

WEEK = dt.timedelta(days=7)


def add_rule(store: Session, world: World, ref: str = "S-1", **changes: object) -> None:
    sync_materials(store)
    values: dict[str, object] = {
        "weekdays": [DATE.weekday()], "first": DATE,
        "items": [{"material": "fridge", "quantity": 2, "condition": "intact", "kg": 80, "litres": 90}],
    }  # fmt: skip
    store.add(
        RecurringRequest(
            organisation_id=world.organisation_id, ref=ref, centre_id=world.centre_id, name="超市",
            lon=110.03, lat=27.53, **values | changes,
        )
    )  # fmt: skip


@pytest.fixture
def world(database_settings: Settings) -> World:
    made = make_world(database_settings, requests=0)
    with session(database_settings, write=True) as store:
        add_rule(store, made)
    return made


def refs(settings: Settings) -> list[str]:
    with session(settings) as store:
        return sorted(store.exec(select(PickupRequest.ref)))


def put(settings: Settings, world: World, date: dt.date = DATE) -> int:
    with session(settings, write=True) as store:
        return materialise(store, world.organisation_id, world.centre_id, date)


def test_a_date_is_materialised_once(database_settings: Settings, world: World) -> None:
    assert [put(database_settings, world) for _time in range(3)] == [1, 0, 0]
    assert refs(database_settings) == [f"S-1@{DATE}"]
    with session(database_settings) as store:
        [item] = store.exec(select(RequestItem)).all()
    assert (item.material_ref, item.quantity, item.kg) == ("fridge", 2, 80)


def test_transactions_at_the_same_time_store_each_request_once(
    database_settings: Settings, world: World
) -> None:
    with session(database_settings, write=True) as store:
        for number in range(20):
            add_rule(store, world, f"M-{number}")
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _n: put(database_settings, world), range(4)))
    assert sum(counts) == len(refs(database_settings)) == 21
    with session(database_settings) as store:
        assert len(store.exec(select(RequestItem)).all()) == 21


def test_a_request_that_lost_the_race_is_not_stored_again(
    database_settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another transaction stored between the question and the insert is left as it is."""
    from data.store.requests import recurring

    with session(database_settings, write=True) as store:
        seen = list(recurring._missing_on(store, world.organisation_id, world.centre_id, [DATE]))
    put(database_settings, world)
    monkeypatch.setattr(recurring, "_missing_on", lambda *_arguments: iter(seen))
    assert put(database_settings, world) == 0
    assert refs(database_settings) == [f"S-1@{DATE}"]


def test_a_request_changed_for_its_date_stays_changed(database_settings: Settings, world: World) -> None:
    put(database_settings, world)
    with session(database_settings, write=True) as store:
        store.exec(select(PickupRequest)).one().status = RequestStatus.CANCELLED
    assert put(database_settings, world) == 0
    with session(database_settings) as store:
        assert store.exec(select(PickupRequest)).one().status is RequestStatus.CANCELLED


def test_upcoming_requests_are_those_that_would_be_stored(database_settings: Settings, world: World) -> None:
    put(database_settings, world, DATE + WEEK)
    with counted_statements(database_settings) as seen, session(database_settings) as store:
        found = upcoming(store, world.organisation_id, world.centre_id, DATE, DATE + 3 * WEEK)
        due = is_due(store, world.organisation_id, world.centre_id, DATE)
    assert [row.ref for row, _items in found] == [f"S-1@{DATE + n * WEEK}" for n in (0, 2, 3)]
    assert [item.quantity for item in found[0][1]] == [2]
    assert due
    assert not any(word in text.upper() for text in seen for word in ("INSERT", "UPDATE", "DELETE"))


def test_a_request_takes_the_limits_of_its_site(database_settings: Settings, world: World) -> None:
    with session(database_settings, write=True) as store:
        site = make_site(store, world.organisation_id, "P-1", kind="collection_point", max_mass_t=3)
        add_rule(store, world, "S-2", site_id=site.id)
    put(database_settings, world)
    with session(database_settings) as store:
        row = store.exec(select(PickupRequest).where(PickupRequest.ref == f"S-2@{DATE}")).one()
    assert (row.max_mass_t, row.max_height_m) == (3, None)


@pytest.mark.parametrize("ref", ["S-1", f"S-1@{DATE + dt.timedelta(days=1)}", f"S-2@{DATE}", "S-1@soon", "@"])
def test_only_the_reference_of_a_date_it_falls_on_names_a_rule(
    database_settings: Settings, world: World, ref: str
) -> None:
    due = f"S-1@{DATE}"
    with session(database_settings) as store:
        found = find_rules(store, world.organisation_id, [ref, due])
    assert list(found) == [due]
    assert (found[due][0].ref, found[due][1]) == ("S-1", DATE)
