"""Matrices of plans in binary, beside the problem: an edit by hand waits for them to be read

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_document", sa.Column("matrices", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("plan_document", "matrices")
