"""Certificates that end, the packing of batteries, days off, and pickups repeated weekly

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    for name in ("driver", "vehicle"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("valid_until", JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("request_item") as table:
        table.add_column(sa.Column("packing", sa.String(200), nullable=False, server_default=""))
    op.create_table(
        "day_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_day_off_span")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_day_off_weekday")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_day_off_organisation_id_organisation"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["centre_id"], ["site.id"], name=op.f("fk_day_off_centre_id_site"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_day_off_vehicle_id_vehicle"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_day_off_driver_id_driver"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_off")),
    )  # fmt: skip
    for name in ("organisation_id", "centre_id", "vehicle_id", "driver_id"):
        op.create_index(op.f(f"ix_day_off_{name}"), "day_off", [name])
    op.create_table(
        "standing_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(48), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("weekdays", JSON, nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("windows", JSON, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 52", name=op.f("ck_standing_request_every_weeks")),
        sa.CheckConstraint("priority BETWEEN 0 AND 100", name=op.f("ck_standing_request_priority")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_standing_request_lon")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_standing_request_lat")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_standing_request_organisation_id_organisation"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["centre_id"], ["site.id"], name=op.f("fk_standing_request_centre_id_site"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_standing_request_site_id_site"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_request")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("uq_standing_request_organisation_id_ref")),
    )  # fmt: skip
    for name in ("centre_id", "site_id"):
        op.create_index(op.f(f"ix_standing_request_{name}"), "standing_request", [name])


def downgrade() -> None:
    op.drop_table("standing_request")
    op.drop_table("day_off")
    for name, column in (("request_item", "packing"), ("vehicle", "valid_until"), ("driver", "valid_until")):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
