"""Pickup requests: one row per material; rows that share a reference are one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, insert

from app.imports.columns import Record
from app.imports.context import ImportContext
from app.imports.known_rows import KnownRows, read_known, request_ids
from app.imports.place_faults import far_off_road
from app.imports.request_faults import contradictions, head_faults, item_doubts, item_faults
from app.imports.request_values import amounts, centre_of, item_of, place_of_request, values_of
from app.imports.result import ImportResult, put
from data.domain.errors import Fault
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import PickupRequest, RequestItem, RequestStatus

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
    sync_materials(session)
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["ref"], []).append(record)
    known = read_known(session, context.organisation_id, list(groups))
    fresh: Fresh = []
    good = []
    for rows in groups.values():
        faults = [
            *head_faults(rows[0], known, context),
            *(fault for row in rows for fault in item_faults(row, known)),
            *(fault for row in rows[1:] for fault in contradictions(row, rows[0])),
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
    heads = [(rows[0], place_of_request(rows[0], known), centre_of(rows[0], known)) for rows in good]
    result.doubts.extend(far_off_road(heads, context.roads))
    seen: dict[tuple[object, ...], Record] = {}
    for rows, (head, place, centre) in zip(good, heads, strict=True):
        result.spots[head.row] = place
        items = tuple(amounts(item_of(row, known)) for row in rows)
        first = seen.setdefault((place, head["date"], head["name"], items), head)
        if first is not head:
            cause = f"Row {first.row} has the same place, customer, day and goods as {first['ref']}."
            result.doubts.append(Fault("I217", cause, "Cancel one of them if it is one pickup.", head.where))
        result.doubts.extend(_lines_twice(rows, known))
        for row in rows:
            result.doubts.extend(item_doubts(row, known, centre))


def _lines_twice(rows: Sequence[Record], known: KnownRows) -> list[Fault]:
    """I217 for rows of one request that say the same goods: a row copied by mistake counts double."""
    found = []
    seen: dict[tuple[object, ...], Record] = {}
    for row in rows:
        first = seen.setdefault(amounts(item_of(row, known)), row)
        if first is not row and first.row != row.row:
            cause = f"Row {first.row} says the same goods of {row['ref']}; both are counted."
            found.append(Fault("I217", cause, "Take one of them out if it is there twice.", row.where))
    return found


def _store(
    session: Session, rows: Sequence[Record], known: KnownRows, result: ImportResult, fresh: Fresh
) -> bool:
    """Store one request; whether it could be. New ones are only put into `fresh`."""
    head = rows[0]
    values = values_of(head, known)
    wanted = [item_of(row, known) for row in rows]
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
    if [amounts(item) for item in items] == [amounts(item) for item in wanted]:
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
        amounts(item) for item in known.items.get(row.ref, ())
    ] == [amounts(item) for item in wanted]
    if plan is None or same or row.status is not RequestStatus.PLANNED:
        return None
    return Fault(
        "I213",
        f"The published plan of {plan.date} (version {plan.version}, {plan.id}) serves request {row.ref}.",
        "Plan that day anew without it, then import again.",
        head.where,
    )
