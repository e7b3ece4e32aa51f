"""Routes, their visits, and what drivers report."""

import sqlalchemy as sa
from alembic import op

from data.store.migrations.first_tables.columns import JSON, refers


def create() -> None:
    """Create them, each after those it refers to."""
    _route()
    _visit()
    _event()


def _route() -> None:
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("driving_s", sa.Integer(), nullable=False),
        sa.Column("waiting_s", sa.Integer(), nullable=False),
        sa.Column("co2_kg", sa.Float(), nullable=False),
        sa.Column("load_percent", sa.Integer(), nullable=False),
        sa.Column("geometry", sa.String(), nullable=False),
        sa.Column("token_nonce", sa.String(length=64), nullable=True),
        refers("route", "driver_id", "driver", ondelete="SET NULL"),
        refers("route", "plan_id", "plan", ondelete="CASCADE"),
        refers("route", "vehicle_id", "vehicle"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_route_plan_id_number")),
    )
    op.create_index(op.f("ix_route_driver_id"), "route", ["driver_id"])
    op.create_index(op.f("ix_route_vehicle_id"), "route", ["vehicle_id"])


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("load_type", sa.String(length=64), nullable=True),
        sa.Column("facility_site_id", sa.Integer(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("arrival_s", sa.Integer(), nullable=True),
        sa.Column("start_s", sa.Integer(), nullable=True),
        sa.Column("departure_s", sa.Integer(), nullable=True),
        sa.Column("load", JSON, nullable=False),
        refers("visit", "facility_site_id", "site"),
        refers("visit", "request_id", "pickup_request"),
        refers("visit", "route_id", "route", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("route_id", "position", name=op.f("uq_visit_route_id_position")),
    )
    op.create_index(op.f("ix_visit_facility_site_id"), "visit", ["facility_site_id"])
    op.create_index(op.f("ix_visit_request_id"), "visit", ["request_id"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("kg", sa.Float(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        refers("event", "organisation_id", "organisation"),
        refers("event", "plan_id", "plan"),
        refers("event", "route_id", "route"),
        refers("event", "visit_id", "visit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("route_id", "client_id", name=op.f("uq_event_route_id_client_id")),
    )
    op.create_index(op.f("ix_event_organisation_id"), "event", ["organisation_id"])
    op.create_index(op.f("ix_event_plan_id_received_at"), "event", ["plan_id", "received_at"])
    op.create_index(op.f("ix_event_visit_id"), "event", ["visit_id"])
