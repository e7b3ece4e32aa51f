"""People and programs that may enter, and with which role. Secrets are kept as digests only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from data.store.types import Table, UtcDateTime, enum_column, now


class Role(StrEnum):
    """What an account may do (``docs/architecture.md``, Roles)."""

    DISPATCHER = "dispatcher"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    DRIVER = "driver"


class User(Table, table=True):
    """A person. `password_hash` is argon2id (``data/store/passwords.py``)."""

    __tablename__ = "user"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT", index=True)
    username: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=enum_column(Role))
    password_hash: str = Field(max_length=255)
    active: bool = True
    language: str = Field(default="zh", max_length=8)
    failed_logins: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ApiKey(Table, table=True):
    """A key of a program. `digest` is the SHA-256 of the key in hexadecimal; the key itself is not kept."""

    __tablename__ = "api_key"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT", index=True)
    user_id: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=200)
    digest: str = Field(unique=True, max_length=64)
    role: Role = Field(sa_type=enum_column(Role))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
