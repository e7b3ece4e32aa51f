"""Organisations. Every other row belongs to one, directly or through its owner."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from data.store.column_types import Table, enum_column


class OrganisationKind(StrEnum):
    """What an organisation does in the recycling network."""

    SORTING_CENTRE = "sorting_centre"
    COOPERATIVE = "cooperative"
    CARRIER = "carrier"


class Organisation(Table, table=True):
    """An owner of rows. `utc_offset_min` is the offset of its local time (China: +480, no summer time).

    `contact` and `phone` name a contact person.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("utc_offset_min BETWEEN -720 AND 840", name="utc_offset_min"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=64)
    kind: OrganisationKind = Field(sa_type=enum_column(OrganisationKind))
    name_zh: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    contact: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=32)
    utc_offset_min: int = 480


def lock_organisation(session: Session, organisation_id: int) -> None:
    """Lock the organisation's row until the transaction ends.

    Serializes transactions that enter objects of one organisation, as the same object entered twice
    concurrently would be added twice. Rows that merely refer to the organisation do not wait.
    """
    held = select(Organisation).where(Organisation.id == organisation_id)
    session.exec(held.with_for_update(key_share=True)).one()
