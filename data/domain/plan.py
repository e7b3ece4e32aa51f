"""A plan: who visits what, when, at what cost, and what was left out. Mirrors the native JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

VisitKind = Literal["depot", "collect", "pickup", "deliver", "unload", "rest", "break", "charge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One scheduled halt of a route. Times are seconds after `Problem.start`.

    Attributes
    ----------
    arrival_s, start_s, departure_s
        Waiting is `start_s - arrival_s`. The first depot has no arrival, the last no departure.
    place
        Row of the travel matrix; None for a rest or break taken on the road inside the leg.
    task
        Task served (`collect`), or shipment (`pickup`, `deliver`).
    facility, station
        Where it unloads (`unload`), or charges (`charge`).
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
        Fixed, distance, time, overtime and lateness cost, without penalties and what is weighed.
    tasks
        Tasks and shipments served, in the order of (first) service.
    duration_s
        From leaving the depot to coming back, waits and rests included.
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
    """A task or shipment left out, and why.

    Attributes
    ----------
    code
        R2xx, see ``docs/reference/errors.md``.
    reason
        An English sentence with the figures; `details` carries them for other languages.
    relaxation
        The smallest change that would let it in; empty where none is known.
    """

    task: str
    code: str
    reason: str
    details: Mapping[str, str | int | float] | None = None
    relaxation: Mapping[str, str | int | float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All routes and what was left out.

    Attributes
    ----------
    cost
        Routes' costs plus the penalties of what was left out, plus what is weighed.
    weighed
        Parts of the cost by the objective's weights: `balance`, `compactness`, `stability`; empty
        where the problem weighs nothing.
    seconds
        Wall time of the search.
    engine
        Which engine found it.
    """

    cost: float
    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...] = ()
    seconds: float = 0.0
    engine: str = ""
    weighed: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a plan breaks, found by the checker (R3xx)."""

    code: str
    rule: str
    vehicle: str | None
    task: str | None
    amount: float
    unit: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """The best plan so far, as the search reports it."""

    cost: float
    served: int
    seconds: float
    engine: str
    plan: Plan | None = None
