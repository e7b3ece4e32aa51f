"""Weekly recurring requests: entered, changed, ended and listed, by the rules of dated requests.

They become requests of a date by `data.store.requests.recurring.materialise`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, select

from app.errors import ConflictError
from app.services.places import RoadContext, find_far_off_road
from app.services.requests.inputs import ItemInput, PickupInput
from app.services.requests.references import References, load_references
from app.services.requests.rows import centre_of, item_rows, pickup_columns, place_of
from app.services.requests.rules import check_pickup, find_doubts
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.network.sites import Site
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import Condition, RequestItem
from data.store.requests.recurring import RecurringRequest, find_recurring, list_recurring


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringRequestInput(PickupInput):
    """A pickup on the same weekdays of every week, or of every second, third, … week.

    Attributes
    ----------
    weekdays
        0 Monday to 6 Sunday.
    every_weeks
        1 for every week; weeks are counted from that of `first`.
    first, last
        First and last date, both included; without `last` there is no end.
    """

    weekdays: tuple[int, ...]
    every_weeks: int = 1
    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StoredRecurring:
    """A stored weekly request as an input, and the doubts about it.

    A retired site is omitted: the position is kept, and the request can be changed or ended without the site.
    """

    request: RecurringRequestInput
    doubts: tuple[Fault, ...] = ()


def list_recurring_requests(session: Session, organisation_id: int) -> list[StoredRecurring]:
    """Return the organisation's weekly requests by reference, including ended ones."""
    sites = _load_sites(session, organisation_id)
    return [StoredRecurring(input_of(row, sites)) for row in list_recurring(session, organisation_id)]


def create_recurring(
    session: Session, organisation_id: int, request: RecurringRequestInput, roads: RoadContext
) -> StoredRecurring:
    """Store a new weekly request.

    Raises
    ------
    InputError
        All faults of its place and items, see `check_pickup`.
    ConflictError
        A244: the reference is taken.
    """
    if find_recurring(session, organisation_id, request.ref) is not None:
        cause, action = f"The reference {request.ref!r} is taken.", "Change that one, or choose another."
        raise ConflictError(Fault("A244", cause, action, "ref"))
    columns, doubts = _check(session, organisation_id, request, roads)
    row = RecurringRequest(organisation_id=organisation_id, ref=request.ref, **columns)
    session.add(row)
    session.flush()
    return StoredRecurring(input_of(row, _load_sites(session, organisation_id)), tuple(doubts))


def change_recurring(
    session: Session, organisation_id: int, request: RecurringRequestInput, roads: RoadContext
) -> StoredRecurring:
    """Change a weekly request for future dates; materialised requests are unchanged.

    A change that only ends the request, or ends it sooner, is stored in spite of other faults.

    Raises
    ------
    NotFoundError
        A245: there is no such weekly request.
    InputError
        Everything that is wrong with its place or goods, see `check_pickup`.
    """
    row = _require(session, organisation_id, request.ref)
    sites = _load_sites(session, organisation_id)
    if _only_ends(input_of(row, sites), request):
        columns, doubts = {"last": request.last}, list[Fault]()
    else:
        columns, doubts = _check(session, organisation_id, request, roads)
    for key, value in columns.items():
        setattr(row, key, value)
    session.add(row)
    session.flush()
    return StoredRecurring(input_of(row, sites), tuple(doubts))


def delete_recurring(session: Session, organisation_id: int, ref: str) -> None:
    """Delete a weekly request; materialised requests are unchanged.

    Raises
    ------
    NotFoundError
        A245: there is no such weekly request.
    """
    session.delete(_require(session, organisation_id, ref))


def input_of(row: RecurringRequest, sites: Mapping[int | None, Site]) -> RecurringRequestInput:
    """Return the input that would create a stored weekly request."""
    site = sites.get(row.site_id)
    return RecurringRequestInput(
        ref=row.ref, centre=sites[row.centre_id].ref, name=row.name, lon=row.lon, lat=row.lat,
        site=site.ref if site is not None and site.retired_at is None else None,
        address=row.address, weekdays=tuple(row.weekdays), every_weeks=row.every_weeks, first=row.first,
        last=row.last, windows=tuple((first, last) for first, last in row.windows), priority=row.priority,
        mandatory=row.mandatory, note=row.note,
        items=tuple(ItemInput(**item | {"condition": Condition(item["condition"])}) for item in row.items),
    )  # fmt: skip


def _only_ends(stored: RecurringRequestInput, changed: RecurringRequestInput) -> bool:
    is_sooner = changed.last is not None and (stored.last is None or changed.last <= stored.last)
    return is_sooner and replace(changed, last=stored.last) == stored


def _check(
    session: Session, organisation_id: int, request: RecurringRequestInput, roads: RoadContext
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the columns of a valid weekly request, and the doubts about it."""
    sync_materials(session)
    references = load_references(session, organisation_id, [])
    faults = check_pickup(request, references, roads)
    if faults:
        raise InputError(faults)
    columns = pickup_columns(request, references) | {
        "weekdays": sorted(set(request.weekdays)),
        "every_weeks": request.every_weeks,
        "first": request.first,
        "last": request.last,
        "items": _line_documents(item_rows(request, references)),
    }
    return columns, _find_doubts(request, references, roads)


def _find_doubts(request: RecurringRequestInput, references: References, roads: RoadContext) -> list[Fault]:
    centre = centre_of(request, references)
    far_off = find_far_off_road({0: (place_of(request, references), centre)}, roads.open_graph)
    return [*far_off.values(), *find_doubts(request, references, centre)]


def _line_documents(items: Sequence[RequestItem]) -> list[dict[str, Any]]:
    return [
        {
            "material": item.material_ref, "quantity": item.quantity, "condition": item.condition.value,
            "kg": item.kg, "litres": item.litres, "packing": item.packing,
        }
        for item in items
    ]  # fmt: skip


def _require(session: Session, organisation_id: int, ref: str) -> RecurringRequest:
    row = find_recurring(session, organisation_id, ref)
    if row is None:
        raise NotFoundError(Fault("A245", f"There is no standing request {ref!r}.", "Check it.", ref))
    return row


def _load_sites(session: Session, organisation_id: int) -> dict[int | None, Site]:
    found = session.exec(select(Site).where(Site.organisation_id == organisation_id))
    return {row.id: row for row in found}
