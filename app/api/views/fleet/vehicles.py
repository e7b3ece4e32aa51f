"""``/vehicles``: vehicles with their masses, sizes, costs and certificates."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.common import CapacityOut, DriverOut, VehicleSizeOut
from app.schemas.network import FleetWordsOut, PlacesQuery, VehicleClassOut, VehicleDetailOut, VehicleIn
from app.services.fleet.vehicles import BreakInput, VehicleInput, find_vehicles, list_skills, save_vehicle
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.vehicle_size import MOST, VehicleSize
from data.store.accounts.organisations import lock_organisation
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site


@api.get("/vehicles")
@allowed(*READERS)
@api.input(PlacesQuery, location="query", arg_name="query")
@api.output(many(VehicleDetailOut))
@api.doc(operation_id="listVehicles")
def vehicles(query: PlacesQuery) -> list[VehicleDetailOut]:
    """List a centre's active vehicles with their usual drivers; without a centre, all of the organisation."""
    with installation().reading() as store:
        found = find_vehicles(store, principal().organisation_id, query.centre, retired=query.retired)
    return [_document(vehicle, driver, centre) for vehicle, driver, centre in found]


@api.get("/vehicle-classes")
@allowed(*READERS)
@api.output(FleetWordsOut)
@api.doc(operation_id="listVehicleClasses")
def classes() -> FleetWordsOut:
    """List vehicle classes with their typical figures, and the names of skills and certificates."""
    found = [
        VehicleClassOut(
            ref=one.ref, name_zh=one.name_zh, name_en=one.name_en,
            capacity=CapacityOut(kg=one.capacity_kg, l=one.capacity_l),
            cost_fixed=one.cost.fixed, cost_per_km=one.cost.per_km, cost_per_h=one.cost.per_h,
        )
        for one in vehicle_classes().values()
    ]  # fmt: skip
    return FleetWordsOut(classes=found, skills=list_skills())


@api.post("/vehicles")
@allowed(*DISPATCHERS)
@api.input(VehicleIn, arg_name="body")
@api.output(VehicleDetailOut, status_code=201)
@api.doc(operation_id="addVehicle", responses={409: "The reference is taken"})
def add_vehicle(body: VehicleIn) -> VehicleDetailOut:
    """Add a vehicle; omitted figures are those of its class."""
    return _save(body, body.ref, is_new=True)


@api.put("/vehicles/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(VehicleIn, arg_name="body")
@api.output(VehicleDetailOut)
@api.doc(operation_id="changeVehicle")
def change_vehicle(ref: str, body: VehicleIn) -> VehicleDetailOut:
    """Replace a vehicle's data, or retire or reinstate it; the body is the complete new state."""
    return _save(body, ref, is_new=False)


def _save(body: VehicleIn, ref: str, *, is_new: bool) -> VehicleDetailOut:
    organisation_id = principal().organisation_id
    vehicle = VehicleInput(
        ref=ref, centre=body.centre, vehicle_class=body.class_, plate=body.plate,
        capacity_kg=body.capacity_kg, capacity_l=body.capacity_l,
        size=VehicleSize(**{name: getattr(body, name) for name in MOST}),
        cost_fixed=body.cost_fixed, cost_per_km=body.cost_per_km, cost_per_h=body.cost_per_h,
        cost_per_overtime_h=body.cost_per_overtime_h, overtime_s=body.overtime_s, shift=body.shift,
        breaks=tuple(BreakInput(window=one.window, duration_s=one.duration_s) for one in body.breaks),
        skills=tuple(body.skills), valid_until=body.valid_until, driver=body.driver,
        is_retired=body.retired,
    )  # fmt: skip
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        row = save_vehicle(store, organisation_id, vehicle, is_new=is_new)
        driver = store.get(Driver, row.driver_id) if row.driver_id is not None else None
        return _document(row, driver, store.get_one(Site, row.centre_id))


def _document(row: Vehicle, driver: Driver | None, centre: Site) -> VehicleDetailOut:
    return VehicleDetailOut(
        ref=row.ref,
        plate=row.plate,
        class_=row.vehicle_class,
        centre=centre.ref,
        capacity=CapacityOut(kg=row.capacity_kg, l=row.capacity_l),
        shift=(row.shift_start_s, row.shift_end_s),
        overtime_s=row.overtime_s,
        breaks=list(row.breaks),
        skills=sorted({*row.skills, *(driver.skills if driver else ())}),
        own_skills=list(row.skills),
        valid_until=dict(row.valid_until),
        profile=row.profile,
        size=VehicleSizeOut(
            mass_t=row.mass_t, height_m=row.height_m, width_m=row.width_m, length_m=row.length_m,
            axleload_t=row.axleload_t,
        ),
        cost_fixed=row.cost_fixed,
        cost_per_km=row.cost_per_km,
        cost_per_h=row.cost_per_h,
        cost_per_overtime_h=row.cost_per_overtime_h,
        driver=DriverOut(name=driver.name) if driver else None,
        driver_ref=driver.ref if driver else None,
        retired=row.retired_at is not None,
    )  # fmt: skip
