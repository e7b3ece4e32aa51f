"""Refuse VROOM documents that the problem model cannot express; plan mode supports them."""

from __future__ import annotations

from data.domain.errors import Fault, InputError
from routing.formats.vroom.types import Document


def refuse_differing(document: Document) -> None:
    """Refuse times that depend on the vehicle and breaks that depend on the load.

    Raises
    ------
    InputError
        F303: one fault for each task whose times differ between vehicles and for each break with a binding
        load limit.
    """
    faults = []
    types = {vehicle.type for vehicle in document.vehicles}
    steps = [(f"jobs[{number}]", job.step) for number, job in enumerate(document.jobs)]
    for number, shipment in enumerate(document.shipments):
        steps.append((f"shipments[{number}].pickup", shipment.pickup))
        steps.append((f"shipments[{number}].delivery", shipment.delivery))
    for path, step in steps:
        times = {step.seconds(type_) for type_ in types}
        for position, key in enumerate(("setup_per_type", "service_per_type")):
            if len({pair[position] for pair in times}) > 1:
                cause = f"{key} that differs between the vehicles is not supported."
                faults.append(Fault("F303", cause, "Give one duration for all vehicles.", f"{path}.{key}"))
    for number, vehicle in enumerate(document.vehicles):
        for position, pause in enumerate(vehicle.breaks):
            most = pause.max_load
            if most is not None and any(m < c for m, c in zip(most, vehicle.capacity, strict=True)):
                path = f"vehicles[{number}].breaks[{position}].max_load"
                cause = "max_load below the vehicle's capacity is not supported."
                faults.append(Fault("F303", cause, "Leave it out.", path))
    if faults:
        raise InputError(faults)
