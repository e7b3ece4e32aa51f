"""Pydantic models of native problems and plans, version 1, with the fields of the domain's dataclasses.

They define the permitted values; `Entry.into_domain` converts a model to its dataclass. Unknown keys are
refused: a mistyped optional key would otherwise be ignored silently. The published
JSON Schemas are generated from these models (`schema`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from data.domain import plan, problem
from data.domain.matrix import DEFAULT_PROFILE
from routing.formats.native.fields import (
    MAX_AMOUNT,
    MAX_DISTANCE_M,
    MAX_ENTRIES,
    MAX_TIME_S,
    Amount,
    Amounts,
    Figures,
    Finite,
    Flag,
    Instant,
    Metres,
    Name,
    NamePairs,
    Names,
    NameSet,
    Place,
    PositiveMetres,
    PositiveSeconds,
    Price,
    Seconds,
    Weight,
    Whole,
    Window,
    Windows,
)
from routing.formats.validation import AtMost, models_in

EntryT = TypeVar("EntryT", bound="Entry")


class Entry(BaseModel):
    """Base of the models that convert to a dataclass of the domain."""

    model_config = ConfigDict(extra="forbid")
    domain: ClassVar[type[Any]]
    nested: ClassVar[tuple[str, ...]]
    """Fields that hold entries."""

    def into_domain(self) -> Any:
        """Convert to the dataclass, nested entries included."""
        values = dict(self.__dict__)
        for name in self.nested:
            values[name] = _converted(values[name])
        return self.domain(**values)


def _converted(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(each.into_domain() for each in value)
    return value.into_domain() if isinstance(value, Entry) else value


def reads(domain: type[Any]) -> Callable[[type[EntryT]], type[EntryT]]:
    """Declare the dataclass that a model converts to; both must have the same fields."""

    def declare(model: type[EntryT]) -> type[EntryT]:
        """Check that model and dataclass have the same fields, and register the dataclass."""
        differing = {each.name for each in fields(domain)} ^ set(model.model_fields)
        if differing:
            raise TypeError(f"{model.__name__}: fields of model and dataclass differ: {differing}")
        model.domain = domain
        model.nested = tuple(
            name for name, field in model.model_fields.items() if any(models_in(field.annotation))
        )
        model.__doc__ = (domain.__doc__ or "").split("\n\n")[0]  # the description in the JSON Schema
        return model

    return declare


@reads(problem.Task)
class Task(Entry):
    """Model of `problem.Task`."""

    id: Name
    place: Place
    demand: Amounts = ()
    delivery: Amounts = ()
    service_s: Seconds = 0
    setup_s: Seconds = 0
    windows: Windows = ()
    skills: NameSet = frozenset()
    load_type: Name | None = None
    penalty: Price | None = None
    release_s: Seconds = 0
    due_s: Seconds | None = None
    late_per_h: Price = 0.0


@reads(problem.ShipmentStop)
class ShipmentStop(Entry):
    """Model of `problem.ShipmentStop`."""

    place: Place
    service_s: Seconds = 0
    setup_s: Seconds = 0
    windows: Windows = ()
    due_s: Seconds | None = None
    late_per_h: Price = 0.0


@reads(problem.Shipment)
class Shipment(Entry):
    """Model of `problem.Shipment`."""

    id: Name
    pickup: ShipmentStop
    delivery: ShipmentStop
    demand: Amounts = ()
    skills: NameSet = frozenset()
    load_type: Name | None = None
    penalty: Price | None = None


@reads(problem.VehicleCost)
class VehicleCost(Entry):
    """Model of `problem.VehicleCost`."""

    fixed: Price = 0.0
    per_km: Price = 0.0
    per_h: Price = 0.0
    per_overtime_h: Price = 0.0


@reads(problem.Break)
class Break(Entry):
    """Model of `problem.Break`."""

    window: Window
    duration_s: Seconds


@reads(problem.Underway)
class Underway(Entry):
    """Model of `problem.Underway`."""

    driven_s: Seconds = 0
    used_m: Metres = 0
    carried: NameSet = frozenset()


@reads(problem.Vehicle)
class Vehicle(Entry):
    """Model of `problem.Vehicle`."""

    id: Name
    start: Place | None = None
    end: Place | None = None
    shift: Window
    overtime_s: Seconds = 0
    capacity: Amounts = ()
    skills: NameSet = frozenset()
    cost: VehicleCost = VehicleCost()
    breaks: Annotated[tuple[Break, ...], AtMost(20)] = ()
    max_distance_m: Metres | None = None
    max_duration_s: Seconds | None = None
    range_m: PositiveMetres | None = None
    recharge_s: Seconds = 0
    profile: Name = DEFAULT_PROFILE
    underway: Underway = Underway()


@reads(problem.Facility)
class Facility(Entry):
    """Model of `problem.Facility`."""

    id: Name
    place: Place
    unload_s: Seconds = 0
    windows: Windows = ()
    accepts: NameSet | None = None
    intake: Amounts | None = None


@reads(problem.Station)
class Station(Entry):
    """Model of `problem.Station`."""

    id: Name
    place: Place
    windows: Windows = ()
    connect_s: Seconds = 0


@reads(problem.Rest)
class Rest(Entry):
    """Model of `problem.Rest`."""

    after_driving_s: PositiveSeconds = 14_400
    duration_s: PositiveSeconds = 1_200


@reads(problem.LoadCap)
class LoadCap(Entry):
    """Model of `problem.LoadCap`."""

    load_type: Name
    dimension: Name
    max: Amount


@reads(problem.Rules)
class Rules(Entry):
    """Model of `problem.Rules`."""

    rest: Rest | None = None
    incompatible: NamePairs = ()
    incompatible_day: NamePairs = ()
    load_caps: Annotated[tuple[LoadCap, ...], AtMost(MAX_ENTRIES)] = ()
    end_empty: Flag = False


@reads(problem.Lock)
class Lock(Entry):
    """Model of `problem.Lock`."""

    kind: problem.LockKind
    vehicle: Name | None = None
    tasks: Names = ()


@reads(problem.Objective)
class Objective(Entry):
    """Model of `problem.Objective`."""

    balance: Weight = 0.0
    compactness: Weight = 0.0
    stability: Weight = 0.0


@reads(problem.Earlier)
class Earlier(Entry):
    """Model of `problem.Earlier`."""

    vehicle: Name
    tasks: Names


@reads(problem.Problem)
class Problem(Entry):
    """Model of `problem.Problem`."""

    start: Instant | None = None
    dimensions: Annotated[tuple[Name, ...], AtMost(32)] = ()
    tasks: Annotated[tuple[Task, ...], AtMost(MAX_ENTRIES)] = ()
    shipments: Annotated[tuple[Shipment, ...], AtMost(MAX_ENTRIES)] = ()
    vehicles: Annotated[tuple[Vehicle, ...], AtMost(MAX_ENTRIES)]
    facilities: Annotated[tuple[Facility, ...], AtMost(MAX_ENTRIES)] = ()
    stations: Annotated[tuple[Station, ...], AtMost(1_000)] = ()
    rules: Rules = Rules()
    locks: Annotated[tuple[Lock, ...], AtMost(MAX_ENTRIES)] = ()
    objective: Objective = Objective()
    earlier: Annotated[tuple[Earlier, ...], AtMost(MAX_ENTRIES)] = ()


# The checker reports wrong plans, so these models bound sizes only.
AnyTime = Annotated[int, Field(strict=True, ge=-MAX_TIME_S, le=10 * MAX_TIME_S), Whole]
AnyAmount = Annotated[int, Field(strict=True, ge=-MAX_AMOUNT, le=1_000 * MAX_AMOUNT), Whole]
AnyLength = Annotated[int, Field(strict=True, ge=-MAX_DISTANCE_M, le=1_000 * MAX_DISTANCE_M), Whole]
AnyCost = Annotated[float, Field(ge=-1e15, le=1e15), Finite]


@reads(plan.Visit)
class Visit(Entry):
    """Model of `plan.Visit`."""

    kind: plan.VisitKind
    task: Name | None = None
    facility: Name | None = None
    station: Name | None = None
    place: Place | None = None
    arrival_s: AnyTime | None = None
    start_s: AnyTime | None = None
    departure_s: AnyTime | None = None
    load: Annotated[tuple[AnyAmount, ...], AtMost(32)] = ()


@reads(plan.Route)
class Route(Entry):
    """Model of `plan.Route`."""

    vehicle: Name
    cost: AnyCost
    distance_m: AnyLength = 0
    duration_s: AnyTime = 0
    driving_s: AnyTime = 0
    waiting_s: AnyTime = 0
    tasks: Names
    visits: Annotated[tuple[Visit, ...], AtMost(MAX_ENTRIES)]


@reads(plan.Unassigned)
class Unassigned(Entry):
    """Model of `plan.Unassigned`."""

    task: Name
    code: Name
    reason: Annotated[str, Field(max_length=2_000)]
    details: Figures | None = None
    relaxation: Figures | None = None


@reads(plan.Plan)
class Plan(Entry):
    """Model of `plan.Plan`."""

    cost: AnyCost
    routes: Annotated[tuple[Route, ...], AtMost(MAX_ENTRIES)]
    unassigned: Annotated[tuple[Unassigned, ...], AtMost(MAX_ENTRIES)] = ()
    seconds: Annotated[float, Field(ge=0, le=1e9), Finite] = 0.0
    engine: Annotated[str, Field(max_length=200)] = ""
    weighed: Annotated[dict[str, AnyCost], AtMost(10)] = {}
