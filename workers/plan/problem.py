"""Build the routing problem of a day from its rows: tasks, vehicles, facilities.

Rows that cannot be planned are set aside with a reason; the others are planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from data.domain.errors import Fault
from data.domain.places import LonLat
from data.domain.problem import Break, Facility, Problem, Vehicle, VehicleCost
from data.domain.rule_sets import RuleSet
from data.store.network.fleet import Driver
from data.store.network.fleet import Vehicle as VehicleRow
from data.store.network.roster import certified_skills, planned_span
from data.store.network.sites import Site
from data.store.plans.day import Day
from workers.plan.tasks import Part, SetAside, TaskBuilder, access_skills, limits_of, merged_windows

DIMENSIONS = ("kg", "l")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProblem:
    """A day to be solved.

    Attributes
    ----------
    places
        Rows of the travel matrices; the first is the centre.
    parts
        The part of a request that each task stands for, by its id.
    vehicles, facilities
        Rows by the ids they have in `problem`.
    set_aside
        Requests, or parts of them, that enter no route.
    faults
        Trucks and sites that cannot be used, or not as usual, and why.
    """

    problem: Problem
    places: tuple[LonLat, ...]
    parts: Mapping[str, Part]
    vehicles: Mapping[str, tuple[VehicleRow, Driver | None]]
    facilities: Mapping[str, Site]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]

    @property
    def crews(self) -> dict[str, int]:
        """Row ids of the drivers by the ids of their vehicles, as a plan's figures keep them."""
        return {ref: driver.id or 0 for ref, (_row, driver) in self.vehicles.items() if driver is not None}


class _Places:
    """Numbers distinct positions in the order first met."""

    def __init__(self) -> None:
        self.rows: dict[LonLat, int] = {}

    def row(self, place: LonLat) -> int:
        return self.rows.setdefault(place, len(self.rows))


def day_problem(day: Day, rule_set: RuleSet) -> DayProblem:
    """Build the routing problem of a day.

    Parameters
    ----------
    rule_set
        Which load types may travel together, who may carry what, what enters no route.
    """
    places, faults = _Places(), list(day.crew_faults)
    home = places.row(LonLat(day.centre.lon, day.centre.lat))
    sites = _usable_sites(day, faults)
    fleet = _usable_fleet(day, faults)
    facilities = tuple(_facility(site, places) for site in sites.values())
    made = TaskBuilder(day.materials, rule_set, places.row)
    for row in day.requests:
        made.add(row)
    limits = frozenset().union(*(limits_of(row.request) for row in day.requests))
    zone = timezone(timedelta(minutes=day.utc_offset_min))
    problem = Problem(
        vehicles=tuple(
            _vehicle(
                row,
                driver,
                home,
                certified_skills(row, driver, rule_set, day.date) | access_skills(row, limits),
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


def _vehicle(row: VehicleRow, driver: Driver | None, home: int, skills: frozenset[str]) -> Vehicle:
    shift = planned_span(row, driver)
    breaks = (found for item in row.breaks if (found := _read_break(item)) is not None)
    return Vehicle(
        id=row.ref,
        start=home,
        end=home,
        shift=shift,
        overtime_s=row.overtime_s,
        capacity=(row.capacity_kg, row.capacity_l),
        skills=skills,
        cost=VehicleCost(
            fixed=row.cost_fixed,
            per_km=row.cost_per_km,
            per_h=row.cost_per_h,
            per_overtime_h=row.cost_per_overtime_h,
        ),
        breaks=tuple(each for each in breaks if driver is None or _is_at_work(driver, each)),
        profile=row.profile,
    )


def _is_at_work(driver: Driver, pause: Break) -> bool:
    """Whether a driver's shift contains a break; one who comes after lunch does not take it."""
    if driver.shift is None:
        return True
    first_s, last_s = pause.window
    return driver.shift[0] <= first_s and last_s + pause.duration_s <= driver.shift[1]


def _facility(site: Site, places: _Places) -> Facility:
    return Facility(
        id=site.ref,
        place=places.row(LonLat(site.lon, site.lat)),
        unload_s=site.unload_s,
        windows=merged_windows(site.windows) or (),
        accepts=None if site.accepts is None else frozenset(site.accepts),
    )
