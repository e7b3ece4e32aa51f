"""Mass and size of vehicles

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = ("mass_t", "height_m", "width_m", "length_m", "axleload_t")


def upgrade() -> None:
    with op.batch_alter_table("vehicle") as table:
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vehicle") as table:
        for name in reversed(COLUMNS):
            table.drop_column(name)
