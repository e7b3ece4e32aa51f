"""Users, their sessions and API keys, with roles. Secrets are stored as digests only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from data.store.column_types import Table, UtcDateTime, enum_column, now


class Role(StrEnum):
    """Permissions of an account (``docs/explanation/architecture.md``, Roles)."""

    DISPATCHER = "dispatcher"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    DRIVER = "driver"


class User(Table, table=True):
    """A user. `password_hash` is argon2id (``data/store/accounts/passwords.py``).

    Attributes
    ----------
    erased_at
        Time of erasure of the personal data; the anonymous row is kept for references to it.
    """

    __tablename__ = "user"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT", index=True)
    username: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=enum_column(Role))
    password_hash: str = Field(max_length=255)
    active: bool = True
    language: str = Field(default="zh", max_length=8)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_sign_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DriverAccount(Table, table=True):
    """The driver whose routes an account of the role driver may see."""

    __tablename__ = "driver_account"

    user_id: int = Field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    driver_id: int = Field(foreign_key="driver.id", ondelete="CASCADE", index=True)


class UserSession(Table, table=True):
    """A browser session of a user. `digest` is the SHA-256 of the token in its cookie."""

    __tablename__ = "user_session"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    digest: str = Field(unique=True, max_length=64)
    device: str = Field(default="", max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class FailedSignIn(Table, table=True):
    """Failures under a user name as typed, whether or not it exists.

    Stored by the name's digest and apart from the accounts: unknown names are locked like existing ones.
    """

    __tablename__ = "failed_sign_in"

    name_digest: str = Field(primary_key=True, max_length=64)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class ApiKey(Table, table=True):
    """An API key. `digest` is the SHA-256 of the key in hexadecimal; the key itself is not stored."""

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
