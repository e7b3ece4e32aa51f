"""Columns that many tables have."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def refers(table: str, column: str, to: str, *, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    """A column that holds the id of a row of another table."""
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)
