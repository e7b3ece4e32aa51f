"""Vehicle classes with their planning figures and emission factors."""

from __future__ import annotations

from dataclasses import dataclass

from data.domain.problem import VehicleCost
from data.domain.vehicle_size import VehicleSize


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor:
    """Emissions per km, linear in the load: E(λ) = E0 + (E1 - E0)·λ, λ the load as a share of capacity.

    Attributes
    ----------
    empty_kg_per_km, full_kg_per_km
        E0 and E1, kg of `gas` per km.
    """

    ref: str
    empty_kg_per_km: float
    full_kg_per_km: float
    gas: str
    source: str
    status: str

    def co2_kg(self, distance_m: float, load_fraction: float) -> float:
        """Compute the emissions of `distance_m` at a load of `load_fraction` (0..1) of the capacity, in kg.

        Raises
        ------
        ValueError
            The distance is negative or the load fraction outside 0..1.
        """
        if distance_m < 0 or not 0.0 <= load_fraction <= 1.0:
            raise ValueError(f"no emissions for {distance_m} m at a load fraction of {load_fraction}")
        per_km = self.empty_kg_per_km + (self.full_kg_per_km - self.empty_kg_per_km) * load_fraction
        return per_km * distance_m / 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleClass:
    """A kind of truck: defaults that an operator overrides per vehicle.

    Attributes
    ----------
    profile
        Road profile of its travel times.
    emission_class
        `EmissionFactor.ref`.
    cost
        Planning assumptions in CNY.
    size
        Gross mass and dimensions; none is missing.
    """

    ref: str
    name_zh: str
    name_en: str
    capacity_kg: int
    capacity_l: int
    cost: VehicleCost
    size: VehicleSize
    profile: str
    emission_class: str
    source: str
    status: str
