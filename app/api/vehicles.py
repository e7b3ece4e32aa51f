"""``GET /vehicles``: the trucks of a centre."""

from __future__ import annotations

from app.access import READERS, allowed, principal
from app.api.blueprint import api, many
from app.api.models import CapacityOut, CentreQuery, DriverOut, VehicleOut, VehicleSizeOut
from app.services import services
from data.store import reading


@api.get("/vehicles")
@allowed(*READERS)
@api.input(CentreQuery, location="query", arg_name="asked")
@api.output(many(VehicleOut))
@api.doc(operation_id="listVehicles")
def vehicles(asked: CentreQuery) -> list[VehicleOut]:
    """The centre's trucks in use, each with its usual driver."""
    organisation_id = principal().organisation_id
    with services().reading() as store:
        centre = reading.centre(store, organisation_id, asked.centre)
        assert centre.id is not None
        found = reading.vehicles_of_centre(store, organisation_id, centre.id)
    return [
        VehicleOut(
            ref=vehicle.ref,
            plate=vehicle.plate,
            class_=vehicle.vehicle_class,
            capacity=CapacityOut(kg=vehicle.capacity_kg, l=vehicle.capacity_l),
            shift=(vehicle.shift_start_s, vehicle.shift_end_s),
            skills=sorted({*vehicle.skills, *(driver.skills if driver else ())}),
            profile=vehicle.profile,
            size=VehicleSizeOut(
                mass_t=vehicle.mass_t,
                height_m=vehicle.height_m,
                width_m=vehicle.width_m,
                length_m=vehicle.length_m,
                axleload_t=vehicle.axleload_t,
            ),
            driver=DriverOut(name=driver.name) if driver else None,
        )
        for vehicle, driver in found
    ]
