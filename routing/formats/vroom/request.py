"""VROOM's input: jobs, shipments, vehicles and custom matrices as its API describes them.

Keys that VROOM does not know are ignored, as it does. What it knows and this model cannot do is
refused (``docs/reference/formats.md``): a value at once, a combination when it comes to solving.

References
----------
VROOM, docs/API.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.domain.fault_list import excerpt
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from routing.formats.documents import read_json
from routing.formats.native.fields import MAX_AMOUNT
from routing.formats.vroom.steps import check_steps, read_steps
from routing.formats.vroom.types import (
    DEFAULT_PER_HOUR,
    BreakGiven,
    CustomMatrix,
    Job,
    ShipmentGiven,
    Step,
    StepType,
    VehicleGiven,
)
from routing.formats.vroom.values import ValueReader, is_whole

MAX_TASKS = 20_000
MAX_VEHICLES = 2_000
_MISSING = "Invalid JSON object in request, please add vehicles and jobs or shipments to the object body"


class RequestReader(ValueReader):
    """Walks a document once, keeps what it can use and names every fault with its path."""

    def __init__(self, text: str | bytes) -> None:
        super().__init__()
        document = read_json(text)
        self.document: dict[str, Any] = document if isinstance(document, dict) else {}
        if not isinstance(document, dict):
            self.fault("document", "The input is no mapping.", "Give vehicles, and jobs or shipments.")
        self.places: dict[LonLat, int] = {}
        self.matrices = self._matrices()
        self.size = self._amount_size()

    @property
    def plan_mode(self) -> bool:
        """Whether the document's own options ask for plan mode, as vroom-express reads them."""
        options = self.document.get("options")
        return isinstance(options, dict) and bool(options.get("c"))

    def read(self) -> tuple[tuple[Job, ...], tuple[ShipmentGiven, ...], tuple[VehicleGiven, ...]]:
        """Jobs, shipments and vehicles; `faults` then says whether they can be used."""
        if "vehicles" not in self.document or not {"jobs", "shipments"} & self.document.keys():
            self.fault("document", _MISSING, "Add vehicles, and jobs or shipments.")
        vehicles = self._every("vehicles", MAX_VEHICLES, self._vehicle)
        jobs = self._every("jobs", MAX_TASKS, self._job)
        shipments = self._every("shipments", MAX_TASKS, self._shipment)
        if "vehicles" in self.document and not vehicles and not self.faults:
            self.fault("vehicles", "No vehicle is defined.", "Add at least one.")
        self._unique("vehicle", [vehicle.id for vehicle in vehicles])
        self._unique("job", [job.step.id for job in jobs])
        self._unique("pickup", [shipment.pickup.id for shipment in shipments])
        self._unique("delivery", [shipment.delivery.id for shipment in shipments])
        check_steps(self.faults, jobs, shipments, vehicles)
        return jobs, shipments, vehicles

    def _every(self, key: str, most: int, read: Callable[[dict[str, Any], str], Any]) -> tuple[Any, ...]:
        given = self.document.get(key, [])
        if not isinstance(given, list):
            self.fault(key, f"Invalid {key}.", "Give a list.")
            return ()
        if len(given) > most:
            self.fault(key, f"Too many {key} ({len(given)}) in query, maximum is set to {most}.", "Split it.")
            return ()
        found = []
        for position, entry in enumerate(given):
            path = f"{key}[{position}]"
            if not isinstance(entry, dict):
                self.fault(path, f"Invalid {key[:-1]}: {excerpt(entry)}.", "Give a mapping.")
                continue
            read_entry = read(entry, path)
            if read_entry is not None:
                found.append(read_entry)
        return tuple(found)

    def _unique(self, what: str, ids: list[int]) -> None:
        for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1} if len(set(ids)) < len(ids) else ()):
            self.fault(f"{what}s", f"Duplicate {what} id: {id_}.", "Give each its own id.")

    def _job(self, given: dict[str, Any], path: str) -> Job | None:
        step = self._step(given, path, "job")
        # `amount` is what deliveries were called before there were pickups.
        compatible = "amount" in given and "delivery" not in given and "pickup" not in given
        delivery = self._amounts(given, "amount" if compatible else "delivery", path)
        pickup = self._amounts(given, "pickup", path)
        skills, priority = self.skills(given, path), self.whole(given, "priority", path, high=100)
        if step is None:
            return None
        return Job(step=step, delivery=delivery, pickup=pickup, skills=skills, priority=priority)

    def _shipment(self, given: dict[str, Any], path: str) -> ShipmentGiven | None:
        ends: list[Step | None] = []
        for end in ("pickup", "delivery"):
            entry = given.get(end)
            if not isinstance(entry, dict):
                self.fault(f"{path}.{end}", f"Missing {end} in shipment.", "Add it.")
                ends.append(None)
            else:
                ends.append(self._step(entry, f"{path}.{end}", end))
        amount = self._amounts(given, "amount", path)
        skills, priority = self.skills(given, path), self.whole(given, "priority", path, high=100)
        pickup, delivery = ends
        if pickup is None or delivery is None:
            return None
        return ShipmentGiven(
            pickup=pickup, delivery=delivery, amount=amount, skills=skills, priority=priority
        )

    def _step(self, given: dict[str, Any], path: str, type_: StepType) -> Step | None:
        id_ = self.id_of(given, path, type_)
        place = self._place(given, path, "location", "location_index")
        step = Step(
            type=type_,
            id=id_ or 0,
            place=place or 0,
            setup=self.whole(given, "setup", path),
            service=self.whole(given, "service", path),
            setup_per_type=self.per_type(given, "setup_per_type", path),
            service_per_type=self.per_type(given, "service_per_type", path),
            windows=self.windows(given, path, f"{type_} {id_}"),
            echo={k: given[k] for k in ("location", "location_index", "description") if k in given},
        )
        if place is None and "location" not in given and "location_index" not in given:
            wanted = "location_index" if self.matrices else "location"
            self.fault(f"{path}.{wanted}", f"Missing {wanted} for {type_} {id_}.", "Add it.")
        return None if id_ is None or place is None else step

    def _vehicle(self, given: dict[str, Any], path: str) -> VehicleGiven | None:
        id_ = self.id_of(given, path, "vehicle")
        start = self._place(given, path, "start", "start_index")
        end = self._place(given, path, "end", "end_index")
        if not {"start", "end", "start_index", "end_index"} & given.keys():
            self.fault(path, f"No start or end specified for vehicle {id_}.", "Give one of them.")
        costs = given.get("costs", {})
        if not isinstance(costs, dict):
            self.fault(f"{path}.costs", f"Invalid costs for vehicle {id_}.", "Give a mapping.")
            costs = {}
        profile = given.get("profile", DEFAULT_PROFILE)
        if not isinstance(profile, str) or (self.matrices and profile not in self.matrices):
            self.fault(f"{path}.profile", f"Invalid profile: {profile}.", "Name one that has a matrix.")
            profile = DEFAULT_PROFILE
        if id_ is None:
            return None
        where = f"{path}.costs"
        return VehicleGiven(
            id=id_,
            type=self.type_name(given, path),
            profile=profile,
            start=start,
            end=end,
            capacity=self._amounts(given, "capacity", path),
            fixed=self.whole(costs, "fixed", where),
            per_hour=self.whole(costs, "per_hour", where, default=DEFAULT_PER_HOUR),
            per_task_hour=self.whole(costs, "per_task_hour", where),
            per_km=self.whole(costs, "per_km", where),
            skills=self.skills(given, path),
            window=self.window(given.get("time_window"), f"{path}.time_window"),
            breaks=self._breaks(given, path, id_),
            speed_factor=self.speed_factor(given, path),
            max_tasks=self.limit(given, "max_tasks", path),
            max_travel_time=self.limit(given, "max_travel_time", path),
            max_distance=self.limit(given, "max_distance", path),
            steps=read_steps(self, given, path, id_),
            description=given.get("description"),
            echo={
                key: {
                    name: given[source]
                    for name, source in (("location", key), ("location_index", f"{key}_index"))
                    if source in given
                }
                for key in ("start", "end")
            },
        )

    def _breaks(self, given: dict[str, Any], path: str, vehicle: int) -> tuple[BreakGiven, ...]:
        entries = given.get("breaks", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.fault(f"{path}.breaks", f"Invalid breaks for vehicle {vehicle}.", "Give a list of mappings.")
            return ()
        found = []
        for position, entry in enumerate(entries):
            where = f"{path}.breaks[{position}]"
            id_ = self.id_of(entry, where, "break")
            found.append(
                BreakGiven(
                    id=id_ or 0,
                    windows=self.windows(entry, where, f"break {id_}"),
                    service=self.whole(entry, "service", where),
                    max_load=self._amounts(entry, "max_load", where) if "max_load" in entry else None,
                    description=entry.get("description"),
                )
            )
        ids = [entry.id for entry in found]
        for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            cause = f"Duplicate break id: {id_} for vehicle {vehicle}."
            self.fault(f"{path}.breaks", cause, "Give each its own id.")
        return tuple(found)

    def _place(self, given: dict[str, Any], path: str, coordinates: str, index: str) -> int | None:
        """Row of the custom matrices, or the position of new coordinates; None where neither is given."""
        location = given.get(coordinates)
        position: LonLat | None = None
        if location is not None:
            position = self.lonlat(location, f"{path}.{coordinates}", coordinates)
        if self.matrices:
            row = given.get(index)
            if row is None:
                if location is not None:
                    self.fault(f"{path}.{index}", f"Missing {index}.", "Add it: there are custom matrices.")
                return None
            size = min(len(matrix.durations) for matrix in self.matrices.values())
            if not is_whole(row) or not 0 <= row < size:
                self.fault(
                    f"{path}.{index}", f"{index} exceeding matrix size: {excerpt(row)}.", "Correct it."
                )
                return None
            return int(row)
        return None if position is None else self.places.setdefault(position, len(self.places))

    def _amounts(self, given: dict[str, Any], key: str, path: str) -> tuple[int, ...]:
        if key not in given:
            return (0,) * self.size
        value = given[key]
        whole = isinstance(value, list) and all(
            is_whole(entry) and 0 <= entry <= MAX_AMOUNT for entry in value
        )
        if not whole:
            self.fault(f"{path}.{key}", f"Invalid {key} array.", "Give whole numbers, 0 or more.")
            return (0,) * self.size
        if len(value) != self.size:
            cause = f"Inconsistent {key} length: {len(value)} instead of {self.size}."
            self.fault(f"{path}.{key}", cause, "Give as many amounts as vehicles have capacities.")
            return (0,) * self.size
        return tuple(value)

    def _amount_size(self) -> int:
        """Number of amounts: that of the first vehicle's capacity, which all others must share."""
        vehicles = self.document.get("vehicles")
        first = vehicles[0] if isinstance(vehicles, list) and vehicles else {}
        capacity = first.get("capacity", []) if isinstance(first, dict) else []
        return len(capacity) if isinstance(capacity, list) else 0

    def _matrices(self) -> dict[str, CustomMatrix]:
        given = self.document.get("matrices")
        if given is None and "matrix" in self.document:
            given = {DEFAULT_PROFILE: {"durations": self.document["matrix"]}}
        if given is None:
            return {}
        if not isinstance(given, dict) or not given:
            self.fault("matrices", "Invalid matrices.", "Give a mapping from profile to matrices.")
            return {}
        found = {}
        for profile, tables in given.items():
            if not isinstance(tables, dict) or "durations" not in tables:
                cause = f"Missing durations for profile {profile}."
                self.fault(f"matrices.{profile}", cause, "Add durations.")
                continue
            read = {
                key: self.table(tables[key], f"matrices.{profile}.{key}")
                for key in ("durations", "distances", "costs")
                if key in tables
            }
            durations = read["durations"]
            if durations is None or any(table is None for table in read.values()):
                continue
            if any(table is not None and len(table) != len(durations) for table in read.values()):
                self.fault(
                    f"matrices.{profile}", "Inconsistent matrix sizes.", "Give all for the same places."
                )
                continue
            found[profile] = CustomMatrix(
                durations=durations, distances=read.get("distances"), costs=read.get("costs")
            )
        if len({len(matrix.durations) for matrix in found.values()}) > 1:
            self.fault("matrices", "Inconsistent matrix sizes.", "Give all profiles the same places.")
        return found
