"""Calendars keep every rule, the checker sees every breach, and tiny ones are as good as brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations, product

import pytest

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices
from data.domain.periodic import Calendar, CalendarPlace, CalendarVehicle, PeriodicProblem
from routing.check.calendar import calendar_violations
from routing.check.wording import CALENDAR_RULES
from routing.periodic.daily_routes import DailyRouting
from routing.periodic.infeasibility import faults, infeasible_places
from routing.periodic.options import CalendarOptions
from routing.periodic.patterns import patterns, working_days
from routing.periodic.search import search
from tests.factories.calendars import made_up, plane, truck


def planned(
    problem: PeriodicProblem, matrices: TravelMatrices, *, iterations: int = 60, seed: int = 0
) -> tuple[PeriodicProblem, Calendar]:
    """The problem without what was set aside, and its calendar."""
    assert faults(problem, matrices) == []
    aside = {each.task for each in infeasible_places(problem, matrices)}
    rest = replace(problem, places=tuple(each for each in problem.places if each.id not in aside))
    options = CalendarOptions(iterations=iterations, seed=seed)
    return rest, search(rest, matrices, options, lambda _: None, lambda: False)


@pytest.mark.parametrize("seed", range(12))
def test_every_calendar_passes_the_checker(seed: int) -> None:
    problem, matrices = made_up(seed)
    rest, found = planned(problem, matrices, seed=seed)
    assert calendar_violations(rest, matrices, found) == []
    assert found.visits


def test_the_same_seed_gives_the_same_calendar() -> None:
    problem, matrices = made_up(3)
    one, other = (planned(problem, matrices, seed=5)[1] for _ in range(2))
    assert one.visits == other.visits
    assert one.objective == other.objective


def weekly() -> tuple[PeriodicProblem, TravelMatrices, Calendar]:
    """Two places: one twice in six days, three days apart, one that fills; Sundays and crews."""
    places = (
        CalendarPlace(id="even", place=1, visits=2, demand_kg=10, least_gap_days=3, most_gap_days=3),
        CalendarPlace(id="fills", place=2, fill_kg_per_day=10, container_kg=35, weekdays=frozenset(range(6))),
    )
    vehicles = (CalendarVehicle(vehicle=truck()),)
    matrices = plane(3, 1)
    problem = PeriodicProblem(horizon_days=6, places=places, vehicles=vehicles, crews=(1,) * 6)
    return problem, matrices, planned(problem, matrices)[1]


BREACHES: list[tuple[dict[str, object], str]] = [
    ({"places": {"visits": 3}}, "R361"),
    ({"places": {"least_gap_days": 4, "most_gap_days": None}}, "R362"),
    ({"places": {"weekdays": frozenset({6})}}, "R363"),
    ({"places": {"fill_kg_per_day": 10.0, "container_kg": 20, "demand_kg": 0}}, "R365"),
    ({"places": {"demand_kg": 11}}, "R331"),
    ({"places": {"period_days": 2}}, "R361"),
    ({"crews": (0,) * 6}, "R364"),
    ({"levelling": 100.0}, "R367"),
]


@pytest.mark.parametrize(("change", "code"), BREACHES)
def test_the_checker_sees_a_calendar_of_another_problem(change: dict[str, object], code: str) -> None:
    problem, matrices, found = weekly()
    assert calendar_violations(problem, matrices, found) == []
    given = dict(change)
    if isinstance(altered := given.get("places"), dict):
        given["places"] = (replace(problem.places[0], **altered), problem.places[1])
    wrong = replace(problem, **given)  # type: ignore[arg-type]
    assert code in {each.code for each in calendar_violations(wrong, matrices, found)}


def test_the_checker_sees_calendars_that_say_what_is_not_so() -> None:
    problem, matrices, found = weekly()
    shifted = (*found.plans[1:], found.plans[0])
    cases = {
        "visits": replace(found, visits={**found.visits, "even": (0, 1)}),
        "missing": replace(
            found, visits={}, plans=tuple(replace(p, routes=(), cost=0.0) for p in found.plans)
        ),
        "days": replace(found, plans=found.plans[:-1]),
        "moved": replace(found, plans=shifted),
    }
    for name, wrong in cases.items():
        assert "R366" in {each.code for each in calendar_violations(problem, matrices, wrong)}, name
    dear = replace(found, cost=found.cost + 1)
    assert "R367" in {each.code for each in calendar_violations(problem, matrices, dear)}


@pytest.mark.parametrize("seed", range(4))
def test_a_tiny_calendar_costs_what_brute_force_finds(seed: int) -> None:
    places = (
        CalendarPlace(id="a", place=1, visits=1, demand_kg=40),
        CalendarPlace(id="b", place=2, visits=2, demand_kg=30),
        CalendarPlace(id="c", place=3, visits=1, demand_kg=50),
        CalendarPlace(id="d", place=4, fill_kg_per_day=20, container_kg=60),
    )
    matrices = plane(5, seed)
    problem = PeriodicProblem(
        horizon_days=3,
        places=places,
        vehicles=(CalendarVehicle(vehicle=truck(capacity_kg=100)),),
        levelling=3.0 * (seed % 2),
    )
    _, found = planned(problem, matrices, iterations=400, seed=seed)
    assert found.objective == pytest.approx(least_objective(problem, matrices), abs=1e-6)


def least_objective(problem: PeriodicProblem, matrices: TravelMatrices) -> float:
    """By every choice of patterns and every order of every day, for one truck that only drives."""
    km = matrices[DEFAULT_PROFILE].distance_m / 1000
    hours = matrices[DEFAULT_PROFILE].duration_s / 3600
    working = working_days(problem)
    best = float("inf")
    for chosen in product(*(patterns(problem, place, working) for place in problem.places)):
        days: list[list[int]] = [[] for _ in range(problem.horizon_days)]
        loads = [0] * problem.horizon_days
        for place, pattern in zip(problem.places, chosen, strict=True):
            for number, day in enumerate(pattern):
                gap = (day - pattern[number - 1]) % problem.horizon_days or problem.horizon_days
                days[day].append(place.place)
                loads[day] += place.amount_kg(gap)
        if max(loads) > 100:
            continue
        tours = [min(tour(km, hours, order) for order in permutations(day)) for day in days]
        on_road_h = [each[1] for each in tours]
        spread = max(on_road_h) - min(on_road_h)
        best = min(best, sum(each[0] for each in tours) + problem.levelling * spread)
    return best


def tour(km: object, hours: object, order: tuple[int, ...]) -> tuple[float, float]:
    stops = (0, *order, 0)
    legs = list(pairwise(stops))
    return sum(km[leg] for leg in legs), sum(hours[leg] for leg in legs)  # type: ignore[index]


def test_levelling_makes_days_alike() -> None:
    problem, matrices = made_up(0, places=12)
    _, rough = planned(replace(problem, levelling=0.0), matrices, iterations=150)
    _, level = planned(replace(problem, levelling=500.0), matrices, iterations=150)
    assert level.spread_h <= rough.spread_h


def test_a_week_states_its_figures() -> None:
    problem, matrices, found = weekly()
    again = DailyRouting(problem, matrices).with_figures(found.plans, found.visits)
    assert (again.cost, again.spread_h, again.objective) == (found.cost, found.spread_h, found.objective)


def test_every_rule_of_calendars_is_breached_here() -> None:
    of_what_is_said = {"R366"}
    assert {code for _change, code in BREACHES} | of_what_is_said >= set(CALENDAR_RULES)
