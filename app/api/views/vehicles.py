"""``/vehicles``: the trucks, with real masses, sizes, costs and certificates."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.imports.allowed_values import known_skills
from app.schemas.common import Answer, CapacityOut, DriverOut, VehicleSizeOut
from app.schemas.network import PlacesQuery, VehicleDetailOut, VehicleIn
from app.services.fleet import named, store_entry
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault, InputError
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, find_centre


class VehicleClassOut(Answer):
    """A class of trucks and its usual figures."""

    ref: str
    name_zh: str
    name_en: str
    capacity: CapacityOut
    cost_fixed: float
    cost_per_km: float
    cost_per_h: float


class FleetWordsOut(Answer):
    """What a truck or driver can be said to be and to hold."""

    classes: list[VehicleClassOut]
    skills: list[str]


@api.get("/vehicles")
@allowed(*READERS)
@api.input(PlacesQuery, location="query", arg_name="asked")
@api.output(many(VehicleDetailOut))
@api.doc(operation_id="listVehicles")
def vehicles(asked: PlacesQuery) -> list[VehicleDetailOut]:
    """A centre's trucks in use, each with its usual driver; all of the organisation without a centre."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        wanted = (
            select(Vehicle, Driver, Site)
            .join(Site, col(Site.id) == Vehicle.centre_id)
            .join(
                Driver, (col(Driver.id) == Vehicle.driver_id) & col(Driver.retired_at).is_(None), isouter=True
            )
            .where(Vehicle.organisation_id == organisation_id)
        )
        if asked.centre:
            wanted = wanted.where(Vehicle.centre_id == find_centre(store, organisation_id, asked.centre).id)
        if not asked.retired:
            wanted = wanted.where(col(Vehicle.retired_at).is_(None))
        found = store.exec(wanted.order_by(col(Vehicle.ref))).all()
    return [_document(vehicle, driver, centre) for vehicle, driver, centre in found]


@api.get("/vehicle-classes")
@allowed(*READERS)
@api.output(FleetWordsOut)
@api.doc(operation_id="listVehicleClasses")
def classes() -> FleetWordsOut:
    """Classes of trucks with their usual figures, and what skills and certificates are called."""
    found = [
        VehicleClassOut(
            ref=one.ref, name_zh=one.name_zh, name_en=one.name_en,
            capacity=CapacityOut(kg=one.capacity_kg, l=one.capacity_l),
            cost_fixed=one.cost.fixed, cost_per_km=one.cost.per_km, cost_per_h=one.cost.per_h,
        )
        for one in vehicle_classes().values()
    ]  # fmt: skip
    return FleetWordsOut(classes=found, skills=known_skills())


@api.post("/vehicles")
@allowed(*DISPATCHERS)
@api.input(VehicleIn, arg_name="wanted")
@api.output(VehicleDetailOut, status_code=201)
@api.doc(operation_id="addVehicle", responses={409: "The reference is taken"})
def add_vehicle(wanted: VehicleIn) -> VehicleDetailOut:
    """Add a truck; figures left out are those of its class."""
    return _store(wanted, is_new=True)


@api.put("/vehicles/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(VehicleIn, arg_name="wanted")
@api.output(VehicleDetailOut)
@api.doc(operation_id="changeVehicle")
def change_vehicle(ref: str, wanted: VehicleIn) -> VehicleDetailOut:
    """Change a truck, take it out of use or back; the body is the whole of it. Plans keep it as it was."""
    with installation().reading() as store:
        named(store, principal().organisation_id, Vehicle, ref)
    return _store(wanted.model_copy(update={"ref": ref}), is_new=False)


def _store(wanted: VehicleIn, *, is_new: bool) -> VehicleDetailOut:
    organisation_id = principal().organisation_id
    usual = vehicle_classes().get(wanted.class_)
    if usual is None:
        action = f"Use one of {', '.join(vehicle_classes())}."
        raise InputError(Fault("I206", f"There is no vehicle class {wanted.class_!r}.", action, "class"))
    values: dict[str, Any] = wanted.model_dump()
    values |= {
        "class": usual,
        "overtime_min": wanted.overtime_s / 60,
        "breaks": [{"window": list(one.window), "duration_s": one.duration_s} for one in wanted.breaks],
        "valid_until": {name: day.isoformat() for name, day in wanted.valid_until.items()},
        "driver_ref": wanted.driver,
        "driver": None,
    }
    store_entry(installation().settings, organisation_id, "vehicles", values, is_new=is_new)
    with installation().reading() as store:
        row = named(store, organisation_id, Vehicle, wanted.ref)
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
