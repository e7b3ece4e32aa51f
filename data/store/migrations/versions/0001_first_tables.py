"""First tables

Revision ID: 0001
Revises:
"""

from alembic import op

from data.store.migrations.first_tables import accounts
from data.store.migrations.first_tables import network
from data.store.migrations.first_tables import plans
from data.store.migrations.first_tables import routes

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for part in (accounts, network, plans, routes):
        part.create()


def downgrade() -> None:
    for table in (
        'event',
        'visit',
        'route',
        'plan_unassigned',
        'plan_document',
        'plan',
        'request_item',
        'pickup_request',
        'vehicle',
        'driver',
        'site',
        'material',
        'api_key',
        'user',
        'organisation',
    ):
        op.drop_table(table)
