"""``GET /drivers``: the people who drive, with their telephones."""

from __future__ import annotations

from sqlmodel import col, select

from app.access import DISPATCHERS, allowed, principal
from app.api.blueprint import api, many
from app.api.models import Answer
from app.services import services
from data.store.fleet import Driver
from data.store.personal_data import NAMELESS


class DriverPersonOut(Answer):
    """A person who drives; `retired` is somebody who left and whose data are still kept."""

    ref: str
    name: str
    phone: str
    skills: list[str]
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
    with services().reading() as store:
        rows = store.exec(wanted.order_by(col(Driver.ref))).all()
    return [
        DriverPersonOut(
            ref=row.ref,
            name=row.name,
            phone=row.phone,
            skills=list(row.skills),
            retired=row.retired_at is not None,
        )
        for row in rows
    ]
