"""Siting priced by routes: what points gather, how it is emptied, and which choice is cheapest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from data.domain.study import SitingAnswer, SitingStudy
from network.profiles.profile import Profile, load_profile
from network.travel.matrices import PlacesMatrix
from network.travel.road_source import DrivenLeg
from routing.periodic.solve import CalendarProcess
from workers.siting.alternatives import WEEKS_A_YEAR, Alternative, Columns, OpenPoint, alternative
from workers.siting.periodic_problem import CollectionTerms, longest_wait_days, periodic_problem
from workers.siting.pricing import Comparison, PricingOptions, curve_alternatives, price_alternatives

DEPOT = LonLat(110.0, 27.0)
TERMS = CollectionTerms(depot=DEPOT, vehicle_class="truck_4t", trucks=2)


class StraightRoads:
    """Roads that lead straight, 100 km to a degree, at 36 km/h; places north of 60° lie off them."""

    server = ""

    def __init__(self, climb_m: float | None = None) -> None:
        self.climb_m = climb_m
        self.has_elevation = climb_m is not None

    def matrix(self, places: Sequence[LonLat], *, profile: Profile | str) -> PlacesMatrix:
        at = np.array(places, float)
        metres = (np.abs(at[:, None] - at[None, :]).sum(axis=2) * 100_000).round().astype(np.int32)
        matrix = TravelMatrix(duration_s=metres // 10, distance_m=metres)
        return PlacesMatrix(matrix, np.where(at[:, 1] > 60, np.inf, 0.0))

    def legs(
        self, places: Sequence[LonLat], legs: Sequence[tuple[int, int]], *, profile: Profile | str
    ) -> list[DrivenLeg]:
        return [DrivenLeg(line=[], net_climb_m=self.climb_m or 0.0) for _ in legs]


def point(column: int, east: float, kg: float, county: str = "") -> OpenPoint:
    return OpenPoint(
        column=column, name=f"P{column}", position=LonLat(110.0 + east, 27.0), county=county, kg_per_week=kg
    )


def choice(*points: OpenPoint, **more: float) -> Alternative:
    return Alternative(name=f"{len(points)} points", points=points, **more)


class Price(Protocol):
    """Prices choices as `price_alternatives` does."""

    def __call__(
        self,
        *choices: Alternative,
        terms: CollectionTerms = TERMS,
        roads: StraightRoads | None = None,
        **options: object,
    ) -> Comparison: ...


@pytest.fixture(scope="module")
def price() -> Iterator[Price]:
    """One search process for all tests: to start it takes far longer than they do."""
    with CalendarProcess() as process:

        def asked(
            *choices: Alternative,
            terms: CollectionTerms = TERMS,
            roads: StraightRoads | None = None,
            **options: object,
        ) -> Comparison:
            short = PricingOptions(seconds=0.3 * len(choices), again=0, **options)  # type: ignore[arg-type]
            profile = load_profile("truck_4t")
            return price_alternatives(
                choices, terms, roads or StraightRoads(), profile, short, process=process
            )

        yield asked


def test_points_gather_what_their_places_weigh() -> None:
    study = SitingStudy(model="p_median", cost=np.ones((3, 2)), weights=np.array([365.0, 730.0, 73.0]), p=1)
    answer = SitingAnswer("optimal", 5.0, 5.0, open=(1,), assignment=(1, 1, None))
    columns = Columns(positions=[DEPOT, DEPOT], names=["A", "B"], fixed_per_year=[0.0, 365.0])
    made = alternative(study, answer, columns)
    assert made is not None
    assert made.points[0].name == "B"
    assert made.points[0].kg_per_week == pytest.approx(21.0)
    assert made.share_served == pytest.approx(1095 / 1168)
    assert made.other_cost_per_week == pytest.approx(365 / WEEKS_A_YEAR)
    assert alternative(study, SitingAnswer("infeasible", None, None), columns) is None


def test_containers_last_over_the_weekend_and_large_points_are_cut() -> None:
    assert longest_wait_days(frozenset(range(5))) == 3
    assert longest_wait_days(frozenset({2})) == 7
    terms = replace(TERMS, weekdays=frozenset(range(5)), container_kg=100)
    small, large = point(0, 0.1, 7 * 50), point(1, 0.2, 7 * 1_000)
    problem = periodic_problem(choice(small, large), terms, [1, 2], profile="truck_4t")
    by_row = {row: [each for each in problem.places if each.place == row] for row in (1, 2)}
    assert [each.container_kg for each in by_row[1]] == [200]
    assert len(by_row[2]) == 2
    assert sum(each.fill_kg_per_day for each in by_row[2]) == pytest.approx(1_000)


def test_figures_add_up_and_are_shared_out_by_county(price: Price) -> None:
    near, far = point(0, 0.1, 700, "near"), point(1, 0.5, 700, "far")
    found = price(choice(near, far)).priced[0]
    routes = [route for plan in found.calendar.plans for route in plan.routes]
    assert found.week.cost == pytest.approx(sum(route.cost for route in routes))
    assert found.week.km == pytest.approx(sum(route.distance_m for route in routes) / 1000)
    assert found.week.kg == pytest.approx(1_400, rel=0.01)
    assert found.cost_per_tonne == pytest.approx(1000 * found.week.cost / found.week.kg)
    assert set(found.by_county) == {"near", "far"}
    assert sum(each.km for each in found.by_county.values()) == pytest.approx(found.week.km)
    assert found.by_county["far"].km > found.by_county["near"].km
    assert found.week.co2_kg > 0
    assert "ISO 14083" in found.method["en"]
    assert "ISO 14083" in found.method["zh"]


def test_climbs_add_to_emissions(price: Price) -> None:
    only = choice(point(0, 0.3, 300))
    level, steep = (price(only, roads=StraightRoads(climb)).priced[0] for climb in (None, 500.0))
    assert steep.week.co2_kg > level.week.co2_kg


def test_the_choice_that_is_cheapest_to_empty_is_taken_and_none_that_leaves_people_out(price: Price) -> None:
    one = choice(point(0, 0.6, 1_000))
    two = choice(point(1, 0.1, 500), point(2, 0.12, 500))
    less = choice(point(1, 0.1, 500), share_served=0.5)
    found = price(one, two, less)
    assert found.chosen == 1
    assert price(one, two, less, least_share=0.5).chosen == 2
    dear = replace(two, other_cost_per_week=1e6)
    assert price(one, dear).chosen == 0


def test_a_point_that_no_truck_can_reach_in_a_day_is_named(price: Price) -> None:
    found = price(choice(point(0, 0.1, 100), point(1, 9.0, 100))).priced[0]
    assert [(each.task, each.code) for each in found.left_out] == [("P1", "R514")]
    assert found.share_fetched == pytest.approx(0.5, abs=0.01)


def test_points_that_gather_nothing_cost_nothing(price: Price) -> None:
    found = price(choice(point(0, 0.1, 0), point(1, 0.2, 0)))
    assert (found.priced[0].week.cost, found.priced[0].cost_per_tonne) == (0, None)
    assert found.priced[0].share_fetched == 1.0
    assert found.chosen == 0


def test_two_points_on_one_spot_are_both_emptied(price: Price) -> None:
    found = price(choice(point(0, 0.1, 200), point(1, 0.1, 200))).priced[0]
    assert found.left_out == ()
    assert found.week.kg == pytest.approx(400, rel=0.02)


def test_terms_that_cannot_be_used_are_named_together(price: Price) -> None:
    bad = replace(TERMS, vehicle_class="bike", trucks=0, weekdays=frozenset(), container_kg=0)
    with pytest.raises(InputError) as caught:
        price(choice(point(0, 0.1, 100)), terms=bad)
    assert [fault.where for fault in caught.value.faults] == [
        "vehicle_class",
        "trucks",
        "weekdays",
        "container_kg",
    ]
    with pytest.raises(InputError) as caught:
        price(choice(point(0, 0.1, 100)), terms=replace(TERMS, depot=LonLat(110.0, 70.0)))
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("W602", "depot")]


def test_alternatives_come_from_the_curve_and_are_priced_by_their_routes(price: Price) -> None:
    """Two clusters far apart: by walking two points are best, and the trucks find it too."""
    along = np.array([0.1, 0.12, 0.5, 0.52])
    cost = np.abs(along[:, None] - along[None, :])
    study = SitingStudy(model="p_median", cost=cost, weights=np.full(4, 52_000.0))
    columns = Columns(positions=[LonLat(110.0 + each, 27.0) for each in along])
    made = curve_alternatives(study, columns, [1, 2], seconds=5.0)
    assert {len(each.points) for each in made} == {1, 2}
    assert all(each.share_served == pytest.approx(1.0) for each in made)
    found = price(*made)
    assert found.chosen is not None
    cheapest = min(each.cost_per_week for each in found.priced)
    assert found.priced[found.chosen].cost_per_week == cheapest
