"""A problem and its matrices, indexed once for constant-time look-ups."""

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
class Activity:
    """What a step requires: place, durations, windows, and the amounts it moves.

    Attributes
    ----------
    place
        Row of the travel matrices.
    work_s
        Service duration without set-up; unloading at a facility, connecting at a station.
    setup_s
        Set-up, needed only after arriving from another place.
    windows
        In which service may start; none for any time.
    release_s
        No start of service before this.
    loaded
        Amounts collected or picked up, one per dimension.
    delivered
        Amounts left here, one per dimension.
    due
        Latest start of service without a charge, and the charge for each second later.
    """

    place: int
    work_s: int = 0
    setup_s: int = 0
    windows: tuple[Window, ...] = ()
    release_s: int = 0
    loaded: Amounts = ()
    delivered: Amounts = ()
    load_type: str | None = None
    skills: frozenset[str] = NO_SKILLS
    due: tuple[int, float] = NEVER_DUE


class DayIndex:
    """One problem by id; amounts are padded to the problem's dimensions.

    Attributes
    ----------
    activities
        Step → what it requires, with unloading at each facility and charging at each station.
    kinds
        Vehicle → number of its kind; vehicles that differ by their id alone are of one kind.
    nothing
        Zero in every dimension.
    conflicts, day_conflicts
        Load type → the types that may not be aboard with it, or not be carried on one day.
    caps
        Load type, position of the dimension, and the largest amount aboard.
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
        self.conflicts = _index_conflicts(problem.rules.incompatible)
        self.day_conflicts = _index_conflicts(problem.rules.incompatible_day)
        self.caps = tuple(
            (cap.load_type, self.dimensions.index(cap.dimension), cap.max) for cap in problem.rules.load_caps
        )
        self.activities: dict[Step, Activity] = {}
        self._prices: dict[tuple[str, float, float], FloatMatrix] = {}
        self._index_activities()

    def duration_s(self, vehicle: Vehicle) -> IntMatrix:
        """Travel seconds between places for this vehicle's profile."""
        return self.matrices[vehicle.profile].duration_s

    def distance_m(self, vehicle: Vehicle) -> IntMatrix:
        """Metres between places for this vehicle's profile."""
        return self.matrices[vehicle.profile].distance_m

    def price(self, vehicle: Vehicle) -> FloatMatrix:
        """Cost of driving between places, by distance and duration; infinite where there is no path."""
        key = (vehicle.profile, vehicle.cost.per_km, vehicle.cost.per_h)
        if key not in self._prices:
            duration_s, distance_m = self.duration_s(vehicle), self.distance_m(vehicle)
            price = distance_m * (vehicle.cost.per_km / 1000) + duration_s * (vehicle.cost.per_h / 3600)
            self._prices[key] = np.where(duration_s < 0, np.inf, price)
        return self._prices[key]

    def penalty(self, id_: str) -> float | None:
        """Penalty of a task or shipment; None for a mandatory one."""
        demanded = self.tasks.get(id_) or self.shipments[id_]
        return demanded.penalty

    def skills(self, id_: str) -> frozenset[str]:
        """Skills that a task or shipment requires of its vehicle."""
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
        """Whether the step puts goods aboard that must be unloaded at a facility."""
        if step.kind != "collect":
            return False
        activity = self.activities[step]
        return any(activity.loaded) or (activity.load_type is not None and not any(activity.delivered))

    def _pad(self, amounts: Amounts) -> Amounts:
        return (*amounts, *self.nothing[len(amounts) :])

    def _index_activities(self) -> None:
        for task in self.tasks.values():
            self.activities[Step("collect", task.id)] = Activity(
                place=task.place,
                work_s=task.service_s,
                setup_s=task.setup_s,
                windows=task.windows,
                release_s=task.release_s,
                loaded=self._pad(task.demand),
                delivered=self._pad(task.delivery),
                load_type=task.load_type,
                skills=task.skills,
                due=_due(task),
            )
        for shipment in self.shipments.values():
            amounts = self._pad(shipment.demand)
            self.activities[Step("pickup", shipment.id)] = self._shipment_activity(
                shipment, shipment.pickup, amounts, self.nothing
            )
            self.activities[Step("deliver", shipment.id)] = self._shipment_activity(
                shipment, shipment.delivery, self.nothing, amounts
            )
        for facility in self.facilities.values():
            self.activities[Step("unload", facility.id)] = Activity(
                place=facility.place,
                work_s=facility.unload_s,
                windows=facility.windows,
                loaded=self.nothing,
                delivered=self.nothing,
            )
        for station in self.problem.stations:
            self.activities[Step("charge", station.id)] = Activity(
                place=station.place,
                work_s=station.connect_s,
                windows=station.windows,
                loaded=self.nothing,
                delivered=self.nothing,
            )

    @staticmethod
    def _shipment_activity(
        shipment: Shipment, stop: ShipmentStop, loaded: Amounts, delivered: Amounts
    ) -> Activity:
        return Activity(
            place=stop.place,
            work_s=stop.service_s,
            setup_s=stop.setup_s,
            windows=stop.windows,
            loaded=loaded,
            delivered=delivered,
            load_type=shipment.load_type,
            skills=shipment.skills,
            due=_due(stop),
        )


def _due(stop: Task | ShipmentStop) -> tuple[int, float]:
    return NEVER_DUE if stop.due_s is None else (stop.due_s, stop.late_per_h / 3600)


def _index_conflicts(pairs: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {load_type: frozenset(others) for load_type, others in found.items()}
