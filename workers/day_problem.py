"""A day's rows as a routing problem: what is demanded, by whom it may be fetched, where it goes.

Rows that cannot be planned are set aside with a reason; the others are planned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from data.domain.errors import Fault
from data.domain.places import LonLat
from data.domain.problem import Break, Facility, Problem, Vehicle, VehicleCost
from data.domain.rule_sets import RuleSet
from data.store.day import Day
from data.store.fleet import Driver
from data.store.fleet import Vehicle as VehicleRow
from data.store.sites import Site
from workers.day_access import access_skills, limits_of
from workers.day_tasks import Part, SetAside, TaskMaker, merged_windows

DIMENSIONS = ("kg", "l")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProblem:
    """A day to be solved.

    Attributes
    ----------
    places
        Rows of the travel matrices; the first is the centre.
    parts
        What each task stands for, by its id.
    vehicles, facilities
        Rows by the ids they have in `problem`.
    set_aside
        What enters no route.
    faults
        Trucks and sites that cannot be used, and why.
    """

    problem: Problem
    places: tuple[LonLat, ...]
    parts: Mapping[str, Part]
    vehicles: Mapping[str, tuple[VehicleRow, Driver | None]]
    facilities: Mapping[str, Site]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]


class _Places:
    """Positions, each once, in the order first met."""

    def __init__(self) -> None:
        self.rows: dict[LonLat, int] = {}

    def row(self, place: LonLat) -> int:
        return self.rows.setdefault(place, len(self.rows))


def day_problem(day: Day, rule_set: RuleSet) -> DayProblem:
    """The routing problem of a day.

    Parameters
    ----------
    rule_set
        Which load types may travel together, who may carry what, what enters no route.
    """
    places, faults = _Places(), list[Fault]()
    home = places.row(LonLat(day.centre.lon, day.centre.lat))
    sites = _usable_sites(day, faults)
    fleet = _usable_fleet(day, faults)
    facilities = tuple(_facility(site, places) for site in sites.values())
    made = TaskMaker(day.materials, rule_set, places.row)
    for row in day.requests:
        made.add(row)
    limits = frozenset().union(*(limits_of(row.request) for row in day.requests))
    zone = timezone(timedelta(minutes=day.utc_offset_min))
    problem = Problem(
        vehicles=tuple(
            _vehicle(
                row, home, certified_skills(row, driver, rule_set, day.date) | access_skills(row, limits)
            )
            for row, driver in fleet.values()
        ),
        tasks=tuple(made.tasks),
        facilities=facilities,
        rules=rule_set.routing_rules(),
        dimensions=DIMENSIONS,
        start=datetime.combine(day.date, datetime.min.time(), tzinfo=zone),
    )
    return DayProblem(
        problem=problem,
        places=tuple(places.rows),
        parts=made.parts,
        vehicles=fleet,
        facilities=sites,
        set_aside=tuple(made.set_aside),
        faults=tuple(faults),
    )


def certified_skills(
    row: VehicleRow, driver: Driver | None, rule_set: RuleSet, date: dt.date
) -> frozenset[str]:
    """What truck and crew can do together on a date; a certificate counts only where both hold it.

    One whose last day has passed counts no longer.
    """
    truck, crew = row.skills_on(date), driver.skills_on(date) if driver else frozenset()
    certificates = frozenset().union(*(rule.skills for rule in rule_set.certificates))
    return ((truck | crew) - certificates) | (truck & crew & certificates)


def _usable_sites(day: Day, faults: list[Fault]) -> dict[str, Site]:
    usable = {}
    for site in day.facilities:
        if merged_windows(site.windows) is None:
            cause = f"Site {site.ref} has opening hours that cannot be read: {site.windows!r}."
            faults.append(Fault("W301", cause, "Correct its hours.", f"site {site.ref}"))
            continue
        usable[site.ref] = site
    return usable


def _usable_fleet(day: Day, faults: list[Fault]) -> dict[str, tuple[VehicleRow, Driver | None]]:
    usable = {}
    for row, driver in day.vehicles:
        wrong = next((item for item in row.breaks if _read_break(item) is None), None)
        if wrong is not None:
            cause = f"Truck {row.ref} has a break that cannot be read: {wrong!r}."
            faults.append(Fault("W302", cause, "Correct its breaks.", f"vehicle {row.ref}"))
            continue
        usable[row.ref] = (row, driver)
    return usable


def _read_break(item: Mapping[str, Any]) -> Break | None:
    try:
        start, end = item["window"]
        found = Break(window=(int(start), int(end)), duration_s=int(item["duration_s"]))
    except (KeyError, TypeError, ValueError):
        return None
    return found if found.window[0] <= found.window[1] and found.duration_s > 0 else None


def _vehicle(row: VehicleRow, home: int, skills: frozenset[str]) -> Vehicle:
    return Vehicle(
        id=row.ref,
        start=home,
        end=home,
        shift=(row.shift_start_s, row.shift_end_s),
        overtime_s=row.overtime_s,
        capacity=(row.capacity_kg, row.capacity_l),
        skills=skills,
        cost=VehicleCost(
            fixed=row.cost_fixed,
            per_km=row.cost_per_km,
            per_h=row.cost_per_h,
            per_overtime_h=row.cost_per_overtime_h,
        ),
        breaks=tuple(found for item in row.breaks if (found := _read_break(item)) is not None),
        profile=row.profile,
    )


def _facility(site: Site, places: _Places) -> Facility:
    return Facility(
        id=site.ref,
        place=places.row(LonLat(site.lon, site.lat)),
        unload_s=site.unload_s,
        windows=merged_windows(site.windows) or (),
        accepts=None if site.accepts is None else frozenset(site.accepts),
    )
