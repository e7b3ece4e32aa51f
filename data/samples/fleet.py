"""The synthetic fleet: mixed classes, two vehicles certified for damaged batteries, a driver for each."""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.problem import Break, VehicleCost, Window
from data.domain.vehicle_size import VehicleSize

SMALLEST_FLEET = 8
REQUESTS_PER_VEHICLE = 12
_LUNCH = Break(window=(11 * 3600 + 1800, 13 * 3600), duration_s=1800)
_OVERTIME_S = 1800
_OVERTIME_FACTOR = 1.5
_EARLY: Window = (7 * 3600 + 1800, 16 * 3600)
_USUAL: Window = (8 * 3600, 16 * 3600 + 1800)
_LATE: Window = (9 * 3600, 17 * 3600 + 1800)
_SURNAMES = "杨吴龙石张李王刘陈向田彭"

# Class, skills, shift: the order in which a fleet grows.
_PATTERN: tuple[tuple[str, tuple[str, ...], Window], ...] = (
    ("battery_truck", ("lithium", "damaged_battery", "two_person"), _USUAL),
    ("truck_4t", ("two_person", "appliance_fitter"), _USUAL),
    ("van", ("lithium",), _EARLY),
    ("truck_4t", ("two_person",), _EARLY),
    ("truck_8t", ("two_person", "appliance_fitter"), _LATE),
    ("van", ("appliance_fitter", "two_person"), _USUAL),
    ("truck_4t", ("two_person", "appliance_fitter"), _LATE),
    ("flatbed_8t", ("flatbed", "two_person"), _USUAL),
    ("battery_truck", ("lithium", "damaged_battery"), _EARLY),
    ("truck_4t", ("two_person",), _USUAL),
    ("van", (), _LATE),
    ("truck_8t", ("two_person",), _EARLY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDriver:
    """A synthetic driver."""

    ref: str
    name: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleVehicle:
    """A synthetic vehicle; shift and breaks are seconds after local midnight, costs in CNY."""

    ref: str
    plate: str
    vehicle_class: str
    capacity_kg: int
    capacity_l: int
    size: VehicleSize
    cost: VehicleCost
    shift: Window
    overtime_s: int
    breaks: tuple[Break, ...]
    skills: tuple[str, ...]
    profile: str
    emission_class: str
    driver: str


def sample_fleet(requests: int) -> tuple[tuple[SampleVehicle, ...], tuple[SampleDriver, ...]]:
    """Return vehicles and drivers for a day of so many requests: one vehicle for twelve, at least eight."""
    count = max(SMALLEST_FLEET, -(-requests // REQUESTS_PER_VEHICLE))
    vehicles, drivers = [], []
    for number in range(1, count + 1):
        class_ref, skills, shift = _PATTERN[(number - 1) % len(_PATTERN)]
        driver_ref = f"D{number:02d}"
        # A certificate is required of vehicle and crew alike, so that both have it.
        certificates = tuple(skill for skill in skills if skill in ("lithium", "damaged_battery"))
        name = f"{_SURNAMES[(number - 1) % len(_SURNAMES)]}师傅"
        drivers.append(SampleDriver(ref=driver_ref, name=name, skills=certificates))
        vehicles.append(_vehicle(number, class_ref, skills, shift, driver_ref))
    return tuple(vehicles), tuple(drivers)


def _vehicle(
    number: int, class_ref: str, skills: tuple[str, ...], shift: Window, driver_ref: str
) -> SampleVehicle:
    kind = vehicle_classes()[class_ref]
    return SampleVehicle(
        ref=f"V{number:02d}",
        plate=f"湘N·示{number:03d}",
        vehicle_class=class_ref,
        capacity_kg=kind.capacity_kg,
        capacity_l=kind.capacity_l,
        size=kind.size,
        cost=VehicleCost(
            fixed=kind.cost.fixed,
            per_km=kind.cost.per_km,
            per_h=kind.cost.per_h,
            per_overtime_h=round(kind.cost.per_h * _OVERTIME_FACTOR, 2),
        ),
        shift=shift,
        overtime_s=_OVERTIME_S,
        breaks=(_LUNCH,),
        skills=skills,
        profile=kind.profile,
        emission_class=kind.emission_class,
        driver=driver_ref,
    )
