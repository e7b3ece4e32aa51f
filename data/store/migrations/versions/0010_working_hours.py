"""Drivers' weekly working days and hours

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("driver") as table:
        table.add_column(sa.Column("weekdays", JSON, nullable=False, server_default="[0, 1, 2, 3, 4, 5, 6]"))
        table.add_column(sa.Column("shift_start_s", sa.Integer(), nullable=True))
        table.add_column(sa.Column("shift_end_s", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("driver") as table:
        for column in ("shift_end_s", "shift_start_s", "weekdays"):
            table.drop_column(column)
