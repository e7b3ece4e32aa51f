"""The people who drive, by reference: telephone, certificates and until when they hold, days and hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from app.imports import cells
from app.imports.columns import Column, Record
from app.imports.context import ImportContext
from app.imports.result import ImportResult, put
from data.store.network.fleet import ALL_WEEK, Driver

COLUMNS = (
    Column(key="ref", zh=("编号", "司机编号"), read=cells.reference(64, least=1), required=True),
    Column(key="name", zh=("姓名", "司机", "司机姓名"), read=cells.text(200, least=1), required=True),
    Column(key="phone", zh=("电话", "手机"), read=cells.text(32), default=""),
    Column(key="skills", zh=("技能", "资质"), read=cells.words, default=()),
    Column(key="valid_until", zh=("资质有效期", "证书有效期"), read=cells.expiries, default={}),
    Column(key="weekdays", zh=("工作日", "上班日", "星期"), read=cells.weekdays, default=ALL_WEEK),
    Column(key="shift", zh=("班次", "工作时间"), read=cells.working_hours),
)


def store_drivers(
    session: Session, records: Sequence[Record], result: ImportResult, context: ImportContext
) -> None:
    """Store drivers by reference. Days and hours that a row does not say stay as they are: lists of people
    seldom have them, and planners enter them by hand.

    Faults: I207 the reference stands twice.
    """
    rows = session.exec(select(Driver).where(Driver.organisation_id == context.organisation_id))
    known = {row.ref: row for row in rows}
    seen: dict[str, int] = {}
    for record in records:
        ref = record["ref"]
        if ref in seen:
            cause = f"The reference {ref} already stands in row {seen[ref]}."
            action = "Give every driver a reference of their own."
            result.faults.append(record.fault("I207", cause, action, "driver_ref"))
            continue
        seen[ref] = record.row
        values: dict[str, Any] = {
            "name": record["name"],
            "phone": record["phone"],
            "skills": sorted({*record["skills"], *record["valid_until"]}),
            "valid_until": dict(record["valid_until"]),
            "retired_at": None,
        }
        # A form sends the whole of a driver: what it leaves empty is meant so.
        is_form = not record.written
        if is_form or "weekdays" in record.given:
            values["weekdays"] = sorted(set(record["weekdays"]))
        if is_form or "shift" in record.given:
            values["shift_start_s"], values["shift_end_s"] = record["shift"] or (None, None)
        row = known.get(ref)
        if row is None:
            put(
                session, Driver(organisation_id=context.organisation_id, ref=ref, **values), values, result,
                is_new=True,
            )  # fmt: skip
        else:
            put(session, row, values, result, is_new=False)
    session.flush()
