"""Plans changed by hand: revisions, wishes, copies, and routes that replace others

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: SQLite would make a table anew, and with it drop the rows that belong to it.
    op.create_table('plan_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('edit', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('state', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('plan_json', sa.LargeBinary(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_plan_revision_created_by_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_revision_plan_id_plan'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_revision')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_revision_plan_id_number'))
    )
    op.create_index(op.f('ix_plan_revision_created_by'), 'plan_revision', ['created_by'], unique=False)

    op.add_column('plan', sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('plan', sa.Column('history_at', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('plan', sa.Column('violations', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default='[]'))
    op.add_column('plan', sa.Column('wishes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default='{}'))
    op.add_column('plan', sa.Column('based_on', sa.String(length=32), nullable=True))
    op.add_column('plan', sa.Column('label', sa.String(length=100), nullable=False, server_default=''))

    op.add_column('plan_unassigned', sa.Column('task', sa.String(length=130), nullable=True))

    op.add_column('route', sa.Column('replaced_by', sa.Integer(), nullable=True))
    op.add_column('route', sa.Column('notice', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default='{}'))

    op.add_column('visit', sa.Column('task', sa.String(length=130), nullable=True))



def downgrade() -> None:
    op.drop_column('visit', 'task')

    op.drop_column('route', 'notice')
    op.drop_column('route', 'replaced_by')

    op.drop_column('plan_unassigned', 'task')

    op.drop_column('plan', 'label')
    op.drop_column('plan', 'based_on')
    op.drop_column('plan', 'wishes')
    op.drop_column('plan', 'violations')
    op.drop_column('plan', 'history_at')
    op.drop_column('plan', 'revision')

    op.drop_index(op.f('ix_plan_revision_created_by'), table_name='plan_revision')

    op.drop_table('plan_revision')
