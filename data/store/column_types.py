"""Column types, and the base class of all tables.

A JSON column contains plain lists and dicts; assign a new value to change it, as changes inside the value
are not tracked.
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, LargeBinary, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Stable names, so that a later migration can alter a constraint on both databases."""

metadata = MetaData(naming_convention=NAMING_CONVENTION)

JsonColumn = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Table(SQLModel):
    """Base of all tables; keeps them in one `metadata` with stable constraint names."""

    metadata = metadata


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, always aware and in UTC, in any database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert an aware time to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its offset: pass an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark the stored time as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CompressedText(TypeDecorator[str]):
    """A long text stored as zlib-compressed UTF-8, optimized for speed rather than size."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Compress the text."""
        return None if value is None else zlib.compress(value.encode(), level=1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decompress the text."""
        return None if value is None else zlib.decompress(value).decode()


def enum_column(names: type[StrEnum]) -> Enum:
    """Return a text column restricted to `names`; a new value needs no migration."""
    return Enum(
        names,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def to_json(value: Any) -> str:
    """Return compact JSON with Chinese left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def now() -> datetime:
    """Return the current instant in UTC."""
    return datetime.now(UTC)
