"""Workbooks for people who fill in tables: templates, and bad rows to correct. Every cell is plain text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from sqlmodel import Session, col, select

from app.exports.sanitize import book_cell
from app.imports.columns import Column
from app.imports.requests import CONDITION_WORDS
from app.imports.sites import KIND_WORDS
from app.imports.tables import Table
from app.services.fleet.vehicles import list_skills
from data.catalogue.materials import materials
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault
from data.domain.materials import LOAD_TYPES
from data.store.network.fleet import Driver
from data.store.network.sites import Site, list_centres
from data.store.requests.pickup_requests import Condition

MOST_LISTED = 2_000
"""Sites listed at most."""
DATUMS = ("WGS-84", "GCJ-02", "BD-09")
_HEADER = PatternFill("solid", fgColor="E9F0F9")
_WIDTH = 18
_WORDS: dict[str, tuple[str, str]] = {
    "ref": ("自己的编号，不重复；同一编号再次导入会更新", "Your own reference; importing it again updates"),
    "centre": ("分拣中心的编号；只有一个时可不填", "The sorting centre; empty where there is one"),
    "date": ("日期，如 2026-03-02", "A date, as 2026-03-02"),
    "site": ("已有站点的编号，或填写经纬度", "Reference of a known site, or give longitude and latitude"),
    "name": ("名称", "A name"),
    "name_zh": ("中文名称", "Chinese name"),
    "name_en": ("英文名称", "English name"),
    "lon": ("经度，十进制度数，如 109.978", "Longitude in decimal degrees, as 109.978"),
    "lat": ("纬度，十进制度数，如 27.550", "Latitude in decimal degrees, as 27.550"),
    "datum": ("WGS-84、GCJ-02(高德、腾讯)或 BD-09(百度)", "WGS-84, GCJ-02 (Amap, Tencent) or BD-09 (Baidu)"),
    "address": ("地址", "Address"),
    "windows": ("时间段，如 08:00-12:00;14:00-17:00", "Spans of time, as 08:00-12:00;14:00-17:00"),
    "priority": ("0 到 100", "0 to 100"),
    "mandatory": ("是 或 否", "yes or no"),
    "due_date": ("最迟日期，如 2026-03-06", "The last date, as 2026-03-06"),
    "max_mass_t": ("进得去的最大车重，吨", "Gross mass of the largest vehicle that gets there, in tonnes"),
    "max_height_m": ("进得去的最大车高，米", "Height of the tallest vehicle that gets there, in metres"),
    "note": ("备注", "Anything the driver should know"),
    "material": ("物料编号或名称，见“可用的值”", "A material's reference or name, see Allowed values"),
    "quantity": ("整数，1 到 10,000", "A whole number, 1 to 10,000"),
    "condition": ("完好、破损、无法判定；危急的不得收运", "intact, damaged or undiagnosable"),
    "kg": ("这一行的总重量，公斤；可不填", "Weight of the whole line in kg; may be empty"),
    "litres": ("这一行的总体积，升；可不填", "Volume of the whole line in litres; may be empty"),
    "packing": ("破损或无法判定的电池用什么包装", "How a damaged or undiagnosable battery is packed"),
    "kind": ("站点类型，见“可用的值”", "What the place is for, see Allowed values"),
    "accepts": ("接收的类别，空着表示全部", "Load types taken, empty for all"),
    "unload_min": ("卸货分钟数，0 到 480", "Minutes to unload, 0 to 480"),
    "network": ("路网名称(仅分拣中心)", "Name of the road network (sorting centres only)"),
    "class": ("车型，见“可用的值”", "A vehicle class, see Allowed values"),
    "plate": ("车牌", "Number plate"),
    "capacity_kg": ("核定载质量，公斤", "Payload in kg"),
    "capacity_l": ("货厢容积，升", "Volume in litres"),
    "mass_t": ("总质量，吨", "Gross mass in tonnes"),
    "height_m": ("车高，米", "Height in metres"),
    "width_m": ("车宽，米", "Width in metres"),
    "length_m": ("车长，米", "Length in metres"),
    "axleload_t": ("最重轴荷，吨", "Heaviest axle in tonnes"),
    "cost_fixed": ("每次出车费用，元", "CNY per shift used"),
    "cost_per_km": ("每公里费用，元", "CNY per km"),
    "cost_per_h": ("每小时费用，元", "CNY per hour"),
    "cost_per_overtime_h": ("加班每小时费用，元", "CNY per hour of overtime"),
    "overtime_min": ("最多加班分钟数", "Most minutes of overtime"),
    "shift": ("班次，同一天内，如 08:00-17:00", "Shift within one day, as 08:00-17:00"),
    "breaks": ("休息，如 12:00-13:30 60(时间段和分钟)", "Breaks, as 12:00-13:30 60 (span and minutes)"),
    "skills": ("技能，用空格隔开，见“可用的值”", "Skills separated by spaces, see Allowed values"),
    "valid_until": ("证书最后一天，如 lithium 2027-01-31", "Last day of certificates, as lithium 2027-01-31"),
    "weekdays": ("上班的日子，如 周一至周六；空着表示每天", "Days worked, as 1-6 (1 Monday); empty for all"),
    "driver_ref": ("司机编号", "The driver's reference"),
    "driver": ("司机姓名", "The driver's name"),
    "phone": ("电话", "Telephone"),
}  # fmt: skip


def write_template(columns: Sequence[Column], allowed: Mapping[str, Sequence[str]], *, zh: bool) -> bytes:
    """Write a workbook with a header to fill in, what each column means, and the values that may be used.

    Parameters
    ----------
    allowed
        Values by column key.
    """
    book = Workbook(write_only=True)
    titles = [column_title(column, zh=zh) for column in columns]
    _sheet(book, "填写" if zh else "Fill in", titles, [])
    words = ("列", "必填", "怎么填") if zh else ("Column", "Required", "What to enter")
    rows = [
        (
            title,
            ("是" if zh else "yes") if column.required else "",
            describe_values(column.key)[0 if zh else 1],
        )
        for title, column in zip(titles, columns, strict=True)
    ]
    _sheet(book, "说明" if zh else "Columns", words, rows)
    shown = [(title, allowed[c.key]) for title, c in zip(titles, columns, strict=True) if c.key in allowed]
    height = max((len(values) for _title, values in shown), default=0)
    lines = [[values[at] if at < len(values) else "" for _title, values in shown] for at in range(height)]
    _sheet(book, "可用的值" if zh else "Allowed values", [title for title, _values in shown], lines)
    return _bytes(book)


def write_bad_rows(table: Table, faults: Sequence[Fault], *, zh: bool) -> bytes:
    """Write a workbook of the rows with a fault as they were sent, with what is wrong in a further column."""
    wrong: dict[int, list[str]] = {}
    for fault in faults:
        number = fault.where.removeprefix("row ")
        if number.isdigit():
            wrong.setdefault(int(number), []).append(f"{fault.cause} {fault.action} ({fault.code})")
    width = max([len(table.header), *(len(cells) for _number, cells in table.rows)])
    header = [*table.header, *[""] * (width - len(table.header)), "问题" if zh else "What is wrong"]
    rows = [
        [*cells, *[""] * (width - len(cells)), "\n".join(wrong[number])]
        for number, cells in table.rows
        if number in wrong
    ]
    book = Workbook(write_only=True)
    _sheet(book, "改正" if zh else "To correct", header, rows)
    return _bytes(book)


def describe_values(key: str) -> tuple[str, str]:
    """What a column's cells may hold, in Chinese and English."""
    return _WORDS[key]


def list_allowed_values(
    session: Session, organisation_id: int, kind: str, *, zh: bool
) -> dict[str, Sequence[str]]:
    """Values by column key, of the catalogue and of what the organisation has."""
    entries = materials().values()
    classes = vehicle_classes().values()
    common: dict[str, Sequence[str]] = {
        "centre": [row.ref for row in list_centres(session, organisation_id)],
        "datum": DATUMS,
        "skills": list_skills(),
    }
    if kind == "requests":
        sites = select(Site.ref).where(
            Site.organisation_id == organisation_id, col(Site.retired_at).is_(None)
        )
        return common | {
            "site": list(session.exec(sites.order_by(col(Site.ref)).limit(MOST_LISTED))),
            "material": [entry.name_zh if zh else entry.name_en for entry in entries],
            "condition": [
                _word(CONDITION_WORDS, condition, zh=zh) for condition in Condition
                if condition is not Condition.CRITICAL
            ],
            "mandatory": ["是", "否"] if zh else ["yes", "no"],
        }  # fmt: skip
    if kind == "sites":
        kinds = dict.fromkeys(KIND_WORDS.values())
        return common | {"kind": [_word(KIND_WORDS, one, zh=zh) for one in kinds], "accepts": LOAD_TYPES}
    drivers = select(Driver.ref).where(
        Driver.organisation_id == organisation_id, col(Driver.retired_at).is_(None)
    )
    return common | {
        "class": [entry.name_zh if zh else entry.name_en for entry in classes],
        "driver_ref": list(session.exec(drivers.order_by(col(Driver.ref)).limit(MOST_LISTED))),
    }


def _word(words: Mapping[str, object], value: object, *, zh: bool) -> str:
    """A value's first Chinese word, or its own name."""
    named = [word for word, found in words.items() if found is value]
    return next((word for word in named if not word.isascii()), named[0]) if zh else named[0]


def column_title(column: Column, *, zh: bool) -> str:
    """A column's header in a language, starred where every row needs it."""
    name = column.zh[0] if zh and column.zh else column.key
    return f"{name}*" if column.required else name


def _sheet(book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for position in range(len(header)):
        sheet.column_dimensions[_letter(position)].width = _WIDTH
    titles = [_text(sheet, title) for title in header]
    for cell in titles:
        cell.font, cell.fill = Font(bold=True), _HEADER
    sheet.append(titles)
    for row in rows:
        sheet.append([_text(sheet, value) for value in row])


def _text(sheet: Any, value: str) -> Cell:
    cell: Cell = book_cell(sheet, value)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    return cell


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
