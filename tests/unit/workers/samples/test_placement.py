"""Putting the made-up day on roads."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.samples.district import write_district
from network.graph.road_graph import RoadGraph
from network.osm.load import import_source
from network.travel.matrices import travel_matrix
from workers.samples.placement import day_on

SHARED = Path(__file__).parents[4].parent / "shared" / "osm"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    path = tmp_path_factory.mktemp("district") / "district.osm.pbf"
    write_district(path)
    return import_source(path)


def test_the_centre_stands_in_the_capital_of_the_district(district: RoadGraph) -> None:
    centre = day_on(district, requests=30).centre.position
    assert centre.lon == pytest.approx(109.97, abs=0.04)
    assert centre.lat == pytest.approx(27.555, abs=0.04)


def test_every_place_of_the_day_can_be_driven_to_and_from(district: RoadGraph) -> None:
    day = day_on(district, requests=60)
    places = [site.position for site in day.sites] + [request.position for request in day.requests]
    for profile in {vehicle.profile for vehicle in day.vehicles}:
        found = travel_matrix(district, places, profile=profile)
        assert not found.faults, profile
        assert (found.matrix.duration_s >= 0).all(), profile
        assert found.snap_m.max() < 60


def test_the_day_depends_on_the_seed_only(district: RoadGraph) -> None:
    assert day_on(district, requests=30, seed=5) == day_on(district, requests=30, seed=5)
    assert day_on(district, requests=30, seed=5) != day_on(district, requests=30, seed=6)


@pytest.mark.shared
def test_a_day_is_placed_on_real_roads() -> None:
    source = SHARED / "andorra-2024.osm.pbf"
    if not source.exists():
        pytest.skip(f"{source} is absent")
    day = day_on(import_source(source))
    assert len(day.requests) == 120
    assert len(day.vehicles) >= 8
    centre = day.centre.position
    assert (centre.lon, centre.lat) == (pytest.approx(1.52, abs=0.05), pytest.approx(42.51, abs=0.03))
