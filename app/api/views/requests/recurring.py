"""``/standing-requests``: weekly recurring requests."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.api.views.requests.pickups import load_roads, read_pickup
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.common import FaultOut
from app.schemas.requests import StandingIn, StandingOut, StandingSavedOut
from app.services.recurring import (
    RecurringRequestInput,
    StoredRecurring,
    change_recurring,
    create_recurring,
    delete_recurring,
    list_recurring_requests,
)
from app.services.requests.inputs import generate_ref


@api.get("/standing-requests")
@allowed(*READERS)
@api.output(many(StandingOut))
@api.doc(operation_id="listStandingRequests")
def list_standing() -> list[StandingOut]:
    """List the organisation's recurring requests by reference, including ended ones."""
    with installation().reading() as store:
        stored = list_recurring_requests(store, principal().organisation_id)
    return [_document(one.request) for one in stored]


@api.post("/standing-requests")
@allowed(*DISPATCHERS)
@api.input(StandingIn, arg_name="body")
@api.output(StandingSavedOut, status_code=201)
@api.doc(operation_id="addStandingRequest", responses={409: "The reference is taken"})
def add_standing(body: StandingIn) -> StandingSavedOut:
    """Add a weekly request; the request of a date is created when that is planned or changed."""
    request = _read(body, body.ref.strip() or generate_ref())
    with installation().writing() as store:
        return _saved(create_recurring(store, principal().organisation_id, request, load_roads()))


@api.put("/standing-requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(StandingIn, arg_name="body")
@api.output(StandingSavedOut)
@api.doc(operation_id="changeStandingRequest")
def change_standing(ref: str, body: StandingIn) -> StandingSavedOut:
    """Replace a weekly request, but none of the requests created already; the body is the new state."""
    with installation().writing() as store:
        return _saved(change_recurring(store, principal().organisation_id, _read(body, ref), load_roads()))


@api.delete("/standing-requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteStandingRequest")
def delete_standing(ref: str) -> str:
    """Delete a weekly request; requests created already are unchanged."""
    with installation().writing() as store:
        delete_recurring(store, principal().organisation_id, ref)
    return ""


def _read(body: StandingIn, ref: str) -> RecurringRequestInput:
    return RecurringRequestInput(
        **read_pickup(body, ref),
        weekdays=tuple(body.weekdays),
        every_weeks=body.every_weeks,
        first=body.first,
        last=body.last,
    )


def _saved(stored: StoredRecurring) -> StandingSavedOut:
    doubts = [FaultOut.of(doubt.as_json()) for doubt in stored.doubts]
    return StandingSavedOut(**_document(stored.request).model_dump(), doubts=doubts)


def _document(request: RecurringRequestInput) -> StandingOut:
    assert request.centre is not None
    assert request.lon is not None
    assert request.lat is not None
    return StandingOut(
        ref=request.ref, centre=request.centre, site=request.site, name=request.name, lon=request.lon,
        lat=request.lat, address=request.address, weekdays=list(request.weekdays),
        every_weeks=request.every_weeks, first=request.first, last=request.last,
        windows=list(request.windows), priority=request.priority, mandatory=request.mandatory,
        note=request.note,
        items=[
            {
                "material": item.material, "quantity": item.quantity, "condition": item.condition.value,
                "kg": item.kg, "litres": item.litres, "packing": item.packing,
            }
            for item in request.items
        ],
    )  # fmt: skip
