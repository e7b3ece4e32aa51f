"""VROOM's objects as they were given, with places in the order of the matrix rows."""

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
DEFAULT_PER_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A job, or one end of a shipment, as it was given."""

    type: StepType
    id: int
    place: int
    setup: int = 0
    service: int = 0
    windows: tuple[Window, ...] = ()
    echo: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    step: Step
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentGiven:
    pickup: Step
    delivery: Step
    amount: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGiven:
    id: int
    windows: tuple[Window, ...] = ()
    service: int = 0
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleGiven:
    """A vehicle as it was given; `start` and `end` are places, echoed in the answer."""

    id: int
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
    description: str | None = None
    echo: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomMatrix:
    """Matrices given for a profile; whole numbers, row = origin."""

    durations: NDArray[np.int64]
    distances: NDArray[np.int64] | None = None
    costs: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a VROOM document holds.

    Attributes
    ----------
    places
        Distinct coordinates, in the order of the rows a matrix must have; empty with custom matrices.
    given
        Custom matrices by profile.
    size
        How many amounts jobs and capacities have.
    """

    jobs: tuple[Job, ...]
    shipments: tuple[ShipmentGiven, ...]
    vehicles: tuple[VehicleGiven, ...]
    places: tuple[LonLat, ...]
    given: Mapping[str, CustomMatrix]
    size: int
