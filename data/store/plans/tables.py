"""Tables of plans: figures and routes for display, problem and native plan for replanning.

Times of visits are seconds after local midnight of the plan's date.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from data.store.column_types import CompressedText, JsonColumn, Table, UtcDateTime, enum_column, now


class PlanStatus(StrEnum):
    """Status of a plan; workers set `QUEUED` and `RUNNING`."""

    QUEUED = "queued"
    RUNNING = "running"
    PLANNED = "planned"
    PUBLISHED = "published"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (PlanStatus.QUEUED, PlanStatus.RUNNING)


class Plan(Table, table=True):
    """A day's plan of one sorting centre. `version` counts the plans of a centre and date from 1.

    Attributes
    ----------
    phase
        queued → roads → matrix → first → improving → checking → done.
    figures, methods
        Totals, and for each a sentence on its computation and source.
    job_id, attempt
        The queue's job of the current attempt, counted from 1. Only the current attempt may write: a worker
        presumed dead that comes back finds that its attempt is over.
    crashes
        Number of attempts that ended by a crash.
    fault
        ``{"code", "cause", "action", "where"}`` of a failed plan.
    violations
        Violations caused by edits, as reported by the checker; a plan with any cannot be published.
    revision, history_at
        Number of edits, including undo; and the current position in the plan's history.
    wishes
        Locks, exclusions and forced tasks, for edits and replanning (`drafts.PlanLocks`).
    based_on
        The plan from which this one was copied or replanned.
    label
        Name of this alternative.
    continues
        Of a plan that continues the published plan `based_on`: start, vehicles out of service with reasons,
        and limit of moved stops (`data.store.plans.continuation`); empty for a plan of a whole day.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("organisation_id", "centre_id", "date", "version"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT", index=True)
    date: dt.date
    status: PlanStatus = Field(default=PlanStatus.QUEUED, sa_type=enum_column(PlanStatus), index=True)
    phase: str = Field(default="queued", max_length=32)
    version: int
    network: str = Field(max_length=64)
    profiles: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    utc_offset_min: int = 480
    seconds_limit: float
    revision: int = 0
    history_at: int = 0
    violations: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonColumn)
    wishes: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    based_on: str | None = Field(default=None, max_length=32)
    label: str = Field(default="", max_length=100)
    continues: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    cost: float | None = None
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    methods: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=JsonColumn)
    synthetic: bool = False
    job_id: str | None = Field(default=None, max_length=128)
    attempt: int = 1
    crashes: int = 0
    fault: dict[str, str] | None = Field(default=None, sa_type=JsonColumn)
    created_by: int | None = Field(default=None, foreign_key="user.id", ondelete="SET NULL", index=True)
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)
    started_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_requested_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def start(self) -> dt.datetime:
        """Local midnight of the plan's date, the origin of its times."""
        zone = dt.timezone(dt.timedelta(minutes=self.utc_offset_min))
        return dt.datetime.combine(self.date, dt.time(), tzinfo=zone)


class PlanRevision(Table, table=True):
    """A state in a plan's history: number 0 as planned, each further one after an edit.

    Attributes
    ----------
    edit
        The edit as requested; empty for number 0.
    state
        `Plan.violations` and `Plan.wishes` of this state.
    plan_json
        The native plan; empty for the original (`PlanDocument`).
    """

    __tablename__ = "plan_revision"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", max_length=32)
    number: int
    edit: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    state: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    plan_json: str = Field(sa_type=CompressedText)
    created_by: int | None = Field(default=None, foreign_key="user.id", ondelete="SET NULL", index=True)
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PlanDocument(Table, table=True):
    """The problem and the plan in the native format, in a separate table as they are large.

    The plan after edits is stored in its revisions (`drafts.plan_json`).

    Attributes
    ----------
    matrices
        Of the problem (`data.store.plans.matrices.pack_matrices`); None in older plans, whose problem
        contains them.
    """

    __tablename__ = "plan_document"

    plan_id: str = Field(primary_key=True, foreign_key="plan.id", ondelete="CASCADE", max_length=32)
    problem_snapshot: str = Field(sa_type=CompressedText)
    matrices: bytes | None = None
    plan_json: str = Field(sa_type=CompressedText)


class Route(Table, table=True):
    """The route of one vehicle's shift.

    Attributes
    ----------
    token_nonce
        Set on publishing; a new value invalidates the old driver link.
    replaced_by
        The same driver's route in the plan that replaced this one, to which the old link leads.
    notice
        Changes for the driver since the replaced plan; empty if there was none.
    """

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", max_length=32)
    vehicle_id: int = Field(foreign_key="vehicle.id", ondelete="RESTRICT", index=True)
    driver_id: int | None = Field(default=None, foreign_key="driver.id", ondelete="SET NULL", index=True)
    number: int
    cost: float
    distance_m: int
    duration_s: int
    driving_s: int
    waiting_s: int
    co2_kg: float
    load_percent: int
    geometry: str = ""
    token_nonce: str | None = Field(default=None, max_length=64)
    replaced_by: int | None = None
    notice: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)


class Visit(Table, table=True):
    """One scheduled visit.

    Attributes
    ----------
    position
        Position from 0, including the departure from the depot.
    load_type
        Load type collected: a request with several load types has a visit for each.
    task
        Task of the plan's problem.
    load
        ``{"kg", "l"}`` aboard when leaving.
    """

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("route_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    route_id: int = Field(foreign_key="route.id", ondelete="CASCADE")
    position: int
    kind: str = Field(max_length=16)
    request_id: int | None = Field(
        default=None, foreign_key="pickup_request.id", ondelete="RESTRICT", index=True
    )
    load_type: str | None = Field(default=None, max_length=64)
    task: str | None = Field(default=None, max_length=130)
    facility_site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="RESTRICT", index=True)
    lon: float | None = None
    lat: float | None = None
    arrival_s: int | None = None
    start_s: int | None = None
    departure_s: int | None = None
    load: dict[str, int] = Field(default_factory=dict, sa_type=JsonColumn)


class UnassignedGroup(StrEnum):
    """What a dispatcher can do about an unassigned request."""

    NO_TRUCK_CAN = "no_truck_can"
    DID_NOT_FIT = "did_not_fit"
    NEEDS_CORRECTING = "needs_correcting"


class PlanUnassigned(Table, table=True):
    """An unassigned request, or its part of one load type, with the reason."""

    __tablename__ = "plan_unassigned"
    __table_args__ = (Index(None, "plan_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", max_length=32)
    request_id: int = Field(foreign_key="pickup_request.id", ondelete="RESTRICT", index=True)
    load_type: str | None = Field(default=None, max_length=64)
    task: str | None = Field(default=None, max_length=130)
    code: str = Field(max_length=8)
    reason: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    relaxation: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    group: UnassignedGroup = Field(sa_type=enum_column(UnassignedGroup))
