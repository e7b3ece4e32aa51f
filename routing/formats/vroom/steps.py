"""A vehicle's `steps`: the route that a VROOM document describes for it, read and checked by name.

Whether the route can be driven is not asked here: `warm` does, for the search that starts from
it; in plan mode it is driven as it stands (`plan_mode`).

References
----------
VROOM, docs/API.md: `vehicle_step` and "Vehicle steps".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from data.domain.fault_list import FaultList, excerpt
from routing.formats.vroom.types import GivenStepType, Job, ShipmentGiven, StepGiven, VehicleGiven
from routing.formats.vroom.values import MAX_TIMESTAMP, ValueReader, is_whole

_FORCED = ("service_at", "service_after", "service_before")
_TASKS: tuple[GivenStepType, ...] = ("job", "pickup", "delivery")


def read_steps(reader: ValueReader, given: dict[str, Any], path: str, vehicle: int) -> tuple[StepGiven, ...]:
    """The steps of a vehicle, without those that have faults; the faults are in `reader`.

    Parameters
    ----------
    given, path
        The vehicle's mapping, and where it stands in the document.
    """
    entries = given.get("steps", [])
    if not isinstance(entries, list):
        reader.fault(f"{path}.steps", f"Invalid steps for vehicle {vehicle}.", "Give a list of mappings.")
        return ()
    found = [
        _read(reader, entry, f"{path}.steps[{position}]", vehicle) for position, entry in enumerate(entries)
    ]
    for position, step in enumerate(found):
        if step is None:
            continue
        misplaced = (step.type == "start" and position > 0) or (
            step.type == "end" and position < len(found) - 1
        )
        if misplaced:
            cause = f"Unexpected {step.type} in input steps for vehicle {vehicle}."
            reader.fault(step.path, cause, "A route starts first and ends last.")
    return tuple(step for step in found if step is not None)


def _read(reader: ValueReader, entry: Any, path: str, vehicle: int) -> StepGiven | None:
    if not isinstance(entry, dict):
        reader.fault(path, f"Invalid step for vehicle {vehicle}: {excerpt(entry)}.", "Give a mapping.")
        return None
    type_ = next((known for known in get_args(GivenStepType) if known == entry.get("type")), None)
    if type_ is None:
        action = f"Give one of {', '.join(get_args(GivenStepType))}."
        reader.fault(f"{path}.type", f"Invalid type in steps for vehicle {vehicle}.", action)
        return None
    id_ = entry.get("id", -1)
    if type_ not in ("start", "end") and not (is_whole(id_) and id_ >= 0):
        cause = f"Invalid id in steps for vehicle {vehicle}."
        reader.fault(f"{path}.id", cause, f"Give the id of the {type_}.")
        return None
    at, after, before = (_moment(reader, entry, key, path) for key in _FORCED)
    named = id_ if type_ not in ("start", "end") else 0
    return StepGiven(type=type_, id=named, at=at, after=after, before=before, path=path)


def _moment(reader: ValueReader, entry: dict[str, Any], key: str, path: str) -> int | None:
    value = entry.get(key)
    if value is None:
        return None
    if not is_whole(value) or not 0 <= value <= MAX_TIMESTAMP:
        reader.fault(f"{path}.{key}", f"Invalid {key} value.", "Give seconds, a whole number, 0 or more.")
        return None
    return int(value)


def check_steps(
    faults: FaultList,
    jobs: Sequence[Job],
    shipments: Sequence[ShipmentGiven],
    vehicles: Sequence[VehicleGiven],
) -> None:
    """Add a fault for every step that names nothing, or what another step has already (F301)."""
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
    """The steps that serve a job or an end of a shipment, in order."""
    return tuple(step for step in vehicle.steps if step.type in _TASKS)
