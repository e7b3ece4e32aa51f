"""VROOM's objects as read from a request, with places in the order of the matrix rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from data.domain.problem import Window

StepType = Literal["job", "pickup", "delivery"]
GivenStepType = Literal["start", "job", "pickup", "delivery", "break", "end"]
DEFAULT_PER_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A job or one end of a shipment; times for a vehicle type replace the general ones."""

    type: StepType
    id: int
    place: int
    setup: int = 0
    service: int = 0
    setup_per_type: Mapping[str, int] = field(default_factory=dict)
    service_per_type: Mapping[str, int] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    echo: dict[str, Any] = field(default_factory=dict)

    def seconds(self, vehicle_type: str) -> tuple[int, int]:
        """Set-up and service time for a vehicle of this type."""
        setup = self.setup_per_type.get(vehicle_type, self.setup)
        return setup, self.service_per_type.get(vehicle_type, self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of the request."""

    step: Step
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentGiven:
    """A shipment of the request."""

    pickup: Step
    delivery: Step
    amount: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGiven:
    """A break of a vehicle of the request."""

    id: int
    windows: tuple[Window, ...] = ()
    service: int = 0
    max_load: tuple[int, ...] | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGiven:
    """One step of a given route.

    Attributes
    ----------
    id
        Id of the job, pickup, delivery or break; 0 for a start or an end.
    at, after, before
        Required start of service in plan mode; None if not given.
    path
        JSON path of the step.
    """

    type: GivenStepType
    id: int
    at: int | None = None
    after: int | None = None
    before: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleGiven:
    """A vehicle of the request; `start` and `end` are places, repeated in the answer."""

    id: int
    type: str = ""
    profile: str = DEFAULT_PROFILE
    start: int | None = None
    end: int | None = None
    capacity: tuple[int, ...] = ()
    fixed: int = 0
    per_hour: int = DEFAULT_PER_HOUR
    per_task_hour: int = 0
    per_km: int = 0
    skills: frozenset[str] = frozenset()
    window: Window | None = None
    breaks: tuple[BreakGiven, ...] = ()
    speed_factor: float = 1.0
    max_tasks: int | None = None
    max_travel_time: int | None = None
    max_distance: int | None = None
    steps: tuple[StepGiven, ...] = ()
    description: str | None = None
    echo: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomMatrix:
    """Custom matrices of a profile; whole numbers, row = origin."""

    durations: NDArray[np.int64]
    distances: NDArray[np.int64] | None = None
    costs: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Content of a VROOM document.

    Attributes
    ----------
    places
        Distinct coordinates in the order of the matrix rows; empty with custom matrices.
    given
        Custom matrices by profile.
    size
        Number of amounts of jobs and capacities.
    plan_mode
        Whether the routes are fixed and only scheduled (VROOM's option ``-c``).
    """

    jobs: tuple[Job, ...]
    shipments: tuple[ShipmentGiven, ...]
    vehicles: tuple[VehicleGiven, ...]
    places: tuple[LonLat, ...]
    given: Mapping[str, CustomMatrix]
    size: int
    plan_mode: bool = False
