"""Read a VROOM request; faults of jobs, shipments, vehicles, steps and matrices are reported together.

Features of VROOM that this model does not support (``docs/reference/formats.md``) are refused: single values
here, combinations when the problem is built.

References
----------
VROOM, docs/API.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data.domain.fault_list import FaultList, excerpt, json_path
from data.domain.places import LonLat
from routing.formats.documents import fault_list, read_json
from routing.formats.native.fields import MAX_AMOUNT
from routing.formats.validation import Location, prune
from routing.formats.vroom import models
from routing.formats.vroom.custom_matrices import read_matrices
from routing.formats.vroom.models import Known
from routing.formats.vroom.steps import check_steps, misplaced_steps
from routing.formats.vroom.types import (
    BreakGiven,
    Document,
    GivenStepType,
    Job,
    ShipmentGiven,
    StepGiven,
    VehicleGiven,
)

_MOST = {"vehicles": 2_000, "jobs": 20_000, "shipments": 20_000}
_INCOMPLETE = "Invalid JSON object in request, please add vehicles and jobs or shipments to the object body"
EntryT = TypeVar("EntryT", bound=models.Entry)


def read_document(text: str | bytes) -> Document:
    """Read a VROOM document.

    Raises
    ------
    InputError
        F1xx: not JSON, or too large; F301: all faults of the document, each with its path.
    """
    faults = fault_list()
    value = read_json(text)
    document: dict[str, Any] = value if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        _add(faults, "document", "The input is no mapping.", "Give vehicles, and jobs or shipments.")
    matrices = read_matrices(document, faults)
    rows = min((len(matrix.durations) for matrix in matrices.values()), default=0)
    known = Known(size=_amount_size(document), profiles=frozenset(matrices), rows=rows)
    if "vehicles" not in document or not {"jobs", "shipments"} & document.keys():
        _add(faults, "document", _INCOMPLETE, "Add vehicles, and jobs or shipments.")
    places: dict[LonLat, int] = {}
    vehicles = [
        _vehicle(each, path, places, known, faults)
        for path, each in _entries(document, "vehicles", models.Vehicle, known, faults)
    ]
    read_jobs = [
        _job(each, places, known) for _, each in _entries(document, "jobs", models.Job, known, faults)
    ]
    jobs = [job for job in read_jobs if job is not None]
    read_shipments = [
        _shipment(each, places, known)
        for _, each in _entries(document, "shipments", models.Shipment, known, faults)
    ]
    shipments = [shipment for shipment in read_shipments if shipment is not None]
    if "vehicles" in document and not vehicles and not faults:
        _add(faults, "vehicles", "No vehicle is defined.", "Add at least one.")
    _unique(faults, "vehicle", (vehicle.id for vehicle in vehicles))
    _unique(faults, "job", (job.step.id for job in jobs))
    _unique(faults, "pickup", (shipment.pickup.id for shipment in shipments))
    _unique(faults, "delivery", (shipment.delivery.id for shipment in shipments))
    check_steps(faults, jobs, shipments, vehicles)
    faults.raise_if_any()
    options = document.get("options")
    return Document(
        jobs=tuple(jobs),
        shipments=tuple(shipments),
        vehicles=tuple(vehicles),
        places=tuple(places),
        given=matrices,
        size=known.size,
        plan_mode=isinstance(options, dict) and bool(options.get("c")),
    )


def _add(faults: FaultList, where: str, cause: str, action: str) -> None:
    faults.add("F301", where, cause, action)


def _amount_size(document: dict[str, Any]) -> int:
    """Return the number of amounts: that of the first vehicle's capacity."""
    vehicles = document.get("vehicles")
    first = vehicles[0] if isinstance(vehicles, list) and vehicles else {}
    capacity = first.get("capacity", []) if isinstance(first, dict) else []
    return len(capacity) if isinstance(capacity, list) else 0


def _entries(
    document: dict[str, Any], key: str, model: type[EntryT], known: Known, faults: FaultList
) -> Iterable[tuple[str, EntryT]]:
    """Return the path and values of each valid entry of a list; add the faults of the others."""
    given, most = document.get(key, []), _MOST[key]
    if not isinstance(given, list):
        _add(faults, key, f"Invalid {key}.", "Give a list.")
        return
    if len(given) > most:
        _add(faults, key, f"Too many {key} ({len(given)}) in query, maximum is set to {most}.", "Split it.")
        return
    for position, entry in enumerate(given):
        path = f"{key}[{position}]"
        if not isinstance(entry, dict):
            _add(faults, path, f"Invalid {model.KIND}: {excerpt(entry)}.", "Give a mapping.")
        elif (found := _read_entry(model, entry, path, known, faults)) is not None:
            yield path, found


def _read_entry(
    model: type[EntryT], entry: dict[str, Any], path: str, known: Known, faults: FaultList
) -> EntryT | None:
    """Read one entry; after faults, return what remains without the refused values, or None."""
    name = entry.get("id") if models.is_whole(entry.get("id")) else None
    is_listed = False
    while True:
        try:
            return model.model_validate(entry, context=known)
        except ValidationError as error:
            if not is_listed:
                _add_faults(error, path, name, faults)
                is_listed = True
            if not prune(entry, error, {}, None):
                return None


def _add_faults(error: ValidationError, path: str, vehicle: object, faults: FaultList) -> None:
    named: set[str] = set()
    for each in error.errors(include_url=False):
        place, cause, action = _describe(each)
        inner = json_path(place)
        if inner not in named:
            named.add(inner)
            _add(
                faults, f"{path}.{inner}" if inner else path, cause.replace("{vehicle}", str(vehicle)), action
            )


_MISSHAPEN = {
    ("breaks", 1): ("Invalid breaks for vehicle {vehicle}.", "Give a list of mappings."),
    ("breaks", 2): ("Invalid breaks for vehicle {vehicle}.", "Give a list of mappings."),
    ("costs", 1): ("Invalid costs for vehicle {vehicle}.", "Give a mapping."),
    ("delivery", 1): ("Missing delivery in shipment.", "Add it."),
    ("pickup", 1): ("Missing pickup in shipment.", "Add it."),
    ("steps", 1): ("Invalid steps for vehicle {vehicle}.", "Give a list of mappings."),
    ("steps", 2): ("Invalid step for vehicle {vehicle}: {value}.", "Give a mapping."),
}
"""Cause and action by key and depth, for what is no list or mapping."""


def _describe(error: ErrorDetails) -> tuple[Location, str, str]:
    """Return the path, cause and action of an error in VROOM's terms."""
    place, value, kind = error["loc"], error["input"], error["type"]
    if kind == "fault":
        return place, error["ctx"]["cause"], error["ctx"]["action"]
    if kind == "vehicle":
        return place[:-1], error["ctx"]["cause"], error["ctx"]["action"]
    shape = _MISSHAPEN.get((str(place[0]), len(place)))
    if shape is not None:
        where = place[:1] if place[0] == "breaks" else place
        return where, shape[0].replace("{value}", excerpt(value)), shape[1]
    name = place[-1]
    if kind.startswith("string_"):
        return place, f"Invalid {name} value: {excerpt(value)}.", "Give a text."
    most = 100 if name == "priority" else MAX_AMOUNT
    return place, f"Invalid {name} value: {excerpt(value)}.", f"Give a whole number from 0 to {most}."


def _unique(faults: FaultList, what: str, ids: Iterable[int]) -> None:
    for name, count in sorted(Counter(ids).items()):
        if count > 1:
            _add(faults, f"{what}s", f"Duplicate {what} id: {name}.", "Give each its own id.")


def _filled(amounts: tuple[int, ...], known: Known) -> tuple[int, ...]:
    return amounts or (0,) * known.size


def _job(read: models.Job, places: dict[LonLat, int], known: Known) -> Job | None:
    step = read.step(places)
    if step is None:
        return None
    return Job(
        step=step,
        delivery=_filled(read.amount or read.delivery, known),
        pickup=_filled(read.pickup, known),
        skills=read.skills,
        priority=read.priority,
    )


def _shipment(read: models.Shipment, places: dict[LonLat, int], known: Known) -> ShipmentGiven | None:
    pickup, delivery = read.pickup.step(places), read.delivery.step(places)
    if pickup is None or delivery is None:
        return None
    return ShipmentGiven(
        pickup=pickup,
        delivery=delivery,
        amount=_filled(read.amount, known),
        skills=read.skills,
        priority=read.priority,
    )


def _vehicle(
    read: models.Vehicle, path: str, places: dict[LonLat, int], known: Known, faults: FaultList
) -> VehicleGiven:
    for name, count in sorted(Counter(each.id for each in read.breaks).items()):
        if count > 1:
            cause = f"Duplicate break id: {name} for vehicle {read.id}."
            _add(faults, f"{path}.breaks", cause, "Give each its own id.")
    steps = tuple(
        StepGiven(
            type=cast(GivenStepType, step.type),
            id=step.id,
            at=step.service_at,
            after=step.service_after,
            before=step.service_before,
            path=f"{path}.steps[{position}]",
        )
        for position, step in enumerate(read.steps)
    )
    misplaced_steps(faults, steps, read.id)
    ends = {
        key: row if row is not None or position is None else places.setdefault(position, len(places))
        for key, position, row in (("start", read.start, read.start_index), ("end", read.end, read.end_index))
    }
    return VehicleGiven(
        id=read.id,
        type=read.type,
        profile=read.profile,
        start=ends["start"],
        end=ends["end"],
        capacity=_filled(read.capacity, known),
        fixed=read.costs.fixed,
        per_hour=read.costs.per_hour,
        per_task_hour=read.costs.per_task_hour,
        per_km=read.costs.per_km,
        skills=read.skills,
        window=read.time_window,
        breaks=tuple(
            BreakGiven(
                id=each.id,
                windows=each.time_windows,
                service=each.service,
                max_load=each.max_load,
                description=each.description,
            )
            for each in read.breaks
        ),
        speed_factor=read.speed_factor,
        max_tasks=read.max_tasks,
        max_travel_time=read.max_travel_time,
        max_distance=read.max_distance,
        steps=steps,
        description=read.description,
        echo={
            key: {
                name: read.given[source]
                for name, source in (("location", key), ("location_index", f"{key}_index"))
                if source in read.given
            }
            for key in ("start", "end")
        },
    )
