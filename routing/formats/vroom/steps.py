"""Read and check a vehicle's `steps`, the route that a VROOM document gives for it.

Feasibility is not checked here: `warm` checks it for the search that starts from the route; plan mode
accepts any route (`plan_mode`).

References
----------
VROOM, docs/API.md: `vehicle_step` and "Vehicle steps".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.domain.fault_list import FaultList
from routing.formats.vroom.types import GivenStepType, Job, ShipmentGiven, StepGiven, VehicleGiven

_TASKS: tuple[GivenStepType, ...] = ("job", "pickup", "delivery")


def misplaced_steps(faults: FaultList, steps: Sequence[StepGiven], vehicle: int) -> None:
    """Add a fault for a start that is not the first step and an end that is not the last (F301)."""
    for position, step in enumerate(steps):
        last = len(steps) - 1
        if (step.type == "start" and position > 0) or (step.type == "end" and position < last):
            cause = f"Unexpected {step.type} in input steps for vehicle {vehicle}."
            faults.add("F301", step.path, cause, "A route starts first and ends last.")


def check_steps(
    faults: FaultList,
    jobs: Sequence[Job],
    shipments: Sequence[ShipmentGiven],
    vehicles: Sequence[VehicleGiven],
) -> None:
    """Add a fault for each step whose task does not exist or is used by another step (F301)."""
    known: dict[GivenStepType, set[int]] = {
        "job": {job.step.id for job in jobs},
        "pickup": {each.pickup.id for each in shipments},
        "delivery": {each.delivery.id for each in shipments},
    }
    taken: dict[GivenStepType, set[int]] = {type_: set() for type_ in known}
    for vehicle in vehicles:
        known["break"], taken["break"] = {pause.id for pause in vehicle.breaks}, set()
        for step in _named(vehicle):
            what = f"{step.type} id {step.id}"
            if step.id not in known[step.type]:
                cause = f"Invalid {what} for vehicle {vehicle.id}."
                faults.add("F301", f"{step.path}.id", cause, f"Name a {step.type} of the document.")
            elif step.id in taken[step.type]:
                cause = f"Duplicate {what} in input steps for vehicle {vehicle.id}."
                faults.add("F301", f"{step.path}.id", cause, "Name it once, for one vehicle.")
            taken[step.type].add(step.id)


def _named(vehicle: VehicleGiven) -> Iterator[StepGiven]:
    return (step for step in vehicle.steps if step.type not in ("start", "end"))


def task_steps(vehicle: VehicleGiven) -> tuple[StepGiven, ...]:
    """Return the steps that serve a job or an end of a shipment, in order."""
    return tuple(step for step in vehicle.steps if step.type in _TASKS)
