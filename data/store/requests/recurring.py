"""Pickups repeated weekly, and the requests they become: one for each date, however often it is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, or_, select

from data.store.column_types import JsonColumn, Table
from data.store.network.sites import Site
from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem


class StandingRequest(Table, table=True):
    """A pickup wanted on the same days of every week, or of every second, third, … week.

    Attributes
    ----------
    weekdays
        0 Monday to 6 Sunday, in order.
    every_weeks
        1 for every week; weeks are counted from the one that `first` lies in.
    first, last
        The days it holds on, both included; no `last` holds until further notice.
    items
        ``[{"material", "quantity", "condition", "kg", "litres", "packing"}, …]``, totals of each line.
    """

    __tablename__ = "standing_request"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="every_weeks"),
        CheckConstraint("priority BETWEEN 0 AND 100", name="priority"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=48)
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="SET NULL", index=True)
    name: str = Field(max_length=200)
    lon: float
    lat: float
    address: str = Field(default="", max_length=500)
    weekdays: list[int] = Field(default_factory=list, sa_type=JsonColumn)
    every_weeks: int = 1
    first: dt.date
    last: dt.date | None = None
    windows: list[list[int]] = Field(default_factory=list, sa_type=JsonColumn)
    priority: int = 50
    mandatory: bool = False
    note: str = Field(default="", max_length=1000)
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonColumn)

    def falls_on(self, date: dt.date) -> bool:
        """Whether it is wanted on this date."""
        if date < self.first or (self.last is not None and date > self.last):
            return False
        monday, first_monday = (day - dt.timedelta(days=day.weekday()) for day in (date, self.first))
        return date.weekday() in self.weekdays and ((monday - first_monday).days // 7) % self.every_weeks == 0

    def ref_on(self, date: dt.date) -> str:
        """The reference of its request of a date."""
        return f"{self.ref}@{date.isoformat()}"


def materialise(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> int:
    """Make the requests that standing ones become on a date; how many were new.

    What is there already stays as it is: one of them may have been changed or cancelled for this day.
    """
    due = [row for row in _holding_on(session, organisation_id, centre_id, date) if row.falls_on(date)]
    refs = [row.ref_on(date) for row in due]
    there = set(
        session.exec(
            select(PickupRequest.ref)
            .where(PickupRequest.organisation_id == organisation_id)
            .where(col(PickupRequest.ref).in_(refs))
        )
    )
    missing = [row for row in due if row.ref_on(date) not in there]
    at = {row.site_id for row in missing if row.site_id is not None}
    sites = {site.id: site for site in session.exec(select(Site).where(col(Site.id).in_(at)))}
    made = [(row, _request_of(row, date, sites.get(row.site_id))) for row in missing]
    session.add_all(request for _row, request in made)
    session.flush()
    session.add_all(_item(request, item) for row, request in made for item in row.items)
    session.flush()
    return len(made)


def is_due(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> bool:
    """Whether `materialise` would make anything; asked before the database is locked for writing."""
    refs = {
        row.ref_on(date)
        for row in _holding_on(session, organisation_id, centre_id, date)
        if row.falls_on(date)
    }
    if not refs:
        return False
    there = session.exec(
        select(PickupRequest.ref)
        .where(PickupRequest.organisation_id == organisation_id)
        .where(col(PickupRequest.ref).in_(refs))
    )
    return bool(refs - set(there))


def standing_requests(session: Session, organisation_id: int) -> list[StandingRequest]:
    """The organisation's standing requests by reference, ended ones too."""
    wanted = select(StandingRequest).where(StandingRequest.organisation_id == organisation_id)
    return list(session.exec(wanted.order_by(col(StandingRequest.ref))))


def _holding_on(
    session: Session, organisation_id: int, centre_id: int, date: dt.date
) -> list[StandingRequest]:
    wanted = select(StandingRequest).where(
        StandingRequest.organisation_id == organisation_id,
        StandingRequest.centre_id == centre_id,
        StandingRequest.first <= date,
        or_(col(StandingRequest.last).is_(None), col(StandingRequest.last) >= date),
    )
    return list(session.exec(wanted.order_by(col(StandingRequest.ref))))


def _request_of(row: StandingRequest, date: dt.date, site: Site | None) -> PickupRequest:
    """As a request of that day entered by hand, which has its site's limits."""
    return PickupRequest(
        organisation_id=row.organisation_id, ref=row.ref_on(date), centre_id=row.centre_id,
        site_id=row.site_id, name=row.name, lon=row.lon, lat=row.lat, address=row.address, date=date,
        windows=row.windows, priority=row.priority, mandatory=row.mandatory, note=row.note,
        max_mass_t=site.max_mass_t if site is not None else None,
        max_height_m=site.max_height_m if site is not None else None,
    )  # fmt: skip


def _item(request: PickupRequest, item: dict[str, Any]) -> RequestItem:
    assert request.id is not None
    return RequestItem(
        request_id=request.id,
        material_ref=item["material"],
        quantity=item["quantity"],
        condition=Condition(item["condition"]),
        kg=item["kg"],
        litres=item["litres"],
        packing=item.get("packing", ""),
    )
