"""Pickups repeated weekly: by the rules of single requests, and shown on the days they fall on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from data.domain.datums import wgs84_to_bd09
from data.domain.places import LonLat
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import PickupRequest
from data.store.requests.recurring import RecurringRequest, materialise
from tests.factories.rows import World, make_site

Call = Callable[..., TestResponse]
PATH, SINGLE = "/api/v1/standing-requests", "/api/v1/requests"


@pytest.fixture
def wanted(world: World, settings: Settings) -> dict[str, Any]:
    with session(settings, write=True) as store:
        sync_materials(store)
        make_site(
            store, world.organisation_id, "P-1", kind="collection_point", lon=110.07, lat=27.57, max_mass_t=3
        )
        make_site(
            store, world.organisation_id, "P-0", kind="collection_point", retired_at=dt.datetime.now(dt.UTC)
        )
    return {
        "ref": "S-1", "centre": world.centre, "name": "超市", "lon": 110.02, "lat": 27.52,
        "items": [{"material": "fridge", "quantity": 2}],
    }  # fmt: skip


@pytest.fixture
def weekly(world: World) -> dict[str, Any]:
    return {"weekdays": [world.date.weekday()], "first": world.date.isoformat()}


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.json["faults"]]


WRONG: dict[str, dict[str, Any]] = {
    "I206 centre": {"centre": "nowhere"},
    "I206 site": {"site": "nowhere"},
    "I206 retired site": {"site": "P-0"},
    "I206 material": {"items": [{"material": "gold", "quantity": 1}]},
    "I210": {"items": [{"material": "fridge", "quantity": 1, "kg": 30_000}]},
    "I214 exchanged": {"lon": 27.52, "lat": 110.02},
    "I214 doubled": {"lon": 110.02, "lat": 110.02},
    "I215": {"lon": 121.5, "lat": 31.2},
    "I219": {"items": [{"material": "phone_battery", "quantity": 1, "condition": "critical"}]},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused_of_a_single_request_is_refused_of_a_weekly_one(
    call: Call, world: World, wanted: dict[str, Any], weekly: dict[str, Any], name: str
) -> None:
    bad = wanted | WRONG[name]
    single = call(SINGLE, "POST", json=bad | {"date": world.date.isoformat()})
    entered = call(PATH, "POST", json=bad | weekly)
    assert call(PATH, "POST", json=wanted | weekly).status_code == 201
    changed = call(f"{PATH}/S-1", "PUT", json=bad | weekly)
    assert [each.status_code for each in (single, entered, changed)] == [422, 422, 422]
    assert codes(single) == codes(entered) == codes(changed) == [name.split(maxsplit=1)[0]]


def test_what_would_be_refused_by_now_can_still_be_stopped(
    call: Call, settings: Settings, world: World, wanted: dict[str, Any], weekly: dict[str, Any]
) -> None:
    """Its centre is out of use; or it was kept before there were rules for its place."""
    call(PATH, "POST", json=wanted | weekly)
    with session(settings, write=True) as store:
        row = store.exec(select(RecurringRequest)).one()
        row.lon, row.lat = 121.5, 31.2
        store.add(row)
        store.get_one(Site, world.centre_id).retired_at = dt.datetime.now(dt.UTC)
    [shown] = call(PATH).json
    end = (world.date + dt.timedelta(days=7)).isoformat()
    assert call(f"{PATH}/S-1", "PUT", json=shown | {"last": end}).json["last"] == end
    for more in ({"last": None}, {"name": "别的"}):
        refused = call(f"{PATH}/S-1", "PUT", json=shown | {"last": end} | more)
        assert refused.status_code == 422


def test_all_that_is_wrong_is_told_at_once_and_where(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any]
) -> None:
    both = {"lon": 121.5, "lat": 31.2, "items": [{"material": "gold", "quantity": 1}]}
    refused = call(PATH, "POST", json=wanted | weekly | both)
    told = [(fault["code"], fault["where"]) for fault in refused.json["faults"]]
    assert told == [("I215", "lon"), ("I206", "items[0].material")]


@pytest.mark.usefixtures("toy_roads")
def test_what_is_kept_of_a_single_request_with_a_doubt_is_kept_of_a_weekly_one_with_the_same(
    call: Call,
    wanted: dict[str, Any],
    weekly: dict[str, Any],
    settings: Settings,
    world: World,
) -> None:
    with session(settings, write=True) as store:
        centre = store.get_one(Site, world.centre_id)
        centre.accepts = ["recyclable"]
        store.add(centre)
    cells = [{"material": "phone_battery", "quantity": 1, "condition": "damaged"}]
    far = wanted | {"items": cells, "ref": "S-9", "lon": 110.2, "lat": 27.6}
    single = call(SINGLE, "POST", json=far | {"date": world.date.isoformat()}).json["doubts"]
    assert [doubt["code"] for doubt in single] == ["I216", "I220", "I218"]
    assert call(PATH, "POST", json=far | weekly).json["doubts"] == single
    assert call(f"{PATH}/S-9", "PUT", json=far | weekly).json["doubts"] == single


def test_a_weekly_request_may_have_the_reference_of_one_that_is_over(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any]
) -> None:
    call(f"{SINGLE}/R-1", "PATCH", json={"status": "cancelled"})
    assert call(PATH, "POST", json=wanted | weekly | {"ref": "R-1"}).status_code == 201


def test_a_position_of_another_datum_is_kept_as_wgs84(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any]
) -> None:
    shifted = wgs84_to_bd09(LonLat(110.02, 27.52))
    there = {"lon": shifted.lon, "lat": shifted.lat, "datum": "bd09"}
    made = call(PATH, "POST", json=wanted | weekly | there)
    assert (made.json["lon"], made.json["lat"]) == (pytest.approx(110.02), pytest.approx(27.52))


def test_one_at_a_site_that_went_out_of_use_can_still_be_stopped(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any], settings: Settings
) -> None:
    at_site = {key: value for key, value in wanted.items() if key not in ("lon", "lat")} | {"site": "P-1"}
    assert call(PATH, "POST", json=at_site | weekly).json["site"] == "P-1"
    with session(settings, write=True) as store:
        site = store.exec(select(Site).where(Site.ref == "P-1")).one()
        site.retired_at = dt.datetime.now(dt.UTC)
    listed = call(PATH).json[0]
    assert (listed["site"], listed["lon"]) == (None, 110.07)
    stopped = call(f"{PATH}/S-1", "PUT", json=listed | {"last": listed["first"]})
    assert (stopped.status_code, stopped.json["last"]) == (200, listed["first"])


def test_its_requests_have_the_limits_of_its_site(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any], settings: Settings, world: World
) -> None:
    call(PATH, "POST", json=wanted | weekly | {"site": "P-1"})
    with session(settings, write=True) as store:
        materialise(store, world.organisation_id, world.centre_id, world.date)
        made = store.exec(select(PickupRequest).where(PickupRequest.ref == f"S-1@{world.date}")).one()
        assert (made.max_mass_t, made.max_height_m) == (3, None)


def test_what_will_come_of_it_is_shown_and_stored_once_it_is_changed(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any], settings: Settings, world: World
) -> None:
    """Reading writes nothing; a change of one day makes the request of that day."""
    call(PATH, "POST", json=wanted | weekly)
    last = world.date + dt.timedelta(days=13)
    span = f"{SINGLE}?centre={world.centre}&date={world.date}&until={last}&q=超市"
    refs = [f"S-1@{world.date}", f"S-1@{world.date + dt.timedelta(days=7)}"]
    assert [row["ref"] for row in call(span).json] == refs
    assert call(f"{span}&status=cancelled").json == []
    with session(settings) as store:
        assert store.exec(select(PickupRequest).where(PickupRequest.name == "超市")).all() == []
    changed = call(f"{SINGLE}/{refs[0]}", "PATCH", json={"note": "后门"})
    assert (changed.status_code, changed.json["note"]) == (200, "后门")
    assert call(SINGLE, "PATCH", json={"refs": [refs[1]], "status": "cancelled"}).json == {"changed": 1}
    assert [row["status"] for row in call(span).json] == ["open", "cancelled"]
    assert call(f"{SINGLE}/S-1@{last}", "PATCH", json={"note": "x"}).status_code == 404


def test_a_day_with_nothing_but_a_weekly_request_can_be_planned(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any], world: World
) -> None:
    day = world.date + dt.timedelta(days=7)
    call(PATH, "POST", json=wanted | weekly)
    today = call(f"/api/v1/today?centre={world.centre}&date={day}").json
    assert (today["requested"], "A211" in [fault["code"] for fault in today["missing"]]) == (1, False)
    tomorrow = call(f"/api/v1/today?centre={world.centre}&date={day + dt.timedelta(days=1)}").json
    assert "A211" in [fault["code"] for fault in tomorrow["missing"]]


@pytest.mark.usefixtures("toy_roads")
def test_asking_for_a_plan_stores_the_requests_of_its_day_once(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any], settings: Settings, world: World
) -> None:
    day = world.date + dt.timedelta(days=7)
    call(PATH, "POST", json=wanted | weekly)
    for _time in range(2):
        asked = call("/api/v1/plans", "POST", json={"centre": world.centre, "date": day.isoformat()})
        assert asked.status_code == 202
    with session(settings) as store:
        rows = store.exec(select(PickupRequest).where(PickupRequest.date == day)).all()
    assert [row.ref for row in rows] == [f"S-1@{day}"]


def test_a_standing_request_is_there_when_the_day_is_looked_at_and_once_only(
    call: Call, wanted: dict[str, Any], settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        store.add(
            RecurringRequest(
                organisation_id=world.organisation_id, ref="S-1", centre_id=world.centre_id, name="超市",
                lon=110.03, lat=27.53, weekdays=[world.date.weekday()], first=world.date,
                items=[{"material": "fridge", "quantity": 1, "condition": "intact", "kg": 40, "litres": 9}],
            )
        )  # fmt: skip
    day = f"{SINGLE}?centre={world.centre}&date={world.date}"
    for _time in range(2):
        assert [row["ref"] for row in call(day).json if row["ref"].startswith("S-1")] == [f"S-1@{world.date}"]


def test_a_standing_request_without_a_reference_gets_one_of_its_own(
    call: Call, wanted: dict[str, Any], weekly: dict[str, Any]
) -> None:
    body = wanted | weekly | {"ref": ""}
    made = call(PATH, "POST", json=body)
    assert made.status_code == 201
    assert made.json["ref"].startswith("E-")
    again = call(PATH, "POST", json=body | {"ref": made.json["ref"]})
    assert (again.status_code, codes(again)) == (409, ["A244"])
