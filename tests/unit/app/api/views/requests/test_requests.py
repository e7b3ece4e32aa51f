"""Requests entered, changed, cancelled and found through the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from data.domain.datums import wgs84_to_gcj02
from data.domain.places import LonLat
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.requests.materials import sync_materials
from tests.factories.rows import World, make_site
from tests.factories.store import make_plan

Call = Callable[..., TestResponse]
PATH = "/api/v1/requests"


@pytest.fixture
def wanted(world: World, settings: Settings) -> dict[str, Any]:
    with session(settings, write=True) as store:
        sync_materials(store)
    return {
        "centre": world.centre, "date": world.date.isoformat(), "name": "王女士", "lon": 110.02, "lat": 27.52,
        "items": [{"material": "fridge", "quantity": 2}],
    }  # fmt: skip


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.json["faults"]]


def test_a_request_is_entered_with_a_reference_of_its_own_and_the_catalogues_weight(
    call: Call, wanted: dict[str, Any]
) -> None:
    made = call(PATH, "POST", json=wanted)
    assert made.status_code == 201
    assert made.json["ref"].startswith("E-")
    assert made.json["kg"] == pytest.approx(81.58)
    assert made.json["items"][0]["quantity"] == 2
    again = call(PATH, "POST", json=wanted | {"ref": made.json["ref"]})
    assert (again.status_code, codes(again)) == (409, ["A244"])


def test_a_pasted_position_of_a_chinese_map_is_kept_as_wgs84(call: Call, wanted: dict[str, Any]) -> None:
    there = LonLat(110.02, 27.52)
    shifted = wgs84_to_gcj02(there)
    made = call(PATH, "POST", json=wanted | {"lon": shifted.lon, "lat": shifted.lat, "datum": "gcj02"})
    assert (made.json["lon"], made.json["lat"]) == (pytest.approx(110.02), pytest.approx(27.52))


def test_a_critical_battery_is_refused_with_what_to_do(call: Call, wanted: dict[str, Any]) -> None:
    items = [{"material": "phone_battery", "quantity": 1, "condition": "critical"}]
    refused = call(PATH, "POST", json=wanted | {"items": items})
    assert (refused.status_code, codes(refused)) == (422, ["I219"])
    assert "call" in refused.json["faults"][0]["action"]


def test_a_damaged_battery_without_packing_is_kept_and_told(call: Call, wanted: dict[str, Any]) -> None:
    damaged = {"material": "phone_battery", "quantity": 1, "condition": "damaged"}
    told = call(f"{PATH}/bulk", "POST", json={"requests": [wanted | {"ref": "B-1", "items": [damaged]}]})
    assert (told.json["imported"], [doubt["code"] for doubt in told.json["doubts"]]) == (1, ["I218"])
    packed = wanted | {"ref": "B-1", "items": [damaged | {"packing": "UN box, vermiculite"}]}
    told = call(f"{PATH}/bulk", "POST", json={"requests": [packed]})
    assert (told.json["updated"], told.json["doubts"]) == (1, [])


@pytest.mark.parametrize(
    ("lon", "lat", "code"), [(27.52, 110.02, "I214"), (110.02, 110.02, "I214"), (121.5, 31.2, "I215")]
)
def test_a_place_that_cannot_be_right_is_refused(
    call: Call, wanted: dict[str, Any], lon: float, lat: float, code: str
) -> None:
    refused = call(PATH, "POST", json=wanted | {"lon": lon, "lat": lat})
    assert (refused.status_code, codes(refused)) == (422, [code])


def test_many_at_once_are_known_by_reference(call: Call, wanted: dict[str, Any]) -> None:
    many = {"requests": [wanted | {"ref": f"M-{n}", "lon": 110 + n / 1000} for n in range(20)]}
    assert call(f"{PATH}/bulk", "POST", json=many).json["imported"] == 20
    assert call(f"{PATH}/bulk", "POST", json=many).json["unchanged"] == 20


def test_a_reference_that_stands_twice_is_refused_where_it_stands_again(
    call: Call, wanted: dict[str, Any]
) -> None:
    twice = {"requests": [wanted | {"ref": "M-1"}, wanted | {"ref": "M-1", "centre": "nowhere"}]}
    told = call(f"{PATH}/bulk", "POST", json=twice).json
    found = [(fault["code"], fault["where"], fault["row"]) for fault in told["faults"]]
    assert found == [("I206", "requests[1].centre", 2), ("I207", "requests[1].ref", 2)]
    assert told["imported"] == 1


def test_null_empties_what_may_be_empty_and_leaves_the_rest(call: Call, wanted: dict[str, Any]) -> None:
    ref = call(PATH, "POST", json=wanted | {"max_mass_t": 3, "note": "三楼"}).json["ref"]
    changed = call(f"{PATH}/{ref}", "PATCH", json={"max_mass_t": None, "note": None, "windows": None})
    assert (changed.status_code, changed.json["max_mass_t"], changed.json["note"]) == (200, None, "三楼")


def test_a_window_that_ends_before_it_begins_is_refused(call: Call, wanted: dict[str, Any]) -> None:
    ref = call(PATH, "POST", json=wanted).json["ref"]
    refused = call(f"{PATH}/{ref}", "PATCH", json={"windows": [[0, 9], [9, 8]]})
    assert [(fault["code"], fault["where"]) for fault in refused.json["faults"]] == [("I204", "windows[1]")]


def test_a_change_leaves_the_rest_as_it_is(call: Call, wanted: dict[str, Any]) -> None:
    ref = call(PATH, "POST", json=wanted | {"note": "三楼", "windows": [[32_400, 43_200]]}).json["ref"]
    changed = call(f"{PATH}/{ref}", "PATCH", json={"priority": 90}).json
    assert (changed["priority"], changed["note"], changed["windows"]) == (90, "三楼", [[32_400, 43_200]])
    assert changed["items"][0]["quantity"] == 2
    moved = call(f"{PATH}/{ref}", "PATCH", json={"lon": 110.05, "lat": 27.55}).json
    assert (moved["lon"], moved["lat"], moved["name"]) == (110.05, 27.55, "王女士")


def test_a_site_gives_its_place_and_hours(
    call: Call, wanted: dict[str, Any], settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        make_site(store, world.organisation_id, "P-1", kind="collection_point", lon=110.07, lat=27.57)
    ref = call(PATH, "POST", json=wanted).json["ref"]
    changed = call(f"{PATH}/{ref}", "PATCH", json={"site": "P-1"}).json
    assert (changed["site"], changed["lon"], changed["name"]) == ("P-1", 110.07, "站点P-1")


def test_cancelling_can_be_taken_back(call: Call, wanted: dict[str, Any]) -> None:
    ref = call(PATH, "POST", json=wanted).json["ref"]
    assert call(f"{PATH}/{ref}", "PATCH", json={"status": "cancelled"}).json["status"] == "cancelled"
    assert call(f"{PATH}/{ref}", "PATCH", json={"status": "open"}).json["status"] == "open"


def test_many_are_changed_together_or_not_at_all(call: Call, wanted: dict[str, Any]) -> None:
    ref = call(PATH, "POST", json=wanted).json["ref"]
    missing = call(PATH, "PATCH", json={"refs": [ref, "nobody"], "status": "cancelled"})
    assert (missing.status_code, codes(missing)) == (404, ["A245"])
    assert call(PATH, "PATCH", json={"refs": [ref], "date": "2026-04-01"}).json == {"changed": 1}


def test_what_a_published_plan_serves_is_not_cancelled(
    call: Call, wanted: dict[str, Any], settings: Settings, world: World
) -> None:
    make_plan(settings, world, "R-1", published=True)
    held = call(f"{PATH}/R-1", "PATCH", json={"status": "cancelled"})
    assert (held.status_code, codes(held)) == (409, ["I213"])


def test_requests_are_found_by_text_state_and_span(call: Call, wanted: dict[str, Any], world: World) -> None:
    later = (world.date + dt.timedelta(days=3)).isoformat()
    call(PATH, "POST", json=wanted | {"ref": "L-1", "date": later, "note": "后门"})
    span = f"{PATH}?centre={world.centre}&date={world.date}&until={later}"
    assert [row["ref"] for row in call(span).json] == ["R-1", "R-2", "R-3", "L-1"]
    assert [row["ref"] for row in call(f"{span}&q=后门").json] == ["L-1"]
    assert call(f"{span}&status=cancelled").json == []
    assert call(f"{PATH}?centre={world.centre}&date={later}&until={world.date}").status_code == 422


def test_what_is_kept_and_should_be_looked_at_is_told(
    call: Call, wanted: dict[str, Any], settings: Settings, world: World
) -> None:
    """A table said so, and a form kept it without a word."""
    assert call(PATH, "POST", json=wanted).json["doubts"] == []
    with session(settings, write=True) as store:
        centre = store.get_one(Site, world.centre_id)
        centre.accepts = ["recyclable"]
        store.add(centre)
    damaged = {"material": "phone_battery", "quantity": 1, "condition": "damaged"}
    made = call(PATH, "POST", json=wanted | {"items": [damaged]})
    told = [(doubt["code"], doubt["where"]) for doubt in made.json["doubts"]]
    assert (made.status_code, told) == (201, [("I220", "items[0].material"), ("I218", "items[0].packing")])
    packed = {"items": [damaged | {"packing": "UN box"}]}
    changed = call(f"{PATH}/{made.json['ref']}", "PATCH", json=packed)
    assert [doubt["code"] for doubt in changed.json["doubts"]] == ["I220"]
    assert call(f"{PATH}/{made.json['ref']}", "PATCH", json={"status": "cancelled"}).json["doubts"] == []
