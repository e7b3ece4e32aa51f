"""What hills do to cars and trucks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from network.elevation.gradients import (
    CO2_KG_PER_MJ,
    MAX_GRADIENT,
    RECOVERED_DESCENT,
    climb_co2_kg,
    net_climb_m,
)
from network.elevation.heights import add_elevation
from network.profiles.profile import edge_duration_ms, edge_speed_kph, load_profile, profile_names
from tests.factories.heights import write_tile
from tests.factories.osm import OsmFile
from tests.unit.network.elevation.test_heights import slope


@pytest.fixture
def ramp(load, tmp_path: Path):
    """A straight trunk road of 20 km along land that rises to the east by some percent."""

    def made(percent: float):
        places = {n: (-20_000 + 1000 * n, 0) for n in range(21)}
        flat = load(OsmFile().nodes(places).way(1, list(places), "trunk"))
        return flat, add_elevation(flat, [write_tile(tmp_path, slope(percent))])

    return made


def up_and_down_kph(graph, profile):
    """Speeds driven east, uphill, and back."""
    ms = edge_duration_ms(graph, load_profile(profile))
    kph = graph.piece_length_dm[graph.edge_piece] / 10 * 3600 / ms
    eastward = graph.node_lon[graph.head] > graph.node_lon[graph.tail]
    return float(kph[eastward][0]), float(kph[~eastward][0])


@pytest.mark.parametrize("name", profile_names())
def test_the_crawl_speed_balances_the_engine(name: str) -> None:
    profile = load_profile(name)
    gradient = np.array([0.0, 0.03, 0.08, 0.12])
    speed = profile.climbs.crawl_kph(gradient, profile.mass_t) / 3.6
    slope_force = profile.mass_t * 1000 * 9.81 * (0.008 + np.sin(np.arctan(gradient)))
    power = speed * (slope_force + 0.5 * 1.2256 * profile.climbs.drag_area_m2 * speed**2)
    assert power == pytest.approx([profile.climbs.power_kw * 890] * 4, rel=1e-6)
    assert (np.diff(speed) < 0).all()


def test_heavy_trucks_crawl_where_cars_do_not_notice(ramp) -> None:
    flat, hilly = ramp(8)
    up, down = up_and_down_kph(hilly, "truck_18t")
    assert 25 < up < 40
    assert down == pytest.approx(30, abs=0.5), "steep descents at 30 km/h"
    level = edge_speed_kph(flat, load_profile("car"))[0]
    assert up_and_down_kph(hilly, "car") == pytest.approx((level, level), rel=0.01)


def test_gentle_hills_slow_nobody(ramp) -> None:
    flat, hilly = ramp(1)
    for name in profile_names():
        level = edge_speed_kph(flat, load_profile(name))[0]
        assert up_and_down_kph(hilly, name) == pytest.approx((level, level), rel=0.01)


def test_a_lighter_load_climbs_faster(ramp) -> None:
    _, hilly = ramp(8)
    truck = load_profile("truck_18t")
    full, half = (edge_duration_ms(hilly, truck.for_vehicle(mass_t=mass_t))[0] for mass_t in (18.0, 9.0))
    assert half < 0.7 * full


def test_closed_roads_stay_closed_and_ferries_keep_their_time(load, tmp_path: Path) -> None:
    file = OsmFile().nodes({1: (-3000, 0), 2: (-2000, 0), 3: (-1000, 0), 4: (-2000, 800)})
    file.way(1, [1, 2], "track", hgv="no").way(2, [2, 3], None, route="ferry", duration="00:20")
    file.way(3, [1, 4, 3], "primary")
    graph = add_elevation(load(file), [write_tile(tmp_path, slope(5))])
    ms = edge_duration_ms(graph, load_profile("truck_8t"))
    way = graph.piece_way_id[graph.edge_piece]
    assert np.isinf(ms[way == 1]).all()
    assert ms[way == 2].tolist() == [1_200_000] * 2


def test_walls_read_beside_the_road_count_as_the_steepest_road(ramp) -> None:
    _, hilly = ramp(60)
    up, _ = up_and_down_kph(hilly, "truck_18t")
    truck = load_profile("truck_18t")
    assert up == pytest.approx(truck.climbs.crawl_kph(np.array([MAX_GRADIENT]), 18.0)[0], rel=0.01)


def test_what_goes_up_gently_is_given_back_and_what_is_steep_is_braked_away(ramp) -> None:
    _, gentle = ramp(1)
    up, down = (net_climb_m(gentle)[gentle.edge_forward == along].sum() for along in (True, False))
    assert up + down == pytest.approx(0, abs=2)
    _, steep = ramp(8)
    up, down = (net_climb_m(steep)[steep.edge_forward == along].sum() for along in (True, False))
    assert up == pytest.approx(1600, rel=0.02)
    assert down == pytest.approx(-20_000 * RECOVERED_DESCENT, rel=0.02)


def test_the_co2_of_a_climb_is_that_of_its_energy() -> None:
    """Ten tonnes 100 m up: 9.81 MJ of work, over a quarter of a litre's 2.7 kg of CO2 at 36 % efficiency."""
    assert climb_co2_kg(100.0, 10_000.0) == pytest.approx(9.81 * CO2_KG_PER_MJ)
    assert climb_co2_kg(100.0, 10_000.0) == pytest.approx(2.04, abs=0.01)


def test_without_elevation_nothing_climbs(load) -> None:
    graph = load(OsmFile().nodes({1: (0, 0), 2: (900, 0)}).way(1, [1, 2]))
    assert net_climb_m(graph).tolist() == [0.0, 0.0]
