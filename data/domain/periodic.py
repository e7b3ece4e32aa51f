"""Visits that come again: places to be called at every so often, and the calendar that says when.

A horizon of whole days repeats for ever, so that gaps between visits count round its end. Amounts are
whole kilograms; the routes of each day are ordinary plans (`data.domain.plan`).
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
    """A place that is visited again and again.

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
        """What is fetched at a visit, so many days after the one before."""
        if self.fill_kg_per_day > 0:
            return math.ceil(round(self.fill_kg_per_day * gap_days, 6))
        return self.demand_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVehicle:
    """A truck with the weekdays on which it works; times are seconds after midnight of each day."""

    vehicle: Vehicle
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicProblem:
    """A horizon of days to be planned together.

    Attributes
    ----------
    first_weekday
        Of day 0, Monday = 0.
    crews
        Most trucks out on each day, the first of those that work in the order given; empty for no limit.
    levelling
        Price of one hour of spread: between the day of most and the day of fewest hours on the road,
        of the days on which any truck works.
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
        """Weekday of a day of the horizon, Monday = 0."""
        return (self.first_weekday + day) % 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which places are visited on which days, and every day's routes.

    Attributes
    ----------
    plans
        One per day of the horizon; a task has the id of its place.
    visits
        Days by place, ascending; places left out are missing.
    unassigned
        Places left out, whole, and why.
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
        """Hours on the road of every day, all trucks together."""
        return tuple(sum(route.duration_s for route in plan.routes) / 3600 for plan in self.plans)

    @property
    def distance_m(self) -> int:
        """Metres of all days."""
        return sum(route.distance_m for plan in self.plans for route in plan.routes)
