"""Put a scenario into operation: points become sites of the centre, its calendar recurring requests.

The preview and the operation use the same list of steps.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.services.studies.contents import gathered_kg, part_of, point_names, positions
from app.services.studies.recurring import Visits, create_recurring, end_other_recurring, list_visits
from data.domain.errors import Fault, InputError
from data.store.accounts.audit import record
from data.store.column_types import now
from data.store.network.sites import Site, SiteKind, list_sites
from data.store.studies.tables import Scenario, ScenarioStatus, Study

SAME_SPOT = 2e-5
"""Degrees, about two metres: a site so near to a point is that point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One point and its action.

    Attributes
    ----------
    what
        ``create``: a collection point is created; ``keep``: it exists already; ``close``: an existing one
        that the result does not use, left to the user.
    visits
        Its recurring requests; none if the scenario was not priced.
    """

    what: str
    column: int
    ref: str
    name: str
    lon: float
    lat: float
    kg_per_year: float
    visits: tuple[Visits, ...] = ()


def list_steps(store: Session, study: Study, scenario: Scenario, stage: int | None = None) -> list[Step]:
    """List the actions of putting a scenario into operation, point by point.

    Parameters
    ----------
    stage
        Stage of the scenario, counted from 1: only points that are open by then.

    Raises
    ------
    InputError
        S348: the scenario has no answer with open points. S349: it has no such stage.
    """
    answer = scenario.found
    if scenario.status is not ScenarioStatus.SOLVED or not answer or not answer["open"]:
        cause = f"The scenario is {scenario.status.value} and has no open points."
        raise InputError(Fault("S348", cause, "Choose one that has been solved.", "scenario"))
    keys = study.keys
    points, names = positions(keys)[1], point_names(study)
    answer = part_of(scenario, stage)
    kg = gathered_kg(answer, keys)
    sites = list_sites(store, study.organisation_id, study.centre_id)
    opened = set(answer["open"])
    visits = list_visits(study, scenario, stage)
    found = []
    for column in sorted(opened | set(keys.get("existing", []))):
        lon, lat = points[column].lon, points[column].lat
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
                visits=visits.get(column, ()) if column in opened else (),
            )
        )
    return found


def operate(
    store: Session, study: Study, scenario: Scenario, stage: int | None = None, *, first: dt.date, actor: str
) -> list[Step]:
    """Create the sites and recurring requests; repeating the call creates none twice.

    Parameters
    ----------
    stage
        See `steps`.
    first
        First day of collection; recurring requests of other scenarios or stages of the study end the day
        before.
    actor
        Name for the audit trail.

    Raises
    ------
    InputError
        S348, S349: see `steps`.
    """
    found = list_steps(store, study, scenario, stage)
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
    store.flush()
    end_other_recurring(store, study, scenario, stage, first=first)
    visits = {step.column: step.visits for step in found if step.visits}
    if visits:
        sites = {site.ref: site for site in list_sites(store, study.organisation_id, study.centre_id)}
        columns = {step.column: sites[step.ref] for step in found if step.visits}
        note = f"{study.name} · {scenario.letter}{'' if stage is None else stage}"
        create_recurring(store, study, columns, visits, first=first, note=note)
    scenario.operated_at = now()
    store.add(scenario)
    store.flush()
    _record(store, study, scenario, stage, found, first=first, actor=actor)
    return found


def _record(
    store: Session,
    study: Study,
    scenario: Scenario,
    stage: int | None,
    steps: list[Step],
    *,
    first: dt.date,
    actor: str,
) -> None:
    details: dict[str, Any] = {
        "sites": sum(step.what == "create" for step in steps),
        "standing": sum(len(step.visits) for step in steps),
        "first": first.isoformat(),
    }
    details |= {} if stage is None else {"stage": stage}
    record(store, study.organisation_id, actor, "study.operate", f"study:{study.id}/{scenario.id}", **details)


def _site_at(sites: list[Site], lon: float, lat: float) -> Site | None:
    for site in sites:
        if site.kind is SiteKind.SORTING_CENTRE:
            continue
        if abs(site.lon - lon) <= SAME_SPOT and abs(site.lat - lat) <= SAME_SPOT:
            return site
    return None
