"""Vehicles and their usual drivers; omitted figures are those of the vehicle class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.services.fleet.rows import load_rows, save_one
from app.services.results import KEEP, Change, EntryResult, Keep, put_row
from data.catalogue.materials import materials
from data.catalogue.rule_sets import rule_set
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault
from data.domain.vehicle_size import USUAL_SIZE, VehicleSize
from data.store.column_types import now
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, SiteKind, find_centre

DEFAULT_SHIFT = (8 * 3600, 17 * 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakInput:
    """A pause of `duration_s` that starts within `window`, seconds after local midnight."""

    window: tuple[int, int]
    duration_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleInput:
    """A vehicle as entered.

    Attributes
    ----------
    vehicle_class
        Reference in the catalogue of vehicle classes.
    capacity_kg, capacity_l, size, cost_fixed, cost_per_km, cost_per_h
        None takes the figure of the class; costs in CNY.
    valid_until
        Last day of certificates that expire; these also count as `skills`.
    driver
        Reference of the usual driver; without one, a named driver is identified by the vehicle.
    driver_name, driver_phone
        Data of the driver; a name creates one if there is none with that reference.
    """

    ref: str
    centre: str
    vehicle_class: str
    plate: str = ""
    capacity_kg: int | None = None
    capacity_l: int | None = None
    size: VehicleSize = USUAL_SIZE
    cost_fixed: float | None = None
    cost_per_km: float | None = None
    cost_per_h: float | None = None
    cost_per_overtime_h: float = 0.0
    overtime_s: int = 0
    shift: tuple[int, int] = DEFAULT_SHIFT
    breaks: tuple[BreakInput, ...] = ()
    skills: tuple[str, ...] = ()
    valid_until: Mapping[str, dt.date] = field(default_factory=dict)
    driver: str | None = None
    driver_name: str | None = None
    driver_phone: str | Keep = KEEP
    is_retired: bool = False


def find_vehicles(
    session: Session, organisation_id: int, centre_ref: str | None, *, retired: bool
) -> list[tuple[Vehicle, Driver | None, Site]]:
    """Return vehicles by reference, each with its active usual driver and its centre.

    Parameters
    ----------
    centre_ref
        None for the vehicles of all centres.
    retired
        Include retired ones.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    statement = (
        select(Vehicle, Driver, Site)
        .join(Site, col(Site.id) == Vehicle.centre_id)
        .join(Driver, (col(Driver.id) == Vehicle.driver_id) & col(Driver.retired_at).is_(None), isouter=True)
        .where(Vehicle.organisation_id == organisation_id)
    )
    if centre_ref:
        statement = statement.where(Vehicle.centre_id == find_centre(session, organisation_id, centre_ref).id)
    if not retired:
        statement = statement.where(col(Vehicle.retired_at).is_(None))
    found = session.exec(statement.order_by(col(Vehicle.ref)))
    return [(vehicle, driver, centre) for vehicle, driver, centre in found]


def list_skills() -> list[str]:
    """Return the skills and certificates that the catalogue and the rules may require."""
    skills = {skill for entry in materials().values() for skill in entry.skills}
    return sorted(skills.union(*(rule.skills for rule in rule_set().certificates)))


def save_vehicle(session: Session, organisation_id: int, vehicle: VehicleInput, *, is_new: bool) -> Vehicle:
    """Store all fields of one vehicle; raises as `save_one` does."""
    return save_one(session, (organisation_id, Vehicle), vehicle, enter_vehicles, is_new=is_new)


def enter_vehicles(
    session: Session,
    organisation_id: int,
    vehicles: Sequence[VehicleInput],
    *,
    set_aside: Collection[int] = (),
) -> list[EntryResult]:
    """Enter vehicles by reference, and their drivers.

    Parameters
    ----------
    vehicles
        With distinct references.
    set_aside
        Positions of vehicles that are checked and not stored.

    Returns
    -------
    list of EntryResult
        One for each vehicle. Faults: I206 the class, centre or driver named does not exist.
    """
    sites = load_rows(session, organisation_id, Site)
    centres = {ref: site for ref, site in sites.items() if site.kind is SiteKind.SORTING_CENTRE}
    known = load_rows(session, organisation_id, Vehicle)
    drivers = load_rows(session, organisation_id, Driver)
    results = []
    for position, vehicle in enumerate(vehicles):
        faults = check_vehicle(vehicle, centres, drivers)
        if faults or position in set_aside:
            results.append(EntryResult(Change.REFUSED, faults))
            continue
        driver, driver_changed = _enter_driver(session, organisation_id, vehicle, drivers)
        row = known.get(vehicle.ref)
        columns = _columns(vehicle, centres[vehicle.centre], driver, row)
        if row is None:
            added = Vehicle(organisation_id=organisation_id, ref=vehicle.ref, **columns)
            known[vehicle.ref] = added
            change = put_row(session, added, {}, is_new=True)
        else:
            change = put_row(session, row, columns, is_new=False)
        if driver_changed and change is Change.UNCHANGED:
            change = Change.UPDATED
        results.append(EntryResult(change))
    session.flush()
    return results


def check_vehicle(
    vehicle: VehicleInput, centres: Mapping[str, Site], drivers: Mapping[str, Driver]
) -> list[Fault]:
    """Check a vehicle against the existing centres and drivers by reference."""
    found: list[Fault] = []
    if vehicle.vehicle_class not in vehicle_classes():
        cause, action = (
            f"There is no vehicle class {vehicle.vehicle_class!r}.",
            f"Use one of {', '.join(vehicle_classes())}.",
        )
        found.append(Fault("I206", cause, action, "class"))
    if vehicle.centre not in centres:
        cause = f"There is no sorting centre {vehicle.centre!r}."
        found.append(Fault("I206", cause, "Import the centre first, or correct the reference.", "centre"))
    if vehicle.driver and not vehicle.driver_name and vehicle.driver not in drivers:
        # An unknown reference is refused: a typing error would leave the vehicle without a driver.
        cause = f"There is no driver {vehicle.driver!r}."
        found.append(Fault("I206", cause, "Give the driver's name too, or correct the reference.", "driver"))
    return found


def _enter_driver(
    session: Session, organisation_id: int, vehicle: VehicleInput, drivers: dict[str, Driver]
) -> tuple[Driver | None, bool]:
    """Store the driver of a vehicle; return it, and whether that changed anything."""
    if not vehicle.driver_name:
        return drivers.get(vehicle.driver or ""), False
    # A driver without a reference is identified by the vehicle: two people may share a name.
    ref = vehicle.driver or f"{vehicle.ref}-driver"[:64]
    row = drivers.get(ref)
    is_new = row is None
    if row is None:
        row = drivers[ref] = Driver(organisation_id=organisation_id, ref=ref, name=vehicle.driver_name)
    columns: dict[str, Any] = {"name": vehicle.driver_name, "retired_at": None}
    if vehicle.driver_phone is not KEEP:
        columns["phone"] = vehicle.driver_phone
    change = put_row(session, row, columns, is_new=is_new)
    session.flush()
    return row, change is not Change.UNCHANGED


def _columns(
    vehicle: VehicleInput, centre: Site, driver: Driver | None, stored: Vehicle | None
) -> dict[str, Any]:
    usual = vehicle_classes()[vehicle.vehicle_class]
    since = stored.retired_at if stored is not None else None

    def own(value: float | None, default: float) -> Any:
        return default if value is None else value

    return {
        "centre_id": centre.id,
        "vehicle_class": usual.ref,
        "plate": vehicle.plate,
        "capacity_kg": own(vehicle.capacity_kg, usual.capacity_kg),
        "capacity_l": own(vehicle.capacity_l, usual.capacity_l),
        **usual.size.given(),
        **vehicle.size.given(),
        "cost_fixed": own(vehicle.cost_fixed, usual.cost.fixed),
        "cost_per_km": own(vehicle.cost_per_km, usual.cost.per_km),
        "cost_per_h": own(vehicle.cost_per_h, usual.cost.per_h),
        "cost_per_overtime_h": vehicle.cost_per_overtime_h,
        "overtime_s": vehicle.overtime_s,
        "shift_start_s": vehicle.shift[0],
        "shift_end_s": vehicle.shift[1],
        "breaks": [{"window": list(one.window), "duration_s": one.duration_s} for one in vehicle.breaks],
        "skills": sorted({*vehicle.skills, *vehicle.valid_until}),
        "valid_until": {name: last.isoformat() for name, last in vehicle.valid_until.items()},
        "profile": usual.profile,
        "emission_class": usual.emission_class,
        "driver_id": driver.id if driver is not None else None,
        "retired_at": (since or now()) if vehicle.is_retired else None,
    }
