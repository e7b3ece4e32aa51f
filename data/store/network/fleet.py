"""Vehicles and drivers. Shifts and breaks are seconds after local midnight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from data.domain.vehicle_size import VehicleSize
from data.store.column_types import JsonColumn, Table, UtcDateTime

ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)


class Driver(Table, table=True):
    """A driver without an account, who opens a route by its signed link.

    Attributes
    ----------
    valid_until
        Last day, as ISO text, of certificates among `skills` that expire.
    weekdays
        Days of the week worked, 0 Monday to 6 Sunday, in order; single days off are in `days_off`.
    shift_start_s, shift_end_s
        Working hours; None for both takes the hours of the vehicle.
    """

    __tablename__ = "driver"
    __table_args__ = (UniqueConstraint("organisation_id", "ref"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=64)
    name: str = Field(max_length=200)
    phone: str = Field(default="", max_length=32)
    skills: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    valid_until: dict[str, str] = Field(default_factory=dict, sa_type=JsonColumn)
    weekdays: list[int] = Field(default_factory=lambda: list(ALL_WEEK), sa_type=JsonColumn)
    shift_start_s: int | None = None
    shift_end_s: int | None = None
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def shift(self) -> tuple[int, int] | None:
        """The driver's own hours, or None."""
        if self.shift_start_s is None or self.shift_end_s is None:
            return None
        return self.shift_start_s, self.shift_end_s

    def skills_on(self, day: date) -> frozenset[str]:
        """Return skills and certificates valid on a day."""
        return _held(self.skills, self.valid_until, day)


class Vehicle(Table, table=True):
    """A vehicle of a sorting centre, with its usual driver.

    Attributes
    ----------
    vehicle_class, emission_class
        References of the catalogue's vehicle classes and emission factors.
    cost_fixed, cost_per_km, cost_per_h, cost_per_overtime_h
        CNY per shift used, per km, per hour away from the depot, per hour of overtime.
    breaks
        ``[{"window": [from_s, to_s], "duration_s": …}, …]``.
    skills
        Skills of the vehicle; a plan adds those of the driver.
    valid_until
        Last day, as ISO text, of certificates among `skills` that expire.
    profile
        Road profile.
    mass_t, height_m, width_m, length_m, axleload_t
        Gross mass, dimensions and heaviest axle load, compared with road signs; None takes those of the
        profile.
    """

    __tablename__ = "vehicle"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint("capacity_kg >= 0 AND capacity_l >= 0", name="capacity"),
        CheckConstraint("shift_start_s <= shift_end_s", name="shift"),
        CheckConstraint("overtime_s >= 0", name="overtime_s"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=64)
    plate: str = Field(default="", max_length=32)
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT", index=True)
    vehicle_class: str = Field(max_length=64)
    capacity_kg: int
    capacity_l: int
    cost_fixed: float = 0.0
    cost_per_km: float = 0.0
    cost_per_h: float = 0.0
    cost_per_overtime_h: float = 0.0
    overtime_s: int = 0
    shift_start_s: int
    shift_end_s: int
    breaks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonColumn)
    skills: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    valid_until: dict[str, str] = Field(default_factory=dict, sa_type=JsonColumn)
    profile: str = Field(default="car", max_length=64)
    mass_t: float | None = None
    height_m: float | None = None
    width_m: float | None = None
    length_m: float | None = None
    axleload_t: float | None = None
    driver_id: int | None = Field(default=None, foreign_key="driver.id", ondelete="SET NULL", index=True)
    emission_class: str = Field(default="", max_length=64)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def skills_on(self, day: date) -> frozenset[str]:
        """Return skills and certificates valid on a day."""
        return _held(self.skills, self.valid_until, day)

    @property
    def size(self) -> VehicleSize:
        """Dimensions for comparison with road signs.

        Raises
        ------
        InputError
            N328: a figure is implausible for a vehicle.
        """
        return VehicleSize(
            mass_t=self.mass_t,
            height_m=self.height_m,
            width_m=self.width_m,
            length_m=self.length_m,
            axleload_t=self.axleload_t,
        )


def list_vehicles(
    session: Session, organisation_id: int, centre_id: int
) -> list[tuple[Vehicle, Driver | None]]:
    """List a centre's active vehicles by reference, each with its active usual driver."""
    fleet = list_vehicles_in_use(session, organisation_id)
    return [(vehicle, driver) for vehicle, driver in fleet if vehicle.centre_id == centre_id]


def list_vehicles_in_use(session: Session, organisation_id: int) -> list[tuple[Vehicle, Driver | None]]:
    """List the organisation's active vehicles by reference, each with its active usual driver."""
    statement = (
        select(Vehicle, Driver)
        .join(
            Driver,
            (col(Driver.id) == Vehicle.driver_id) & col(Driver.retired_at).is_(None),
            isouter=True,
        )
        .where(Vehicle.organisation_id == organisation_id, col(Vehicle.retired_at).is_(None))
        .order_by(col(Vehicle.ref))
    )
    return [(vehicle, driver) for vehicle, driver in session.exec(statement)]


def _held(skills: Sequence[str], valid_until: Mapping[str, str], day: date) -> frozenset[str]:
    """ISO dates compare as text."""
    return frozenset(name for name in skills if valid_until.get(name, "9999") >= day.isoformat())
