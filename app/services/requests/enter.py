"""Enter pickup requests by reference: new ones are added, existing ones updated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, insert, select

from app.errors import ConflictError
from app.services.places import RoadContext, find_far_off_road
from app.services.requests.inputs import PickupRequestInput
from app.services.requests.references import References, load_references
from app.services.requests.rows import amounts, centre_of, item_rows, place_of, request_columns
from app.services.requests.rules import check_request, find_doubts
from app.services.results import Change, EntryResult, put_row
from data.domain.errors import Fault, InputError
from data.store.engine import in_batches
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import PickupRequest, RequestItem, RequestStatus, RequestWithItems


def enter_requests(
    session: Session,
    organisation_id: int,
    requests: Sequence[PickupRequestInput],
    roads: RoadContext,
    *,
    set_aside: Collection[int] = (),
) -> list[EntryResult]:
    """Enter requests with all their items; valid ones are stored, the others reported.

    Parameters
    ----------
    requests
        With distinct references.
    set_aside
        Positions of requests that are checked but not stored, because the caller found faults.

    Returns
    -------
    list of EntryResult
        One for each request. Faults: I206 a centre, site or material that does not exist, I209 no date,
        centre or place, I210 too heavy, I211 the stored request is completed, I213 a published plan
        serves it and the input would change it, I214 and I215 an implausible position, I219 goods that must
        not be collected. Doubts: I216 far from roads, I217 a duplicate pickup, I218 packing not stated, I220
        goods that the centre does not accept.
    """
    sync_materials(session)
    references = load_references(session, organisation_id, [request.ref for request in requests])
    added: list[tuple[PickupRequest, tuple[RequestItem, ...]]] = []
    results = []
    for position, request in enumerate(requests):
        faults = check_request(request, references, roads)
        if faults or position in set_aside:
            results.append(EntryResult(Change.REFUSED, faults))
            continue
        columns, items = request_columns(request, references), item_rows(request, references)
        stored = references.requests.get(request.ref)
        if stored is None:
            row = PickupRequest(organisation_id=organisation_id, ref=request.ref, **columns)
            added.append((row, items))
            result = EntryResult(Change.ADDED)
        else:
            result = _update(session, stored, columns, items, references)
        if result.change is not Change.REFUSED:
            result.place, result.items = place_of(request, references), items
        results.append(result)
    _add_rows(session, organisation_id, added)
    _add_doubts(requests, results, references, roads)
    return results


def enter_request(
    session: Session, organisation_id: int, request: PickupRequestInput, roads: RoadContext, *, is_new: bool
) -> EntryResult:
    """Enter one request.

    Raises
    ------
    InputError
        All faults of the request, see `enter_requests`.
    ConflictError
        A244: it is new, and its reference is taken.
    """
    if is_new:
        known = select(PickupRequest.id).where(
            PickupRequest.organisation_id == organisation_id, PickupRequest.ref == request.ref
        )
        if session.exec(known).first() is not None:
            cause = f"The reference {request.ref!r} is in use."
            action = "Change that one, or choose another reference."
            raise ConflictError(Fault("A244", cause, action, "ref"))
    [result] = enter_requests(session, organisation_id, [request], roads)
    if result.faults:
        raise InputError(result.faults)
    return result


def _update(
    session: Session,
    stored: RequestWithItems,
    columns: dict[str, Any],
    items: tuple[RequestItem, ...],
    references: References,
) -> EntryResult:
    row = stored.request
    has_same_items = amounts(stored.items) == amounts(items)
    is_same = has_same_items and all(getattr(row, key) == value for key, value in columns.items())
    plan = references.serving.get(row.id or 0)
    if plan is not None and row.status is RequestStatus.PLANNED and not is_same:
        # A driver follows the published plan and would make the trip in vain.
        cause = (
            f"The published plan of {plan.date} (version {plan.version}, {plan.id}) serves request {row.ref}."
        )
        action = "Plan that day again without it, then import again."
        return EntryResult(Change.REFUSED, [Fault("I213", cause, action, "ref")])
    if row.status is RequestStatus.FAILED and row.date != columns["date"]:
        columns |= {"status": RequestStatus.OPEN}  # another day: a new attempt
    change = put_row(session, row, columns, is_new=False)
    if not has_same_items:
        change = Change.UPDATED
        for item in stored.items:
            session.delete(item)
        assert row.id is not None
        for item in items:
            item.request_id = row.id
        session.add_all(items)
    return EntryResult(change)


def _add_rows(
    session: Session,
    organisation_id: int,
    added: Sequence[tuple[PickupRequest, tuple[RequestItem, ...]]],
) -> None:
    """Insert requests and then their items, each table in one statement with many rows.

    Added as objects, each row would take its own statement, since SQLite returns one id at a time.
    """
    if not added:
        return
    session.exec(insert(PickupRequest), params=[row.model_dump(exclude={"id"}) for row, _items in added])
    ids = _load_ids(session, organisation_id, [row.ref for row, _items in added])
    lines = [
        item.model_dump(exclude={"id"}) | {"request_id": ids[row.ref]}
        for row, items in added
        for item in items
    ]
    session.exec(insert(RequestItem), params=lines)


def _load_ids(session: Session, organisation_id: int, refs: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for some in in_batches(refs):
        statement = select(PickupRequest.ref, PickupRequest.id).where(
            PickupRequest.organisation_id == organisation_id, col(PickupRequest.ref).in_(some)
        )
        found.update({ref: number for ref, number in session.exec(statement) if number is not None})
    return found


def _add_doubts(
    requests: Sequence[PickupRequestInput],
    results: Sequence[EntryResult],
    references: References,
    roads: RoadContext,
) -> None:
    places = {
        position: (result.place, centre_of(requests[position], references))
        for position, result in enumerate(results)
        if result.place is not None
    }
    far_off = find_far_off_road(places, roads.open_graph)
    seen: dict[tuple[object, ...], PickupRequestInput] = {}
    for position, (place, centre) in places.items():
        request, result = requests[position], results[position]
        if position in far_off:
            result.doubts.append(far_off[position])
        same = (place, request.date, request.name, amounts(result.items))
        first = seen.setdefault(same, request)
        if first is not request:
            cause = f"Request {first.ref} has the same place, customer, day and goods."
            result.doubts.append(Fault("I217", cause, "Cancel one of them if it is one pickup.", "ref"))
        result.doubts += find_doubts(request, references, centre)
