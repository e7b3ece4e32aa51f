"""Pickup requests with their items, and the materials."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Session, col, select

from data.store.column_types import JsonColumn, Table, UtcDateTime, enum_column, now


class RequestStatus(StrEnum):
    """State of a request; `PLANNED` only while a published plan serves it."""

    OPEN = "open"
    PLANNED = "planned"
    COLLECTED = "collected"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Condition(StrEnum):
    """Condition of an item; determines packing and the vehicle's certificate, or refuses the item."""

    INTACT = "intact"
    UNDIAGNOSABLE = "undiagnosable"
    DAMAGED = "damaged"
    CRITICAL = "critical"


class Material(Table, table=True):
    """A recyclable material of ``data/catalogue``, shared by all organisations; figures are per unit."""

    __tablename__ = "material"
    __table_args__ = (CheckConstraint("unit_kg >= 0 AND unit_l >= 0 AND service_s >= 0", name="amounts"),)

    ref: str = Field(primary_key=True, max_length=64)
    name_zh: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    load_type: str = Field(max_length=64)
    unit: str = Field(default="piece", max_length=16)
    unit_kg: float
    unit_l: float
    service_s: int
    skills: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    hazard: str = Field(default="", max_length=32)
    handling_zh: str = ""
    handling_en: str = ""
    source: str = ""
    status: str = ""


class PickupRequest(Table, table=True):
    """A pickup on a date; `priority` 0..100 sets the penalty of leaving it out, `mandatory` forbids it.

    Attributes
    ----------
    due_date
        Last date of the collection; the penalty of leaving the request out grows as it approaches and passes.
    max_mass_t, max_height_m
        Limits of vehicles that can access the place.
    """

    __tablename__ = "pickup_request"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        Index(None, "organisation_id", "centre_id", "date"),
        CheckConstraint("priority BETWEEN 0 AND 100", name="priority"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=64)
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT")
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="SET NULL", index=True)
    name: str = Field(max_length=200)
    lon: float
    lat: float
    address: str = Field(default="", max_length=500)
    date: dt.date
    due_date: dt.date | None = None
    windows: list[list[int]] = Field(default_factory=list, sa_type=JsonColumn)
    priority: int = 50
    mandatory: bool = False
    max_mass_t: float | None = None
    max_height_m: float | None = None
    note: str = ""
    status: RequestStatus = Field(default=RequestStatus.OPEN, sa_type=enum_column(RequestStatus))
    synthetic: bool = False
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(
        default_factory=now, sa_type=UtcDateTime, sa_column_kwargs={"onupdate": now}
    )


class RequestItem(Table, table=True):
    """One material of a request; `kg` and `litres` are totals of the item.

    `packing` describes the packing of a damaged or undiagnosable battery.
    """

    __tablename__ = "request_item"
    __table_args__ = (CheckConstraint("quantity > 0 AND kg >= 0 AND litres >= 0", name="amounts"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="pickup_request.id", ondelete="CASCADE", index=True)
    material_ref: str = Field(foreign_key="material.ref", ondelete="RESTRICT", index=True)
    quantity: int
    kg: float
    litres: float
    condition: Condition = Field(default=Condition.INTACT, sa_type=enum_column(Condition))
    packing: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class RequestWithItems:
    """A pickup request and its items, in the order they were entered."""

    request: PickupRequest
    items: tuple[RequestItem, ...]


def list_requests(
    session: Session, organisation_id: int, centre_id: int, date: dt.date
) -> list[RequestWithItems]:
    """List the stored requests of a centre and date in any status, by reference."""
    statement = (
        select(PickupRequest)
        .where(PickupRequest.organisation_id == organisation_id, PickupRequest.centre_id == centre_id)
        .where(PickupRequest.date == date)
        .order_by(col(PickupRequest.ref))
    )
    return load_items(session, list(session.exec(statement)))


def load_items(session: Session, requests: Sequence[PickupRequest]) -> list[RequestWithItems]:
    """Load the items of requests in one query."""
    items: dict[int, list[RequestItem]] = defaultdict(list)
    statement = select(RequestItem).where(col(RequestItem.request_id).in_([row.id for row in requests]))
    for item in session.exec(statement.order_by(col(RequestItem.id))):
        items[item.request_id].append(item)
    return [RequestWithItems(row, tuple(items[row.id or 0])) for row in requests]
