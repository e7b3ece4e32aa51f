"""Import of pickup requests: one row per item; rows that share a reference are one request."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from app.imports import cells
from app.imports.columns import Column, Record, access_columns, place_columns
from app.imports.result import ImportResult
from app.services.places import RoadContext
from app.services.requests.enter import enter_requests
from app.services.requests.inputs import ItemInput, PickupRequestInput
from app.services.requests.rows import amounts
from app.services.results import EntryResult
from data.domain.errors import Fault
from data.domain.limits import MAX_LINE_KG, MAX_LINE_L, MAX_PRIORITY, MAX_QUANTITY
from data.store.requests.pickup_requests import Condition

CONDITION_WORDS = {condition.value: condition for condition in Condition} | {
    "完好": Condition.INTACT,
    "破损": Condition.DAMAGED,
    "无法判定": Condition.UNDIAGNOSABLE,
    "危急": Condition.CRITICAL,
}
COLUMNS = (
    Column(key="ref", zh=("编号", "需求编号", "单号"), read=cells.reference(64, least=1), required=True),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64)),
    Column(key="date", zh=("日期", "回收日期"), read=cells.day),
    Column(key="site", zh=("站点", "站点编号"), read=cells.reference(64)),
    Column(key="name", zh=("名称", "客户", "客户名称"), read=cells.text(200)),
    *place_columns(required=False),
    Column(key="address", zh=("地址",), read=cells.text(500), default=""),
    Column(key="windows", zh=("时间窗", "可上门时间"), read=cells.spans, default=()),
    Column(key="priority", zh=("优先级",), read=cells.whole(0, MAX_PRIORITY), default=50),
    Column(key="due_date", zh=("截止日期", "最迟日期"), read=cells.day),
    Column(key="mandatory", zh=("必须", "必收"), read=cells.flag, default=False),
    *access_columns(),
    Column(key="note", zh=("备注",), read=cells.text(1000), default=""),
    Column(key="material", zh=("物品", "品类", "物料"), read=cells.text(200), required=True),
    Column(key="quantity", zh=("数量",), read=cells.whole(1, MAX_QUANTITY), required=True),
    Column(
        key="condition", zh=("状态", "状况"), read=cells.choice(CONDITION_WORDS), default=Condition.INTACT
    ),
    Column(key="kg", zh=("重量", "重量kg"), read=cells.number(0, MAX_LINE_KG, "kg")),
    Column(key="litres", zh=("体积", "体积l"), read=cells.number(0, MAX_LINE_L, "L")),
    Column(key="packing", zh=("包装",), read=cells.text(200), default=""),
)
_SAID_ONCE = ("centre", "date", "due_date", "site", "name", "lon", "lat", "datum", "windows")
"""What is the request's and not an item's; a row below the first may leave it out, but not differ."""
_ITEM_FIELDS = ("material", "quantity", "condition", "kg", "litres", "packing")


def import_requests(
    session: Session, organisation_id: int, records: Sequence[Record], roads: RoadContext
) -> ImportResult:
    """Enter the requests of a table, each with the items of all its rows.

    Adds the fault I212, rows of one reference contradict each other, and the doubt I217, a row occurs twice,
    to those of `enter_requests`.
    """
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["ref"], []).append(record)
    tables = list(groups.values())
    contradictions = {
        position: found for position, rows in enumerate(tables) if (found := _find_contradictions(rows))
    }
    requests = [_read(rows) for rows in tables]
    entered = enter_requests(session, organisation_id, requests, roads, set_aside=contradictions)
    result = ImportResult()
    for position, (rows, request, one) in enumerate(zip(tables, requests, entered, strict=True)):
        places = {
            f"items[{number}].{field}": (row, field)
            for number, row in enumerate(rows)
            for field in _ITEM_FIELDS
        }
        result.add(one, rows[0], places)
        result.faults += contradictions.get(position, ())
        result.doubts += _find_repeated(rows, one)
        if one.items and request.date is not None:
            result.days.append(request.date)
    result.days = sorted(set(result.days))
    return result


def _read(rows: Sequence[Record]) -> PickupRequestInput:
    head = rows[0]
    return PickupRequestInput(
        ref=head["ref"], centre=head["centre"], date=head["date"], site=head["site"],
        name=head["name"] or "", lon=head["lon"], lat=head["lat"], datum=head["datum"],
        address=head["address"], windows=tuple(head["windows"]), priority=head["priority"],
        due_date=head["due_date"], mandatory=head["mandatory"], max_mass_t=head["max_mass_t"],
        max_height_m=head["max_height_m"], note=head["note"],
        items=tuple(ItemInput(**{field: row[field] for field in _ITEM_FIELDS}) for row in rows),
    )  # fmt: skip


def _find_contradictions(rows: Sequence[Record]) -> list[Fault]:
    """Report I212: a reference repeated by mistake would merge two pickups and lose the second."""
    head = rows[0]
    action = "Leave it empty for the same pickup; give another pickup its own reference."
    return [
        row.locate(Fault("I212", f"{key} is not what row {head.row} says of {head['ref']}.", action), key)
        for row in rows[1:]
        for key in _SAID_ONCE
        if key in row.written and row[key] != head[key]
    ]


def _find_repeated(rows: Sequence[Record], entered: EntryResult) -> list[Fault]:
    """Report I217 for equal rows of one request: a row copied by mistake would count twice."""
    found: list[Fault] = []
    seen: dict[tuple[object, ...], Record] = {}
    for row, same in zip(rows, amounts(entered.items), strict=False):
        first = seen.setdefault(same, row)
        if first is not row:
            cause = f"Row {first.row} repeats an item of {row['ref']}; both are counted."
            fault = Fault("I217", cause, "Remove one of them if it is a duplicate.")
            found.append(row.locate(fault, "material"))
    return found
