"""Write a synthetic day into the store; existing rows are left unchanged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, select

from data.catalogue.materials import materials
from data.domain.materials import RequestItem as SampleItem
from data.domain.problem import Window
from data.samples.day import SampleDay, SampleRequest, SampleSite
from data.samples.fleet import SampleDriver, SampleVehicle
from data.store.accounts.organisations import Organisation, OrganisationKind
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, SiteKind
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem

SAMPLE_ORGANISATION = "sample"
Row = TypeVar("Row", Site, Driver, Vehicle, PickupRequest)


def seed_organisation(session: Session) -> Organisation:
    """Return the sample's organisation; create it if it is missing."""
    found = session.exec(select(Organisation).where(Organisation.ref == SAMPLE_ORGANISATION)).first()
    if found is None:
        found = Organisation(
            ref=SAMPLE_ORGANISATION,
            kind=OrganisationKind.SORTING_CENTRE,
            name_zh="示例分拣中心(合成数据)",
            name_en="Sample sorting centre (synthetic data)",
        )
        session.add(found)
        session.flush()
    return found


def seed_day(
    session: Session, organisation_id: int, day: SampleDay, *, date: dt.date, network: str, prefix: str = ""
) -> Site:
    """Write a day's sites, vehicles, drivers and requests; return its sorting centre.

    Rows are identified by reference, so that writing the same day twice adds nothing; a request's reference
    contains the date. Sites and requests are marked as synthetic on any roads.

    Parameters
    ----------
    network
        Name of the centre's road network.
    prefix
        Prefix of every reference, so that samples on several road networks can coexist.
    """
    sync_materials(session)
    writer = _Writer(session, organisation_id, prefix)
    centre = writer.site(day.centre, network=network)
    assert centre.id is not None
    sites = {site.ref: writer.site(site, centre_id=centre.id) for site in day.sites[1:]}
    drivers = {driver.ref: writer.driver(driver) for driver in day.drivers}
    for vehicle in day.vehicles:
        writer.vehicle(vehicle, centre.id, drivers[vehicle.driver])
    for request in day.requests:
        at = sites[request.site] if request.site else None
        writer.request(request, centre.id, at, date)
    return centre


@dataclass(frozen=True, slots=True)
class _Writer:
    """Adds missing rows of one organisation."""

    session: Session
    organisation_id: int
    prefix: str

    def _found(self, table: type[Row], ref: str) -> Row | None:
        statement = select(table).where(table.organisation_id == self.organisation_id, table.ref == ref)
        return self.session.exec(statement).first()

    def _added(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row

    def site(self, site: SampleSite, *, network: str | None = None, centre_id: int | None = None) -> Site:
        ref = self.prefix + site.ref
        return self._found(Site, ref) or self._added(
            Site(
                organisation_id=self.organisation_id,
                ref=ref,
                kind=SiteKind(site.kind),
                name_zh=site.name_zh,
                name_en=site.name_en,
                lon=site.position.lon,
                lat=site.position.lat,
                windows=_lists(site.windows),
                accepts=None if site.accepts is None else list(site.accepts),
                unload_s=site.unload_s,
                network=network,
                centre_id=centre_id,
                synthetic=True,
            )
        )

    def driver(self, driver: SampleDriver) -> Driver:
        ref = self.prefix + driver.ref
        return self._found(Driver, ref) or self._added(
            Driver(
                organisation_id=self.organisation_id, ref=ref, name=driver.name, skills=list(driver.skills)
            )
        )

    def vehicle(self, vehicle: SampleVehicle, centre_id: int, driver: Driver) -> Vehicle:
        ref = self.prefix + vehicle.ref
        breaks = [{"window": list(item.window), "duration_s": item.duration_s} for item in vehicle.breaks]
        return self._found(Vehicle, ref) or self._added(
            Vehicle(
                organisation_id=self.organisation_id,
                ref=ref,
                plate=vehicle.plate,
                centre_id=centre_id,
                vehicle_class=vehicle.vehicle_class,
                capacity_kg=vehicle.capacity_kg,
                capacity_l=vehicle.capacity_l,
                mass_t=vehicle.size.mass_t,
                height_m=vehicle.size.height_m,
                width_m=vehicle.size.width_m,
                length_m=vehicle.size.length_m,
                axleload_t=vehicle.size.axleload_t,
                cost_fixed=vehicle.cost.fixed,
                cost_per_km=vehicle.cost.per_km,
                cost_per_h=vehicle.cost.per_h,
                cost_per_overtime_h=vehicle.cost.per_overtime_h,
                overtime_s=vehicle.overtime_s,
                shift_start_s=vehicle.shift[0],
                shift_end_s=vehicle.shift[1],
                breaks=breaks,
                skills=list(vehicle.skills),
                profile=vehicle.profile,
                emission_class=vehicle.emission_class,
                driver_id=driver.id,
            )
        )

    def request(
        self, request: SampleRequest, centre_id: int, site: Site | None, date: dt.date
    ) -> PickupRequest:
        ref = f"{self.prefix}{date:%Y%m%d}-{request.ref}"
        found = self._found(PickupRequest, ref)
        if found is not None:
            return found
        row = self._added(
            PickupRequest(
                organisation_id=self.organisation_id,
                ref=ref,
                centre_id=centre_id,
                site_id=site.id if site else None,
                name=request.name,
                lon=request.position.lon,
                lat=request.position.lat,
                date=date,
                windows=_lists(request.windows),
                priority=request.priority,
                note=request.note,
                synthetic=True,
            )
        )
        assert row.id is not None
        self.session.add_all(_item(row.id, item) for item in request.items)
        return row


def _item(request_id: int, item: SampleItem) -> RequestItem:
    material = materials()[item.material]
    return RequestItem(
        request_id=request_id,
        material_ref=item.material,
        quantity=item.quantity,
        kg=round(material.unit_kg * item.quantity, 3),
        litres=round(material.unit_l * item.quantity, 3),
        condition=Condition(item.condition),
    )


def _lists(windows: Iterable[Window]) -> list[list[int]]:
    return [list(window) for window in windows]
