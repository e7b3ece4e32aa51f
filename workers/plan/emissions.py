"""CO2 of a solved day's routes: by the load on every leg, and by what it climbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.catalogue.vehicle_classes import emission_factors
from data.domain.fleet import EmissionFactor
from data.domain.matrix import TravelMatrix
from data.domain.plan import Route, Visit
from data.store.network.fleet import Vehicle
from network.elevation.gradients import METHOD_EN, METHOD_ZH, climb_co2_kg
from network.profiles.profile import Profile
from network.travel.road_source import DrivenLeg
from workers.plan.legs import Leg
from workers.plan.problem import DIMENSIONS


def factors_of(vehicles: Mapping[str, Vehicle]) -> dict[str, EmissionFactor]:
    """Emission factor by truck; trucks of a class that the catalogue does not have are left out."""
    known = emission_factors()
    return {ref: known[row.emission_class] for ref, row in vehicles.items() if row.emission_class in known}


def placed(route: Route) -> list[tuple[Visit, int]]:
    """Visits at a place; a rest taken on the road is part of its leg."""
    return [(visit, visit.place) for visit in route.visits if visit.place is not None]


def legs_of(route: Route) -> list[Leg]:
    """From place to place, without visits that follow at the same one."""
    return [(a, b) for (_, a), (_, b) in pairwise(placed(route)) if a != b]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """How a truck drives its route.

    Attributes
    ----------
    row
        The truck.
    profile, matrix, legs
        The road profile, and what was found by it.
    """

    row: Vehicle
    profile: Profile
    matrix: TravelMatrix
    legs: Mapping[Leg, DrivenLeg]

    @property
    def empty_kg(self) -> float:
        """What the truck weighs without a load: gross mass less capacity, at least a third of the former."""
        gross_kg = 1000.0 * (self.row.mass_t or self.profile.mass_t)
        return max(gross_kg - self.row.capacity_kg, gross_kg / 3)


def route_co2_kg(route: Route, driven: Driven, factor: EmissionFactor) -> float:
    """Kilograms of CO2, linear in the load aboard when a leg begins, and what the leg's climbs add.

    A leg downhill takes its descent off, and never falls below nothing.
    """
    kg, capacity_kg = DIMENSIONS.index("kg"), driven.row.capacity_kg
    total = 0.0
    for (visit, a), (_, b) in pairwise(placed(route)):
        aboard = visit.load[kg] if visit.load else 0
        share = min(1.0, aboard / capacity_kg) if capacity_kg > 0 else 1.0
        leg_kg = factor.co2_kg(float(driven.matrix.distance_m[a, b]), share)
        if a != b:
            leg_kg += climb_co2_kg(driven.legs[a, b].net_climb_m, driven.empty_kg + aboard)
        total += max(leg_kg, 0.0)
    return total


def co2_method(used: Sequence[EmissionFactor], uncounted: Sequence[str], *, climbs: bool) -> dict[str, str]:
    """How the CO2 was worked out, a sentence per language.

    Parameters
    ----------
    used, uncounted
        Factors of the trucks that drive, and trucks without one.
    climbs
        Whether the roads have elevation.
    """
    sources = " · ".join(sorted({f"{factor.gas}: {factor.source}" for factor in used}))
    unknown = ", ".join(sorted(uncounted))
    return {
        "en": "Per leg E0 + (E1 - E0) x load / capacity, by the load aboard when the leg begins. "
        + f"{sources}."
        + (f" Plus {METHOD_EN}." if climbs else "")
        + (f" Not counted, no factor known: {unknown}." if unknown else ""),
        "zh": "逐段计算:E0 + (E1 - E0) × 载重 / 额定载重,取该段出发时的载重。排放因子来源:"
        + f"{sources}。"
        + (f"另加{METHOD_ZH}。" if climbs else "")
        + (f"未计入(没有排放因子):{unknown}。" if unknown else ""),
    }
