"""``/requests``: what is to be collected, entered, changed and cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, select

from app.api.blueprint import api, many
from app.api.views.imports import ImportOut, import_document
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.common import FaultOut
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
from app.services.requests.enter import (
    change_many,
    document_of,
    fresh_ref,
    of_document,
    store_documents,
    store_one,
)
from app.services.requests.find import RequestQuery, find_requests, require_requests
from data.domain.errors import Fault
from data.store.network.sites import Site, find_centre
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import (
    Condition,
    Material,
    RequestStatus,
    RequestWithItems,
    load_items,
)


@api.get("/requests")
@allowed(*READERS)
@api.input(RequestsQuery, location="query", arg_name="asked")
@api.output(many(RequestOut))
@api.doc(operation_id="listRequests")
def requests(asked: RequestsQuery) -> list[RequestOut]:
    """The pickup requests of a centre for a day, or from one day until another; filtered where asked."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        centre = find_centre(store, organisation_id, asked.centre)
        assert centre.id is not None
        query = RequestQuery(
            first=asked.date,
            last=asked.until or asked.date,
            status=RequestStatus(asked.status) if asked.status else None,
            condition=Condition(asked.condition) if asked.condition else None,
            text=asked.q,
        )
        found = find_requests(store, organisation_id, centre.id, query)
        return _documents(store, organisation_id, found)


@api.post("/requests")
@allowed(*DISPATCHERS)
@api.input(RequestIn, arg_name="wanted")
@api.output(RequestSavedOut, status_code=201)
@api.doc(operation_id="addRequest", responses={409: "There is a request of that reference"})
def add_request(wanted: RequestIn) -> RequestSavedOut:
    """Enter a request. A critical battery is refused, with what to do; `doubts` should be looked at."""
    document = wanted.model_dump() | {"ref": wanted.ref.strip() or fresh_ref()}
    result = store_one(installation().settings, principal().organisation_id, document, is_new=True)
    return _stored(document["ref"], result.doubts)


@api.post("/requests/bulk")
@allowed(*DISPATCHERS)
@api.input(RequestsIn, arg_name="wanted")
@api.output(ImportOut)
@api.doc(operation_id="addRequests")
def add_requests(wanted: RequestsIn) -> dict[str, object]:
    """Enter or update many requests by reference; the good ones are kept, `row` numbers the others from 1."""
    documents = [one.model_dump() | {"ref": one.ref.strip() or fresh_ref()} for one in wanted.requests]
    return import_document(store_documents(installation().settings, principal().organisation_id, documents))


@api.patch("/requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(RequestChangeIn, arg_name="wanted")
@api.output(RequestSavedOut)
@api.doc(operation_id="changeRequest", responses={409: "It was collected, or a published plan serves it"})
def change_request(ref: str, wanted: RequestChangeIn) -> RequestSavedOut:
    """Change a request, cancel it, or take that back; `doubts` of what was changed should be looked at."""
    organisation_id = principal().organisation_id
    given = wanted.model_dump(exclude_unset=True)
    state = given.pop("status", None)
    with installation().writing() as store:
        row = require_requests(store, organisation_id, [ref])[ref]
        if state == "open" and row.status is not RequestStatus.CANCELLED:
            state = None  # only a cancelled one is opened again
        if state is not None:
            change_many(store, organisation_id, [ref], {"status": state})
        document = document_of(store, row)
    doubts: Sequence[Fault] = ()
    if given:
        if given.get("site") and "lon" not in given:
            document |= {"lon": None, "lat": None, "address": "", "name": ""}
        elif "lon" in given and "site" not in given:
            document["site"] = None
        result = store_one(installation().settings, organisation_id, document | given, is_new=False)
        doubts = result.doubts
    return _stored(ref, doubts)


@api.patch("/requests")
@allowed(*DISPATCHERS)
@api.input(RequestsChangeIn, arg_name="wanted")
@api.output(ChangedOut)
@api.doc(operation_id="changeRequests", responses={409: "One was collected, or a published plan serves it"})
def change_requests(wanted: RequestsChangeIn) -> ChangedOut:
    """Give many requests another day, priority or state; all of them or none."""
    change = wanted.model_dump(exclude={"refs"})
    with installation().writing() as store:
        return ChangedOut(changed=change_many(store, principal().organisation_id, wanted.refs, change))


def _stored(ref: str, doubts: Iterable[Fault]) -> RequestSavedOut:
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        row = require_requests(store, organisation_id, [ref])[ref]
        [document] = _documents(store, organisation_id, load_items(store, [row]))
    return RequestSavedOut(
        **document.model_dump(), doubts=[FaultOut.of(of_document(doubt).as_json()) for doubt in doubts]
    )


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
