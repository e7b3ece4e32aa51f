"""Route sheets, read back by a PDF reader: what stands on them, in which order; nothing on them acts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from app.exports.pdf import fonts
from app.exports.pdf.background import Background
from app.exports.pdf.fonts import chinese_font
from app.exports.plan.route_sheets import route_sheets
from data.domain.errors import UnavailableError
from network.graph.road_graph import RoadGraph
from network.tiles import find_road_lines
from tests.factories.clocks import processor_time
from tests.factories.papers import (
    HAZARD,
    need_chinese_font,
    read_pdf,
    route_paper,
    stop_paper,
    text_of,
    the_day,
)

ORIGIN = "https://plan.example/"


def no_roads(_box: object, _zoom: int) -> list[object]:
    return []


@pytest.fixture(autouse=True, scope="module")
def font() -> None:
    need_chinese_font()


def sheets(*routes: object, roads: Background = no_roads, **options: object) -> PdfReader:
    return read_pdf(route_sheets(the_day(*routes, **options), chinese_font(), roads, origin=ORIGIN))


def test_stops_stand_in_order_with_their_chinese_intact() -> None:
    text = text_of(sheets(route_paper(1)))
    places = [text.index(f"怀化市鹤城区第{number}小区") for number in range(1, 11)]
    assert places == sorted(places)
    for told in ("湘N00001", "司机1", "13800000000", "鹤城分拣中心", "迎丰中路10号", "1 × 冰箱", "40.8 kg",
                 "42.3 km", "保持直立", "08:00–18:00", "卸货"):  # fmt: skip
        assert told in text, told


def test_a_hazard_is_told() -> None:
    assert HAZARD in text_of(sheets(route_paper(1, stop_paper(1, hazard=HAZARD))))


def test_the_language_is_the_readers() -> None:
    text = text_of(sheets(route_paper(1), language="en"))
    assert "Route 1" in text
    assert "Arrive · window" in text
    assert "到达" not in text


def test_a_draft_says_so_on_every_page() -> None:
    pages = sheets(route_paper(1, *(stop_paper(at) for at in range(1, 41))), published=False).pages
    assert len(pages) > 1
    assert all("草稿" in page.extract_text() for page in pages)
    assert f"第 1 页，共 {len(pages)} 页" in pages[0].extract_text()


def test_every_route_begins_on_a_page_of_its_own() -> None:
    texts = [page.extract_text() for page in sheets(*(route_paper(number) for number in (1, 2, 3))).pages]
    firsts = [text for text in texts if "第 1 页" in text]
    assert [text[text.index("湘") :][: len("湘N00001")] for text in firsts] == [
        "湘N00001",
        "湘N00002",
        "湘N00003",
    ]


def test_only_a_route_with_a_link_carries_its_code() -> None:
    plain, linked = route_paper(1), route_paper(1, link="/d/token")
    assert "扫码" not in text_of(sheets(plain))
    assert "扫码" in text_of(sheets(linked))


def test_a_route_without_road_shape_is_drawn_straight_and_says_so() -> None:
    assert "按直线画出" in text_of(sheets(route_paper(1, line=())))


def test_the_plan_without_routes_is_a_page_that_says_so() -> None:
    assert "没有路线" in text_of(sheets())


HOSTILE = (
    "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "../../etc/passwd", "(\\) Tj ET",
    "\u202e\u2066abc\u2069", "字" * 10_000, "a" * 10_000, "🚚" * 50, "\x00\x01\x1b",
)  # fmt: skip


def test_hostile_text_is_shown_as_text_and_cut_to_its_place() -> None:
    routes = []
    for number, bad in enumerate(HOSTILE, start=1):
        spoilt = stop_paper(
            1, name=bad, address=bad, note=bad, items=(bad,) * 40, hazard=bad, handling=(bad,)
        )
        routes.append(route_paper(number, spoilt, stop_paper(2), driver=bad, phone=bad, plate=bad))
    reader = sheets(*routes)
    text = text_of(reader)
    assert len(reader.pages) == len(HOSTILE)
    assert text.count("第2小区") == len(HOSTILE)
    for bad in HOSTILE[:4]:
        assert bad in text
    assert 100 < text.count("字") < 2_000
    assert not [control for control in "\u202e\u2066\x00\x1b🚚" if control in text]
    root = reader.trailer["/Root"]
    assert not {"/AA", "/AcroForm", "/Names"} & set(root)
    assert isinstance(root["/OpenAction"], list), "a place to open at, and no action"
    assert all("/Annots" not in page for page in reader.pages)


def test_the_font_is_embedded_as_a_part_of_it() -> None:
    document = route_sheets(the_day(route_paper(1)), chinese_font(), no_roads, origin=ORIGIN)
    assert len(document) < 200_000
    font = next(iter(read_pdf(document).pages[0]["/Resources"]["/Font"].values())).get_object()
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_sketch_draws_the_roads_of_its_rectangle(town_roads: RoadGraph) -> None:
    lon, lat = float(np.mean(town_roads.node_lon)), float(np.mean(town_roads.node_lat))
    asked: list[int] = []

    def roads(box: tuple[float, float, float, float], zoom: int) -> object:
        found = find_road_lines(town_roads, box, zoom)
        asked.append(len(found))
        for _kind, line in found:
            assert (line >= np.array(box[:2]) - 1e-6).all()
            assert (line <= np.array(box[2:]) + 1e-6).all()
        return found

    place = type(stop_paper(1).place)(lon, lat)
    sheets(route_paper(1, stop_paper(1, place=place), line=(place, place)), roads=roads)
    assert asked[0] > 0


def test_thirty_routes_of_ten_stops_take_under_five_seconds() -> None:
    day = the_day(*(route_paper(number, link=f"/d/{number:040}") for number in range(1, 31)))
    line = np.array([12_245_000.0, 3_185_000.0]) + 900 * np.random.default_rng(1).random((6, 2))
    lines = [("tertiary", line)] * 300
    with processor_time() as taken_s:
        document = route_sheets(day, chinese_font(), lambda _box, _zoom: lines, origin=ORIGIN)
    assert taken_s[0] < 5
    assert len(document) < 3_000_000


def test_without_a_font_the_fault_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_by_fontconfig", list)
    monkeypatch.setattr(fonts, "_USUAL", (str(tmp_path),))
    with pytest.raises(UnavailableError) as error:
        chinese_font.__wrapped__()
    assert error.value.code == "A261"
    assert "fonts-noto-cjk" in error.value.faults[0].action


def test_a_font_is_found_without_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = chinese_font()
    name = next(name for name, number in fonts._FILES.items() if number == known.number)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).symlink_to(known.path)
    monkeypatch.setattr(fonts, "_by_fontconfig", list)
    monkeypatch.setattr(fonts, "_USUAL", (str(tmp_path),))
    assert chinese_font.__wrapped__() == replace(known, path=tmp_path / "deep" / name)


def test_a_font_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert not fonts._usable(fonts.Typeface(tmp_path / "broken.ttf", 0))
