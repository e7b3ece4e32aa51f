"""Models of a plan in the API. Times are seconds after the plan's `start`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.common import Answer, CapacityOut, CentreOut, DriverOut, FaultOut, ItemOut, Span
from data.store.plans.tables import Plan

Status = Literal["queued", "running", "planned", "published", "failed", "cancelled"]
MOST_SEARCH_S = 3_600.0


class PlanIn(BaseModel):
    """A plan to create; `seconds` is search time, by default the installation's."""

    model_config = ConfigDict(extra="forbid")
    centre: Annotated[str, Field(min_length=1, max_length=64)]
    date: dt.date
    seconds: Annotated[float | None, Field(gt=0, le=MOST_SEARCH_S)] = None


class PlanStarted(Answer):
    """A plan that has been accepted."""

    id: str
    status: Status

    @classmethod
    def of(cls, plan: Plan) -> PlanStarted:
        """Create from a plan's row."""
        return cls(id=plan.id, status=plan.status.value)


class PlanSummary(Answer):
    """A plan in the list of a day's plans."""

    id: str
    status: Status
    version: int
    created_at: str
    published_at: str | None
    figures: dict[str, Any] | None
    based_on: str | None
    label: str


class ViolationOut(Answer):
    """A rule that the plan breaks, and by how much; see R3xx in the list of errors."""

    code: str
    rule: str
    vehicle: str | None
    task: str | None
    amount: float
    unit: str
    message: str


class LocksOut(Answer):
    """Locks: whole routes, stops on their truck, excluded stops, and forced ones."""

    routes: Annotated[list[str], Field(description="References of trucks.")]
    stops: Annotated[dict[str, str], Field(description="Task to the truck that it stays with.")]
    excluded: Annotated[list[str], Field(description="Tasks.")]
    forced: Annotated[list[str], Field(description="Tasks.")]


class VehicleOfRoute(Answer):
    """The truck of a route."""

    ref: str
    plate: str
    class_: Annotated[str, Field(alias="class")]
    capacity: CapacityOut

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class VisitOut(Answer):
    """One scheduled visit, and its progress as reported by the driver."""

    id: int
    position: int
    kind: str
    task: Annotated[str | None, Field(description="What changes by hand call it.")]
    request: str | None
    name: str | None
    address: str | None
    note: str | None
    lon: float | None
    lat: float | None
    arrival_s: int | None
    start_s: int | None
    departure_s: int | None
    window: Span | None
    windows: list[Span]
    load: CapacityOut | None
    kg: float | None
    litres: float | None
    load_type: str | None
    items: list[ItemOut]
    hazard: Annotated[
        str | None, Field(description="damaged_battery, undiagnosable_battery, critical_battery or null")
    ]
    status: Literal["todo", "arrived", "done", "failed"]
    reason: str | None


class RouteOut(Answer):
    """The route of one truck; `geometry` is an encoded polyline with six decimals, latitude first."""

    id: int
    number: int
    vehicle: VehicleOfRoute
    driver: DriverOut | None
    driver_url: str | None
    cost: float
    distance_m: int
    duration_s: int
    driving_s: int
    waiting_s: int
    co2_kg: float
    load_percent: int
    shift: Span
    geometry: str
    visits: list[VisitOut]


class UnassignedOut(Answer):
    """An unassigned request, the reason, and the smallest change that would allow it."""

    task: Annotated[str | None, Field(description="As of a visit; null: it cannot be planned.")]
    request: str
    name: str
    lon: float
    lat: float
    load_type: Annotated[str | None, Field(description="The part left out; null for the whole request.")]
    code: str
    reason: str
    details: dict[str, Any]
    relaxation: dict[str, Any]
    group: Literal["no_truck_can", "did_not_fit", "needs_correcting"]


class PlanOut(Answer):
    """A day's plan."""

    id: str
    status: Status
    phase: str
    centre: CentreOut
    date: dt.date
    start: str
    network: str
    synthetic: bool
    version: int
    created_at: str
    published_at: str | None
    figures: dict[str, Any] | None
    methods: dict[str, str]
    methods_zh: dict[str, str]
    error: FaultOut | None
    revision: Annotated[int, Field(description="Counts changes by hand; send it with each.")]
    can_undo: bool
    can_redo: bool
    based_on: Annotated[str | None, Field(description="The plan that this one was copied or made from.")]
    label: str
    continues: Annotated[
        dict[str, Any] | None,
        Field(description="From when on, without which trucks and why it carries on `based_on`; else null."),
    ]
    locks: LocksOut
    violations: list[ViolationOut]
    routes: list[RouteOut]
    unassigned: list[UnassignedOut]


class LinkOut(Answer):
    """A driver's link; possession of the link permits reports for the route."""

    route: int
    number: int
    plate: str
    driver: str | None
    url: str


class EventOut(Answer):
    """A driver's report."""

    id: int
    route: int
    visit: int | None
    kind: str
    reason: str | None
    kg: float | None
    note: str
    at: str
    received_at: str
