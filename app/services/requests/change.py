"""Change stored requests: some fields of one, or the day, priority or status of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app.errors import ConflictError
from app.services.places import RoadContext
from app.services.requests.enter import enter_request
from app.services.requests.find import require_requests
from app.services.requests.rows import input_of
from data.domain.errors import Fault
from data.store.plans.lookup import find_serving_plans
from data.store.requests.pickup_requests import PickupRequest, RequestStatus, load_items


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChange:
    """The same change of many requests; None leaves a column unchanged."""

    date: dt.date | None = None
    priority: int | None = None
    mandatory: bool | None = None
    status: RequestStatus | None = None


def change_request(
    session: Session,
    organisation_id: int,
    ref: str,
    fields: Mapping[str, Any],
    roads: RoadContext,
    *,
    status: RequestStatus | None = None,
) -> list[Fault]:
    """Change, cancel or reopen a request; a future recurring one is materialised first.

    Parameters
    ----------
    fields
        New values of fields of `PickupRequestInput`; others are unchanged. A site without a position sets the
        request's place, address and name; a position without a site removes the site.
    status
        Cancelled or open; only cancelled requests can be reopened.

    Returns
    -------
    list of Fault
        Doubts about the changed request, see `enter_requests`; none if only its status changed.

    Raises
    ------
    NotFoundError
        A245: there is no such request.
    InputError
        All faults of the changed request, see `enter_requests`.
    ConflictError
        I211: it was collected. I213: a published plan serves it and the change concerns the trucks.
    """
    row = require_requests(session, organisation_id, [ref])[ref]
    if status is RequestStatus.OPEN and row.status is not RequestStatus.CANCELLED:
        status = None
    if status is not None:
        change_requests(session, organisation_id, [ref], BulkChange(status=status))
    if not fields:
        return []
    if fields.get("site") and "lon" not in fields:
        fields = {"lon": None, "lat": None, "address": "", "name": ""} | dict(fields)
    elif "lon" in fields and "site" not in fields:
        fields = {"site": None} | dict(fields)
    session.flush()
    [entry] = load_items(session, [row])
    request = replace(input_of(session, entry), **fields)
    return enter_request(session, organisation_id, request, roads, is_new=False).doubts


def change_requests(session: Session, organisation_id: int, refs: Sequence[str], change: BulkChange) -> int:
    """Change the day, priority or status of requests, all of them or none.

    Returns
    -------
    int
        Number of requests that changed.

    Raises
    ------
    NotFoundError
        A245: there is no such request.
    ConflictError
        I211: it was collected. I213: a published plan serves it.
    """
    rows = require_requests(session, organisation_id, list(dict.fromkeys(refs)))
    serving = find_serving_plans(session, organisation_id)
    faults: list[Fault] = []
    changed = 0
    for ref, row in rows.items():
        if row.status is RequestStatus.COLLECTED:
            faults.append(Fault("I211", f"Request {ref} is collected.", "Leave it as it is.", ref))
        elif row.id in serving and row.status is RequestStatus.PLANNED:
            cause = f"The published plan {serving[row.id].id} serves request {ref}."
            faults.append(Fault("I213", cause, "Plan that day again without it first.", ref))
        else:
            changed += _apply(row, change)
            session.add(row)
    if faults:
        raise ConflictError(faults)
    return changed


def _apply(row: PickupRequest, change: BulkChange) -> bool:
    values: dict[str, Any] = {
        "date": change.date, "priority": change.priority, "mandatory": change.mandatory,
        "status": change.status,
    }  # fmt: skip
    if row.status is RequestStatus.FAILED and change.status is None and change.date not in (None, row.date):
        values["status"] = RequestStatus.OPEN  # another day: a new attempt
    values = {key: value for key, value in values.items() if value is not None}
    changed = any(getattr(row, key) != value for key, value in values.items())
    for key, value in values.items():
        setattr(row, key, value)
    return changed
