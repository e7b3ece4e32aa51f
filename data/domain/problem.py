"""A routing problem: tasks, vehicles, facilities and rules.

The dataclasses mirror the native JSON, version 1, key by key (``routing/formats/native`` reads
and writes it, ``docs/problem.schema.json`` describes it). Times are whole seconds after
`Problem.start`; places are rows of the travel matrices; amounts are whole numbers, one per entry
of `Problem.dimensions`. A time window constrains the start of service, both ends inclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from data.domain.matrix import DEFAULT_PROFILE

Window = tuple[int, int]
Amounts = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work demanded at one place.

    Attributes
    ----------
    demand
        Amounts collected, one per dimension; empty means none.
    delivery
        Amounts loaded at the start of the trip (depot or facility) and delivered here; empty means none.
    service_s, setup_s
        Time at the place from the start of service; set-up is added only if the previous visit was at
        another place.
    windows
        Sorted, disjoint; empty means any time.
    load_type
        Type for segregation and load caps (`Rules`); None is exempt from both.
    penalty
        Price of leaving the task out, in units of cost; None makes it mandatory.
    release_s
        Service starts no earlier; a delivery also leaves its trip's start no earlier.
    due_s, late_per_h
        Cost per hour of a start of service after `due_s`; None for no due time.
    """

    id: str
    place: int
    demand: Amounts = ()
    delivery: Amounts = ()
    service_s: int = 0
    setup_s: int = 0
    windows: tuple[Window, ...] = ()
    skills: frozenset[str] = frozenset()
    load_type: str | None = None
    penalty: float | None = None
    release_s: int = 0
    due_s: int | None = None
    late_per_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentStop:
    """One end of a shipment; `due_s` and `late_per_h` as of a task."""

    place: int
    service_s: int = 0
    setup_s: int = 0
    windows: tuple[Window, ...] = ()
    due_s: int | None = None
    late_per_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Goods picked up at one place and delivered at another by the same vehicle, in this order."""

    id: str
    pickup: ShipmentStop
    delivery: ShipmentStop
    demand: Amounts = ()
    skills: frozenset[str] = frozenset()
    load_type: str | None = None
    penalty: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause of `duration_s` that starts inside `window`."""

    window: Window
    duration_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleCost:
    """Prices in units of cost: per vehicle used, per km, per hour of route, per hour of overtime."""

    fixed: float = 0.0
    per_km: float = 0.0
    per_h: float = 0.0
    per_overtime_h: float = 0.0

    def of_route(self, *, distance_m: int, away_s: int, overtime_s: int) -> float:
        """Return the cost of a route without lateness; overtime is part of the time away."""
        hours = self.per_h * away_s + self.per_overtime_h * overtime_s
        return self.fixed + self.per_km * distance_m / 1000 + hours / 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """State of a vehicle that is already on its route when the rest of the day is planned.

    Attributes
    ----------
    driven_s
        Driving since the last rest, break or long wait.
    used_m
        Distance since the battery was last full, for `Vehicle.range_m`.
    carried
        Load types carried earlier that day, for `Rules.incompatible_day`.
    """

    driven_s: int = 0
    used_m: int = 0
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle with its crew for one shift.

    Attributes
    ----------
    start, end
        Depot places; None for a route that starts at its first, or ends at its last, visit.
    shift
        Earliest departure, and latest return apart from `overtime_s`.
    capacity
        One per dimension; empty means unlimited.
    max_distance_m, max_duration_s
        Maximum length and duration of a route; None for no limit.
    range_m
        Range of the battery, which is full at the start; None if charging is not modelled.
    recharge_s
        Charging time from empty to full; partial charging takes time in proportion.
    profile
        Travel matrix of the vehicle.
    underway
        State of a vehicle already on its route; see rule 11 of ``docs/explanation/routing-rules.md``.
    """

    id: str
    start: int | None
    end: int | None
    shift: Window
    overtime_s: int = 0
    capacity: Amounts = ()
    skills: frozenset[str] = frozenset()
    cost: VehicleCost = VehicleCost()
    breaks: tuple[Break, ...] = ()
    max_distance_m: int | None = None
    max_duration_s: int | None = None
    range_m: int | None = None
    recharge_s: int = 0
    profile: str = DEFAULT_PROFILE
    underway: Underway = Underway()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A place where collecting vehicles unload everything.

    Attributes
    ----------
    windows
        Unloading starts inside one of them; empty means any time.
    accepts
        Load types accepted; None for all. Loads without a type are accepted everywhere.
    intake
        Maximum amounts in the whole plan, one per dimension; None for no limit.
    """

    id: str
    place: int
    unload_s: int = 0
    windows: tuple[Window, ...] = ()
    accepts: frozenset[str] | None = None
    intake: Amounts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A charging station; vehicles always charge until the battery is full.

    Attributes
    ----------
    windows
        Charging starts inside one of them; empty means any time.
    connect_s
        Time at the station in addition to charging.
    """

    id: str
    place: int
    windows: tuple[Window, ...] = ()
    connect_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """At most `after_driving_s` of driving between rests, breaks or idle waits of `duration_s`."""

    after_driving_s: int = 14_400
    duration_s: int = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCap:
    """Maximum amount of one load type aboard at any time, in one dimension."""

    load_type: str
    dimension: str
    max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules for every route.

    Attributes
    ----------
    rest
        None if no driving rest is required.
    incompatible
        Pairs of load types that must not be aboard together.
    incompatible_day
        Pairs of load types that must not share a vehicle in this plan.
    end_empty
        Whether vehicles must unload before they end at their depot.
    """

    rest: Rest | None = None
    incompatible: tuple[tuple[str, str], ...] = ()
    incompatible_day: tuple[tuple[str, str], ...] = ()
    load_caps: tuple[LoadCap, ...] = ()
    end_empty: bool = False


LockKind = Literal["route", "vehicle", "prefix", "sequence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Part of an earlier plan that must be kept.

    Attributes
    ----------
    kind
        ``route``: the vehicle serves exactly `tasks` in this order. ``vehicle``: each of `tasks`
        stays with the vehicle. ``prefix``: the route begins with `tasks` in this order.
        ``sequence``: `tasks` follow one another, by whichever vehicle (`vehicle` is None).
    """

    kind: LockKind
    vehicle: str | None = None
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Weights of objectives traded off against cost; zero disables one (rule 15 of the routing rules).

    Attributes
    ----------
    balance
        Cost per squared hour of a route's deviation from the mean duration.
    compactness
        Cost per km between consecutive tasks of a route.
    stability
        Cost per task that is not with its vehicle of `Problem.earlier`.
    """

    balance: float = 0.0
    compactness: float = 0.0
    stability: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The tasks of a vehicle in an earlier plan."""

    vehicle: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One day to be planned. Travel matrices are passed separately."""

    vehicles: tuple[Vehicle, ...]
    tasks: tuple[Task, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    facilities: tuple[Facility, ...] = ()
    stations: tuple[Station, ...] = ()
    rules: Rules = Rules()
    locks: tuple[Lock, ...] = ()
    objective: Objective = Objective()
    earlier: tuple[Earlier, ...] = ()
    dimensions: tuple[str, ...] = ()
    start: datetime | None = None
