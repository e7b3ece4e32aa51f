"""Sites, vehicles and requests in: good rows kept, bad rows named, the same file twice changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel, select
from werkzeug.test import TestResponse

from app.imports.result import ImportResult
from app.imports.run import KINDS, import_table
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site
from data.store.requests.pickup_requests import PickupRequest, RequestItem, RequestStatus
from tests.factories.examples import examples
from tests.factories.rows import World
from tests.factories.store import Keys

Load = Callable[[str, str], ImportResult]


@pytest.fixture
def load(settings: Settings, world: World) -> Load:
    def send(kind: str, text: str) -> ImportResult:
        return import_table(settings, world.organisation_id, kind, text.encode(), "t.csv")

    return send


def one(settings: Settings, table: type[SQLModel], ref: str) -> SQLModel:
    with session(settings) as store:
        return store.exec(select(table).where(table.ref == ref)).one()  # type: ignore[attr-defined]


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.imported, result.updated, result.unchanged


def where(result: ImportResult) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in result.faults]


SITES = """编号,类型,名称,英文名称,经度,纬度,分拣中心,开放时间,接收类别
P-1,回收网点,泸阳,Luyang,109.9,27.6,C-1,08:00-12:00;14:00-17:00,
D-1,dismantler,拆解厂,,109.8,27.5,,,battery appliance
"""


def test_sites_with_chinese_headers(load: Load, settings: Settings, world: World) -> None:
    assert counts(load("sites", SITES)) == (2, 0, 0)
    point, dismantler = one(settings, Site, "P-1"), one(settings, Site, "D-1")
    assert (point.name_zh, point.name_en, point.centre_id) == ("泸阳", "Luyang", world.centre_id)
    assert point.windows == [[28_800, 43_200], [50_400, 61_200]]
    assert (dismantler.name_en, dismantler.accepts) == ("拆解厂", ["appliance", "battery"])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sites", SITES),
        ("vehicles", "ref,centre,class,driver,phone\nV-9,C-1,truck_4t,张三,138\n"),
        ("requests", "ref,date,lon,lat,material,quantity\nR-9,2026-03-02,110,27,fridge,2\nR-9,,,,电视机,1\n"),
    ],
)
def test_the_same_file_twice_changes_nothing(load: Load, kind: str, text: str) -> None:
    text = text.replace("电视机", "显像管电视机")
    first, second = load(kind, text), load(kind, text)
    assert (second.imported, second.updated) == (0, 0)
    assert second.unchanged == first.imported > 0


def test_a_changed_row_is_updated(load: Load, settings: Settings) -> None:
    load("sites", SITES)
    assert counts(load("sites", SITES.replace("泸阳", "泸阳镇"))) == (0, 1, 1)
    assert one(settings, Site, "P-1").name_zh == "泸阳镇"


def test_a_site_may_stand_above_its_centre(load: Load) -> None:
    text = "ref,kind,name_zh,lon,lat,centre\nP-1,household,户,1,2,C-7\nC-7,sorting_centre,心,1,2,\n"
    assert counts(load("sites", text)) == (2, 0, 0)


def test_a_centre_keeps_its_roads_when_the_table_does_not_say(load: Load, settings: Settings) -> None:
    load("sites", "ref,kind,name_zh,lon,lat\nC-1,sorting_centre,心,1,2\n")
    assert one(settings, Site, "C-1").network == "toy"


def test_bad_sites_are_named_and_the_others_kept(load: Load) -> None:
    bad = (
        "P-1,household,again,1,2,\n"
        "P-3,castle,堡,1,2,\n"
        "P-4,household,远,181,2,\n"
        "P-5,household,孤,1,2,C-9\n"
        "P-6,household,,1,2,\n"
        ",household,无,1,2,\n"
    )
    result = load("sites", "ref,kind,name_zh,lon,lat,centre\nP-1,household,户,1,2,\n" + bad)
    assert counts(result) == (1, 0, 0)
    assert where(result) == [
        ("row 3", "I207"), ("row 4", "I204"), ("row 5", "I204"), ("row 6", "I206"), ("row 7", "I208"),
        ("row 8", "I205"),
    ]  # fmt: skip


def test_positions_in_the_datum_of_a_chinese_map_are_converted(load: Load, settings: Settings) -> None:
    rows = "P-1,household,a,109.962,27.567,高德\nP-2,household,b,109.962,27.567,gps\n"
    load("sites", "ref,kind,name_zh,lon,lat,坐标系\n" + rows)
    amap, gps = one(settings, Site, "P-1"), one(settings, Site, "P-2")
    assert (gps.lon, gps.lat) == (109.962, 27.567)
    assert 0.003 < abs(amap.lon - gps.lon) < 0.008


def test_a_vehicle_takes_the_figures_of_its_class(load: Load, settings: Settings) -> None:
    load(
        "vehicles",
        "ref,centre,class,capacity_kg,shift,breaks,车高\n"
        "V-9,C-1,轻型货车 4.5 吨,1400,8:00-17:30,12:00-13:30 60,2.8\n",
    )
    truck = one(settings, Vehicle, "V-9")
    assert (truck.vehicle_class, truck.capacity_kg, truck.capacity_l) == ("truck_4t", 1400, 14_000)
    assert (truck.mass_t, truck.height_m, truck.length_m) == (4.5, 2.8, 5.99)
    assert (truck.shift_start_s, truck.shift_end_s) == (28_800, 63_000)
    assert truck.breaks == [{"window": [43_200, 48_600], "duration_s": 3600}]
    assert (truck.profile, truck.emission_class) == ("truck_4t", "rigid_3_5_to_7_5_t")


def test_a_vehicle_brings_its_driver(load: Load, settings: Settings) -> None:
    load(
        "vehicles",
        "ref,centre,class,driver_ref,driver,phone\nV-8,C-1,van,D-7,张三,138\nV-9,C-1,van,D-7,张三,138\n",
    )
    driver = one(settings, Driver, "D-7")
    assert (driver.name, driver.phone) == ("张三", "138")
    assert one(settings, Vehicle, "V-8").driver_id == one(settings, Vehicle, "V-9").driver_id == driver.id


def test_another_driver_is_a_change_of_the_vehicle(load: Load) -> None:
    text = "ref,centre,class,driver\nV-9,C-1,van,张三\n"
    load("vehicles", text)
    assert counts(load("vehicles", text.replace("张三", "李四"))) == (0, 1, 0)


def test_bad_vehicles_are_named(load: Load) -> None:
    rows = "V-8,C-9,van,\nV-9,C-1,ship,\nV-7,C-1,van,17:00-08:00\nV-1,C-1,van,\nV-1,C-1,van,\n"
    assert where(load("vehicles", "ref,centre,class,shift\n" + rows)) == [
        ("row 2", "I206"), ("row 3", "I204"), ("row 4", "I204"), ("row 6", "I207"),
    ]  # fmt: skip


REQUESTS = """ref,date,lon,lat,name,windows,material,quantity,condition,kg
R-9,2026年3月2日,109.9,27.6,李家,09:00-12:00,电冰箱,2,,
R-9,,,,,,ebike_pack,3,破损,17.5
"""


def test_rows_of_one_reference_are_one_request(load: Load, settings: Settings) -> None:
    assert counts(load("requests", REQUESTS)) == (1, 0, 0)
    request = one(settings, PickupRequest, "R-9")
    assert (request.name, request.windows, request.date.isoformat()) == (
        "李家",
        [[32_400, 43_200]],
        "2026-03-02",
    )
    with session(settings) as store:
        items = store.exec(select(RequestItem).where(RequestItem.request_id == request.id)).all()
    assert [(i.material_ref, i.quantity, i.condition.value, i.kg, i.litres) for i in items] == [
        ("fridge", 2, "intact", 81.58, 2400.0), ("ebike_pack", 3, "damaged", 17.5, 24.0),
    ]  # fmt: skip


def test_changed_items_replace_those_before(load: Load, settings: Settings) -> None:
    load("requests", REQUESTS)
    assert counts(load("requests", REQUESTS.replace("ebike_pack,3", "ebike_pack,4"))) == (0, 1, 0)
    request = one(settings, PickupRequest, "R-9")
    with session(settings) as store:
        items = store.exec(select(RequestItem).where(RequestItem.request_id == request.id)).all()
    assert [item.quantity for item in items] == [2, 4]


def test_a_request_at_a_site_takes_its_place_and_hours(load: Load, settings: Settings) -> None:
    load("sites", SITES)
    load("requests", "ref,date,site,material,quantity\nR-9,2026-03-02,P-1,fridge,1\n")
    request = one(settings, PickupRequest, "R-9")
    assert (request.lon, request.lat, request.name) == (109.9, 27.6, "泸阳")
    assert request.windows == [[28_800, 43_200], [50_400, 61_200]]


def test_bad_requests_are_named(load: Load) -> None:
    text = (
        "ref,date,lon,lat,site,material,quantity,kg,centre\n"
        "R-A,,110,27,,fridge,1,,\n"
        "R-B,2026-03-02,,,,fridge,1,,\n"
        "R-C,2026-03-02,,,P-0,fridge,1,,\n"
        "R-D,2026-03-02,110,27,,dragon,1,,\n"
        "R-E,2026-03-02,110,27,,fridge,1,30000,\n"
        "R-F,2026-03-02,110,27,,fridge,0,,\n"
        "R-G,2026-03-02,110,27,,fridge,1,,C-9\n"
        "R-H,2026-03-02,110,27,,fridge,1,,\n"
    )
    result = load("requests", text)
    assert counts(result) == (1, 0, 0)
    assert where(result) == [
        ("row 2", "I209"), ("row 3", "I209"), ("row 4", "I206"), ("row 5", "I206"), ("row 6", "I210"),
        ("row 7", "I204"), ("row 8", "I206"),
    ]  # fmt: skip
    assert "30000 kg is above the 2000 kg limit per item" in result.faults[4].cause


def test_a_bad_item_sets_its_whole_request_aside(load: Load, settings: Settings) -> None:
    """Half a request would be planned as if it were whole."""
    result = load("requests", REQUESTS.replace("ebike_pack", "dragon"))
    assert (counts(result), where(result)) == ((0, 0, 0), [("row 3", "I206")])


def test_a_collected_request_is_not_changed(load: Load, settings: Settings) -> None:
    load("requests", REQUESTS)
    with session(settings, write=True) as store:
        row = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-9")).one()
        row.status = RequestStatus.COLLECTED
        store.add(row)
    assert where(load("requests", REQUESTS)) == [("row 2", "I211")]


@pytest.mark.parametrize("text", ["ref,kind\nA,household\n", "ref,ref,kind,lon,lat\n1,2,household,1,2\n"])
def test_a_header_that_cannot_be_used_is_said(load: Load, text: str) -> None:
    with pytest.raises(InputError) as caught:
        load("sites", text)
    assert {fault.code for fault in caught.value.faults} == {"I203"}


def test_there_is_no_other_kind_of_table(load: Load) -> None:
    with pytest.raises(NotFoundError):
        load("dragons", "ref\n1\n")


def test_columns_are_declared_once_each() -> None:
    for kind in KINDS.values():
        titles = [title for column in kind.columns for title in (column.key, *column.zh)]
        assert len(titles) == len(set(titles))
        assert all(column.zh for column in kind.columns)


def test_the_api_imports_and_tells_the_rows(call: Callable[..., TestResponse]) -> None:
    text = SITES + "P-2,什么,,,1,2,,,\n"
    answer = call(
        "/api/v1/imports/sites", "POST", data={"file": (io.BytesIO(text.encode("gb18030")), "站点.csv")}
    )
    assert answer.status_code == 200
    assert (answer.json["imported"], answer.json["faults"][0]["where"]) == (2, "row 4")


def test_the_api_says_that_no_file_came(call: Callable[..., TestResponse], keys: Keys) -> None:
    assert call("/api/v1/imports/sites", "POST").json["faults"][0]["code"] == "A202"
    file = {"file": (io.BytesIO(b"ref\n1\n"), "x.csv")}
    assert call("/api/v1/imports/dragons", "POST", data=file).status_code == 404


def test_another_organisations_objects_are_its_own(settings: Settings, load: Load, keys: Keys) -> None:
    """The same references are free for everybody, and nobody can name another's centre."""
    load("sites", SITES)
    with session(settings) as store:
        other = store.exec(select(Site.organisation_id)).first()
    result = import_table(settings, (other or 0) + 1, "sites", SITES.encode(), "t.csv")
    assert (counts(result), where(result)) == ((1, 0, 0), [("row 2", "I206")])


CELL = st.text(st.characters(blacklist_characters=',;\t\r\n"\x00', blacklist_categories=("Cs",)), max_size=12)


@examples(30)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=3))
def test_any_cells_are_stored_or_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """No cell that a person can type brings the import down."""
    from app.imports.columns import read_records
    from app.imports.tables import read_table

    header = "ref,date,lon,lat,windows,material,quantity,condition,kg"
    text = "\n".join([header, *(",".join(row) for row in rows)])
    records = read_records(read_table(text.encode(), "t"), KINDS["requests"].columns, "t")
    named = {fault.where for fault in records.faults}
    assert {record.where for record in records.good}.isdisjoint(named)


def test_a_due_date_and_the_largest_vehicle_that_gets_there(load: Load, settings: Settings) -> None:
    """A request at a site takes over the site's limits, and may have its own."""
    load("sites", "编号,类型,名称,经度,纬度,限重吨,限高米\nP-2,村级网点,村口,109.9,27.6,4.5,2.8\n")
    text = (
        "ref,date,due_date,site,material,quantity,max_height_m\n"
        "L-1,2026-03-02,2026-03-05,P-2,fridge,1,\n"
        "L-2,2026-03-02,,P-2,fridge,1,2.2\n"
        "L-3,2026-03-02,,P-2,fridge,1,99\n"
    )
    assert where(load("requests", text)) == [("row 4", "I204")]
    own, other = one(settings, PickupRequest, "L-1"), one(settings, PickupRequest, "L-2")
    assert str(own.due_date) == "2026-03-05"
    assert (own.max_mass_t, own.max_height_m) == (4.5, 2.8)
    assert (other.due_date, other.max_mass_t, other.max_height_m) == (None, 4.5, 2.2)
