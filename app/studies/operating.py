"""A scenario put into operation: its new points become sites of the centre.

What would be made is listed by the same function that makes it, so the list never promises anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from data.domain.errors import Fault, InputError
from data.store import reading
from data.store.sites import Site, SiteKind
from data.store.studies import Scenario, ScenarioStatus, Study
from data.store.types import now

SAME_SPOT = 2e-5
"""Degrees, about two metres: a site so near to a point is that point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One point and what becomes of it.

    Attributes
    ----------
    what
        ``create``: a collection point is made; ``keep``: one stands there already; ``close``: an
        existing one that the answer does without, left to people.
    """

    what: str
    column: int
    ref: str
    name: str
    lon: float
    lat: float
    kg_per_year: float


def steps(store: Session, study: Study, scenario: Scenario) -> list[Step]:
    """What putting it into operation does, point by point.

    Raises
    ------
    InputError
        S348: the scenario has no answer with open points.
    """
    answer = scenario.found
    if scenario.status is not ScenarioStatus.SOLVED or not answer or not answer["open"]:
        cause = f"The scenario is {scenario.status.value} and has no open points."
        raise InputError(Fault("S348", cause, "Choose one that is answered.", "scenario"))
    keys = study.keys
    points: list[list[float]] = keys.get("candidates", keys["places"])
    names = keys.get("site_names", keys["names"])
    kg = _kg_of(answer, keys)
    sites = reading.sites_of_centre(store, study.organisation_id, study.centre_id)
    opened = set(answer["open"])
    found = []
    for column in sorted(opened | set(keys.get("existing", []))):
        lon, lat = points[column]
        there = _site_at(sites, lon, lat)
        ref = there.ref if there is not None else f"P-{study.id[:6]}-{column}"
        what = "close" if column not in opened else "create" if there is None else "keep"
        found.append(
            Step(
                what=what,
                column=column,
                ref=ref,
                name=names[column] or ref,
                lon=lon,
                lat=lat,
                kg_per_year=round(kg.get(column, 0.0), 1),
            )
        )
    return found


def operate(store: Session, study: Study, scenario: Scenario) -> list[Step]:
    """Make the sites; asked again, it makes none twice.

    Raises
    ------
    InputError
        S348: see `steps`.
    """
    found = steps(store, study, scenario)
    for step in found:
        if step.what == "create":
            store.add(
                Site(
                    organisation_id=study.organisation_id,
                    ref=step.ref,
                    kind=SiteKind.COLLECTION_POINT,
                    name_zh=step.name,
                    name_en=step.name,
                    lon=step.lon,
                    lat=step.lat,
                    centre_id=study.centre_id,
                )
            )
    scenario.operated_at = now()
    store.add(scenario)
    store.flush()
    return found


def _kg_of(answer: dict[str, Any], keys: dict[str, Any]) -> dict[int, float]:
    """Kilograms a year by open point."""
    kg: dict[int, float] = {}
    for column, weight in zip(answer["assignment"], keys["weights"], strict=True):
        if column is not None:
            kg[column] = kg.get(column, 0.0) + weight
    return kg


def _site_at(sites: list[Site], lon: float, lat: float) -> Site | None:
    for site in sites:
        if site.kind is SiteKind.SORTING_CENTRE:
            continue
        if abs(site.lon - lon) <= SAME_SPOT and abs(site.lat - lat) <= SAME_SPOT:
            return site
    return None
