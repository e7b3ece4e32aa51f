"""Files of a plan: the same day in each, for whom it is, and nothing that a program would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select
from werkzeug.test import TestResponse

from app.exports.plan.map_files import GPX
from data.catalogue.materials import materials
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site
from data.store.plans.tables import Plan, PlanStatus
from data.store.requests.materials import load_materials, sync_materials
from data.store.requests.pickup_requests import Condition, PickupRequest
from tests.factories.papers import need_chinese_font, read_pdf, text_of
from tests.factories.rows import World, make_request
from tests.factories.store import Keys, make_plan

Call = Callable[..., TestResponse]
HOSTILE = (
    '=HYPERLINK("http://evil","x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1",
    ";=1+1", "<script>alert(1)</script>", "../../etc/passwd", "\u202eevil", "]]>&<!--", "字" * 10_000,
)  # fmt: skip


@pytest.fixture
def plan_id(settings: Settings, world: World) -> str:
    return make_plan(settings, world, "R-2", "R-1")


@pytest.fixture(params=HOSTILE)
def spoilt_plan_id(request: pytest.FixtureRequest, settings: Settings, plan_id: str) -> str:
    """A plan with a hostile text in every field that people fill in."""
    with session(settings, write=True) as store:
        for table, names in (
            (PickupRequest, ("name", "address", "note")), (Driver, ("name", "phone")), (Vehicle, ("plate",)),
            (Site, ("name_zh", "name_en", "address")),
        ):  # fmt: skip
            for row in store.exec(select(table)):
                for name in names:
                    setattr(row, name, request.param)
                store.add(row)
    return plan_id


def file(call: Call, plan_id: str, kind: str, query: str = "", **options: object) -> TestResponse:
    if kind == "pdf":
        need_chinese_font()
    answer = call(f"/api/v1/plans/{plan_id}/export/{kind}{query}", **options)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


@pytest.mark.parametrize("kind", ["xlsx", "csv", "geojson", "gpx", "pdf"])
def test_a_published_plan_outlives_its_truck_and_driver(
    call: Call, settings: Settings, world: World, kind: str
) -> None:
    plan_id = make_plan(settings, world, "R-1", published=True)
    with session(settings, write=True) as store:
        truck, driver = store.exec(select(Vehicle)).one(), store.exec(select(Driver)).one()
        truck.retired_at = driver.retired_at = now()
        truck_ref, driver_name = truck.ref, driver.name
        store.add_all([truck, driver])
    plan = call(f"/api/v1/plans/{plan_id}").json
    assert plan["routes"][0]["vehicle"]["ref"] == truck_ref
    assert plan["routes"][0]["driver"]["name"] == driver_name
    assert len(file(call, plan_id, kind).data) > 100


def test_a_workbook_has_four_sheets_with_units_in_their_headers(call: Call, plan_id: str) -> None:
    book = load_workbook(io.BytesIO(file(call, plan_id, "xlsx").data))
    assert book.sheetnames == ["路线", "站点", "未排入", "车辆"]
    routes = list(book["路线"].values)
    assert dict(zip(*routes, strict=True))["里程 (km)"] == 9.0
    names = [row[6] for row in list(book["站点"].values)[1:]]
    assert names == ["站点C-1", "住户R-2", "住户R-1"]
    assert [row[0] for row in list(book["未排入"].values)[1:]] == ["R-3"]


def test_the_csv_has_stops_and_what_was_left_out(call: Call, plan_id: str) -> None:
    content = file(call, plan_id, "csv", "?lang=en").data
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(row["State"], row["Request"]) for row in rows] == [
        ("planned", ""), ("planned", "R-2"), ("planned", "R-1"), ("left out", "R-3"),
    ]  # fmt: skip
    assert float(rows[1]["Mass (kg)"]) == 40.79


def test_geojson_has_a_line_and_points(call: Call, plan_id: str) -> None:
    answer = file(call, plan_id, "geojson")
    assert answer.mimetype == "application/geo+json"
    features = json.loads(answer.data)["features"]
    assert [feature["properties"]["role"] for feature in features] == ["route", *["stop"] * 3, "left_out"]
    assert features[0]["geometry"]["coordinates"][0] == [110.0, 27.5]
    assert features[2]["properties"]["arrival"].endswith("T08:10:00+08:00")


def test_gpx_keeps_to_the_schemas_order(call: Call, plan_id: str) -> None:
    root = ElementTree.fromstring(file(call, plan_id, "gpx", "?route=1").data)
    assert (root.tag, root.get("version")) == (f"{{{GPX}}}gpx", "1.1")
    order = ["metadata", "wpt", "rte", "trk", "extensions"]
    tags = [child.tag.removeprefix(f"{{{GPX}}}") for child in root]
    assert tags == sorted(tags, key=order.index) == ["metadata", "rte", "trk"]
    points = root.findall(f"{{{GPX}}}rte/{{{GPX}}}rtept")
    assert [point.findtext(f"{{{GPX}}}name") for point in points] == ["站点C-1", "1 住户R-2", "2 住户R-1"]
    for point in root.iter(f"{{{GPX}}}trkpt"):
        assert -90 <= float(point.get("lat", "x")) <= 90
        assert -180 <= float(point.get("lon", "x")) <= 180


def test_gpx_of_the_day_is_a_zip_of_one_per_route(call: Call, plan_id: str) -> None:
    answer = file(call, plan_id, "gpx")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["route-001.gpx"]


def test_how_materials_are_handled_reaches_the_driver(settings: Settings) -> None:
    with session(settings, write=True) as store:
        sync_materials(store)
        kept = load_materials(store)
        for ref, entry in materials().items():
            told = (kept[ref].hazard, kept[ref].handling_zh, kept[ref].handling_en, kept[ref].unit)
            assert told == (entry.hazard, entry.handling_zh, entry.handling_en, entry.unit)


def test_a_formula_a_script_and_a_path_stay_text_in_tables(call: Call, spoilt_plan_id: str) -> None:
    book = load_workbook(io.BytesIO(file(call, spoilt_plan_id, "xlsx").data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "inlineStr"}, (cell.coordinate, cell.value)
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value.lstrip()[:1] in tuple("=+-@＝"):
                    assert cell.quotePrefix
    content = file(call, spoilt_plan_id, "csv").data.decode("utf-8-sig")
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            cells = row if separator == "," else []
            assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝\t\r")]
    assert "\u202e" not in content


def test_they_stay_text_in_other_files_and_on_the_page(call: Call, spoilt_plan_id: str) -> None:
    ElementTree.fromstring(file(call, spoilt_plan_id, "gpx", "?route=1").data)
    json.loads(file(call, spoilt_plan_id, "geojson").data)
    with zipfile.ZipFile(io.BytesIO(file(call, spoilt_plan_id, "gpx").data)) as archive:
        assert archive.namelist() == ["route-001.gpx"]
    page = call(f"/plans/{spoilt_plan_id}/print").get_data(as_text=True)
    assert "<script" not in page
    assert page.count("字") < 10_000


def test_a_damaged_battery_is_warned_of(call: Call, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, "B-1", (("cell", 1, Condition.DAMAGED),))
    plan_id = make_plan(settings, world, "B-1", load_type="battery")
    assert "不得装车" in call(f"/plans/{plan_id}/print").get_data(as_text=True)
    assert "不得装车" in text_of(read_pdf(file(call, plan_id, "pdf").data))


def test_the_drivers_code_is_for_dispatchers_and_published_plans(
    call: Call, settings: Settings, world: World, keys: Keys
) -> None:
    def coded(plan_id: str, key: str) -> bool:
        return "扫码" in text_of(read_pdf(file(call, plan_id, "pdf", key=key).data))

    draft, published = make_plan(settings, world, "R-1"), make_plan(settings, world, "R-1", published=True)
    assert not coded(draft, keys.dispatcher)
    assert coded(published, keys.dispatcher)
    assert not coded(published, keys.viewer)


def test_an_unfinished_plan_a_route_and_a_format_that_are_not_there(
    call: Call, settings: Settings, plan_id: str, keys: Keys
) -> None:
    path = f"/api/v1/plans/{plan_id}/export"
    assert call(f"{path}/xlsx?route=9").json["faults"][0]["code"] == "A222"
    assert call(f"{path}/docx").status_code == 404
    assert call(f"{path}/xlsx", key=keys.stranger).status_code == 404
    assert call(f"/plans/{plan_id}/print", key=keys.stranger).status_code == 404
    with session(settings, write=True) as store:
        row = store.exec(select(Plan).where(col(Plan.id) == plan_id)).one()
        row.status = PlanStatus.RUNNING
        store.add(row)
    answer = call(f"{path}/xlsx")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "A253")
