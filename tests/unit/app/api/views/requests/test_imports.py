"""Tables as people keep them: titles above, merged cells, dates as text, wide digits, endless empty rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import select
from werkzeug.test import TestResponse

from app.imports.tables import MOST_ROWS, read_table
from data.domain.datums import wgs84_to_bd09, wgs84_to_gcj02
from data.domain.errors import InputError
from data.domain.places import LonLat
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.requests.pickup_requests import PickupRequest, RequestItem
from tests.factories.clocks import processor_time
from tests.factories.rows import World

Call = Callable[..., TestResponse]
HEAD = ["ref", "centre", "date", "lon", "lat", "material", "quantity"]


def row(world: World, ref: str | None, **changed: object) -> list[object]:
    values = {"ref": ref, "centre": world.centre, "date": world.date, "lon": 110.0, "lat": 27.5,
              "material": "fridge", "quantity": 1}  # fmt: skip
    return list((values | changed).values())


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: list[object]) -> Workbook:
    book = Workbook()
    for cells_of_row in rows:
        book.active.append(cells_of_row)
    return book


def sent(call: Call, content: bytes, name: str = "t.xlsx", *, preview: bool = False, **fields: str) -> Any:
    path = f"/api/v1/imports/requests{'/preview' if preview else ''}"
    return call(path, "POST", data={"file": (io.BytesIO(content), name), **fields})


def test_a_file_over_the_limit_is_refused_with_what_to_do(call: Call) -> None:
    answer = sent(call, bytes(21 * 1024 * 1024))
    assert answer.status_code == 413
    fault = answer.json["faults"][0]
    assert (fault["code"], fault["cause"]) == ("A413", "The file is larger than 20 MB.")
    assert "HUILIU_MAX_UPLOAD_MB" in fault["action"]


def with_rows(book: Workbook, more: str) -> bytes:
    """A workbook to whose sheet rows of XML are added."""
    before, after = io.BytesIO(saved(book)), io.BytesIO()
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if "sheet1" in name:
                text = text.replace(b"</sheetData>", more.encode() + b"</sheetData>")
            new.writestr(name, text)
    return after.getvalue()


def test_a_million_empty_rows_are_read_as_none(call: Call, world: World) -> None:
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(3, 1_000_000))
    content = with_rows(sheet(HEAD, row(world, "A")), empty)
    with processor_time() as taken_s:
        table = read_table(content, "t.xlsx")
    assert taken_s[0] < 20
    assert [number for number, _cells in table.rows] == [2]


def test_what_stands_far_below_is_not_lost_without_a_word(world: World) -> None:
    far = '<row r="900000"><c r="A900000" t="inlineStr"><is><t>B</t></is></c></row>'
    with pytest.raises(InputError) as caught:
        read_table(with_rows(sheet(HEAD, row(world, "A")), far), "t.xlsx")
    assert caught.value.code == "I202"
    assert "row 900000" in str(caught.value)
    assert MOST_ROWS < 900_000


def test_a_wrong_sheet_is_told_and_another_may_be_chosen(call: Call, world: World) -> None:
    book = sheet(["月份", "吨"], ["一月", 12])
    right = book.create_sheet("需求")
    right.append(HEAD)
    right.append(row(world, "A"))
    assert sent(call, saved(book)).json["imported"] == 1  # the sheet whose header is known
    wrong = sent(call, saved(book), preview=True, sheet="Sheet").json
    assert wrong["sheets"] == ["Sheet", "需求"]
    assert {fault["code"] for fault in wrong["header_faults"]} == {"I203"}
    none = sent(call, saved(book), sheet="Mai")
    assert none.status_code == 422
    assert "需求" in none.json["faults"][0]["action"]


def test_a_title_above_the_header_is_no_header(call: Call, world: World) -> None:
    book = sheet(
        ["三月二日回收需求"], ["制表：", "陈丽华"], HEAD, row(world, "A"), row(world, "B", quantity="x")
    )
    book.active.merge_cells("A1:G1")
    answer = sent(call, saved(book)).json
    assert (answer["imported"], answer["faults"][0]["row"]) == (1, 5)


def test_a_header_below_a_title_may_have_no_more_columns_than_another() -> None:
    wide = "title\n" + ",".join(["ref", *map(str, range(100))]) + "\n"
    with pytest.raises(InputError) as caught:
        read_table(wide.encode(), "t.csv", best=len)
    assert caught.value.code == "I202"


def test_merged_cells_belong_to_each_of_their_rows(call: Call, settings: Settings, world: World) -> None:
    book = sheet(
        HEAD,
        row(world, "A"),
        [*[None] * 5, "washing_machine", 2],
        [*[None] * 5, "tv_flat", 3],
        row(world, "B"),
    )
    for column in "ABCDE":
        book.active.merge_cells(f"{column}2:{column}4")
    answer = sent(call, saved(book)).json
    assert (answer["imported"], answer["faults"]) == (2, [])
    with session(settings) as store:
        request = store.exec(select(PickupRequest).where(PickupRequest.ref == "A")).one()
        items = store.exec(select(RequestItem).where(RequestItem.request_id == request.id)).all()
    assert {(item.material_ref, item.quantity) for item in items} == {
        ("fridge", 1), ("washing_machine", 2), ("tv_flat", 3),
    }  # fmt: skip


def test_text_in_gb18030_with_wide_digits(call: Call, settings: Settings, world: World) -> None:
    text = "编号,分拣中心,日期,名称,经度,纬度,物品,数量\n甲,{c},{d},㐂德里,１１０．０,２７．５,电冰箱,２\n"
    content = text.format(c=world.centre, d=world.date).encode("gb18030")
    assert sent(call, content, "需求.csv").json["imported"] == 1
    with session(settings) as store:
        found = store.exec(select(PickupRequest).where(PickupRequest.ref == "甲")).one()
    assert (found.name, found.lon) == ("㐂德里", 110.0)


def test_a_shift_over_midnight_says_what_to_do(call: Call, world: World) -> None:
    text = f"ref,centre,class,shift\nV-9,{world.centre},van,22:00-06:00\n"
    path = "/api/v1/imports/vehicles"
    fault = call(path, "POST", data={"file": (io.BytesIO(text.encode()), "t.csv")}).json["faults"][0]
    assert (fault["code"], fault["column"], fault["given"]) == ("I204", "shift", "22:00-06:00")
    assert "over midnight it is two" in fault["cause"]
    truck = {"ref": "V-9", "centre": world.centre, "class": "van", "shift": [79_200, 21_600]}
    refused = call("/api/v1/vehicles", "POST", json=truck)
    assert refused.status_code == 422
    assert "midnight" in refused.json["faults"][0]["cause"] + refused.json["faults"][0]["action"]


def test_goods_that_the_centre_does_not_accept_are_told(call: Call, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        for place in store.exec(select(Site)):
            place.accepts = ["battery"]
            store.add(place)
    answer = sent(call, saved(sheet(HEAD, row(world, "A")))).json
    assert answer["imported"] == 1
    assert [(one["code"], one["column"], one["given"]) for one in answer["doubts"]] == [
        ("I220", "material", "fridge")
    ]


def test_a_reference_typed_wide_is_the_same_in_tables_and_forms(
    call: Call, settings: Settings, world: World
) -> None:
    """It was another one: the centre was not found, and the pickup came twice."""
    table = saved(sheet(HEAD, row(world, "ＦＷ－１", centre="Ｃ－１", material="ｆｒｉｄｇｅ")))
    assert sent(call, table).json["imported"] == 1
    assert sent(call, saved(sheet(HEAD, row(world, "FW-1")))).json["unchanged"] == 1
    body = {"ref": "ＦＷ－１", "centre": world.centre, "date": str(world.date), "lon": 110.0, "lat": 27.5}
    again = call("/api/v1/requests", "POST", json=body | {"items": [{"material": "fridge", "quantity": 1}]})
    assert (again.status_code, again.json["faults"][0]["code"]) == (409, "A244")
    assert call("/api/v1/drivers", "POST", json={"ref": "Ｄ７", "name": "王师傅"}).json["ref"] == "D7"


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (27.5, 110.0, "are exchanged"),
        (110.0, 110.0, "both 110: one number was entered twice"),
        (27.5, 27.5, "both 27.5: one number was entered twice"),
        ("110.0,27.5", None, "contains two numbers"),
        ("１１０．０　２７．５", 27.5, "contains two numbers"),
    ],
)
def test_numbers_of_a_place_that_are_swapped_or_doubled_are_told(
    call: Call, world: World, lon: object, lat: object, words: str
) -> None:
    told = sent(call, saved(sheet(HEAD, row(world, "A", lon=lon, lat=lat)))).json
    assert told["imported"] == 0
    assert words in told["faults"][0]["cause"]


@pytest.mark.parametrize(
    ("word", "datum"), [("百度地图", "bd09"), ("高德地图", "gcj02"), ("CGCS2000", "wgs84")]
)
def test_datums_go_by_the_names_of_maps(
    call: Call, settings: Settings, world: World, word: str, datum: str
) -> None:
    there = {
        "wgs84": LonLat(110.0, 27.5),
        "gcj02": wgs84_to_gcj02(LonLat(110.0, 27.5)),
        "bd09": wgs84_to_bd09(LonLat(110.0, 27.5)),
    }[datum]
    values = [*row(world, "A", lon=there.lon, lat=there.lat), word]
    assert sent(call, saved(sheet([*HEAD, "坐标系"], values))).json["imported"] == 1
    with session(settings) as store:
        found = store.exec(select(PickupRequest).where(PickupRequest.ref == "A")).one()
    assert (found.lon, found.lat) == (pytest.approx(110.0, abs=1e-5), pytest.approx(27.5, abs=1e-5))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file (.xls), or one with a password"),
        (b"%PDF-1.7 ref,centre", "it is a PDF"),
        (b"\xff\xd8\xff\xe0", "it is a picture"),
    ],
)
def test_files_of_other_programs_are_told_by_their_kind(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(content, "t.xls")
    fault = caught.value.faults[0]
    assert (fault.code, words in fault.cause, "XLSX" in fault.action) == ("I201", True, True)


def test_what_several_fields_say_together_is_told_by_their_names(call: Call, world: World) -> None:
    truck = {"ref": "V-9", "centre": world.centre, "class": "van", "shift": [79_200, 21_600]}
    fault = call("/api/v1/vehicles", "POST", json=truck).json["faults"][0]
    assert fault["where"] == "json.shift"
    assert fault["cause"].startswith("shift: it ends before it starts; enter a shift over midnight as")


def test_a_row_that_stands_twice_is_told_and_two_kinds_of_goods_are_not(call: Call, world: World) -> None:
    """Two rows of one reference are one pickup of both; a row copied by mistake would count double."""
    twice = sent(call, saved(sheet(HEAD, row(world, "A"), row(world, "A"))), preview=True).json["result"]
    assert [(doubt["code"], doubt["row"]) for doubt in twice["doubts"]] == [("I217", 3)]
    assert "both are counted" in twice["doubts"][0]["cause"]
    both = sheet(HEAD, row(world, "A"), row(world, "A", material="洗衣机"), row(world, "A", quantity=2))
    assert sent(call, saved(both), preview=True).json["result"]["doubts"] == []
