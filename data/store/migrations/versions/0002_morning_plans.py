"""Each morning's plan: the hour of a centre, and one row for each day planned so."""

from alembic import op
import sqlalchemy as sa

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site") as table:
        table.add_column(sa.Column("plan_at_s", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_site_plan_at_s"), "plan_at_s BETWEEN 0 AND 86399")
    op.create_table(
        "morning_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["site.id"], name=op.f("fk_morning_plan_centre_id_site"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_morning_plan_plan_id_plan"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_morning_plan")),
        sa.UniqueConstraint("centre_id", "date", name=op.f("uq_morning_plan_centre_id_date")),
    )
    op.create_index(op.f("ix_morning_plan_plan_id"), "morning_plan", ["plan_id"])


def downgrade() -> None:
    op.drop_table("morning_plan")
    with op.batch_alter_table("site") as table:
        table.drop_constraint(op.f("ck_site_plan_at_s"), type_="check")
        table.drop_column("plan_at_s")
