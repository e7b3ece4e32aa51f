"""Requests entered one by one or as documents: by the same rules, and in the same way, as imported tables."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from app.errors import ConflictError
from app.imports.columns import CellFault, Record, Records
from app.imports.request_columns import COLUMNS
from app.imports.result import ImportResult
from app.imports.run import store_records
from app.services.requests.find import require_requests
from data.domain.errors import Fault, InputError
from data.settings import Settings
from data.store.engine import session as open_session
from data.store.network.sites import Site
from data.store.plans.lookup import find_serving_plans
from data.store.requests.pickup_requests import (
    Condition,
    PickupRequest,
    RequestItem,
    RequestStatus,
    load_items,
)

Document = Mapping[str, Any]
"""As `RequestIn` dumps it."""
_DEFAULTS = {column.key: column.default for column in COLUMNS}
_HEAD = ("ref", "centre", "date", "site", "name", "lon", "lat", "datum", "address", "windows", "priority",
         "mandatory", "due_date", "max_mass_t", "max_height_m", "note")  # fmt: skip
_AT_ONCE = 5_000


def store_documents(settings: Settings, organisation_id: int, documents: Sequence[Document]) -> ImportResult:
    """Store requests by reference; row 1 of the result's faults is the first document."""
    records = [record for row, one in enumerate(documents, start=1) for record in records_of(row, one)]
    return store_records(settings, organisation_id, "requests", Records(good=records))


def store_one(settings: Settings, organisation_id: int, document: Document, *, is_new: bool) -> ImportResult:
    """Store one request whole; the doubts about it are in the result.

    Raises
    ------
    InputError
        Everything that is wrong with it.
    ConflictError
        A244: there is a request of that reference already.
    """
    if is_new:
        _require_unknown(settings, organisation_id, document["ref"])
    result = store_documents(settings, organisation_id, [document])
    if result.faults:
        raise InputError([of_document(fault) for fault in result.faults])
    return result


def of_document(fault: Fault) -> Fault:
    """What is wrong with a row, said of a document: of its field, where it is about one."""
    where = fault.column if isinstance(fault, CellFault) and fault.column else "request"
    return Fault(fault.code, fault.cause, fault.action, where)


def fresh_ref() -> str:
    """A reference for a request that was entered without one."""
    return f"E-{secrets.token_hex(5).upper()}"


def records_of(row: int, document: Document) -> list[Record]:
    """A document as the rows of a table would be read: one per item, all of them row `row`."""
    head = {key: document[key] for key in _HEAD}
    given = {key for key in _HEAD if document[key] not in (None, "", [])}
    return [
        Record(
            row,
            _DEFAULTS | head | item | {"condition": Condition(item["condition"])},
            frozenset(given | {"material", "quantity", "condition"}),
        )
        for item in document["items"]
    ]


def change_many(session: Session, organisation_id: int, refs: Sequence[str], change: Document) -> int:
    """Give requests another day, priority or state; all of them or none.

    Raises
    ------
    NotFoundError
        A245: there is no such request.
    ConflictError
        I211: it was collected. I213: a published plan serves it and the change concerns the trucks.
    """
    rows = require_requests(session, organisation_id, list(dict.fromkeys(refs)))
    held_by = find_serving_plans(session, organisation_id)
    faults: list[Fault] = []
    changed = 0
    for ref, row in rows.items():
        if row.status is RequestStatus.COLLECTED:
            faults.append(Fault("I211", f"Request {ref} is collected.", "Leave it as it is.", ref))
        elif row.id in held_by and row.status is RequestStatus.PLANNED:
            cause = f"The published plan {held_by[row.id].id} serves request {ref}."
            faults.append(Fault("I213", cause, "Plan that day anew without it first.", ref))
        else:
            changed += _change(row, change)
            session.add(row)
    if faults:
        raise ConflictError(faults)
    return changed


def document_of(session: Session, row: PickupRequest) -> dict[str, Any]:
    """A stored request as a document, to be changed and stored again."""
    [entry] = load_items(session, [row])
    centre = session.get_one(Site, row.centre_id)
    site = session.get(Site, row.site_id) if row.site_id is not None else None
    return {
        "ref": row.ref, "centre": centre.ref, "date": row.date, "name": row.name, "address": row.address,
        "site": site.ref if site is not None and site.retired_at is None else None,
        "lon": row.lon, "lat": row.lat, "datum": "wgs84", "windows": [tuple(span) for span in row.windows],
        "priority": row.priority, "mandatory": row.mandatory, "note": row.note,
        "due_date": row.due_date, "max_mass_t": row.max_mass_t, "max_height_m": row.max_height_m,
        "items": [line_document(item) for item in entry.items],
    }  # fmt: skip


def line_document(item: RequestItem) -> dict[str, Any]:
    """A line of a request as a document has it."""
    return {
        "material": item.material_ref, "quantity": item.quantity, "condition": item.condition.value,
        "kg": item.kg, "litres": item.litres, "packing": item.packing,
    }  # fmt: skip


def _change(row: PickupRequest, change: Document) -> bool:
    values = {key: value for key, value in change.items() if value is not None}
    if "status" in values:
        values["status"] = RequestStatus(values["status"])
    elif row.status is RequestStatus.FAILED and values.get("date", row.date) != row.date:
        values["status"] = RequestStatus.OPEN  # another day, another try
    changed = any(getattr(row, key) != value for key, value in values.items())
    for key, value in values.items():
        setattr(row, key, value)
    return changed


def _require_unknown(settings: Settings, organisation_id: int, ref: str) -> None:
    with open_session(settings) as store:
        wanted = select(PickupRequest.id).where(
            PickupRequest.organisation_id == organisation_id, PickupRequest.ref == ref
        )
        if store.exec(wanted).first() is not None:
            cause, action = (
                f"There is a request {ref!r} already.",
                "Change that one, or choose another reference.",
            )
            raise ConflictError(Fault("A244", cause, action, "ref"))
