"""Import of drivers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from app.imports import cells
from app.imports.columns import Column, Record
from app.imports.result import ImportResult, enter_rows
from app.services.fleet.drivers import DriverInput, enter_drivers
from app.services.places import RoadContext
from app.services.results import KEEP, EntryResult

COLUMNS = (
    Column(key="ref", zh=("编号", "司机编号"), read=cells.reference(64, least=1), required=True),
    Column(key="name", zh=("姓名", "司机", "司机姓名"), read=cells.text(200, least=1), required=True),
    Column(key="phone", zh=("电话", "手机"), read=cells.text(32), default=""),
    Column(key="skills", zh=("技能", "资质"), read=cells.words, default=()),
    Column(key="valid_until", zh=("资质有效期", "证书有效期"), read=cells.expiries, default={}),
    Column(key="weekdays", zh=("工作日", "上班日", "星期"), read=cells.weekdays),
    Column(key="shift", zh=("班次", "工作时间"), read=cells.working_hours),
)


def import_drivers(
    session: Session, organisation_id: int, records: Sequence[Record], _roads: RoadContext
) -> ImportResult:
    """Enter the drivers of a table; faults: I207.

    Days and hours that a row leaves empty are unchanged: tables seldom have them, and planners enter them
    manually.
    """

    def enter(drivers: list[DriverInput], set_aside: Collection[int]) -> list[EntryResult]:
        return enter_drivers(session, organisation_id, drivers, set_aside=set_aside)

    return enter_rows(records, _read, enter)


def _read(record: Record) -> DriverInput:
    return DriverInput(
        ref=record["ref"], name=record["name"], phone=record["phone"], skills=tuple(record["skills"]),
        valid_until=record["valid_until"],
        weekdays=tuple(record["weekdays"]) if "weekdays" in record.written else KEEP,
        shift=record["shift"] if "shift" in record.written else KEEP,
    )  # fmt: skip
