"""Pickup requests: one row per material; rows that share a reference are one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.imports import cells
from app.imports.catalogue import keep_materials
from app.imports.columns import Column, Record
from app.imports.place_columns import access_columns, place_columns, place_of
from app.imports.result import ImportResult, put
from data.domain.errors import Fault
from data.store.plans import Plan
from data.store.reading import plans_to_serve, with_items
from data.store.requests import Condition, Material, PickupRequest, RequestItem, RequestStatus
from data.store.sites import Site, SiteKind

MOST_QUANTITY = 10_000
MOST_UNIT_KG = 2_000
MOST_KG, MOST_L = 60_000, 200_000
CONDITION_WORDS = {condition.value: condition for condition in Condition} | {
    "完好": Condition.INTACT,
    "破损": Condition.DAMAGED,
    "无法判定": Condition.UNDIAGNOSABLE,
    "危急": Condition.CRITICAL,
}
_DONE = (RequestStatus.COLLECTED, RequestStatus.CANCELLED)
_SAID_ONCE = ("centre", "date", "due_date", "site", "name", "lon", "lat", "datum", "windows")
"""What is the request's and not an item's; a row below the first may leave it out, but not differ."""

COLUMNS = (
    Column(key="ref", zh=("编号", "需求编号", "单号"), read=cells.text(64, least=1), required=True),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.text(64)),
    Column(key="date", zh=("日期", "回收日期"), read=cells.day),
    Column(key="site", zh=("站点", "站点编号"), read=cells.text(64)),
    Column(key="name", zh=("名称", "客户", "客户名称"), read=cells.text(200)),
    *place_columns(required=False),
    Column(key="address", zh=("地址",), read=cells.text(500), default=""),
    Column(key="windows", zh=("时间窗", "可上门时间"), read=cells.spans, default=()),
    Column(key="priority", zh=("优先级",), read=cells.whole(0, 100), default=50),
    Column(key="due_date", zh=("截止日期", "最迟日期"), read=cells.day),
    Column(key="mandatory", zh=("必须", "必收"), read=cells.flag, default=False),
    *access_columns(),
    Column(key="note", zh=("备注",), read=cells.text(1000), default=""),
    Column(key="material", zh=("物品", "品类", "物料"), read=cells.text(200), required=True),
    Column(key="quantity", zh=("数量",), read=cells.whole(1, MOST_QUANTITY), required=True),
    Column(
        key="condition", zh=("状态", "状况"), read=cells.choice(CONDITION_WORDS), default=Condition.INTACT
    ),
    Column(key="kg", zh=("重量", "重量kg"), read=cells.number(0, MOST_KG, "kg")),
    Column(key="litres", zh=("体积", "体积l"), read=cells.number(0, MOST_L, "L")),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows may name; `items` are those of the requests there are, `held_by` the published plan
    that still has to serve a request, by the request's id.
    """

    organisation_id: int
    centres: Mapping[str, Site]
    sites: Mapping[str, Site]
    materials: Mapping[str, Material]
    requests: Mapping[str, PickupRequest]
    items: Mapping[str, Sequence[RequestItem]]
    held_by: Mapping[int, Plan]


def store_requests(
    session: Session, organisation_id: int, records: Sequence[Record], result: ImportResult
) -> None:
    """Store requests by reference, each with all its items.

    Faults: I206 a centre, site or material that does not exist, I209 no date, centre or place,
    I210 too heavy, I211 the request is over, I212 rows of one reference contradict each other, I213 a
    published plan serves the request and the row would change it.
    """
    keep_materials(session)
    known = _read_known(session, organisation_id)
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["ref"], []).append(record)
    for rows in groups.values():
        faults = [
            *_head_faults(rows[0], known),
            *(fault for row in rows for fault in _item_faults(row, known)),
            *(fault for row in rows[1:] for fault in _contradictions(row, rows[0])),
        ]
        if faults:
            result.faults.extend(faults)
            continue
        _store(session, rows, known, result)


def _read_known(session: Session, organisation_id: int) -> _Known:
    sites = session.exec(
        select(Site).where(Site.organisation_id == organisation_id, col(Site.retired_at).is_(None))
    )
    by_ref = {site.ref: site for site in sites}
    named = {}
    for material in session.exec(select(Material)):
        named.update({word.lower(): material for word in (material.ref, material.name_zh, material.name_en)})
    requests = session.exec(
        select(PickupRequest).where(PickupRequest.organisation_id == organisation_id)
    ).all()
    return _Known(
        organisation_id=organisation_id,
        centres={ref: site for ref, site in by_ref.items() if site.kind is SiteKind.SORTING_CENTRE},
        sites=by_ref,
        materials=named,
        requests={row.ref: row for row in requests},
        items={entry.request.ref: entry.items for entry in with_items(session, requests)},
        held_by=plans_to_serve(session, organisation_id),
    )


def _head_faults(head: Record, known: _Known) -> list[Fault]:
    """What is wrong with the row that says where and when."""
    found: list[Fault] = []
    if _centre(head, known) is None:
        cause = (
            f"There is no sorting centre {head['centre']!r}." if head["centre"] else "The centre is not said."
        )
        found.append(Fault("I206", cause, "Name one of your sorting centres.", head.where))
    if head["date"] is None:
        found.append(Fault("I209", "The date is not said.", "Fill in the date of the pickup.", head.where))
    if head["site"] and head["site"] not in known.sites:
        cause = f"There is no site {head['site']!r}."
        found.append(Fault("I206", cause, "Import the site first, or correct the reference.", head.where))
    elif not head["site"] and not {"lon", "lat"} <= head.given:
        cause = "Neither a site nor a longitude and latitude is said."
        found.append(Fault("I209", cause, "Fill in one or the other.", head.where))
    earlier = known.requests.get(head["ref"])
    if earlier is not None and earlier.status in _DONE:
        cause = f"Request {head['ref']} is {earlier.status.value}."
        found.append(Fault("I211", cause, "Give a new pickup a reference of its own.", head.where))
    return found


def _contradictions(row: Record, head: Record) -> list[Fault]:
    """A reference given twice by mistake would make two pickups one, and the second would be lost."""
    return [
        Fault(
            "I212",
            f"{key} is not what row {head.row} says of {head['ref']}.",
            "Leave it out where it is the same pickup; give another pickup a reference of its own.",
            row.where,
        )
        for key in _SAID_ONCE
        if key in row.given and row[key] != head[key]
    ]


def _item_faults(row: Record, known: _Known) -> list[Fault]:
    material = known.materials.get(row["material"].lower())
    if material is None:
        cause = f"There is no material {row['material']!r}."
        return [Fault("I206", cause, "Use a reference or name of the catalogue.", row.where)]
    unit_kg = (row["kg"] if row["kg"] is not None else row["quantity"] * material.unit_kg) / row["quantity"]
    if unit_kg > MOST_UNIT_KG:
        cause = f"{unit_kg:g} kg is above the {MOST_UNIT_KG} kg limit per item."
        return [Fault("I210", cause, "Correct the weight or the quantity.", row.where)]
    return []


def _centre(head: Record, known: _Known) -> Site | None:
    """The centre named, or the only one there is."""
    if head["centre"]:
        return known.centres.get(head["centre"])
    return next(iter(known.centres.values())) if len(known.centres) == 1 else None


def _store(session: Session, rows: Sequence[Record], known: _Known, result: ImportResult) -> None:
    head = rows[0]
    values = _values(head, known)
    wanted = [_item(row, known) for row in rows]
    items = known.items.get(head["ref"], ())
    row = known.requests.get(head["ref"])
    if row is None:
        row = PickupRequest(organisation_id=known.organisation_id, ref=head["ref"], **values)
        put(session, row, values, result, is_new=True)
        session.flush()
    else:
        held = _held_fault(row, values, wanted, head=head, known=known)
        if held is not None:
            result.faults.append(held)
            return
        if row.status is RequestStatus.FAILED and row.date != values["date"]:
            values["status"] = RequestStatus.OPEN  # another day, another try: a failed one is never planned
        changed = put(session, row, values, result, is_new=False)
        if [_amounts(item) for item in items] == [_amounts(item) for item in wanted]:
            return
        if not changed:
            result.unchanged, result.updated = result.unchanged - 1, result.updated + 1
        for item in items:
            session.delete(item)
    assert row.id is not None
    for item in wanted:
        item.request_id = row.id
        session.add(item)
    session.flush()


def _held_fault(
    row: PickupRequest,
    values: Mapping[str, Any],
    wanted: Sequence[RequestItem],
    *,
    head: Record,
    known: _Known,
) -> Fault | None:
    """I213: a truck is on its way by what was published; changed behind its back, it would go in vain."""
    plan = known.held_by.get(row.id or 0)
    same = all(getattr(row, key) == value for key, value in values.items()) and [
        _amounts(item) for item in known.items.get(row.ref, ())
    ] == [_amounts(item) for item in wanted]
    if plan is None or same or row.status is not RequestStatus.PLANNED:
        return None
    return Fault(
        "I213",
        f"The published plan of {plan.date} (version {plan.version}, {plan.id}) serves request {row.ref}.",
        "Plan that day anew without it, then import again.",
        head.where,
    )


def _values(head: Record, known: _Known) -> dict[str, Any]:
    centre = _centre(head, known)
    site = known.sites.get(head["site"] or "")
    assert centre is not None
    place = place_of(head) if {"lon", "lat"} <= head.given else None
    return {
        "centre_id": centre.id,
        "site_id": site.id if site is not None else None,
        "name": head["name"] or (site.name_zh if site is not None else head["ref"]),
        "lon": place.lon if place is not None else site.lon,  # type: ignore[union-attr]
        "lat": place.lat if place is not None else site.lat,  # type: ignore[union-attr]
        "address": head["address"] or (site.address if site is not None else ""),
        "date": head["date"],
        "windows": [list(window) for window in head["windows"]] or (site.windows if site is not None else []),
        "due_date": head["due_date"],
        "max_mass_t": _limit("max_mass_t", head, site),
        "max_height_m": _limit("max_height_m", head, site),
        "priority": head["priority"],
        "mandatory": head["mandatory"],
        "note": head["note"],
    }


def _limit(key: str, head: Record, site: Site | None) -> float | None:
    """The request's own limit, or its site's."""
    own: float | None = head[key]
    return getattr(site, key) if own is None and site is not None else own


def _item(row: Record, known: _Known) -> RequestItem:
    material = known.materials[row["material"].lower()]
    kg, litres = row["quantity"] * material.unit_kg, row["quantity"] * material.unit_l
    return RequestItem(
        request_id=0,
        material_ref=material.ref,
        quantity=row["quantity"],
        condition=row["condition"],
        kg=round(kg if row["kg"] is None else row["kg"], 3),
        litres=round(litres if row["litres"] is None else row["litres"], 3),
    )


def _amounts(item: RequestItem) -> tuple[str, int, Condition, float, float]:
    return item.material_ref, item.quantity, item.condition, item.kg, item.litres
