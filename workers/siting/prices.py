"""Weekly cost, distance and CO2 of a choice of points from its calendar, in total and by county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.catalogue.vehicle_classes import emission_factors
from data.domain.fleet import EmissionFactor, VehicleClass
from data.domain.matrix import TravelMatrix
from data.domain.periodic import Calendar, PeriodicProblem
from data.domain.plan import Route, Unassigned
from data.words.catalogue import LANGUAGES, word
from network.travel.road_source import DrivenLeg
from workers.emissions import Driven, co2_method, legs_of, route_co2_kg
from workers.road_source import Leg
from workers.siting.alternatives import Alternative, OpenPoint

KG = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of a week.

    Attributes
    ----------
    cost
        In the currency of the vehicle class's prices, trucks only.
    """

    points: float = 0.0
    kg: float = 0.0
    cost: float = 0.0
    km: float = 0.0
    co2_kg: float = 0.0
    hours: float = 0.0

    @property
    def cost_per_tonne(self) -> float | None:
        """Cost per tonne collected; None where nothing is."""
        return 1000 * self.cost / self.kg if self.kg > 0 else None

    def plus(self, other: Figures, share: float = 1.0) -> Figures:
        """The sum of both, the other one multiplied by `share`."""
        return Figures(
            points=self.points + share * other.points,
            kg=self.kg + share * other.kg,
            cost=self.cost + share * other.cost,
            km=self.km + share * other.km,
            co2_kg=self.co2_kg + share * other.co2_kg,
            hours=self.hours + share * other.hours,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedAlternative:
    """An alternative, its calendar on the roads, and what a week of it costs.

    Attributes
    ----------
    week
        Trucks of an average week.
    by_county
        `week` allocated to counties; points without a county are under the empty name.
    left_out
        Points, or parts of them, that the calendar does not serve, and why; not in `week`.
    method
        Method and sources of the figures, by language.
    """

    alternative: Alternative
    problem: PeriodicProblem
    calendar: Calendar
    week: Figures
    by_county: Mapping[str, Figures] = field(default_factory=dict)
    left_out: tuple[Unassigned, ...] = ()
    method: Mapping[str, str] = field(default_factory=dict)

    @property
    def cost_per_week(self) -> float:
        """Cost of the trucks and of everything beside them."""
        return self.week.cost + self.alternative.other_cost_per_week

    @property
    def cost_per_tonne(self) -> float | None:
        """`cost_per_week` per tonne collected; None where nothing is."""
        return 1000 * self.cost_per_week / self.week.kg if self.week.kg > 0 else None

    @property
    def share_fetched(self) -> float:
        """Share of all weight of the study that is served by a point and collected from it."""
        kg = self.alternative.kg_per_week
        return self.alternative.share_served * (min(self.week.kg / kg, 1.0) if kg > 0 else 1.0)


def price_calendar(
    chosen: Alternative,
    problem: PeriodicProblem,
    calendar: Calendar,
    matrix: TravelMatrix,
    kind: VehicleClass,
    *,
    climb_m: Mapping[Leg, DrivenLeg],
) -> PricedAlternative:
    """Compute the figures of an alternative from its calendar.

    Parameters
    ----------
    climb_m
        Legs driven, where the roads have elevation; else empty.
    """
    weeks = problem.horizon_days / 7
    factor = emission_factors().get(kind.emission_class)
    point_of = {point.column: point for point in chosen.points}
    by_county: dict[str, Figures] = {}
    for plan in calendar.plans:
        for route in plan.routes:
            whole = _of_route(route, matrix, kind, factor, climb_m)
            for column, share, kg in _shares(route, matrix):
                county = point_of[column].county
                own = whole.plus(Figures(kg=whole.kg), -1.0)
                known = by_county.get(county, Figures())
                by_county[county] = known.plus(own, share / weeks).plus(Figures(kg=kg), 1 / weeks)
    for point in chosen.points:
        known = by_county.get(point.county, Figures())
        by_county[point.county] = known.plus(Figures(points=1))
    week = Figures()
    for each in by_county.values():
        week = week.plus(each)
    return PricedAlternative(
        alternative=chosen,
        problem=problem,
        calendar=calendar,
        week=week,
        by_county=dict(sorted(by_county.items())),
        left_out=_with_point_names(calendar.unassigned, point_of),
        method=_method(kind, factor, climbs=bool(climb_m)),
    )


def column_of(place: str) -> int:
    """Column of a periodic place (`workers.siting.periodic_problem.part_name`)."""
    return int(place.split("#", maxsplit=1)[0])


def legs_driven(calendar: Calendar) -> list[Leg]:
    """The distinct legs of a calendar, in order."""
    routes = [route for plan in calendar.plans for route in plan.routes]
    return sorted({leg for route in routes for leg in legs_of(route)})


def _of_route(
    route: Route,
    matrix: TravelMatrix,
    kind: VehicleClass,
    factor: EmissionFactor | None,
    climb_m: Mapping[Leg, DrivenLeg],
) -> Figures:
    kg = sum(each[2] for each in _shares(route, matrix))
    driven = Driven(
        capacity_kg=kind.capacity_kg,
        gross_kg=1000.0 * (kind.size.mass_t or 0.0),
        matrix=matrix,
        legs=climb_m,
    )
    co2_kg = route_co2_kg(route, driven, factor) if factor is not None else 0.0
    return Figures(
        kg=kg, cost=route.cost, km=route.distance_m / 1000, co2_kg=co2_kg, hours=route.duration_s / 3600
    )


def _shares(route: Route, matrix: TravelMatrix) -> list[tuple[int, float, float]]:
    """Column, share of the route and kilograms of every visit.

    Shares are by transport work: kilograms times the metres from the depot on the direct road, by which
    ISO 14083 allocates emissions; by kilograms where all places lie at the depot.
    """
    visits, aboard = [], 0
    for visit in route.visits:
        if visit.kind == "collect" and visit.task is not None and visit.place is not None:
            kg = visit.load[KG] - aboard
            visits.append((column_of(visit.task), visit.place, kg))
        aboard = visit.load[KG] if visit.load else aboard
    works = [kg * float(max(matrix.distance_m[0, place], 0)) for _, place, kg in visits]
    if sum(works) <= 0:
        works = [float(kg) for _, _, kg in visits]
    total = sum(works) or 1.0
    return [(column, work / total, float(kg)) for (column, _, kg), work in zip(visits, works, strict=True)]


def _with_point_names(
    left_out: Sequence[Unassigned], points: Mapping[int, OpenPoint]
) -> tuple[Unassigned, ...]:
    """Name points in place of the columns that the calendar names."""
    found = []
    for each in left_out:
        name = points[column_of(each.task)].name
        found.append(Unassigned(task=name, code=each.code, reason=each.reason.replace(each.task, name)))
    return tuple(found)


def _method(kind: VehicleClass, factor: EmissionFactor | None, *, climbs: bool) -> dict[str, str]:
    co2 = co2_method([factor] if factor else [], [] if factor else [kind.ref], climbs=climbs)
    names = {"zh": kind.name_zh, "en": kind.name_en}
    return {
        language: word(language, "how-siting", kind=names[language], source=kind.source, co2=co2[language])
        for language in LANGUAGES
    }
