"""Alembic's entry: runs on the connection that ``data/store/migrate.py`` hands over.

Migrations name plain column types only, so that an old one still runs when our types have changed.
"""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import AutoString

import data.store
from data.store.column_types import CompressedText, UtcDateTime, metadata

assert data.store.__all__  # every table is registered before they are compared


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """How autogenerate writes our column types."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum | AutoString | sa.String) and not isinstance(item, sa.Text):
        return f"sa.String(length={item.length})" if getattr(item, "length", None) else "sa.String()"
    if isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, CompressedText):
        return "sa.LargeBinary()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
