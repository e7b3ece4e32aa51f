"""Periodic problems: places visited repeatedly within a horizon, and the calendar of visits.

The horizon of whole days repeats cyclically, so that intervals between visits wrap around its end. Amounts
are whole kilograms; the routes of each day are ordinary plans (`data.domain.plan`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.domain.plan import Plan, Unassigned
from data.domain.problem import Facility, Rules, Vehicle

EVERY_DAY = frozenset(range(7))
DIMENSION = "kg"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPlace:
    """A place that is visited repeatedly.

    Attributes
    ----------
    place
        Row of the travel matrix.
    visits
        How often within `period_days`; None: as often as the containers ask for.
    period_days
        After so many days the visits repeat; divides the horizon. None: the horizon.
    demand_kg
        Fetched at every visit. 0 where `fill_kg_per_day` says what has gathered.
    fill_kg_per_day, container_kg
        What gathers in a day, every day, and what the containers hold; None for no limit.
    least_gap_days, most_gap_days
        Days from one visit to the next; None for no limit.
    weekdays
        On which it may be visited, Monday = 0.
    """

    id: str
    place: int
    visits: int | None = None
    period_days: int | None = None
    demand_kg: int = 0
    fill_kg_per_day: float = 0.0
    container_kg: int | None = None
    service_s: int = 0
    least_gap_days: int = 1
    most_gap_days: int | None = None
    weekdays: frozenset[int] = EVERY_DAY

    def amount_kg(self, gap_days: int) -> int:
        """Return the amount collected at a visit `gap_days` after the previous one."""
        if self.fill_kg_per_day > 0:
            return math.ceil(round(self.fill_kg_per_day * gap_days, 6))
        return self.demand_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVehicle:
    """A vehicle with its working weekdays; times are seconds after midnight of each day."""

    vehicle: Vehicle
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicProblem:
    """A horizon of days that are planned together.

    Attributes
    ----------
    first_weekday
        Weekday of day 0, Monday = 0.
    crews
        Maximum number of vehicles on each day, taken in the given order; empty for no limit.
    levelling
        Price of one hour of spread: the difference between the days with the most and the fewest hours of
        driving, among days on which any vehicle works.
    """

    horizon_days: int
    places: tuple[CalendarPlace, ...]
    vehicles: tuple[CalendarVehicle, ...]
    facilities: tuple[Facility, ...] = ()
    rules: Rules = field(default_factory=Rules)
    first_weekday: int = 0
    crews: tuple[int, ...] = ()
    levelling: float = 0.0

    def weekday(self, day: int) -> int:
        """Return the weekday of a day of the horizon, Monday = 0."""
        return (self.first_weekday + day) % 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Visit days of all places, and the routes of each day.

    Attributes
    ----------
    plans
        One per day of the horizon; a task has the id of its place.
    visits
        Days by place, ascending; places left out are missing.
    unassigned
        Places without any visit, and why.
    cost
        Of all plans.
    spread_h
        See `PeriodicProblem.levelling`.
    objective
        cost + levelling × spread_h.
    """

    plans: tuple[Plan, ...]
    visits: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unassigned: tuple[Unassigned, ...] = ()
    cost: float = 0.0
    spread_h: float = 0.0
    objective: float = 0.0
    seconds: float = 0.0

    @property
    def hours(self) -> tuple[float, ...]:
        """Total route hours of each day."""
        return tuple(sum(route.duration_s for route in plan.routes) / 3600 for plan in self.plans)

    @property
    def distance_m(self) -> int:
        """Total distance of all days, in metres."""
        return sum(route.distance_m for plan in self.plans for route in plan.routes)
