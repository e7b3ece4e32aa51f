"""Coverage studies through the API: made, asked, looked at again, exported, put into operation."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.accounts import Role
from data.store.engine import session
from data.store.sites import Site, SiteKind
from data.store.studies import MOST_WAYS, Scenario
from tests.factories.kept_studies import at, make_solved_scenario, make_study
from tests.factories.rows import World
from tests.factories.store import FakeQueue, make_key

Call = Callable[..., TestResponse]


@pytest.fixture
def planner(settings: Settings, world: World, toy_roads: object) -> str:
    return make_key(settings, world.organisation_id, Role.PLANNER)


@pytest.fixture
def answered(settings: Settings, world: World) -> str:
    """The address of a scenario that is answered."""
    with session(settings, write=True) as store:
        study = make_study(store, world)
        return f"/api/v1/studies/{study.id}/scenarios/{make_solved_scenario(store, study).id}"


def _imported(call: Call, planner: str, content: str, centre: str = "C-1") -> TestResponse:
    return call(
        f"/api/v1/studies/import?centre={centre}&name=Test",
        "POST",
        planner,
        data={"file": (BytesIO(content.encode()), "places.csv")},
    )


def test_a_table_becomes_a_study_with_its_checks(call: Call, planner: str) -> None:
    spot = "{},{}".format(*at(1, 1))
    answer = _imported(call, planner, f"name,lon,lat,tonnes\nA,{spot},5\nB,{spot},7\nC,x,y,1\n")
    assert answer.status_code == 201, answer.text
    study = answer.json
    assert (study["content"]["names"], study["kg_per_year"]) == (["A", "B"], 12_000)
    assert {(fault["code"], fault["where"]) for fault in study["checks"]} >= {("C201", "row 3")}
    assert "row 4" in {fault["where"] for fault in study["checks"]}, "a row left out is named"
    assert [one["id"] for one in call("/api/v1/studies", key=planner).json] == [study["id"]]


def test_a_table_without_a_usable_row_names_its_faults(call: Call, planner: str) -> None:
    answer = _imported(call, planner, "name,lon,lat,tonnes\nC,x,y,1\n")
    assert answer.status_code == 422
    assert answer.json["faults"][0]["where"] == "row 2"


def test_a_study_larger_than_may_be_kept_is_refused_with_its_size(call: Call, planner: str) -> None:
    lon, lat = at(1, 1)
    places = [{"lon": lon + n * 1e-6, "lat": lat, "tonnes": 1} for n in range(int(MOST_WAYS**0.5) + 1)]
    answer = call("/api/v1/studies", "POST", planner, json={"centre": "C-1", "name": "x", "places": places})
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json["faults"]] == ["S341"]


def test_a_question_is_queued_and_one_that_lacks_something_refused(
    call: Call, planner: str, settings: Settings, world: World, queue: FakeQueue
) -> None:
    with session(settings, write=True) as store:
        path = f"/api/v1/studies/{make_study(store, world).id}/scenarios"
    refused = call(path, "POST", planner, json={"model": "max_cover"})
    assert {fault["where"] for fault in refused.json["faults"]} == {"radius", "p"}
    asked = call(path, "POST", planner, json={"model": "set_cover", "radius": 90})
    assert (asked.status_code, asked.json["status"], asked.json["number"]) == (202, "queued", 1)
    assert queue.enqueued == [asked.json["id"]]


def test_opening_a_point_by_hand_tells_who_comes_into_reach(
    call: Call, planner: str, settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        path = f"/api/v1/studies/{make_study(store, world).id}/coverage"
    one = call(path, "POST", planner, json={"open": [0], "radius": 60}).json
    two = call(path, "POST", planner, json={"open": [0, 5], "radius": 60}).json
    assert one["nearest"][0] == 0
    assert two["nearest"][5] == 0 < one["nearest"][5]
    assert two["figures"]["covered"] == pytest.approx(one["figures"]["covered"] + 6 / 21)
    lon, lat = at(12, 12)
    dragged = call(path, "POST", planner, json={"open": [0], "added": [{"lon": lon, "lat": lat}]}).json
    assert dragged["nearest"][5] == 0
    assert call(path, "POST", planner, json={"open": [99]}).json["faults"][0]["code"] == "S346"


def test_an_answer_is_exported_as_geojson_and_as_a_workbook(call: Call, planner: str, answered: str) -> None:
    features = call(f"{answered}/answer.geojson", key=planner).get_json(force=True)["features"]
    opened = [f["properties"]["number"] for f in features if f["properties"].get("open")]
    assert opened == [0, 1, 5]
    book = load_workbook(BytesIO(call(f"{answered}/answer.xlsx", key=planner).data))
    assert [sheet.title for sheet in book] == ["figures", "places", "points"]
    assert book["places"].max_row == 7


def test_putting_into_operation_makes_what_was_listed_and_only_once(
    call: Call, planner: str, answered: str, settings: Settings
) -> None:
    listed = call(f"{answered}/operation", key=planner).json
    assert [(step["what"], step["column"]) for step in listed] == [
        ("create", 0),
        ("create", 1),
        ("create", 5),
    ]
    assert sum(step["kg_per_year"] for step in listed) == 21_000
    assert call(f"{answered}/operation", "POST", planner).json == listed
    again = call(f"{answered}/operation", "POST", planner).json
    assert {step["what"] for step in again} == {"keep"}
    with session(settings) as store:
        points = store.exec(select(Site).where(Site.kind == SiteKind.COLLECTION_POINT)).all()
    assert {step["ref"] for step in listed} <= {site.ref for site in points}


def test_a_deleted_study_takes_its_scenarios_along(
    call: Call, planner: str, answered: str, settings: Settings
) -> None:
    assert call(answered.partition("/scenarios")[0], "DELETE", planner).status_code == 204
    assert call(answered, key=planner).status_code == 404
    with session(settings) as store:
        assert store.exec(select(Scenario)).all() == []


def test_an_ended_scenario_says_so_on_its_stream(call: Call, planner: str, answered: str) -> None:
    assert 'event: end\ndata: {"status":"solved"}' in call(f"{answered}/stream", key=planner).text
