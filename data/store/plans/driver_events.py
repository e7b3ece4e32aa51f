"""Drivers' reports from a published plan. Reports are only added; `undo` takes one back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from data.store.column_types import Table, UtcDateTime, enum_column, now


class EventKind(StrEnum):
    """What happened. `OPENED` is the first look at the driver's page."""

    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"
    UNDO = "undo"
    OPENED = "opened"


class Event(Table, table=True):
    """A report of a driver.

    Attributes
    ----------
    client_id
        Made by the phone; sent again after a lost answer, it is stored once.
    at, received_at
        When it happened by the phone's clock; when the server had it.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("route_id", "client_id"),
        Index(None, "plan_id", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT", index=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="RESTRICT", max_length=32)
    route_id: int = Field(foreign_key="route.id", ondelete="RESTRICT")
    visit_id: int | None = Field(default=None, foreign_key="visit.id", ondelete="RESTRICT", index=True)
    client_id: str = Field(max_length=64)
    kind: EventKind = Field(sa_type=enum_column(EventKind))
    reason: str | None = Field(default=None, max_length=64)
    kg: float | None = None
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    device: str = Field(default="", max_length=200)
