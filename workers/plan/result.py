"""Turn a solved day into rows: routes with visits, shapes and figures, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.domain.errors import Fault
from data.domain.fleet import EmissionFactor
from data.domain.matrix import TravelMatrix
from data.domain.plan import Plan, Unassigned
from data.domain.plan import Route as SolvedRoute
from data.domain.plan import Visit as SolvedVisit
from data.domain.problem import Problem
from data.store.plans.lifecycle import Outcome
from data.store.plans.matrices import pack_matrices
from data.store.plans.tables import PlanUnassigned, Route, Visit
from data.words.catalogue import LANGUAGES, word
from network.closures.closure import Closure
from network.geo.polyline import encode
from network.profiles.profile import Profile
from network.travel.road_source import DrivenLeg, RoadSource
from routing.formats.native import ProblemFile, write_problem
from routing.formats.native.stored import write_stored_plan
from workers.emissions import Driven, co2_method, factors_of, legs_of, route_co2_kg
from workers.plan.problem import DayProblem
from workers.plan.route_rows import route_figures, unassigned_group, visit_row
from workers.plan.tasks import SetAside
from workers.road_source import Leg, find_legs

CURRENCY = "CNY"
LegsByProfile = Mapping[str, Mapping[Leg, DrivenLeg]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedDay:
    """A day and its plan.

    Attributes
    ----------
    problem, profiles, matrices
        What was solved; profiles and matrices by the name of the profile.
    set_aside, faults
        Requests, and trucks and sites, that never entered the search.
    synthetic
        Whether roads or requests are made up.
    closures
        In force during the day's work, and honoured.
    """

    made: DayProblem
    problem: Problem
    profiles: Mapping[str, Profile]
    matrices: Mapping[str, TravelMatrix]
    plan: Plan
    set_aside: Sequence[SetAside]
    faults: Sequence[Fault]
    network: str
    synthetic: bool
    closures: Sequence[Closure]


def outcome(day: SolvedDay, source: RoadSource) -> Outcome:
    """Build the rows of a plan that the checker has passed."""
    legs = _legs(day, source)
    factors = factors_of({ref: row for ref, (row, _driver) in day.made.vehicles.items()})
    routes = [
        (_route(day, route, number, legs, factors), _visits(day, route))
        for number, route in enumerate(day.plan.routes, start=1)
    ]
    unassigned = [_left_out(day.made, row) for row in day.plan.unassigned]
    unassigned += [_set_aside(row) for row in day.set_aside]
    return Outcome(
        cost=day.plan.cost,
        figures=_figures(day, [route for route, _visits in routes], len(unassigned)),
        methods=_methods(day, factors, source),
        profiles=sorted(day.matrices),
        synthetic=day.synthetic,
        routes=routes,
        unassigned=unassigned,
        problem_snapshot=write_problem(
            ProblemFile(problem=day.problem, places=day.made.places, network=day.network)
        ),
        matrices=pack_matrices(day.matrices),
        plan_json=write_stored_plan(day.plan),
    )


def _profile(day: SolvedDay, route: SolvedRoute) -> str:
    return next(vehicle.profile for vehicle in day.problem.vehicles if vehicle.id == route.vehicle)


def _legs(day: SolvedDay, source: RoadSource) -> LegsByProfile:
    """Find the road of every leg driven."""
    wanted: dict[str, set[Leg]] = {}
    for route in day.plan.routes:
        wanted.setdefault(_profile(day, route), set()).update(legs_of(route))
    return find_legs(source, day.made.places, wanted, day.profiles)


def _route(
    day: SolvedDay,
    route: SolvedRoute,
    number: int,
    legs: LegsByProfile,
    factors: Mapping[str, EmissionFactor],
) -> Route:
    row, driver = day.made.vehicles[route.vehicle]
    assert row.id is not None
    name = _profile(day, route)
    line = [point for leg in legs_of(route) for point in legs[name][leg].line]
    factor = factors.get(route.vehicle)
    driven = Driven.by_truck(
        row=row, profile=day.profiles[name], matrix=day.matrices[name], legs=legs.get(name, {})
    )
    co2_kg = route_co2_kg(route, driven, factor) if factor else 0.0
    return Route(
        plan_id="",
        vehicle_id=row.id,
        driver_id=driver.id if driver else None,
        number=number,
        geometry=encode(line, precision=6),
        **route_figures(route, row, co2_kg),
    )


def _visits(day: SolvedDay, route: SolvedRoute) -> list[Visit]:
    return [_visit(day.made, visit, position) for position, visit in enumerate(route.visits)]


def _visit(made: DayProblem, visit: SolvedVisit, position: int) -> Visit:
    part = made.parts[visit.task] if visit.task is not None else None
    return visit_row(
        visit,
        position,
        part=(part.request_id, part.load_type) if part else None,
        at=made.places[visit.place] if visit.place is not None else None,
        facility_site_id=made.facilities[visit.facility].id if visit.facility is not None else None,
    )


def _left_out(made: DayProblem, row: Unassigned) -> PlanUnassigned:
    part = made.parts[row.task]
    return PlanUnassigned(
        plan_id="",
        request_id=part.request_id,
        load_type=part.load_type,
        task=row.task,
        code=row.code,
        reason=row.reason,
        details=dict(row.details or {}),
        relaxation=dict(row.relaxation or {}),
        group=unassigned_group(row.code),
    )


def _set_aside(row: SetAside) -> PlanUnassigned:
    return PlanUnassigned(
        plan_id="",
        request_id=row.request_id,
        load_type=row.load_type,
        code=row.code,
        reason=row.reason,
        details=dict(row.details),
        group=row.group,
    )


def _figures(day: SolvedDay, routes: Sequence[Route], unassigned: int) -> dict[str, Any]:
    served = sum(len(route.tasks) for route in day.plan.routes)
    items = [item for route in day.plan.routes for task in route.tasks for item in day.made.parts[task].items]
    return {
        "tasks": served + unassigned,
        "served": served,
        "unassigned": unassigned,
        "routes": len(routes),
        "distance_m": sum(route.distance_m for route in routes),
        "duration_s": sum(route.duration_s for route in routes),
        "cost": round(sum(route.cost for route in routes), 2),
        "currency": CURRENCY,
        "co2_kg": round(sum(route.co2_kg for route in routes), 3),
        "kg": round(sum(item.kg for item in items), 1),
        "litres": round(sum(item.litres for item in items), 1),
        "violations": 0,
        "seconds": round(day.plan.seconds, 2),
        "engine": day.plan.engine,
        "faults": [fault.as_json() for fault in day.faults],
        "crews": day.made.crews,
        "closures": len(day.closures),
        "closures_used": [closure.as_json() for closure in day.closures],
    }


def _methods(
    day: SolvedDay, factors: Mapping[str, EmissionFactor], source: RoadSource
) -> dict[str, dict[str, str]]:
    """Name the method and source of each figure, a sentence per language."""
    profiles = ", ".join(sorted(day.matrices))
    driving = [route.vehicle for route in day.plan.routes]
    co2 = co2_method(
        [factors[ref] for ref in driving if ref in factors],
        [ref for ref in driving if ref not in factors],
        climbs=source.has_elevation,
    )
    return {
        language: _methods_in(language, day, source, profiles=profiles, co2=co2[language])
        for language in LANGUAGES
    }


def _methods_in(
    language: str, day: SolvedDay, source: RoadSource, *, profiles: str, co2: str
) -> dict[str, str]:
    roads = word(language, "how-roads-network", network=day.network)
    if source.server:
        roads = word(language, "how-roads-server", server=source.server)
    methods = {
        "distance_m": word(language, "how-distance_m", roads=roads, profiles=profiles),
        "duration_s": word(language, "how-duration_s"),
        "cost": word(language, "how-cost"),
        "co2_kg": co2,
        "kg": word(language, "how-kg"),
    }
    if day.closures:
        methods["closures"] = word(language, "how-closures", count=len(day.closures))
    return methods
