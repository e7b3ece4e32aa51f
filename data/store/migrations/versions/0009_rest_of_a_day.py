"""Plans that carry on a published plan whose day has begun

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("plan", sa.Column("continues", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("plan", "continues")
