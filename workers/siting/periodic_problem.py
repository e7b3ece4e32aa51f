"""Build the periodic routing problem of a choice of points: who empties them, and how often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault, InputError
from data.domain.fleet import VehicleClass
from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from data.domain.places import LonLat
from data.domain.problem import Facility, Rest, Rules, Vehicle
from workers.siting.alternatives import Alternative, OpenPoint

MAX_TRUCKS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionTerms:
    """How points are emptied; the same for every alternative.

    Attributes
    ----------
    depot
        Where trucks begin and end, and unload.
    unload_at
        Other places where they may unload on their way.
    vehicle_class, trucks
        Of the catalogue, with its prices; and how many there are.
    weekdays
        On which trucks work, Monday = 0.
    shift
        Seconds after midnight.
    container_kg
        What one container of a point holds. A point has as many as it takes to get over the longest
        time without trucks (a weekend).
    weeks
        Of the calendar; points that gather little are visited once in it at least.
    levelling
        Price of an hour between the longest and the shortest day.
    """

    depot: LonLat
    unload_at: Sequence[LonLat] = ()
    vehicle_class: str = "truck_4t"
    trucks: int = 3
    weekdays: frozenset[int] = frozenset(range(6))
    shift: tuple[int, int] = (8 * 3600, 17 * 3600)
    container_kg: int = 300
    service_s: int = 600
    unload_s: int = 1_200
    weeks: int = 1
    levelling: float = 0.0
    rest: Rest | None = None

    def known_class(self) -> VehicleClass:
        """The vehicle class.

        Raises
        ------
        InputError
            S403: the catalogue has no such class. W601: a figure cannot be used.
        """
        known = vehicle_classes()
        faults = []
        if self.vehicle_class not in known:
            action = f"Use one of {', '.join(known)}."
            faults.append(
                Fault("S403", f"There is no vehicle class {self.vehicle_class!r}.", action, "vehicle_class")
            )
        bounds = {
            "trucks": (self.trucks, 1, MAX_TRUCKS),
            "weekdays": (len(self.weekdays), 1, 7),
            "container_kg": (self.container_kg, 1, 1_000_000),
            "service_s": (self.service_s, 0, 86_400),
            "unload_s": (self.unload_s, 0, 86_400),
            "weeks": (self.weeks, 1, 8),
        }
        for name, (value, least, most) in bounds.items():
            if not least <= value <= most:
                cause = f"{name} is {value}."
                faults.append(Fault("W601", cause, f"Give {least:,} to {most:,}.", name))
        if faults:
            raise InputError(faults)
        return known[self.vehicle_class]


def longest_wait_days(weekdays: frozenset[int]) -> int:
    """Longest time from one working day to the next, in days."""
    days = sorted(weekdays)
    return max((day - days[number - 1]) % 7 or 7 for number, day in enumerate(days))


def part_name(point: OpenPoint, part: int) -> str:
    """Id of the periodic place that stands for a part of a point."""
    return f"{point.column}#{part}"


def periodic_problem(
    alternative: Alternative, terms: CollectionTerms, rows: Sequence[int], *, profile: str
) -> PeriodicProblem:
    """Build the periodic problem of one alternative.

    Parameters
    ----------
    rows
        Matrix rows of its points; row 0 is the depot, and rows 1 and up are `terms.unload_at`.
    profile
        Of the travel matrix.

    Notes
    -----
    A point that gathers more than a truck's load between two working days is cut into equal parts,
    each visited by itself. A point that gathers nothing is no place of the problem.
    """
    kind = terms.known_class()
    wait = longest_wait_days(terms.weekdays)
    places = []
    for point, row in zip(alternative.points, rows, strict=True):
        per_day = point.kg_per_week / 7
        parts = max(1, math.ceil(per_day * wait / kind.capacity_kg))
        gathers = round(per_day / parts, 4)
        if gathers <= 0:
            continue
        containers = max(1, math.ceil(gathers * wait / terms.container_kg))
        places += [
            CalendarPlace(
                id=part_name(point, part),
                place=row,
                fill_kg_per_day=gathers,
                container_kg=max(
                    min(containers * terms.container_kg, kind.capacity_kg), math.ceil(gathers * wait)
                ),
                service_s=terms.service_s,
            )
            for part in range(parts)
        ]
    truck = Vehicle(
        id="truck",
        start=0,
        end=0,
        shift=terms.shift,
        capacity=(kind.capacity_kg,),
        cost=kind.cost,
        profile=profile,
    )
    return PeriodicProblem(
        horizon_days=7 * terms.weeks,
        places=tuple(places),
        vehicles=tuple(
            CalendarVehicle(vehicle=replace(truck, id=f"truck-{number + 1}"), weekdays=terms.weekdays)
            for number in range(terms.trucks)
        ),
        facilities=tuple(
            Facility(id=f"unload-{row}", place=row, unload_s=terms.unload_s)
            for row in range(1 + len(terms.unload_at))
        ),
        rules=Rules(end_empty=True, rest=terms.rest),
        levelling=terms.levelling,
    )
