"""``/drivers``: the people who drive, with their telephones, certificates, working days and hours."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, allowed, principal
from app.context import installation
from app.schemas.common import Answer, Span
from app.schemas.network import DriverIn
from app.services.fleet import named, store_entry
from data.store.accounts.personal_data import NAMELESS
from data.store.network.fleet import Driver


class DriverPersonOut(Answer):
    """A person who drives; `retired` is somebody who left and whose data are still kept.

    `weekdays` 0 is Monday; `shift` null works the hours of the truck. Single days off are in ``/days-off``.
    """

    ref: str
    name: str
    phone: str
    skills: list[str]
    valid_until: dict[str, str]
    weekdays: list[int]
    shift: Span | None
    retired: bool


@api.get("/drivers")
@allowed(*DISPATCHERS)
@api.output(many(DriverPersonOut))
@api.doc(operation_id="listDrivers")
def list_drivers() -> list[DriverPersonOut]:
    """The organisation's drivers by reference, also those who left; not those whose data were erased."""
    wanted = select(Driver).where(
        Driver.organisation_id == principal().organisation_id, Driver.name != NAMELESS
    )
    with installation().reading() as store:
        rows = store.exec(wanted.order_by(col(Driver.ref))).all()
    return [_document(row) for row in rows]


@api.post("/drivers")
@allowed(*DISPATCHERS)
@api.input(DriverIn, arg_name="wanted")
@api.output(DriverPersonOut, status_code=201)
@api.doc(operation_id="addDriver", responses={409: "The reference is taken"})
def add_driver(wanted: DriverIn) -> DriverPersonOut:
    """Add a person who drives; no account is needed to open a route's link."""
    return _store(wanted, is_new=True)


@api.put("/drivers/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(DriverIn, arg_name="wanted")
@api.output(DriverPersonOut)
@api.doc(operation_id="changeDriver")
def change_driver(ref: str, wanted: DriverIn) -> DriverPersonOut:
    """Change a driver, or note that they left or came back; the body is the whole of it."""
    with installation().reading() as store:
        named(store, principal().organisation_id, Driver, ref)
    return _store(wanted.model_copy(update={"ref": ref}), is_new=False)


def _store(wanted: DriverIn, *, is_new: bool) -> DriverPersonOut:
    organisation_id = principal().organisation_id
    values: dict[str, Any] = wanted.model_dump()
    values["valid_until"] = {name: day.isoformat() for name, day in wanted.valid_until.items()}
    store_entry(installation().settings, organisation_id, "drivers", values, is_new=is_new)
    with installation().reading() as store:
        return _document(named(store, organisation_id, Driver, wanted.ref))


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
