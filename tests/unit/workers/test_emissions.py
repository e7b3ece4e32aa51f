"""CO2 of a route: by load, and by what it climbs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from data.catalogue.vehicle_classes import emission_factors
from data.domain.plan import Route, Visit
from network.elevation.gradients import climb_co2_kg
from network.profiles.profile import load_profile
from network.travel.road_source import DrivenLeg
from tests.factories.routes import line
from workers.emissions import Driven, co2_method, route_co2_kg

FACTOR = emission_factors()["rigid_7_5_to_17_t"]


def there_and_back() -> Route:
    """Ten kilometres out, empty; 2,100 kg, half the capacity, back."""
    stops = ((0, 0), (1, 2100), (0, 0))
    visits = tuple(
        Visit(kind="depot", place=place, arrival_s=0, start_s=0, departure_s=0, load=(kg, 0))
        for place, kg in stops
    )
    return Route(vehicle="v", tasks=(), visits=visits, cost=0.0)


def driven(out_m: float, back_m: float, mass_t: float | None = 7.9) -> Driven:
    matrices = line(0, 10_000)
    return Driven.by_truck(
        row=SimpleNamespace(capacity_kg=4200, mass_t=mass_t),  # type: ignore[arg-type]
        profile=load_profile("truck_8t"),
        matrix=next(iter(matrices.values())),
        legs={
            (0, 1): DrivenLeg(line=[], net_climb_m=out_m),
            (1, 0): DrivenLeg(line=[], net_climb_m=back_m),
        },
    )


def test_on_the_level_only_load_and_distance_count() -> None:
    expected = FACTOR.co2_kg(10_000, 0.0) + FACTOR.co2_kg(10_000, 0.5)
    assert route_co2_kg(there_and_back(), driven(0, 0), FACTOR) == pytest.approx(expected)


def test_a_climb_adds_the_energy_of_truck_and_load() -> None:
    level = route_co2_kg(there_and_back(), driven(0, 0), FACTOR)
    out, back = (
        route_co2_kg(there_and_back(), driven(*climbs), FACTOR) - level for climbs in ((300, 0), (0, 300))
    )
    assert out == pytest.approx(climb_co2_kg(300, 3700))
    assert back == pytest.approx(climb_co2_kg(300, 3700 + 2100))


def test_a_truck_without_a_mass_has_that_of_its_profile() -> None:
    level = route_co2_kg(there_and_back(), driven(0, 0), FACTOR)
    climbed = route_co2_kg(there_and_back(), driven(300, 0, mass_t=None), FACTOR)
    assert climbed - level == pytest.approx(climb_co2_kg(300, 8000 - 4200))


def test_rolling_down_never_takes_carbon_out_of_the_air() -> None:
    assert route_co2_kg(there_and_back(), driven(-1e6, -1e6), FACTOR) == 0.0


def test_the_method_names_climbs_only_where_they_count() -> None:
    flat, hilly = (co2_method([FACTOR], ["x"], climbs=climbs) for climbs in (False, True))
    for language in ("en", "zh"):
        assert "IPCC" not in flat[language]
        assert "IPCC 2006" in hilly[language]
        assert "SRTM" in hilly[language]
        assert FACTOR.source in hilly[language]
