"""Estimate the CO2 of routes from the load on every leg and its climbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.catalogue.vehicle_classes import emission_factors
from data.domain.fleet import EmissionFactor
from data.domain.matrix import TravelMatrix
from data.domain.plan import Route, Visit
from data.store.network.fleet import Vehicle
from data.words.catalogue import LANGUAGES, word
from network.elevation.gradients import climb_co2_kg
from network.profiles.profile import Profile
from network.travel.road_source import DrivenLeg
from workers.road_source import Leg

_KG = 0
"""Kilograms come first in the loads of a day's problem."""


def factors_of(vehicles: Mapping[str, Vehicle]) -> dict[str, EmissionFactor]:
    """Look up the emission factor of each truck; trucks of a class that the catalogue lacks are left out."""
    known = emission_factors()
    return {ref: known[row.emission_class] for ref, row in vehicles.items() if row.emission_class in known}


def placed(route: Route) -> list[tuple[Visit, int]]:
    """Visits at a place; a rest taken on the road is part of its leg."""
    return [(visit, visit.place) for visit in route.visits if visit.place is not None]


def legs_of(route: Route) -> list[Leg]:
    """Legs from place to place, without those between visits at the same one."""
    return [(a, b) for (_, a), (_, b) in pairwise(placed(route)) if a != b]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What the CO2 of a route depends on beside its visits.

    Attributes
    ----------
    capacity_kg, gross_kg
        Of the truck.
    matrix, legs
        Found by its road profile; a leg that is missing counts as level.
    """

    capacity_kg: float
    gross_kg: float
    matrix: TravelMatrix
    legs: Mapping[Leg, DrivenLeg]

    @classmethod
    def by_truck(
        cls, *, row: Vehicle, profile: Profile, matrix: TravelMatrix, legs: Mapping[Leg, DrivenLeg]
    ) -> Driven:
        """A route driven by a truck of the fleet, whose mass is its own or else that of its profile."""
        gross_kg = 1000.0 * (row.mass_t or profile.mass_t)
        return cls(capacity_kg=row.capacity_kg, gross_kg=gross_kg, matrix=matrix, legs=legs)

    @property
    def empty_kg(self) -> float:
        """Mass of the truck without a load: gross mass less capacity, at least a third of the former."""
        return max(self.gross_kg - self.capacity_kg, self.gross_kg / 3)


def route_co2_kg(route: Route, driven: Driven, factor: EmissionFactor) -> float:
    """Kilograms of CO2 of a route: linear in the load aboard when a leg begins, plus that of its climbs.

    A descent is subtracted from its leg, which never falls below zero.
    """
    capacity_kg = driven.capacity_kg
    total = 0.0
    for (visit, a), (_, b) in pairwise(placed(route)):
        aboard = visit.load[_KG] if visit.load else 0
        share = min(1.0, aboard / capacity_kg) if capacity_kg > 0 else 1.0
        leg_kg = factor.co2_kg(float(driven.matrix.distance_m[a, b]), share)
        if (a, b) in driven.legs:
            leg_kg += climb_co2_kg(driven.legs[a, b].net_climb_m, driven.empty_kg + aboard)
        total += max(leg_kg, 0.0)
    return total


def co2_method(used: Sequence[EmissionFactor], uncounted: Sequence[str], *, climbs: bool) -> dict[str, str]:
    """Describe how the CO2 was estimated, a sentence per language.

    Parameters
    ----------
    used, uncounted
        Factors of the trucks that drive, and trucks without one.
    climbs
        Whether the roads have elevation.
    """
    sources = " · ".join(sorted({f"{factor.gas}: {factor.source}" for factor in used}))
    unknown = ", ".join(sorted(uncounted))
    methods = {}
    for language in LANGUAGES:
        parts = [word(language, "how-co2", sources=sources)]
        if climbs:
            parts.append(word(language, "how-co2-climbs"))
        if unknown:
            parts.append(word(language, "how-co2-unknown", vehicles=unknown))
        methods[language] = ("" if language == "zh" else " ").join(parts)
    return methods
