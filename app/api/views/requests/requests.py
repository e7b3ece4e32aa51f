"""``/requests``: pickup requests, entered, changed and cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from app.api.blueprint import api, many
from app.api.views.requests.pickups import load_roads, read_items, read_request
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.common import FaultOut
from app.schemas.imports import ImportOut, RowFaultOut
from app.schemas.requests import (
    ChangedOut,
    RequestChangeIn,
    RequestIn,
    RequestItemOut,
    RequestOut,
    RequestSavedOut,
    RequestsChangeIn,
    RequestsIn,
    RequestsQuery,
)
from app.services.items import hazard, item_document, load_type, total_kg, total_litres
from app.services.requests import change
from app.services.requests.enter import enter_request, enter_requests
from app.services.requests.find import RequestQuery, find_requests, require_requests
from app.services.requests.inputs import PickupRequestInput, generate_ref
from app.services.results import Change, EntryResult, locate
from data.domain.errors import Fault
from data.store.accounts.organisations import lock_organisation
from data.store.network.sites import Site, find_centre
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import (
    Condition,
    Material,
    RequestStatus,
    RequestWithItems,
    load_items,
)

_NULLABLE = {"site", "lon", "lat", "due_date", "max_mass_t", "max_height_m", "date"}
"""Fields of a change that null empties; any other null leaves the field as it is."""


@api.get("/requests")
@allowed(*READERS)
@api.input(RequestsQuery, location="query", arg_name="query")
@api.output(many(RequestOut))
@api.doc(operation_id="listRequests")
def requests(query: RequestsQuery) -> list[RequestOut]:
    """List the requests of a centre for a day or a range of days, optionally filtered."""
    organisation_id = principal().organisation_id
    criteria = RequestQuery(
        first=query.date,
        last=query.until or query.date,
        status=RequestStatus(query.status) if query.status else None,
        condition=Condition(query.condition) if query.condition else None,
        text=query.q,
    )
    with installation().reading() as store:
        centre = find_centre(store, organisation_id, query.centre)
        assert centre.id is not None
        return _documents(store, organisation_id, find_requests(store, organisation_id, centre.id, criteria))


@api.post("/requests")
@allowed(*DISPATCHERS)
@api.input(RequestIn, arg_name="body")
@api.output(RequestSavedOut, status_code=201)
@api.doc(operation_id="addRequest", responses={409: "There is a request of that reference"})
def add_request(body: RequestIn) -> RequestSavedOut:
    """Add a request. A critical battery is refused with instructions; review the `doubts`."""
    organisation_id = principal().organisation_id
    request = read_request(body, body.ref.strip() or generate_ref())
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        entered = enter_request(store, organisation_id, request, load_roads(), is_new=True)
    return _saved(request.ref, entered.doubts)


@api.post("/requests/bulk")
@allowed(*DISPATCHERS)
@api.input(RequestsIn, arg_name="body")
@api.output(ImportOut)
@api.doc(operation_id="addRequests")
def add_requests(body: RequestsIn) -> ImportOut:
    """Add or update many requests by reference; valid ones are stored, `row` numbers the others from 1."""
    organisation_id = principal().organisation_id
    entered = [read_request(one, one.ref.strip() or generate_ref()) for one in body.requests]
    repeated = _find_repeated(entered)
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        results = enter_requests(store, organisation_id, entered, load_roads(), set_aside=repeated)
    for position, fault in repeated.items():
        results[position].faults.append(fault)
    return _bulk_document(entered, results)


@api.patch("/requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(RequestChangeIn, arg_name="body")
@api.output(RequestSavedOut)
@api.doc(operation_id="changeRequest", responses={409: "It was collected, or a published plan serves it"})
def change_request(ref: str, body: RequestChangeIn) -> RequestSavedOut:
    """Change, cancel or reopen a request; review the `doubts` about the changed fields."""
    organisation_id = principal().organisation_id
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        doubts = change.change_request(
            store,
            organisation_id,
            ref,
            _changed_fields(body),
            load_roads(),
            status=RequestStatus(body.status) if body.status else None,
        )
    return _saved(ref, doubts)


@api.patch("/requests")
@allowed(*DISPATCHERS)
@api.input(RequestsChangeIn, arg_name="body")
@api.output(ChangedOut)
@api.doc(operation_id="changeRequests", responses={409: "One was collected, or a published plan serves it"})
def change_requests(body: RequestsChangeIn) -> ChangedOut:
    """Change the day, priority or status of many requests; all of them or none."""
    wanted_change = change.BulkChange(
        date=body.date,
        priority=body.priority,
        mandatory=body.mandatory,
        status=RequestStatus(body.status) if body.status else None,
    )
    with installation().writing() as store:
        changed = change.change_requests(store, principal().organisation_id, body.refs, wanted_change)
    return ChangedOut(changed=changed)


def _changed_fields(body: RequestChangeIn) -> dict[str, Any]:
    names = body.model_fields_set - {"status", "items", "windows"}
    fields = {name: getattr(body, name) for name in names}
    fields = {name: value for name, value in fields.items() if value is not None or name in _NULLABLE}
    if body.windows is not None:
        fields["windows"] = tuple(body.windows)
    if body.items is not None:
        fields["items"] = read_items(body.items)
    return fields


def _find_repeated(requests: Sequence[PickupRequestInput]) -> dict[int, Fault]:
    """Return I207 by position for each request whose reference occurs earlier in the list."""
    first: dict[str, int] = {}
    found = {}
    for position, request in enumerate(requests):
        above = first.setdefault(request.ref, position)
        if above != position:
            cause = f"The reference {request.ref} already occurs in requests[{above}]."
            found[position] = Fault("I207", cause, "Give every request its own reference.", "ref")
    return found


def _bulk_document(requests: Sequence[PickupRequestInput], results: Sequence[EntryResult]) -> ImportOut:
    changes = [result.change for result in results]
    stored = [
        request.date
        for request, change in zip(requests, changes, strict=True)
        if change is not Change.REFUSED
    ]
    return ImportOut(
        imported=changes.count(Change.ADDED),
        updated=changes.count(Change.UPDATED),
        unchanged=changes.count(Change.UNCHANGED),
        faults=_row_faults(requests, results, "faults"),
        doubts=_row_faults(requests, results, "doubts"),
        days=sorted({date for date in stored if date is not None}),
    )


def _row_faults(
    requests: Sequence[PickupRequestInput], results: Sequence[EntryResult], kind: str
) -> list[RowFaultOut]:
    return [
        RowFaultOut(
            **fault.as_json(),
            row=position + 1,
            lon=request.lon if result.place is None else result.place.lon,
            lat=request.lat if result.place is None else result.place.lat,
        )
        for position, (request, result) in enumerate(zip(requests, results, strict=True))
        for fault in locate(getattr(result, kind), f"requests[{position}]")
    ]


def _saved(ref: str, doubts: Iterable[Fault]) -> RequestSavedOut:
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        row = require_requests(store, organisation_id, [ref])[ref]
        [document] = _documents(store, organisation_id, load_items(store, [row]))
    return RequestSavedOut(**document.model_dump(), doubts=[FaultOut.of(doubt.as_json()) for doubt in doubts])


def _documents(store: Session, organisation_id: int, found: Sequence[RequestWithItems]) -> list[RequestOut]:
    materials = load_materials(store)
    sites = dict(store.exec(select(Site.id, Site.ref).where(Site.organisation_id == organisation_id)).all())
    return [_request_document(entry, materials, sites) for entry in found]


def _request_document(
    entry: RequestWithItems, materials: Mapping[str, Material], sites: Mapping[int | None, str]
) -> RequestOut:
    row = entry.request
    return RequestOut(
        ref=row.ref,
        centre=sites[row.centre_id],
        date=row.date,
        site=sites.get(row.site_id),
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        address=row.address,
        status=row.status.value,
        windows=[(start_s, end_s) for start_s, end_s in row.windows],
        kg=total_kg(entry.items),
        litres=total_litres(entry.items),
        load_type=load_type(entry.items, materials),
        hazard=hazard(entry.items, materials),
        items=[
            RequestItemOut(
                **item_document(item, materials).model_dump(),
                kg=item.kg, litres=item.litres, packing=item.packing,
            )
            for item in entry.items
        ],
        priority=row.priority,
        mandatory=row.mandatory,
        due_date=row.due_date,
        max_mass_t=row.max_mass_t,
        max_height_m=row.max_height_m,
        note=row.note,
        snap_m=None,
    )  # fmt: skip
