"""Demand places and candidate sites of a coverage study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data.catalogue.yields import PERSONS_PER_HOUSEHOLD
from data.domain.places import LonLat

Role = Literal["place", "candidate", "existing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlace:
    """One row of a table of demand places and sites.

    Attributes
    ----------
    role
        ``place``: has demand; ``candidate``: a possible site; ``existing``: an existing site.
    persons, households, kg_per_year
        Demand, of which the most direct figure known counts.
    capacity_kg_per_year, fixed
        Capacity and fixed cost of a site; None for no limit and no cost.
    where
        Name of the row in faults.
    """

    ref: str
    name: str
    at: LonLat
    role: Role = "place"
    county: str = ""
    township: str = ""
    persons: float | None = None
    households: float | None = None
    kg_per_year: float | None = None
    capacity_kg_per_year: float | None = None
    fixed: float | None = None
    where: str = ""


def annual_demand_kg(
    place: StudyPlace, *, kg_per_person_year: float, growth: float = 0.0, years: int = 0
) -> float:
    """Estimate the demand of a place in kilograms per year, some years from now.

    Parameters
    ----------
    growth
        Relative change of demand per year; -0.02 for a declining population.
    """
    if place.kg_per_year is not None:
        now = place.kg_per_year
    else:
        persons = place.persons
        if persons is None:
            persons = (place.households or 0.0) * PERSONS_PER_HOUSEHOLD
        now = persons * kg_per_person_year
    return float(now * (1.0 + growth) ** years)


def build_study_keys(
    places: Sequence[StudyPlace], *, kg_per_person_year: float, growth: float = 0.0, years: int = 0
) -> dict[str, Any]:
    """Build the keys of a study file (`network.coverage.study_file`) from a table of places.

    Without candidate or existing sites, every place is a candidate.
    """
    rows = [place for place in places if place.role == "place"]
    columns = [place for place in places if place.role != "place"]
    study: dict[str, Any] = {
        "places": [[place.at.lon, place.at.lat] for place in rows],
        "weights": [
            round(
                annual_demand_kg(place, kg_per_person_year=kg_per_person_year, growth=growth, years=years), 1
            )
            for place in rows
        ],
        "names": [place.name or place.ref for place in rows],
        "groups": [place.county for place in rows],
        "townships": [place.township for place in rows],
    }
    if not columns:
        return study
    study["candidates"] = [[place.at.lon, place.at.lat] for place in columns]
    study["site_names"] = [place.name or place.ref for place in columns]
    study["site_groups"] = [place.county for place in columns]
    study["existing"] = [number for number, place in enumerate(columns) if place.role == "existing"]
    if any(place.capacity_kg_per_year is not None for place in columns):
        study["capacity"] = [place.capacity_kg_per_year for place in columns]
    if any(place.fixed is not None for place in columns):
        study["fixed"] = [place.fixed or 0.0 for place in columns]
    return study
