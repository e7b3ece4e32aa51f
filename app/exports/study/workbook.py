"""A scenario's answer as a workbook: what was asked and found, and a sheet per table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.exports.sanitize import book_cell
from app.exports.study.tables import (
    alternative_rows,
    calendar_rows,
    county_rows,
    place_rows,
    point_rows,
    stage_rows,
)
from app.exports.study.wording import choice_text, day_text, question_text, way_unit
from app.exports.words import Words
from app.services.studies.contents import point_names, priced_part, stages_of
from data.store.studies.tables import Scenario, Study

_HEADER = PatternFill("solid", fgColor="E9F0F9")
_SHARE, _WHOLE, _MONEY, _TENTH = "0.0%", "#,##0", "#,##0.00", "#,##0.0"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: its title in both languages, its width in characters, how numbers look."""

    key: str
    zh: str
    en: str
    width: int = 12
    form: str = "General"


_NUMBER = _Column("number", "编号（从 0 起）", "Number (from 0)")
_NAME = _Column("name", "名称", "Name", 26)
_LON = _Column("lon", "经度 (° WGS-84)", "Longitude (° WGS-84)", 14, "0.000000")
_LAT = _Column("lat", "纬度 (° WGS-84)", "Latitude (° WGS-84)", 14, "0.000000")
_WEEK: Final = (
    _Column("kg_per_week", "每周收走 (kg)", "Fetched a week (kg)", 14, _WHOLE),
    _Column("trucks_per_week", "每周车辆成本 (¥)", "Trucks a week (¥)", 14, _MONEY),
    _Column("km_per_week", "每周里程 (km)", "Driven a week (km)", 14, _TENTH),
    _Column("co2_kg_per_week", "每周 CO₂ (kg)", "CO₂ a week (kg)", 14, _TENTH),
    _Column("hours_per_week", "每周工时 (h)", "On the road a week (h)", 14, _TENTH),
)
_TONNE = _Column("cost_per_tonne", "每吨成本 (¥/t)", "Cost per tonne (¥/t)", 14, _MONEY)
_COLUMNS: Final[Mapping[str, tuple[_Column, ...]]] = {
    "stages": (
        _Column("stage", "期", "Stage", 8),
        _Column("open_from", "年份", "Year", 8),
        _Column("points", "网点（个）", "Points (number)"),
        _Column("new", "新增（个）", "New (number)"),
        _Column("covered", "覆盖率 (%)", "Covered (%)", 12, _SHARE),
        _Column("worst", "最远 ({unit})", "Farthest ({unit})", 12, _TENTH),
        _Column("mean", "平均 ({unit})", "On average ({unit})", 12, _TENTH),
        _Column("fixed", "固定成本 (¥/年)", "Fixed cost (¥ a year)", 14, _MONEY),
        _TONNE,
    ),
    "places": (
        _NUMBER, _NAME, _Column("county", "县", "County", 16), _Column("township", "乡镇", "Township", 16),
        _LON, _LAT,
        _Column("kg_per_year", "年产生量 (kg)", "Demand a year (kg)", 14, _WHOLE),
        _Column("way", "到最近网点 ({unit})", "To the nearest point ({unit})", 14, _TENTH),
        _Column("point", "归属网点编号", "Served by point (number)", 14),
        _Column("point_name", "归属网点", "Served by point", 26),
    ),
    "points": (
        _NUMBER, _NAME, _LON, _LAT,
        _Column("open", "开放", "Open", 8),
        _Column("stage", "期", "Stage", 8),
        _Column("open_from", "年份", "Year", 8),
        _Column("existing", "现有", "Existing", 10),
        _Column("days", "收运日", "Collected on", 30),
    ),
    "alternatives": (
        _Column("name", "方案", "Choice", 22),
        _Column("points", "网点（个）", "Points (number)"),
        _Column("share_fetched", "收走比例 (%)", "Fetched (%)", 12, _SHARE),
        _TONNE,
        _Column("cost_per_week", "每周总成本 (¥)", "All costs a week (¥)", 14, _MONEY),
        *_WEEK,
        _Column("not_fetched", "收不完（处）", "Cannot be done (stops)"),
        _Column("cheapest", "最省", "Cheapest", 10),
    ),
    "counties": (
        _Column("county", "县", "County", 20),
        _Column("points", "网点（个）", "Points (number)"),
        _TONNE, *_WEEK,
    ),
    "calendar": (
        _Column("day", "收运日", "Day", 14),
        _Column("point", "网点", "Point", 26),
        _NUMBER,
        _Column("kg", "重量 (kg)", "Mass (kg)", 12, _WHOLE),
    ),
}  # fmt: skip
_SHEETS: Final = {
    "figures": ("概要", "figures"), "stages": ("分期", "stages"), "places": ("地点", "places"),
    "points": ("网点", "points"), "alternatives": ("方案成本", "alternatives"),
    "counties": ("分县", "counties"), "calendar": ("收运日历", "calendar"),
}  # fmt: skip

Row = Mapping[str, Any]


def workbook(study: Study, scenario: Scenario, words: Words) -> bytes:
    """Figures, places and points; stages where there are; of a priced scenario what its trucks do."""
    book = Workbook(write_only=True)
    _append_figures(book, study, scenario, words)
    unit = way_unit(study)[0]
    for name, rows in _tables(study, scenario, words):
        sheet = book.create_sheet(words.of(*_SHEETS[name]))
        given = {key for row in rows for key in row}
        columns = [column for column in _COLUMNS[name] if column.key in given]
        sheet.freeze_panes = "A2"
        for position, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width
        titles = [words.of(column.zh, column.en).format(unit=unit) for column in columns]
        sheet.append([_title(sheet, title) for title in titles])
        for row in rows:
            sheet.append([_cell(sheet, row.get(column.key), column.form, words) for column in columns])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tables(study: Study, scenario: Scenario, words: Words) -> Iterable[tuple[str, Sequence[Row]]]:
    pricing = priced_part(scenario)
    weeks = pricing["terms"]["weeks"] if pricing else 1
    if stages_of(scenario):
        yield "stages", [_in_unit(study, row, "worst", "mean") for row in stage_rows(scenario)]
    names = point_names(study)
    yield (
        "places",
        [
            _in_unit(study, row | {"way": row[study.measure]}, "way")
            | {"point_name": "" if row["point"] is None else names[row["point"]]}
            for row in place_rows(study, scenario)
        ],
    )
    calendar = calendar_rows(study, scenario)
    called: dict[int, list[str]] = {}
    for row in calendar:
        called.setdefault(row["number"], []).append(day_text(words, row["day"], weeks))
    yield (
        "points",
        [
            row | {"days": " ".join(dict.fromkeys(called.get(row["number"], ())))}
            for row in point_rows(study, scenario)
        ],
    )
    if not pricing:
        return
    named = [choice_text(words, scenario, pricing, number) for number in range(len(pricing["alternatives"]))]
    choices = zip(alternative_rows(pricing), named, strict=True)
    yield "alternatives", [row | {"name": name} for row, name in choices]
    yield "counties", county_rows(pricing)
    yield "calendar", [row | {"day": day_text(words, row["day"], weeks)} for row in calendar]


def _append_figures(book: Workbook, study: Study, scenario: Scenario, words: Words) -> None:
    sheet = book.create_sheet(words.of(*_SHEETS["figures"]))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 60
    for title, value, form in _figures(study, scenario, words):
        if value is not None:
            cell = _cell(sheet, value, form, words)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            sheet.append([_title(sheet, title), cell])


def _figures(study: Study, scenario: Scenario, words: Words) -> list[tuple[str, Any, str]]:
    of, found = words.of, _in_unit(study, scenario.figures, "worst", "mean", "within")
    unit, terms = way_unit(study)[0], scenario.question.get("collection") or {}
    named = f"{scenario.letter} {scenario.name}".strip()
    method = priced_part(scenario).get("method", {})
    return [
        (of("研究", "Study"), study.name, ""),
        (of("方案", "Scenario"), named, ""),
        (of("问题", "Question"), question_text(study, scenario, words), ""),
        (of("年产生量 (kg)", "Demand a year (kg)"), study.kg_per_year, _WHOLE),
        (of("网点（个）", "Points (number)"), found.get("points"), _WHOLE),
        (of(f"覆盖范围 ({unit})", f"Covered within ({unit})"), found.get("within"), _TENTH),
        (of("覆盖率 (%)", "Covered (%)"), found.get("covered"), _SHARE),
        (of(f"最远 ({unit})", f"Farthest ({unit})"), found.get("worst"), _TENTH),
        (of(f"平均 ({unit})", f"On average ({unit})"), found.get("mean"), _TENTH),
        (of("没有路（处）", "Without a way (places)"), found.get("unreachable"), _WHOLE),
        (of("固定成本 (¥/年)", "Fixed cost (¥ a year)"), found.get("fixed"), _MONEY),
        (of("与可能最优的差距 (%)", "At most from the best possible (%)"), found.get("gap"), "0.0###%"),
        (of("每吨成本 (¥/t)", "Cost per tonne (¥/t)"), found.get("cost_per_tonne"), _MONEY),
        (of("每周总成本 (¥)", "All costs a week (¥)"), found.get("cost_per_week"), _MONEY),
        (of("每周里程 (km)", "Driven a week (km)"), found.get("km_per_week"), _TENTH),
        (of("每周 CO₂ (kg)", "CO₂ a week (kg)"), found.get("co2_kg_per_week"), _TENTH),
        (of("收走比例 (%)", "Fetched (%)"), found.get("share_fetched"), _SHARE),
        (of("车型", "Vehicle class"), terms.get("vehicle_class"), ""),
        (of("车辆（辆）", "Trucks (number)"), terms.get("trucks"), _WHOLE),
        (of("每个容器 (kg)", "A container holds (kg)"), terms.get("container_kg"), _WHOLE),
        (of("怎样算的", "How it is worked out"), method.get(words.language) or method.get("en"), ""),
    ]


def _in_unit(study: Study, row: Row, *keys: str) -> dict[str, Any]:
    """The row with its ways in minutes or kilometres."""
    per = way_unit(study)[1]
    ways = {key: row[key] / per for key in keys if row.get(key) is not None}
    return {**row, **ways}


def _title(sheet: Any, text: str) -> Any:
    cell = book_cell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEADER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any, form: str, words: Words) -> Any:
    if isinstance(value, bool):
        value = words.of("是", "yes") if value else ""
    known = isinstance(value, int | float) or value is None
    cell = book_cell(sheet, value if known else str(value))
    if known and form:
        cell.number_format = form
    return cell
