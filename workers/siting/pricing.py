"""Compare choices of collection points by the cost of the routes that empty them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrix
from data.domain.periodic import Calendar
from data.domain.places import LonLat
from data.domain.study import SitingAnswer, SitingStudy
from network.profiles.profile import Profile
from network.siting.solve import solve as solve_siting
from network.travel.road_source import DrivenLeg, RoadSource
from routing.periodic.solve import CalendarOptions, CalendarProcess
from routing.periodic.solve import solve as solve_calendar
from workers.road_source import Leg
from workers.siting.alternatives import Alternative, Columns, OpenPoint, alternative
from workers.siting.periodic_problem import CollectionTerms, periodic_problem
from workers.siting.prices import PricedAlternative, legs_driven, price_calendar

MOST_ALTERNATIVES = 60
SHORT_SHARE = 0.5
"""Of all time, for pricing every alternative once; the rest goes to the best of them."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingOptions:
    """Search times, and what may be chosen.

    Attributes
    ----------
    seconds
        Of calendar search for all alternatives together; siting and matrices not counted.
    again
        Number of the best alternatives that are searched once more, for longer.
    always
        Indices of alternatives that are searched once more whatever their first cost.
    least_share
        Least share of all weight that an alternative must collect to be chosen; None: as much as the one
        that collects most, so that nothing is saved by serving fewer people.
    """

    seconds: float = 60.0
    again: int = 3
    always: tuple[int, ...] = ()
    seed: int = 0
    least_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Priced alternatives.

    Attributes
    ----------
    priced
        In the order given.
    chosen
        Index of the cheapest per week of those that collect enough; None where none does.
    """

    priced: tuple[PricedAlternative, ...]
    chosen: int | None


class _Roads:
    """One travel matrix over the points of all alternatives."""

    def __init__(
        self,
        alternatives: Sequence[Alternative],
        terms: CollectionTerms,
        source: RoadSource,
        profile: Profile,
    ) -> None:
        self.source = source
        self.profile = profile
        self.places: list[LonLat] = [terms.depot, *terms.unload_at]
        self.row: dict[int, int] = {}
        for point in _points(alternatives):
            self.row[point.column] = len(self.places)
            self.places.append(point.position)
        found = source.matrix(self.places, profile=profile)
        self.matrix: TravelMatrix = found.matrix
        off = [row for row in range(1 + len(terms.unload_at)) if found.snap_m[row] > profile.max_snap_m]
        if off:
            raise InputError(
                Fault(
                    "W602",
                    f"The {'depot' if row == 0 else f'place to unload {row}'} lies off the roads.",
                    "Correct its coordinate.",
                    "depot" if row == 0 else f"unload_at[{row - 1}]",
                )
                for row in off
            )

    def legs(self, calendar: Calendar) -> dict[Leg, DrivenLeg]:
        """The legs of a calendar, where the roads have elevation; else none."""
        if not self.source.has_elevation:
            return {}
        legs = legs_driven(calendar)
        return dict(zip(legs, self.source.legs(self.places, legs, profile=self.profile), strict=True))


def _points(alternatives: Sequence[Alternative]) -> list[OpenPoint]:
    points = {point.column: point for each in alternatives for point in each.points}
    return [points[column] for column in sorted(points)]


def price_alternatives(
    alternatives: Sequence[Alternative],
    terms: CollectionTerms,
    source: RoadSource,
    profile: Profile,
    options: PricingOptions | None = None,
    *,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    process: CalendarProcess | None = None,
) -> Comparison:
    """Price each alternative by a calendar of routes, search the best ones again, and choose the cheapest.

    Parameters
    ----------
    profile
        Road profile of the trucks (`network.profiles.vehicle_limits.profile_for`).
    on_progress
        Called with the number of calendars made, of all, and the name of the last alternative.
    should_stop
        Once true, what is priced by then is compared; at least one is.
    process
        Where calendars are searched; by default in one that ends with this comparison.

    Raises
    ------
    InputError
        W601: terms that cannot be used. W602: depot off the roads. W603: no alternative, or too many.
    """
    asked = options or PricingOptions()
    if not 1 <= len(alternatives) <= MOST_ALTERNATIVES:
        cause = f"There are {len(alternatives)} alternatives to price."
        raise InputError(Fault("W603", cause, f"Give 1 to {MOST_ALTERNATIVES}.", "alternatives"))
    terms.known_class()
    roads = _Roads(alternatives, terms, source, profile)
    again = min(asked.again + len(asked.always), len(alternatives))
    total = len(alternatives) + again

    def tell(done: int, name: str) -> None:
        if on_progress is not None:
            on_progress(done, total, name)

    short_s = asked.seconds * (SHORT_SHARE if again else 1.0) / len(alternatives)
    long_s = asked.seconds * (1 - SHORT_SHARE) / max(again, 1)
    found: list[PricedAlternative] = []
    with nullcontext(process) if process is not None else CalendarProcess() as searching:
        pricing = _Pricing(terms, roads, searching, should_stop)
        for each in alternatives:
            if found and should_stop is not None and should_stop():
                break
            found.append(pricing.price(each, _calendar_options(asked, short_s)))
            tell(len(found), each.name)
        for done, number in enumerate(_searched_again(found, asked, again), start=len(found) + 1):
            if should_stop is not None and should_stop():
                break
            other = pricing.price(found[number].alternative, _calendar_options(asked, long_s, 1))
            if (-other.week.kg, other.cost_per_week) < (-found[number].week.kg, found[number].cost_per_week):
                found[number] = other
            tell(done, other.alternative.name)
    ranked = _ranked(found, asked)
    return Comparison(priced=tuple(found), chosen=ranked[0] if ranked else None)


def _searched_again(found: Sequence[PricedAlternative], asked: PricingOptions, count: int) -> list[int]:
    """Indices of alternatives to search again: those of `always`, then the best."""
    always = [number for number in asked.always if number < len(found)]
    return [*always, *(number for number in _ranked(found, asked) if number not in always)][:count]


def _calendar_options(asked: PricingOptions, seconds: float, more: int = 0) -> CalendarOptions:
    return CalendarOptions(seconds=max(seconds, 0.2), seed=asked.seed + more)


@dataclass(frozen=True, slots=True)
class _Pricing:
    """Prices alternatives on the same roads and terms."""

    terms: CollectionTerms
    roads: _Roads
    process: CalendarProcess
    should_stop: Callable[[], bool] | None

    def price(self, chosen: Alternative, options: CalendarOptions) -> PricedAlternative:
        """Price an alternative by the calendar found for it."""
        roads, name = self.roads, self.roads.profile.name
        rows = [roads.row[point.column] for point in chosen.points]
        problem = periodic_problem(chosen, self.terms, rows, profile=name)
        calendar = Calendar(plans=())
        if problem.places:
            calendar = solve_calendar(
                problem, {name: roads.matrix}, options, should_stop=self.should_stop, process=self.process
            )
        kind = self.terms.known_class()
        return price_calendar(chosen, problem, calendar, roads.matrix, kind, climb_m=roads.legs(calendar))


def _ranked(found: Sequence[PricedAlternative], asked: PricingOptions) -> list[int]:
    """Indices of alternatives that collect enough, cheapest first."""
    if not found:
        return []
    most = max(each.share_fetched for each in found)
    least = most if asked.least_share is None else asked.least_share
    enough = [n for n, each in enumerate(found) if each.share_fetched >= least - 1e-6]
    return sorted(enough, key=lambda n: (found[n].cost_per_week, n))


def curve_alternatives(
    study: SitingStudy,
    columns: Columns,
    counts: Sequence[int],
    *,
    seconds: float = 10.0,
    runners_up: int = 1,
    should_stop: Callable[[], bool] | None = None,
) -> list[Alternative]:
    """Alternatives along the trade-off curve: for each number of points the best, and runners-up.

    Parameters
    ----------
    counts
        Numbers of open points; a number for which nothing is found gives no alternative.
    seconds
        Of siting search for each.
    runners_up
        Number of the last incumbents before the best that become alternatives too: the second by the
        siting model may be the first by its routes.
    """
    found: dict[tuple[int, ...], Alternative] = {}
    for p in counts:
        if should_stop is not None and should_stop():
            break
        met: list[SitingAnswer] = []
        asked = replace(study, p=p)
        best = solve_siting(asked, seconds=seconds, on_incumbent=met.append, should_stop=should_stop)
        near = [each for each in met if each.open != best.open][-runners_up:] if runners_up else []
        for number, answer in enumerate([best, *reversed(near)]):
            name = f"{p} points" if number == 0 else f"{p} points, runner-up {number}"
            made = alternative(asked, answer, columns, name=name)
            if made is not None:
                found.setdefault(answer.open, made)
    return list(found.values())
