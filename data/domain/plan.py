"""A plan: routes with scheduled visits and costs, and unassigned tasks. Mirrors the native JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

VisitKind = Literal["depot", "collect", "pickup", "deliver", "unload", "rest", "break", "charge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One scheduled visit of a route. Times are seconds after `Problem.start`.

    Attributes
    ----------
    arrival_s, start_s, departure_s
        Waiting is `start_s - arrival_s`. The first depot has no arrival, the last no departure.
    place
        Row of the travel matrix; None for a rest or break taken on the road inside the leg.
    task
        Task served (`collect`), or shipment (`pickup`, `deliver`).
    facility, station
        Facility of an unloading (`unload`), station of a charging (`charge`).
    load
        Amounts aboard when leaving, one per dimension; empty for rests and breaks.
    """

    kind: VisitKind
    arrival_s: int | None = None
    start_s: int | None = None
    departure_s: int | None = None
    place: int | None = None
    task: str | None = None
    facility: str | None = None
    station: str | None = None
    load: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The visits of one vehicle in one shift, from depot to depot.

    Attributes
    ----------
    cost
        Fixed, distance, time, overtime and lateness cost, without penalties and weighted objectives.
    tasks
        Tasks and shipments served, in the order of (first) service.
    duration_s
        Time from leaving to returning to the depot, including waits and rests.
    """

    vehicle: str
    cost: float
    tasks: tuple[str, ...]
    visits: tuple[Visit, ...]
    distance_m: int = 0
    duration_s: int = 0
    driving_s: int = 0
    waiting_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A task or shipment left out, with the reason.

    Attributes
    ----------
    code
        R2xx, see ``docs/reference/errors.md``.
    reason
        An English sentence with the figures; `details` carries them for other languages.
    relaxation
        Smallest change that would allow it; empty if unknown.
    """

    task: str
    code: str
    reason: str
    details: Mapping[str, str | int | float] | None = None
    relaxation: Mapping[str, str | int | float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All routes and unassigned tasks.

    Attributes
    ----------
    cost
        Costs of the routes, penalties of unassigned tasks, and weighted objectives.
    weighed
        Parts of the cost by weighted objective: `balance`, `compactness`, `stability`; empty if the problem
        has no weights.
    seconds
        Wall time of the search.
    engine
        Engine that found the plan.
    """

    cost: float
    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...] = ()
    seconds: float = 0.0
    engine: str = ""
    weighed: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A violated rule, found by the checker (R3xx)."""

    code: str
    rule: str
    vehicle: str | None
    task: str | None
    amount: float
    unit: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """The best plan found so far, as reported by the search."""

    cost: float
    served: int
    seconds: float
    engine: str
    plan: Plan | None = None
