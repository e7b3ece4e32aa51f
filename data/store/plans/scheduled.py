"""Scheduled planning: which centres are due, once per day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from data.store.accounts.organisations import Organisation
from data.store.column_types import Table, UtcDateTime, now
from data.store.network.sites import Site, SiteKind
from data.store.plans.lifecycle import create_plan
from data.store.plans.tables import Plan

LATEST_AFTER = dt.timedelta(hours=2)
"""How long after its hour a morning is still planned, where nothing was there to plan or no worker ran."""


class MorningPlan(Table, table=True):
    """Record of a centre's scheduled plan; one row per day."""

    __tablename__ = "morning_plan"
    __table_args__ = (UniqueConstraint("centre_id", "date"),)

    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="site.id", ondelete="CASCADE")
    date: dt.date
    plan_id: str | None = Field(
        default=None, foreign_key="plan.id", ondelete="SET NULL", max_length=32, index=True
    )
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)


def centres_due(session: Session, moment: dt.datetime) -> list[tuple[Site, dt.date]]:
    """Return centres whose scheduled time has come and whose day is not planned, each with its local date."""
    statement = (
        select(Site, Organisation)
        .join(Organisation, col(Site.organisation_id) == Organisation.id)
        .where(Site.kind == SiteKind.SORTING_CENTRE, col(Site.plan_at_s).is_not(None))
        .where(col(Site.retired_at).is_(None), col(Site.network).is_not(None))
    )
    due = []
    for site, organisation in session.exec(statement):
        local = moment.astimezone(dt.timezone(dt.timedelta(minutes=organisation.utc_offset_min)))
        assert site.plan_at_s is not None
        hour = dt.datetime.combine(local.date(), dt.time(), local.tzinfo) + dt.timedelta(
            seconds=site.plan_at_s
        )
        if hour <= local < hour + LATEST_AFTER and not _is_made(session, site, local.date()):
            due.append((site, local.date()))
    return due


def create_morning_plan(
    session: Session, centre: Site, date: dt.date, *, seconds_limit: float
) -> Plan | None:
    """Queue a centre's scheduled plan; None if another machine did.

    Raises
    ------
    InputError
        S304: the centre has no road network. S305: the search time is not positive.
    """
    # The centre's row is locked until the end of the transaction, which serializes machines.
    session.exec(select(Site).where(Site.id == centre.id).with_for_update()).one()
    if _is_made(session, centre, date):
        return None
    plan = create_plan(
        session,
        organisation_id=centre.organisation_id,
        centre=centre,
        date=date,
        seconds_limit=seconds_limit,
    )
    assert centre.id is not None
    session.add(MorningPlan(centre_id=centre.id, date=date, plan_id=plan.id))
    return plan


def _is_made(session: Session, centre: Site, date: dt.date) -> bool:
    made = select(MorningPlan).where(MorningPlan.centre_id == centre.id, MorningPlan.date == date)
    return session.exec(made).first() is not None
