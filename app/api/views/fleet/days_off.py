"""``/days-off``: non-working days of centres, vehicles and drivers."""

from __future__ import annotations

from dataclasses import asdict

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.network import DayOffIn, DayOffOut
from app.services.fleet import days_off
from app.services.fleet.days_off import DayOffInput, StoredDayOff


@api.get("/days-off")
@allowed(*READERS)
@api.output(many(DayOffOut))
@api.doc(operation_id="listDaysOff")
def list_days_off() -> list[DayOffOut]:
    """List all days off of the organisation, the latest first."""
    with installation().reading() as store:
        return [_document(one) for one in days_off.list_days_off(store, principal().organisation_id)]


@api.post("/days-off")
@allowed(*DISPATCHERS)
@api.input(DayOffIn, arg_name="body")
@api.output(DayOffOut, status_code=201)
@api.doc(operation_id="addDayOff")
def add_day_off(body: DayOffIn) -> DayOffOut:
    """Add days off of a centre, a vehicle or a driver, or of all centres. Existing plans are unchanged."""
    entered = DayOffInput(**body.model_dump())
    with installation().writing() as store:
        return _document(days_off.add_day_off(store, principal().organisation_id, entered))


@api.delete("/days-off/<int:day_off_id>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteDayOff")
def delete_day_off(day_off_id: int) -> str:
    """Delete days off."""
    with installation().writing() as store:
        days_off.delete_day_off(store, principal().organisation_id, day_off_id)
    return ""


def _document(stored: StoredDayOff) -> DayOffOut:
    return DayOffOut(id=stored.id, **asdict(stored.entered))
