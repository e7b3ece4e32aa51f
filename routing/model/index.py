"""A problem and its matrices, indexed once for the many questions that a search asks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import IntMatrix, TravelMatrices
from data.domain.problem import (
    Amounts,
    Facility,
    Problem,
    Shipment,
    ShipmentStop,
    Task,
    Vehicle,
    Window,
)
from routing.model.steps import Step

FloatMatrix = NDArray[np.float64]
NO_SKILLS: frozenset[str] = frozenset()
NEVER_DUE_S = 1 << 40
NEVER_DUE = (NEVER_DUE_S, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """What a step means to a schedule: where, how long, when, and what changes aboard.

    Attributes
    ----------
    taken, brought
        Amounts collected (or picked up) here, and amounts left here, one per dimension.
    due
        When work should have started at the latest, and the price of each second later.
    """

    place: int
    work_s: int = 0
    setup_s: int = 0
    windows: tuple[Window, ...] = ()
    release_s: int = 0
    taken: Amounts = ()
    brought: Amounts = ()
    load_type: str | None = None
    skills: frozenset[str] = NO_SKILLS
    due: tuple[int, float] = NEVER_DUE


class DayIndex:
    """Look-ups by id over one problem; amounts padded to the problem's dimensions.

    Attributes
    ----------
    problem
        What was indexed.
    halts
        Every step that can be asked for, with unloading at each facility and charging at each station.
    kinds
        A number per vehicle; vehicles that differ by their id alone share it.
    conflicts
        For each load type, the types that may not be aboard with it.
    """

    def __init__(self, problem: Problem, matrices: TravelMatrices) -> None:
        self.problem = problem
        self.matrices = matrices
        self.dimensions = problem.dimensions
        self.vehicles: dict[str, Vehicle] = {vehicle.id: vehicle for vehicle in problem.vehicles}
        kinds: dict[Vehicle, int] = {}
        self.kinds: dict[str, int] = {
            vehicle.id: kinds.setdefault(replace(vehicle, id=""), len(kinds)) for vehicle in problem.vehicles
        }
        self.facilities: dict[str, Facility] = {facility.id: facility for facility in problem.facilities}
        self.tasks: dict[str, Task] = {task.id: task for task in problem.tasks}
        self.shipments: dict[str, Shipment] = {shipment.id: shipment for shipment in problem.shipments}
        self.nothing: Amounts = (0,) * len(self.dimensions)
        self.conflicts = _conflicts(problem.rules.incompatible)
        self.day_conflicts = _conflicts(problem.rules.incompatible_day)
        self.caps = tuple(
            (cap.load_type, self.dimensions.index(cap.dimension), cap.max) for cap in problem.rules.load_caps
        )
        self.halts: dict[Step, Halt] = {}
        self._prices: dict[tuple[str, float, float], FloatMatrix] = {}
        self._index_halts()

    def duration_s(self, vehicle: Vehicle) -> IntMatrix:
        """Travel seconds between places for this vehicle's profile."""
        return self.matrices[vehicle.profile].duration_s

    def distance_m(self, vehicle: Vehicle) -> IntMatrix:
        """Metres between places for this vehicle's profile."""
        return self.matrices[vehicle.profile].distance_m

    def price(self, vehicle: Vehicle) -> FloatMatrix:
        """Cost of driving between places: metres and time; infinite where there is no path."""
        key = (vehicle.profile, vehicle.cost.per_km, vehicle.cost.per_h)
        if key not in self._prices:
            duration_s, distance_m = self.duration_s(vehicle), self.distance_m(vehicle)
            price = distance_m * (vehicle.cost.per_km / 1000) + duration_s * (vehicle.cost.per_h / 3600)
            self._prices[key] = np.where(duration_s < 0, np.inf, price)
        return self._prices[key]

    def penalty(self, id_: str) -> float | None:
        """Price of leaving out a task or shipment; None where it is mandatory."""
        demanded = self.tasks.get(id_) or self.shipments[id_]
        return demanded.penalty

    def skills(self, id_: str) -> frozenset[str]:
        """What a task or shipment requires of its vehicle."""
        demanded = self.tasks.get(id_) or self.shipments[id_]
        return demanded.skills

    @property
    def demanded(self) -> tuple[str, ...]:
        """Ids of all tasks, then of all shipments."""
        return (*self.tasks, *self.shipments)

    def steps_of(self, id_: str) -> tuple[Step, ...]:
        """The steps that serve a task (one) or a shipment (pickup, then delivery)."""
        if id_ in self.tasks:
            return (Step("collect", id_),)
        return (Step("pickup", id_), Step("deliver", id_))

    def collects(self, step: Step) -> bool:
        """Whether goods of this step stay aboard until an unloading."""
        if step.kind != "collect":
            return False
        halt = self.halts[step]
        return any(halt.taken) or (halt.load_type is not None and not any(halt.brought))

    def _padded(self, amounts: Amounts) -> Amounts:
        return (*amounts, *self.nothing[len(amounts) :])

    def _index_halts(self) -> None:
        for task in self.tasks.values():
            self.halts[Step("collect", task.id)] = Halt(
                place=task.place,
                work_s=task.service_s,
                setup_s=task.setup_s,
                windows=task.windows,
                release_s=task.release_s,
                taken=self._padded(task.demand),
                brought=self._padded(task.delivery),
                load_type=task.load_type,
                skills=task.skills,
                due=_due(task),
            )
        for shipment in self.shipments.values():
            amounts = self._padded(shipment.demand)
            self.halts[Step("pickup", shipment.id)] = self._end(
                shipment, shipment.pickup, amounts, self.nothing
            )
            self.halts[Step("deliver", shipment.id)] = self._end(
                shipment, shipment.delivery, self.nothing, amounts
            )
        for facility in self.facilities.values():
            self.halts[Step("unload", facility.id)] = Halt(
                place=facility.place,
                work_s=facility.unload_s,
                windows=facility.windows,
                taken=self.nothing,
                brought=self.nothing,
            )
        for station in self.problem.stations:
            self.halts[Step("charge", station.id)] = Halt(
                place=station.place,
                work_s=station.connect_s,
                windows=station.windows,
                taken=self.nothing,
                brought=self.nothing,
            )

    @staticmethod
    def _end(shipment: Shipment, stop: ShipmentStop, taken: Amounts, brought: Amounts) -> Halt:
        return Halt(
            place=stop.place,
            work_s=stop.service_s,
            setup_s=stop.setup_s,
            windows=stop.windows,
            taken=taken,
            brought=brought,
            load_type=shipment.load_type,
            skills=shipment.skills,
            due=_due(stop),
        )


def _due(stop: Task | ShipmentStop) -> tuple[int, float]:
    return NEVER_DUE if stop.due_s is None else (stop.due_s, stop.late_per_h / 3600)


def _conflicts(pairs: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {load_type: frozenset(others) for load_type, others in found.items()}
