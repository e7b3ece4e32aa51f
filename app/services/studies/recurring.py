"""Convert the calendar of a priced scenario to recurring requests: mass by weekday, point by point."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from app.services.studies.contents import priced_part
from data.catalogue.materials import materials
from data.store.network.sites import Site
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from data.store.requests.recurring import RecurringRequest
from data.store.studies.tables import Scenario, Study

MATERIAL_OF: Final = {
    "recyclables": "point_recyclables",
    "household_waste": "point_household_waste",
    "appliances": "point_appliances",
}
"""What points hold, by the yield that a study counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """One recurring request: the same mass on some weekdays.

    Attributes
    ----------
    week
        Week of the calendar, from 0; repeated every `every_weeks`.
    """

    ref: str
    weekdays: tuple[int, ...]
    every_weeks: int
    week: int
    kg: float


def list_visits(study: Study, scenario: Scenario, stage: int | None = None) -> dict[int, tuple[Visits, ...]]:
    """Return visits by column; empty if the scenario was not priced.

    Parameters
    ----------
    stage
        Stage, counted from 1, whose calendar is used; its points also gather what later ones will take over.
    """
    pricing = priced_part(scenario)
    weeks = int(pricing.get("terms", {}).get("weeks", 1))
    stages = pricing.get("stages", ())
    if stage is None:
        calendar = pricing.get("calendar", ())
    else:
        calendar = stages[stage - 1]["calendar"] if stage <= len(stages) else ()
    prefix = _prefix(study, scenario, stage)
    found = {}
    for entry in calendar:
        column = entry["column"]
        grouped = [one for part in entry["parts"] for one in _grouped(part)]
        found[column] = tuple(
            Visits(
                ref=f"{prefix}{column}-{number}",
                weekdays=weekdays, every_weeks=weeks, week=week, kg=kg,
            )
            for number, (week, kg, weekdays) in enumerate(grouped, start=1)
        )  # fmt: skip
    return found


def create_recurring(
    store: Session,
    study: Study,
    sites: Mapping[int, Site],
    visits: Mapping[int, Sequence[Visits]],
    *,
    first: dt.date,
    note: str,
) -> None:
    """Create missing recurring requests, and resume those that had ended.

    Active requests are unchanged: users may have edited them.

    Parameters
    ----------
    first
        First day; the calendar's week 0 is the week of this day.
    """
    sync_materials(store)
    material = MATERIAL_OF.get(study.keys.get("material", "recyclables"), "point_recyclables")
    monday = first - dt.timedelta(days=first.weekday())
    there = {row.ref: row for row in _rows(store, study)}
    planned = [(sites[column], each) for column in sorted(visits) for each in visits[column]]
    for site, each in planned:
        begins = max(first, monday + dt.timedelta(weeks=each.week))
        row = there.get(each.ref)
        if row is None:
            store.add(_standing(study, site, each, begins=begins, note=note, material=material))
        elif row.last is not None:
            row.first, row.last = begins, None
            store.add(row)
    store.flush()


def end_other_recurring(
    store: Session, study: Study, scenario: Scenario, stage: int | None = None, *, first: dt.date
) -> None:
    """End recurring requests of other scenarios (or stages) of the study on the day before `first`.

    Requests materialised from them for later days are cancelled unless collected or planned.
    """
    own = _prefix(study, scenario, stage)
    others = [row for row in _rows(store, study) if not row.ref.startswith(own)]
    for row in others:
        if row.last is not None and row.last < first:
            continue
        statement = select(PickupRequest).where(
            PickupRequest.organisation_id == study.organisation_id,
            PickupRequest.date >= first,
            PickupRequest.status == RequestStatus.OPEN,
            col(PickupRequest.ref).startswith(f"{row.ref}@", autoescape=True),
        )
        for request in store.exec(statement):
            request.status = RequestStatus.CANCELLED
            store.add(request)
        if row.first >= first:
            store.delete(row)
        else:
            row.last = first - dt.timedelta(days=1)
            store.add(row)
    store.flush()


def _prefix(study: Study, scenario: Scenario | None = None, stage: int | None = None) -> str:
    head = f"CV-{study.id[:8]}-"
    if scenario is None:
        return head
    return f"{head}{scenario.number}-" if stage is None else f"{head}{scenario.number}s{stage}-"


def _rows(store: Session, study: Study) -> list[RecurringRequest]:
    statement = select(RecurringRequest).where(
        RecurringRequest.organisation_id == study.organisation_id,
        col(RecurringRequest.ref).startswith(_prefix(study), autoescape=True),
    )
    return list(store.exec(statement.order_by(col(RecurringRequest.ref))))


def _grouped(part: Sequence[Mapping[str, int]]) -> list[tuple[int, float, tuple[int, ...]]]:
    """Return week, kilograms and weekdays of equal visits."""
    found: dict[tuple[int, float], list[int]] = {}
    for visit in part:
        found.setdefault((visit["day"] // 7, float(visit["kg"])), []).append(visit["day"] % 7)
    return sorted(
        ((week, kg, tuple(sorted(days))) for (week, kg), days in found.items()),
        key=lambda one: (one[0], one[2]),
    )


def _standing(
    study: Study, site: Site, each: Visits, *, begins: dt.date, note: str, material: str
) -> RecurringRequest:
    known = materials()[material]
    item = {
        "material": material,
        "quantity": max(1, math.ceil(each.kg / known.unit_kg)),
        "condition": "intact",
        "kg": each.kg,
        "litres": round(each.kg * known.unit_l / known.unit_kg, 1),
        "packing": "",
    }
    return RecurringRequest(
        organisation_id=study.organisation_id, ref=each.ref, centre_id=study.centre_id, site_id=site.id,
        name=site.name_zh, lon=site.lon, lat=site.lat, weekdays=list(each.weekdays),
        every_weeks=each.every_weeks, first=begins, windows=site.windows or [], note=note, items=[item],
    )  # fmt: skip
