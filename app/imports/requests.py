"""Pickup requests: one row per material; rows that share a reference are one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, insert

from app.imports.catalogue import keep_materials
from app.imports.columns import Record
from app.imports.context import ImportContext
from app.imports.known_rows import KnownRows, read_known, request_ids
from app.imports.place_columns import place_of
from app.imports.place_faults import far_off_road, outside_region, written_wrong
from app.imports.request_columns import MOST_UNIT_KG
from app.imports.result import ImportResult, put
from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.domain.places import LonLat
from data.store.requests import Condition, PickupRequest, RequestItem, RequestStatus
from data.store.sites import UNLOADING_KINDS, Site

_DONE = (RequestStatus.COLLECTED, RequestStatus.CANCELLED)
_SAID_ONCE = ("centre", "date", "due_date", "site", "name", "lon", "lat", "datum", "windows")
"""What is the request's and not an item's; a row below the first may leave it out, but not differ."""

Fresh = list[tuple[PickupRequest, list[RequestItem]]]


def store_requests(
    session: Session, records: Sequence[Record], result: ImportResult, context: ImportContext
) -> None:
    """Store requests by reference, each with all its items.

    Faults: I206 a centre, site or material that does not exist, I209 no date, centre or place,
    I210 too heavy, I211 the request is over, I212 rows of one reference contradict each other, I213 a
    published plan serves the request and the row would change it, I214 and I215 a place that cannot
    be right, I219 goods that may not be fetched. Doubts: I216 far off the roads, I217 the same pickup
    twice, I218 no packing said where it must be, I220 goods that the centre does not accept.
    """
    keep_materials(session)
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["ref"], []).append(record)
    known = read_known(session, context.organisation_id, list(groups))
    fresh: Fresh = []
    good = []
    for rows in groups.values():
        faults = [
            *_head_faults(rows[0], known, context),
            *(fault for row in rows for fault in _item_faults(row, known)),
            *(fault for row in rows[1:] for fault in _contradictions(row, rows[0])),
        ]
        if faults:
            result.faults.extend(faults)
        elif _store(session, rows, known, result, fresh):
            good.append(rows)
    result.days = sorted({rows[0]["date"] for rows in good})
    _add_all(session, fresh, known)
    _note_doubts(good, known, result, context)


def _add_all(session: Session, fresh: Fresh, known: KnownRows) -> None:
    """New requests and then their items, each table in one statement with many rows.

    Added as objects each row would be a statement of its own, since SQLite hands back one id at a time.
    """
    if not fresh:
        return
    session.exec(insert(PickupRequest), params=[row.model_dump(exclude={"id"}) for row, _items in fresh])
    ids = request_ids(session, known.organisation_id, [row.ref for row, _items in fresh])
    lines = [
        item.model_dump(exclude={"id"}) | {"request_id": ids[row.ref]}
        for row, items in fresh
        for item in items
    ]
    session.exec(insert(RequestItem), params=lines)


def _note_doubts(
    good: Sequence[Sequence[Record]], known: KnownRows, result: ImportResult, context: ImportContext
) -> None:
    """What is kept, and yet should be looked at."""
    heads = [(rows[0], _place(rows[0], known), _sure_centre(rows[0], known)) for rows in good]
    result.doubts.extend(far_off_road(heads, context.roads))
    seen: dict[tuple[object, ...], Record] = {}
    for rows, (head, place, centre) in zip(good, heads, strict=True):
        result.spots[head.row] = place
        items = tuple(_amounts(_item(row, known)) for row in rows)
        first = seen.setdefault((place, head["date"], head["name"], items), head)
        if first is not head:
            cause = f"Row {first.row} has the same place, customer, day and goods as {first['ref']}."
            result.doubts.append(Fault("I217", cause, "Cancel one of them if it is one pickup.", head.where))
        for row in rows:
            result.doubts.extend(_item_doubts(row, known, centre))


def _item_doubts(row: Record, known: KnownRows, centre: Site) -> list[Fault]:
    material = known.materials[row["material"].lower()]
    found: list[Fault] = []
    if centre.accepts is not None and material.load_type not in centre.accepts:
        taken_elsewhere = any(
            site.accepts is None or material.load_type in site.accepts
            for site in known.sites.values()
            if site.kind in UNLOADING_KINDS and site.centre_id in (centre.id, None) and site.id != centre.id
        )
        if not taken_elsewhere:
            cause = f"Centre {centre.ref} does not accept {material.name_en} ({material.load_type})."
            action = "Give the centre or another facility this stream, or no truck can unload it."
            found.append(row.fault("I220", cause, action, "material"))
    needs_packing = material.load_type == "battery" and row["condition"] in (
        Condition.DAMAGED, Condition.UNDIAGNOSABLE,
    )  # fmt: skip
    if needs_packing and not row["packing"]:
        cause = f"The packing of the {row['condition'].value} battery is not recorded."
        found.append(row.fault("I218", cause, "Record it before the truck is loaded.", "packing"))
    return found


def _head_faults(head: Record, known: KnownRows, context: ImportContext) -> list[Fault]:
    """What is wrong with the row that says where and when."""
    found = written_wrong(head)
    centre = _centre(head, known)
    if centre is not None and not found and {"lon", "lat"} <= head.given:
        found.extend(outside_region(head, place_of(head), centre, context.boxes))
    if found:
        context.spot(head)
    if centre is None:
        cause = (
            f"There is no sorting centre {head['centre']!r}." if head["centre"] else "The centre is not said."
        )
        found.append(head.fault("I206", cause, "Name one of your sorting centres.", "centre"))
    if head["date"] is None:
        found.append(head.fault("I209", "The date is not said.", "Fill in the date of the pickup.", "date"))
    if head["site"] and head["site"] not in known.sites:
        cause = f"There is no site {head['site']!r}."
        found.append(head.fault("I206", cause, "Import the site first, or correct the reference.", "site"))
    elif not head["site"] and not {"lon", "lat"} <= head.given:
        cause = "Neither a site nor a longitude and latitude is said."
        found.append(
            head.fault("I209", cause, "Fill in one or the other.", "lat" if "lon" in head.given else "lon")
        )
    earlier = known.requests.get(head["ref"])
    if earlier is not None and earlier.status in _DONE:
        cause = f"Request {head['ref']} is {earlier.status.value}."
        found.append(head.fault("I211", cause, "Give a new pickup a reference of its own.", "ref"))
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


def _item_faults(row: Record, known: KnownRows) -> list[Fault]:
    material = known.materials.get(row["material"].lower())
    if material is None:
        cause = f"There is no material {row['material']!r}."
        return [row.fault("I206", cause, "Use a reference or name of the catalogue.", "material")]
    unit_kg = (row["kg"] if row["kg"] is not None else row["quantity"] * material.unit_kg) / row["quantity"]
    if unit_kg > MOST_UNIT_KG:
        cause = f"{unit_kg:g} kg is above the {MOST_UNIT_KG} kg limit per item."
        return [row.fault("I210", cause, "Correct the weight or the quantity.", "kg")]
    refusal = rule_set().refusal_of(material.load_type, row["condition"].value)
    if refusal is not None:
        action = "Keep it apart outdoors, call the dealer's specialists; enter it once it is made safe."
        return [row.fault("I219", f"{refusal.reason_en}.", action, "condition")]
    return []


def _centre(head: Record, known: KnownRows) -> Site | None:
    """The centre named, or the only one there is."""
    if head["centre"]:
        return known.centres.get(head["centre"])
    return next(iter(known.centres.values())) if len(known.centres) == 1 else None


def _sure_centre(head: Record, known: KnownRows) -> Site:
    centre = _centre(head, known)
    assert centre is not None, "rows without a centre are set aside"
    return centre


def _store(
    session: Session, rows: Sequence[Record], known: KnownRows, result: ImportResult, fresh: Fresh
) -> bool:
    """Store one request; whether it could be. New ones are only put into `fresh`."""
    head = rows[0]
    values = _values(head, known)
    wanted = [_item(row, known) for row in rows]
    row = known.requests.get(head["ref"])
    if row is None:
        row = PickupRequest(organisation_id=known.organisation_id, ref=head["ref"], **values)
        fresh.append((row, wanted))
        result.imported += 1
        return True
    held = _held_fault(row, values, wanted, head=head, known=known)
    if held is not None:
        result.faults.append(held)
        return False
    if row.status is RequestStatus.FAILED and row.date != values["date"]:
        values["status"] = RequestStatus.OPEN  # another day, another try: a failed one is never planned
    changed = put(session, row, values, result, is_new=False)
    _put_items(session, row, wanted, result, known=known, changed=changed)
    return True


def _put_items(
    session: Session,
    row: PickupRequest,
    wanted: Sequence[RequestItem],
    result: ImportResult,
    *,
    known: KnownRows,
    changed: bool,
) -> None:
    items = known.items.get(row.ref, ())
    if [_amounts(item) for item in items] == [_amounts(item) for item in wanted]:
        return
    if not changed:
        result.unchanged, result.updated = result.unchanged - 1, result.updated + 1
    for item in items:
        session.delete(item)
    assert row.id is not None
    for item in wanted:
        item.request_id = row.id
    session.add_all(wanted)


def _held_fault(
    row: PickupRequest,
    values: Mapping[str, Any],
    wanted: Sequence[RequestItem],
    *,
    head: Record,
    known: KnownRows,
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


def _values(head: Record, known: KnownRows) -> dict[str, Any]:
    site = known.sites.get(head["site"] or "")
    place = _place(head, known)
    return {
        "centre_id": _sure_centre(head, known).id,
        "site_id": site.id if site is not None else None,
        "name": head["name"] or (site.name_zh if site is not None else head["ref"]),
        "lon": place.lon,
        "lat": place.lat,
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


def _place(head: Record, known: KnownRows) -> LonLat:
    if {"lon", "lat"} <= head.given:
        return place_of(head)
    site = known.sites[head["site"]]
    return LonLat(site.lon, site.lat)


def _item(row: Record, known: KnownRows) -> RequestItem:
    material = known.materials[row["material"].lower()]
    kg, litres = row["quantity"] * material.unit_kg, row["quantity"] * material.unit_l
    return RequestItem(
        request_id=0,
        material_ref=material.ref,
        quantity=row["quantity"],
        condition=row["condition"],
        kg=round(kg if row["kg"] is None else row["kg"], 3),
        litres=round(litres if row["litres"] is None else row["litres"], 3),
        packing=row["packing"],
    )


def _amounts(item: RequestItem) -> tuple[str, int, Condition, float, float, str]:
    return item.material_ref, item.quantity, item.condition, item.kg, item.litres, item.packing
