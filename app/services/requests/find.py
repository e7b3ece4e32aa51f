"""Find pickup requests: stored ones, and those that weekly requests will become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.domain.errors import Fault, NotFoundError
from data.store.engine import in_batches
from data.store.requests.pickup_requests import (
    Condition,
    PickupRequest,
    RequestStatus,
    RequestWithItems,
    list_requests,
    load_items,
)
from data.store.requests.recurring import find_rules, materialise, upcoming

MOST_NAMED = 20
"""References named in one error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestQuery:
    """Filter of a centre's requests.

    Attributes
    ----------
    first, last
        Dates, both included.
    status, condition
        None for any; a condition matches if one item has it.
    text
        Part of a reference, name, address or note, case-insensitive.
    """

    first: dt.date
    last: dt.date
    status: RequestStatus | None = None
    condition: Condition | None = None
    text: str = ""


def find_requests(
    session: Session, organisation_id: int, centre_id: int, query: RequestQuery
) -> list[RequestWithItems]:
    """Return requests of a centre by date and reference, including future ones of weekly requests."""
    statement = select(PickupRequest).where(
        PickupRequest.organisation_id == organisation_id,
        PickupRequest.centre_id == centre_id,
        PickupRequest.date >= query.first,
        PickupRequest.date <= query.last,
    )
    if query.status is not None:
        statement = statement.where(PickupRequest.status == query.status)
    rows = session.exec(statement.order_by(col(PickupRequest.date), col(PickupRequest.ref))).all()
    found = [entry for some in in_batches(rows) for entry in load_items(session, some)]
    found = _with_upcoming(
        session, found, centre=(organisation_id, centre_id), span=(query.first, query.last)
    )
    return [entry for entry in found if _matches(entry, query)]


def list_day_requests(
    session: Session, organisation_id: int, centre_id: int, date: dt.date
) -> list[RequestWithItems]:
    """Return all requests of a centre and date, including future ones of weekly requests."""
    found = list_requests(session, organisation_id, centre_id, date)
    return _with_upcoming(session, found, centre=(organisation_id, centre_id), span=(date, date))


def require_requests(session: Session, organisation_id: int, refs: Sequence[str]) -> dict[str, PickupRequest]:
    """Return stored requests by reference for a change; future recurring ones are materialised first.

    Raises
    ------
    NotFoundError
        A245: one fault for each unknown reference, up to `MOST_NAMED`.
    """
    found = _stored(session, organisation_id, refs)
    upcoming_ones = find_rules(session, organisation_id, (ref for ref in refs if ref not in found))
    days = {(rule.centre_id, date) for rule, date in upcoming_ones.values()}
    for centre_id, date in sorted(days):
        materialise(session, organisation_id, centre_id, date)
    if days:
        found = _stored(session, organisation_id, refs)
    missing = [ref for ref in refs if ref not in found]
    if missing:
        raise NotFoundError(
            Fault("A245", f"There is no request {ref!r}.", "Check the reference.", ref)
            for ref in missing[:MOST_NAMED]
        )
    return found


def _stored(session: Session, organisation_id: int, refs: Sequence[str]) -> dict[str, PickupRequest]:
    found: dict[str, PickupRequest] = {}
    for some in in_batches(refs):
        statement = select(PickupRequest).where(
            PickupRequest.organisation_id == organisation_id, col(PickupRequest.ref).in_(some)
        )
        found.update({row.ref: row for row in session.exec(statement)})
    return found


def _with_upcoming(
    session: Session,
    stored: list[RequestWithItems],
    *,
    centre: tuple[int, int],
    span: tuple[dt.date, dt.date],
) -> list[RequestWithItems]:
    more = upcoming(session, *centre, *span)
    if not more:
        return stored
    found = [*stored, *(RequestWithItems(request, items) for request, items in more)]
    return sorted(found, key=lambda entry: (entry.request.date, entry.request.ref))


def _matches(entry: RequestWithItems, query: RequestQuery) -> bool:
    row = entry.request
    if query.status is not None and row.status is not query.status:
        return False
    if query.condition is not None and all(item.condition is not query.condition for item in entry.items):
        return False
    return query.text.casefold() in f"{row.ref} {row.name} {row.address} {row.note}".casefold()
