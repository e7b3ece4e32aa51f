"""The audit trail: who changed what, and when. Entries are append-only; names are resolved on reading.

Entries contain no names of persons, so that erased persons are anonymous here too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, Session, col, select

from data.store.column_types import JsonColumn, Table, UtcDateTime, now

COMMAND_LINE = "command line"
"""The actor where somebody with a shell on the machine did it."""
MOST_ENTRIES = 200


class AuditEntry(Table, table=True):
    """A change of users, keys, the organisation or data it shares with others.

    Attributes
    ----------
    actor
        ``user:ID``, ``key:ID``, ``organisation:REF`` of another one, or `COMMAND_LINE`.
    action
        Such as ``user.add``.
    subject
        ``user:ID``, ``key:ID``, ``driver:REF``, ``organisation`` or ``closure:NETWORK/ID``.
    details
        Old and new values, ``{"role": ["viewer", "planner"]}``; never secrets or names.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "organisation_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    action: str = Field(max_length=64)
    subject: str = Field(max_length=200)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)


def record(
    session: Session, organisation_id: int, actor: str, action: str, subject: str, **details: Any
) -> None:
    """Add an entry in the transaction of the change."""
    session.add(
        AuditEntry(
            organisation_id=organisation_id, actor=actor, action=action, subject=subject, details=details
        )
    )


def list_entries(session: Session, organisation_id: int, *, before_id: int | None = None) -> list[AuditEntry]:
    """Return the organisation's newest entries, or the newest before one of them; at most `MOST_ENTRIES`."""
    statement = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    if before_id is not None:
        statement = statement.where(col(AuditEntry.id) < before_id)
    return list(session.exec(statement.order_by(col(AuditEntry.id).desc()).limit(MOST_ENTRIES)))
