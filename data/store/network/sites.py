"""Places of the recycling network. Windows are ``[[from_s, to_s], …]``, seconds after local midnight."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, or_, select

from data.domain.errors import Fault, NotFoundError
from data.store.column_types import JsonColumn, Table, UtcDateTime, enum_column


class SiteKind(StrEnum):
    """Function of a site."""

    SORTING_CENTRE = "sorting_centre"
    COLLECTION_POINT = "collection_point"
    TOWNSHIP_POINT = "township_point"
    VILLAGE_POINT = "village_point"
    INSTITUTION = "institution"
    HOUSEHOLD = "household"
    DISMANTLER = "dismantler"
    FACILITY = "facility"


UNLOADING_KINDS = (SiteKind.SORTING_CENTRE, SiteKind.DISMANTLER, SiteKind.FACILITY)
"""Kinds of places where a collecting truck may unload."""


class Site(Table, table=True):
    """A site, WGS-84.

    Attributes
    ----------
    accepts
        Load types accepted at a site of `UNLOADING_KINDS`; None for all.
    unload_s
        Unloading time of a vehicle.
    max_mass_t, max_height_m
        Limits of vehicles that can access the site; inherited by its requests.
    network
        Name of the road network (sorting centres only).
    plan_at_s
        Time of a sorting centre's scheduled planning, seconds after local midnight; None for never.
    centre_id
        Sorting centre of the site; None for centres themselves and for shared sites.
    """

    __tablename__ = "site"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("unload_s >= 0", name="unload_s"),
        CheckConstraint("plan_at_s BETWEEN 0 AND 86399", name="plan_at_s"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=64)
    kind: SiteKind = Field(sa_type=enum_column(SiteKind))
    name_zh: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    lon: float
    lat: float
    address: str = Field(default="", max_length=500)
    windows: list[list[int]] = Field(default_factory=list, sa_type=JsonColumn)
    accepts: list[str] | None = Field(default=None, sa_type=JsonColumn)
    unload_s: int = 0
    max_mass_t: float | None = None
    max_height_m: float | None = None
    network: str | None = Field(default=None, max_length=64)
    plan_at_s: int | None = None
    centre_id: int | None = Field(default=None, foreign_key="site.id", ondelete="RESTRICT", index=True)
    synthetic: bool = False
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def list_centres(session: Session, organisation_id: int) -> list[Site]:
    """List the organisation's active sorting centres by reference."""
    statement = (
        select(Site)
        .where(Site.organisation_id == organisation_id, Site.kind == SiteKind.SORTING_CENTRE)
        .where(col(Site.retired_at).is_(None))
        .order_by(col(Site.ref))
    )
    return list(session.exec(statement))


def find_centre(session: Session, organisation_id: int, ref: str) -> Site:
    """Find an active sorting centre by reference.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    for site in list_centres(session, organisation_id):
        if site.ref == ref:
            return site
    raise NotFoundError(
        Fault("S301", f"There is no sorting centre {ref!r}.", "Choose one of your centres.", "centre")
    )


def list_sites(session: Session, organisation_id: int, centre_id: int) -> list[Site]:
    """List an active centre, its sites and shared sites, by reference."""
    statement = (
        select(Site)
        .where(Site.organisation_id == organisation_id, col(Site.retired_at).is_(None))
        .where(
            or_(
                col(Site.id) == centre_id,
                col(Site.centre_id) == centre_id,
                col(Site.centre_id).is_(None) & (col(Site.kind) != SiteKind.SORTING_CENTRE),
            )
        )
        .order_by(col(Site.ref))
    )
    return list(session.exec(statement))
