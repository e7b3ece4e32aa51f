"""Due dates of requests, and the largest vehicle that gets to a request or site

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED = (
    ("pickup_request", "due_date", sa.Date()),
    ("pickup_request", "max_mass_t", sa.Float()),
    ("pickup_request", "max_height_m", sa.Float()),
    ("site", "max_mass_t", sa.Float()),
    ("site", "max_height_m", sa.Float()),
)


def upgrade() -> None:
    for table, name, kind in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, name, _kind in ADDED:
        op.drop_column(table, name)
