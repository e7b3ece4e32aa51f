"""What goods there are, places, drivers and trucks."""

import sqlalchemy as sa
from alembic import op

from data.store.migrations.first_tables.columns import JSON, refers


def create() -> None:
    """Create them, each after those it refers to."""
    _material()
    _site()
    _driver()
    _vehicle()


def _material() -> None:
    op.create_table(
        "material",
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("load_type", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("unit_kg", sa.Float(), nullable=False),
        sa.Column("unit_l", sa.Float(), nullable=False),
        sa.Column("service_s", sa.Integer(), nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("hazard", sa.String(length=32), nullable=False),
        sa.Column("handling_zh", sa.String(), nullable=False),
        sa.Column("handling_en", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "unit_kg >= 0 AND unit_l >= 0 AND service_s >= 0", name=op.f("ck_material_amounts")
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_material")),
    )


def _site() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("windows", JSON, nullable=False),
        sa.Column("accepts", JSON, nullable=True),
        sa.Column("unload_s", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_site_lat")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_site_lon")),
        sa.CheckConstraint("unload_s >= 0", name=op.f("ck_site_unload_s")),
        refers("site", "centre_id", "site"),
        refers("site", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("uq_site_organisation_id_ref")),
    )
    op.create_index(op.f("ix_site_centre_id"), "site", ["centre_id"])


def _driver() -> None:
    op.create_table(
        "driver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        refers("driver", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("uq_driver_organisation_id_ref")),
    )


def _vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("plate", sa.String(length=32), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("vehicle_class", sa.String(length=64), nullable=False),
        sa.Column("capacity_kg", sa.Integer(), nullable=False),
        sa.Column("capacity_l", sa.Integer(), nullable=False),
        sa.Column("cost_fixed", sa.Float(), nullable=False),
        sa.Column("cost_per_km", sa.Float(), nullable=False),
        sa.Column("cost_per_h", sa.Float(), nullable=False),
        sa.Column("cost_per_overtime_h", sa.Float(), nullable=False),
        sa.Column("overtime_s", sa.Integer(), nullable=False),
        sa.Column("shift_start_s", sa.Integer(), nullable=False),
        sa.Column("shift_end_s", sa.Integer(), nullable=False),
        sa.Column("breaks", JSON, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("emission_class", sa.String(length=64), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity_kg >= 0 AND capacity_l >= 0", name=op.f("ck_vehicle_capacity")),
        sa.CheckConstraint("overtime_s >= 0", name=op.f("ck_vehicle_overtime_s")),
        sa.CheckConstraint("shift_start_s <= shift_end_s", name=op.f("ck_vehicle_shift")),
        refers("vehicle", "centre_id", "site"),
        refers("vehicle", "driver_id", "driver", ondelete="SET NULL"),
        refers("vehicle", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("uq_vehicle_organisation_id_ref")),
    )
    op.create_index(op.f("ix_vehicle_centre_id"), "vehicle", ["centre_id"])
    op.create_index(op.f("ix_vehicle_driver_id"), "vehicle", ["driver_id"])
