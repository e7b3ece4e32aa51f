"""The catalogue of vehicle classes and their emission factors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data.catalogue.tables import FOLDER, known, number, read_table, whole_number
from data.domain.errors import Fault, InputError
from data.domain.fleet import EmissionFactor, VehicleClass
from data.domain.problem import VehicleCost
from data.domain.vehicle_size import VehicleSize

_CLASS_COLUMNS = (
    "name_zh", "name_en", "capacity_kg", "capacity_l", "fixed_cny", "per_km_cny", "per_h_cny",
    "mass_t", "height_m", "width_m", "length_m", "axleload_t", "profile", "emission_class",
)  # fmt: skip
_FACTOR_COLUMNS = ("empty_kg_per_km", "full_kg_per_km", "gas")


def read_emission_factors(path: Path) -> dict[str, EmissionFactor]:
    """Read emission factors by ref from a catalogue file.

    Raises
    ------
    InputError
        S401, S402: see `read_table`.
    """
    return read_table(path, _FACTOR_COLUMNS, _factor)


def read_vehicle_classes(path: Path, factors: Mapping[str, EmissionFactor]) -> dict[str, VehicleClass]:
    """Read vehicle classes by ref from a catalogue file; each must refer to one of `factors`.

    Raises
    ------
    InputError
        S401, S402: see `read_table`.
    """
    return read_table(path, _CLASS_COLUMNS, lambda row: _vehicle_class(row, tuple(factors)))


@cache
def emission_factors() -> Mapping[str, EmissionFactor]:
    """Return the emission factors shipped with the program, by ref."""
    return read_emission_factors(FOLDER / "emission_factors.csv")


@cache
def vehicle_classes() -> Mapping[str, VehicleClass]:
    """Return the vehicle classes shipped with the program, by ref."""
    return read_vehicle_classes(FOLDER / "vehicle_classes.csv", emission_factors())


def co2_kg(vehicle_class: str, distance_m: float, load_fraction: float) -> float:
    """Compute the emissions of one leg in kg CO2e, linear in the load.

    Parameters
    ----------
    vehicle_class
        `VehicleClass.ref`.
    load_fraction
        Load on the leg as a share of the vehicle's mass capacity, 0..1.

    Raises
    ------
    InputError
        S403: no such vehicle class.
    ValueError
        A negative distance, or a load fraction outside 0..1.

    References
    ----------
    UK government conversion factors 2025; the 50 % figures are the mean of 0 and 100 % there.
    """
    return emission_factor_of(vehicle_class).co2_kg(distance_m, load_fraction)


def emission_factor_of(vehicle_class: str) -> EmissionFactor:
    """Return the emission factor of a vehicle class.

    Raises
    ------
    InputError
        S403: no such vehicle class.
    """
    classes = vehicle_classes()
    if vehicle_class not in classes:
        cause = f"There is no vehicle class {vehicle_class!r}."
        raise InputError(Fault("S403", cause, f"Use one of {', '.join(classes)}.", "vehicle class"))
    return emission_factors()[classes[vehicle_class].emission_class]


def _factor(row: Mapping[str, str]) -> EmissionFactor:
    empty, full = number(row, "empty_kg_per_km"), number(row, "full_kg_per_km")
    if full < empty:
        raise ValueError("full_kg_per_km is below empty_kg_per_km")
    return EmissionFactor(
        ref=row["ref"],
        empty_kg_per_km=empty,
        full_kg_per_km=full,
        gas=known(row, "gas", ("CO2", "CO2e")),
        source=row["source"],
        status=row["status"],
    )


def _vehicle_class(row: Mapping[str, str], factor_refs: tuple[str, ...]) -> VehicleClass:
    if not row["name_zh"].strip() or not row["name_en"].strip() or not row["profile"].strip():
        raise ValueError("a name or the profile is empty")
    return VehicleClass(
        ref=row["ref"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        capacity_kg=whole_number(row, "capacity_kg", minimum=1),
        capacity_l=whole_number(row, "capacity_l", minimum=1),
        cost=VehicleCost(
            fixed=number(row, "fixed_cny"),
            per_km=number(row, "per_km_cny"),
            per_h=number(row, "per_h_cny"),
        ),
        size=VehicleSize(
            mass_t=number(row, "mass_t"),
            height_m=number(row, "height_m"),
            width_m=number(row, "width_m"),
            length_m=number(row, "length_m"),
            axleload_t=number(row, "axleload_t"),
        ),
        profile=row["profile"],
        emission_class=known(row, "emission_class", factor_refs),
        source=row["source"],
        status=row["status"],
    )
