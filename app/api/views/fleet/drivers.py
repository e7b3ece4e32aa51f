"""``/drivers``: drivers with their telephones, certificates, working days and hours."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, allowed, principal
from app.context import installation
from app.schemas.network import DriverIn, DriverPersonOut
from app.services.fleet.drivers import DriverInput, list_drivers, save_driver
from data.store.accounts.organisations import lock_organisation
from data.store.network.fleet import Driver


@api.get("/drivers")
@allowed(*DISPATCHERS)
@api.output(many(DriverPersonOut))
@api.doc(operation_id="listDrivers")
def drivers() -> list[DriverPersonOut]:
    """List drivers by reference, including retired ones but not those whose data were erased."""
    with installation().reading() as store:
        return [_document(row) for row in list_drivers(store, principal().organisation_id)]


@api.post("/drivers")
@allowed(*DISPATCHERS)
@api.input(DriverIn, arg_name="body")
@api.output(DriverPersonOut, status_code=201)
@api.doc(operation_id="addDriver", responses={409: "The reference is taken"})
def add_driver(body: DriverIn) -> DriverPersonOut:
    """Add a driver; a route's link can be opened without an account."""
    return _save(body, body.ref, is_new=True)


@api.put("/drivers/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(DriverIn, arg_name="body")
@api.output(DriverPersonOut)
@api.doc(operation_id="changeDriver")
def change_driver(ref: str, body: DriverIn) -> DriverPersonOut:
    """Replace a driver's data, or retire or reinstate the driver; the body is the complete new state."""
    return _save(body, ref, is_new=False)


def _save(body: DriverIn, ref: str, *, is_new: bool) -> DriverPersonOut:
    organisation_id = principal().organisation_id
    driver = DriverInput(
        ref=ref, name=body.name, phone=body.phone, skills=tuple(body.skills),
        valid_until=body.valid_until, weekdays=tuple(body.weekdays), shift=body.shift,
        is_retired=body.retired,
    )  # fmt: skip
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        return _document(save_driver(store, organisation_id, driver, is_new=is_new))


def _document(row: Driver) -> DriverPersonOut:
    return DriverPersonOut(
        ref=row.ref,
        name=row.name,
        phone=row.phone,
        skills=list(row.skills),
        valid_until=dict(row.valid_until),
        weekdays=list(row.weekdays),
        shift=row.shift,
        retired=row.retired_at is not None,
    )
