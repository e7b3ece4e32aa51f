"""``/days-off``: Sundays and public holidays of centres, days off of trucks and drivers."""

from __future__ import annotations

from sqlmodel import Session, select

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.network import DayOffIn, DayOffOut
from app.services.fleet import named
from data.domain.errors import Fault, NotFoundError
from data.store.network.days_off import DayOff, days_off
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site


@api.get("/days-off")
@allowed(*READERS)
@api.output(many(DayOffOut))
@api.doc(operation_id="listDaysOff")
def list_days_off() -> list[DayOffOut]:
    """All days off of the organisation, the latest first."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        return _documents(store, organisation_id, days_off(store, organisation_id))


@api.post("/days-off")
@allowed(*DISPATCHERS)
@api.input(DayOffIn, arg_name="wanted")
@api.output(DayOffOut, status_code=201)
@api.doc(operation_id="addDayOff")
def add_day_off(wanted: DayOffIn) -> DayOffOut:
    """Add days off: of a centre, a truck or a driver, or of all centres. Plans made already stay."""
    organisation_id = principal().organisation_id
    with installation().writing() as store:
        row = DayOff(
            organisation_id=organisation_id,
            centre_id=named(store, organisation_id, Site, wanted.centre).id if wanted.centre else None,
            vehicle_id=named(store, organisation_id, Vehicle, wanted.vehicle).id if wanted.vehicle else None,
            driver_id=named(store, organisation_id, Driver, wanted.driver).id if wanted.driver else None,
            first=wanted.first,
            last=wanted.last,
            weekday=wanted.weekday,
            note=wanted.note,
        )
        store.add(row)
        store.flush()
        return _documents(store, organisation_id, [row])[0]


@api.delete("/days-off/<int:day_off_id>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteDayOff")
def delete_day_off(day_off_id: int) -> str:
    """Take days off back."""
    with installation().writing() as store:
        row = store.get(DayOff, day_off_id)
        if row is None or row.organisation_id != principal().organisation_id:
            raise NotFoundError(Fault("A245", "There are no such days off.", "Open the list anew.", "days"))
        store.delete(row)
    return ""


def _documents(store: Session, organisation_id: int, rows: list[DayOff]) -> list[DayOffOut]:
    def refs(table: type[Site] | type[Vehicle] | type[Driver]) -> dict[int | None, str]:
        wanted = select(table.id, table.ref).where(table.organisation_id == organisation_id)
        return dict(store.exec(wanted).all())

    sites, vehicles, drivers = refs(Site), refs(Vehicle), refs(Driver)
    return [
        DayOffOut(
            id=row.id or 0,
            centre=sites.get(row.centre_id),
            vehicle=vehicles.get(row.vehicle_id),
            driver=drivers.get(row.driver_id),
            first=row.first,
            last=row.last,
            weekday=row.weekday,
            note=row.note,
        )
        for row in rows
    ]
