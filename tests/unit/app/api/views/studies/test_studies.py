"""Coverage studies through the API: made, asked, looked at again, exported, put into operation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from redis import Redis
from sqlmodel import select
from werkzeug.test import TestResponse

from app.exports.study.sheet import kg_of_trucks
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import session
from data.store.network.sites import Site, SiteKind
from data.store.studies.tables import MOST_WAYS, Scenario, Study
from tests.factories.kept_studies import at, make_solved_scenario, make_study
from tests.factories.papers import need_chinese_font, read_pdf, text_of
from tests.factories.rows import World
from tests.factories.store import FakeQueue, make_key
from workers.plan.job import make_plan

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


def test_a_question_may_open_its_points_in_stages(
    call: Call, planner: str, settings: Settings, world: World, queue: FakeQueue
) -> None:
    with session(settings, write=True) as store:
        path = f"/api/v1/studies/{make_study(store, world).id}/scenarios"
    staged = {"model": "p_median", "stages": [2, 3, 5], "stage_years": [2026, 2027, 2028]}
    asked = call(path, "POST", planner, json=staged)
    assert asked.status_code == 202, asked.text
    assert asked.json["question"]["stages"] == [2, 3, 5]
    for wrong, code, where in (
        ({"model": "set_cover", "radius": 90}, "C107", "stages"),
        ({"stages": [3, 2, 5]}, "C107", "stages"),
        ({"stages": [2, 3, 7]}, "C107", "stages"),
        ({"stage_years": [2026, 2027]}, "C105", "stage_years"),
        ({"stage_years": [2026, 2028, 2027]}, "C105", "stage_years"),
    ):
        faults = call(path, "POST", planner, json=staged | wrong).json["faults"]
        assert (code, where) in {(fault["code"], fault["where"]) for fault in faults}, (wrong, faults)
    assert len(queue.enqueued) == 1


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
    book = load_workbook(BytesIO(call(f"{answered}/answer.xlsx?lang=en", key=planner).data))
    assert [sheet.title for sheet in book] == ["figures", "places", "points"]
    places = book["places"]
    assert (places.max_row, places.freeze_panes) == (7, "A2")
    titles = {cell.value: cell.column for cell in places[1]}
    ways = [places.cell(row, titles["To the nearest point (min)"]).value for row in range(2, 8)]
    assert ways == pytest.approx([0, 0, 1.5, 160 / 60, 1.5, 0]), "in the unit that the title names"
    assert call(f"{answered}/answer.xlsx?lang=zh", key=planner).status_code == 200


def test_names_that_look_like_formulas_stay_text(
    call: Call, planner: str, settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        study = make_study(store, world, name="=1+1")
        path = f"/api/v1/studies/{study.id}/scenarios/{make_solved_scenario(store, study, priced=True).id}"
    book = load_workbook(BytesIO(call(f"{path}/answer.xlsx", key=planner).data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=")} == {"s"}


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
    assert call(f"{answered}/operation", "POST", planner, json={}).json == listed
    again = call(f"{answered}/operation", "POST", planner, json={}).json
    assert {step["what"] for step in again} == {"keep"}
    with session(settings) as store:
        points = store.exec(select(Site).where(Site.kind == SiteKind.COLLECTION_POINT)).all()
    assert {step["ref"] for step in listed} <= {site.ref for site in points}


@pytest.fixture
def priced(settings: Settings, world: World, toy_roads: object) -> str:
    """The address of a scenario whose calendar is known."""
    with session(settings, write=True) as store:
        study = make_study(store, world)
        return f"/api/v1/studies/{study.id}/scenarios/{make_solved_scenario(store, study, priced=True).id}"


FIRST = dt.date(2026, 3, 4)
"""A Wednesday."""


def _standing(call: Call, planner: str) -> list[tuple[str, list[int], float]]:
    rows = call("/api/v1/standing-requests", key=planner).json
    return [(row["name"], row["weekdays"], row["items"][0]["kg"]) for row in rows]


def _fetched(call: Call, planner: str, date: dt.date) -> list[tuple[str, float]]:
    rows = call(f"/api/v1/requests?centre=C-1&date={date}", key=planner).json
    mine = [row for row in rows if row["ref"].startswith("CV-") and row["status"] == "open"]
    return sorted((row["name"], row["kg"]) for row in mine)


def test_the_calendar_becomes_standing_requests_that_appear_on_their_weekdays(
    call: Call, planner: str, priced: str
) -> None:
    listed = call(f"{priced}/operation", key=planner).json
    assert [len(step["visits"]) for step in listed] == [2, 1, 2]
    assert call(f"{priced}/operation", "POST", planner, json={"first": str(FIRST)}).status_code == 200
    one, two, six = "Study 1 point", "Study 2 point", "Study 6 point"
    expected = [(one, [0, 2], 30), (one, [4], 40), (two, [2], 90), (six, [0], 200), (six, [5], 200)]
    assert sorted(_standing(call, planner)) == expected
    days = [_fetched(call, planner, FIRST + dt.timedelta(days=ahead)) for ahead in range(-2, 6)]
    assert days[2] == [(one, 30), (two, 90)], "Wednesday"
    assert (days[4], days[5]) == ([(one, 40)], [(six, 200)])
    assert days[7] == [(one, 30), (six, 200)], "Monday"
    assert days[0] == days[1] == days[3] == days[6] == []


def test_a_day_planned_afterwards_calls_at_the_points_of_its_weekday(
    call: Call, priced: str, settings: Settings, world: World, valkey: Redis
) -> None:
    planner, dispatcher = (
        make_key(settings, world.organisation_id, role) for role in (Role.PLANNER, Role.DISPATCHER)
    )
    call(f"{priced}/operation", "POST", planner, json={"first": str(FIRST)})
    asked = {"centre": "C-1", "date": str(FIRST), "seconds": 1}
    plan = call("/api/v1/plans", "POST", dispatcher, json=asked).json["id"]
    make_plan(settings, valkey, plan)
    routes = call(f"/api/v1/plans/{plan}", key=dispatcher).json["routes"]
    called = {visit["name"] for route in routes for visit in route["visits"] if visit["kind"] == "collect"}
    assert called == {"Study 1 point", "Study 2 point"}, "those of a Wednesday"


def test_putting_into_operation_twice_changes_nothing(
    call: Call, planner: str, priced: str, settings: Settings
) -> None:
    assert call(f"{priced}/operation", "POST", planner, json={"first": str(FIRST)}).status_code == 200
    before = call("/api/v1/standing-requests", key=planner).json
    later = str(FIRST + dt.timedelta(days=9))
    assert call(f"{priced}/operation", "POST", planner, json={"first": later}).status_code == 200
    assert call("/api/v1/standing-requests", key=planner).json == before
    with session(settings) as store:
        points = store.exec(select(Site).where(Site.kind == SiteKind.COLLECTION_POINT)).all()
    assert len({site.ref for site in points}) == len(points)


def test_another_scenario_takes_the_place_of_the_one_in_operation(
    call: Call, planner: str, priced: str, settings: Settings
) -> None:
    call(f"{priced}/operation", "POST", planner, json={"first": str(FIRST)})
    monday = FIRST + dt.timedelta(days=5)
    assert len(_fetched(call, planner, monday)) == 2
    study_id = priced.split("/")[4]
    with session(settings, write=True) as store:
        other = make_solved_scenario(store, store.get_one(Study, study_id), priced=True).id
    path = priced.rpartition("/")[0] + f"/{other}/operation"
    assert call(path, "POST", planner, json={"first": str(monday)}).status_code == 200
    rows = call("/api/v1/standing-requests", key=planner).json
    ended = [row for row in rows if row["last"]]
    assert {row["last"] for row in ended} == {str(monday - dt.timedelta(days=1))}
    assert len(ended) == len(rows) / 2
    assert len(_fetched(call, planner, monday)) == 2, "what the other had asked for is cancelled"


@pytest.fixture
def staged(settings: Settings, world: World, toy_roads: object) -> str:
    """The address of a scenario in two stages, priced."""
    with session(settings, write=True) as store:
        study = make_study(store, world)
        row = make_solved_scenario(store, study, priced=True, staged=True)
        return f"/api/v1/studies/{study.id}/scenarios/{row.id}"


def test_a_stage_is_put_into_operation_with_its_own_calendar_and_the_next_takes_over(
    call: Call, planner: str, staged: str
) -> None:
    listed = call(f"{staged}/operation?stage=1", key=planner).json
    assert [(step["column"], step["kg_per_year"]) for step in listed] == [(0, 7000), (5, 14_000)]
    operated = call(f"{staged}/operation", "POST", planner, json={"first": str(FIRST), "stage": 1})
    assert operated.json == listed
    one, two, six = "Study 1 point", "Study 2 point", "Study 6 point"
    assert sorted(_standing(call, planner)) == [(one, [1], 130), (six, [0], 490)]
    monday = FIRST + dt.timedelta(days=5)
    assert _fetched(call, planner, monday) == [(six, 490)]
    second = call(f"{staged}/operation", "POST", planner, json={"first": str(monday), "stage": 2}).json
    assert [(step["what"], step["column"]) for step in second] == [("keep", 0), ("create", 1), ("keep", 5)]
    assert _fetched(call, planner, monday) == [(one, 30), (six, 200)], "the first stage has ended"
    assert _fetched(call, planner, monday + dt.timedelta(days=2)) == [(one, 30), (two, 90)]
    missing = call(f"{staged}/operation?stage=3", key=planner)
    assert missing.json["faults"][0]["code"] == "S349"


def test_exports_tell_from_which_stage_on_a_point_is_open(call: Call, planner: str, staged: str) -> None:
    features = call(f"{staged}/answer.geojson", key=planner).get_json(force=True)["features"]
    points = [f["properties"] for f in features if f["properties"]["kind"] == "point"]
    told = {one["number"]: (one["stage"], one["open_from"]) for one in points if one["stage"]}
    assert told == {0: (1, 2026), 1: (2, 2028), 5: (1, 2026)}
    book = load_workbook(BytesIO(call(f"{staged}/answer.xlsx?lang=en", key=planner).data))
    rows = [[cell.value for cell in row[:5]] for row in book["stages"].iter_rows(min_row=2)]
    assert rows == [[1, 2026, 2, 2, 0.8], [2, 2028, 3, 1, 1.0]]


def test_stages_are_put_on_paper(call: Call, planner: str, staged: str) -> None:
    need_chinese_font()
    text = " ".join(text_of(read_pdf(call(f"{staged}/answer.pdf?lang=en", key=planner).data)).split())
    assert "in stages of 2 → 3 points" in text, text
    assert "stage 2 · 2028 3 100.0 %" in text, text


def test_a_priced_answer_is_exported_with_its_alternatives_counties_and_calendar(
    call: Call, planner: str, priced: str
) -> None:
    book = load_workbook(BytesIO(call(f"{priced}/answer.xlsx?lang=en", key=planner).data))
    assert [sheet.title for sheet in book][3:] == ["alternatives", "counties", "calendar"]
    assert [row[0].value for row in book["counties"].iter_rows(min_row=2)] == ["North", "South"]
    assert book["calendar"].max_row == 7
    features = call(f"{priced}/answer.geojson", key=planner).get_json(force=True)["features"]
    assert {f["properties"].get("visits") for f in features} >= {"1.1 1.3 1.5", "1.3", "1.1 1.6"}


def test_a_priced_answer_is_put_on_paper(call: Call, planner: str, priced: str) -> None:
    need_chinese_font()
    answer = call(f"{priced}/answer.pdf?lang=en", key=planner)
    assert answer.mimetype == "application/pdf", answer.text
    text = " ".join(text_of(read_pdf(answer.data)).split())
    assert "3 points" in text
    for called in ("Mon Study 1 point (30) · Study 6 point (200)",
                   "Wed Study 1 point (30) · Study 2 point (90)",
                   "Fri Study 1 point (40)", "Sat Study 6 point (200)"):  # fmt: skip
        assert called in text, text


def test_a_question_keeps_how_its_points_would_be_emptied(
    call: Call, planner: str, settings: Settings, world: World, queue: FakeQueue
) -> None:
    with session(settings, write=True) as store:
        path = f"/api/v1/studies/{make_study(store, world).id}/scenarios"
    asked = call(path, "POST", planner, json={"model": "p_center", "p": 2}).json["question"]
    assert (asked["collection"]["vehicle_class"], asked["collection"]["trucks"]) == ("truck_4t", 1)
    unpriced = call(path, "POST", planner, json={"model": "p_center", "p": 2, "collection": {"seconds": 0}})
    assert "collection" not in unpriced.json["question"]
    wrong = {"model": "p_center", "p": 2, "collection": {"vehicle_class": "bike"}}
    assert call(path, "POST", planner, json=wrong).json["faults"][0]["code"] == "S403"


def test_a_deleted_study_takes_its_scenarios_along(
    call: Call, planner: str, answered: str, settings: Settings
) -> None:
    assert call(answered.partition("/scenarios")[0], "DELETE", planner).status_code == 204
    assert call(answered, key=planner).status_code == 404
    with session(settings) as store:
        assert store.exec(select(Scenario)).all() == []


def test_an_ended_scenario_says_so_on_its_stream(call: Call, planner: str, answered: str) -> None:
    assert 'event: end\ndata: {"status":"solved"}' in call(f"{answered}/stream", key=planner).text


def test_several_trucks_at_a_point_are_told_by_their_number() -> None:
    assert kg_of_trucks([1499, 750, 1499]) == "1,499 × 2 + 750"
