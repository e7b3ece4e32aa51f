"""Requests, and plans of a day."""

import sqlalchemy as sa
from alembic import op

from data.store.migrations.first_tables.columns import JSON, refers


def create() -> None:
    """Create them, each after those it refers to."""
    _pickup_request()
    _request_item()
    _plan()
    _plan_document()
    _plan_unassigned()


def _pickup_request() -> None:
    op.create_table(
        "pickup_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("windows", JSON, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_pickup_request_lat")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_pickup_request_lon")),
        sa.CheckConstraint("priority BETWEEN 0 AND 100", name=op.f("ck_pickup_request_priority")),
        refers("pickup_request", "centre_id", "site"),
        refers("pickup_request", "organisation_id", "organisation"),
        refers("pickup_request", "site_id", "site", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_request")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("uq_pickup_request_organisation_id_ref")),
    )
    op.create_index(
        op.f("ix_pickup_request_organisation_id_centre_id_date"),
        "pickup_request",
        ["organisation_id", "centre_id", "date"],
    )
    op.create_index(op.f("ix_pickup_request_site_id"), "pickup_request", ["site_id"])


def _request_item() -> None:
    op.create_table(
        "request_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("material_ref", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("kg", sa.Float(), nullable=False),
        sa.Column("litres", sa.Float(), nullable=False),
        sa.Column("condition", sa.String(length=32), nullable=False),
        sa.CheckConstraint("quantity > 0 AND kg >= 0 AND litres >= 0", name=op.f("ck_request_item_amounts")),
        sa.ForeignKeyConstraint(
            ["material_ref"],
            ["material.ref"],
            name=op.f("fk_request_item_material_ref_material"),
            ondelete="RESTRICT",
        ),
        refers("request_item", "request_id", "pickup_request", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_item")),
    )
    op.create_index(op.f("ix_request_item_material_ref"), "request_item", ["material_ref"])
    op.create_index(op.f("ix_request_item_request_id"), "request_item", ["request_id"])


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("phase", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("profiles", JSON, nullable=False),
        sa.Column("utc_offset_min", sa.Integer(), nullable=False),
        sa.Column("seconds_limit", sa.Float(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("methods", JSON, nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.String(length=128), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("fault", JSON, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_version")),
        refers("plan", "centre_id", "site"),
        refers("plan", "created_by", "user", ondelete="SET NULL"),
        refers("plan", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint(
            "organisation_id",
            "centre_id",
            "date",
            "version",
            name=op.f("uq_plan_organisation_id_centre_id_date_version"),
        ),
    )
    op.create_index(op.f("ix_plan_centre_id"), "plan", ["centre_id"])
    op.create_index(op.f("ix_plan_created_by"), "plan", ["created_by"])
    op.create_index(op.f("ix_plan_status"), "plan", ["status"])


def _plan_document() -> None:
    op.create_table(
        "plan_document",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("problem_snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("plan_json", sa.LargeBinary(), nullable=False),
        refers("plan_document", "plan_id", "plan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_document")),
    )


def _plan_unassigned() -> None:
    op.create_table(
        "plan_unassigned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("load_type", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("relaxation", JSON, nullable=False),
        sa.Column("group", sa.String(length=32), nullable=False),
        refers("plan_unassigned", "plan_id", "plan", ondelete="CASCADE"),
        refers("plan_unassigned", "request_id", "pickup_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_unassigned")),
    )
    op.create_index(op.f("ix_plan_unassigned_plan_id"), "plan_unassigned", ["plan_id"])
    op.create_index(op.f("ix_plan_unassigned_request_id"), "plan_unassigned", ["request_id"])
