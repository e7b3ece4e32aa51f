"""How fast a vehicle drives, and where it may not."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.errors import NotFoundError
from network.graph.road_graph import HIGHWAY_CLASSES
from network.profiles.profile import (
    class_speeds_kph,
    edge_duration_ms,
    edge_speed_kph,
    load_profile,
    profile_names,
    usable_edges,
)
from tests.factories.osm import OsmFile


def road(load, highway="primary", tags=None):
    return load(OsmFile().nodes({1: (0, 0), 2: (1000, 0)}).way(1, [1, 2], highway, tags))


def test_the_profiles_are_there():
    assert set(profile_names()) >= {"car", "van", "truck_4t", "truck_8t", "truck_18t", "battery"}


def test_an_unknown_profile_names_the_known_ones():
    with pytest.raises(NotFoundError, match="truck_8t") as error:
        load_profile("hovercraft")
    assert error.value.code == "N301"


def test_every_speed_table_covers_every_class():
    assert all(set(table) == set(HIGHWAY_CLASSES) for table in class_speeds_kph().values())


@pytest.mark.parametrize("name", ["car", "van", "truck_4t", "truck_8t", "truck_18t", "battery"])
@pytest.mark.parametrize("highway", ["motorway", "trunk", "residential", "track", "living_street"])
def test_roads_without_limits_have_class_speeds(load, name, highway):
    """Rural China has hardly a maxspeed tag: the defaults alone must do."""
    profile = load_profile(name)
    graph = road(load, highway, {"oneway": "no"})
    cap = profile.max_kph if highway == "motorway" else profile.ordinary_max_kph
    expected = min(profile.speed_kph[HIGHWAY_CLASSES.index(highway)], cap)
    assert edge_speed_kph(graph, profile) == pytest.approx([expected, expected])


def test_duration_is_length_over_speed(load):
    graph = road(load)
    car = load_profile("car")
    speed = car.speed_kph[HIGHWAY_CLASSES.index("primary")]
    expected = graph.piece_length_dm[0] / 10 / (speed / 3.6) * 1000
    assert edge_duration_ms(graph, car) == pytest.approx([expected] * 2, abs=1)


def test_a_signed_limit_slows_and_raises_within_reason(load):
    car = load_profile("car")
    base = car.speed_kph[HIGHWAY_CLASSES.index("residential")]
    slow = edge_speed_kph(road(load, "residential", {"maxspeed": "20"}), car)
    assert slow == pytest.approx([20 * car.limit_factor] * 2)
    fast = edge_speed_kph(road(load, "residential", {"maxspeed": "100"}), car)
    assert fast == pytest.approx([base * car.headroom] * 2)


def test_dangerous_goods_drive_80_on_motorways_and_60_elsewhere(load):
    battery = load_profile("battery")
    motorway = road(load, "motorway", {"maxspeed": "120", "oneway": "no"})
    assert edge_speed_kph(motorway, battery).tolist() == [80, 80]
    assert edge_speed_kph(road(load, "trunk", {"maxspeed": "100"}), battery).tolist() == [60, 60]


def test_unpaved_and_private_roads_are_slow(load):
    car = load_profile("car")
    assert (
        edge_speed_kph(road(load, "secondary", {"surface": "gravel"}), car).tolist() == [car.unpaved_kph] * 2
    )
    assert (
        edge_speed_kph(road(load, "secondary", {"access": "private"}), car).tolist()
        == [car.destination_kph] * 2
    )


def test_a_caps_never_speeds_up(load):
    car = load_profile("car")
    assert edge_speed_kph(road(load, "living_street", {"access": "private"}), car).tolist() == [10, 10]


@pytest.mark.parametrize(
    ("tags", "closed_to"),
    [
        ({"hgv": "no"}, {"truck_4t", "truck_8t", "truck_18t", "battery"}),
        ({"motorcar": "no"}, {"car", "van"}),
        ({"hazmat": "no"}, {"battery"}),
        ({"maxweight": "5"}, {"truck_8t", "truck_18t"}),
        ({"maxweight": "3.5"}, {"truck_4t", "truck_8t", "truck_18t", "battery"}),
        ({"maxheight": "3.2"}, {"truck_8t", "truck_18t"}),
        ({"maxwidth": "2"}, {"van", "truck_4t", "truck_8t", "truck_18t", "battery"}),
        ({"maxaxleload": "10"}, {"truck_18t"}),
        ({"maxweight": "none"}, set()),
    ],
)
def test_signs_close_roads_to_whom_they_bind(load, tags, closed_to):
    graph = road(load, tags=tags)
    closed = {name for name in profile_names() if not usable_edges(graph, load_profile(name)).any()}
    assert closed == closed_to


def test_closed_edges_take_for_ever(load):
    assert np.isinf(edge_duration_ms(road(load, tags={"hgv": "no"}), load_profile("truck_8t"))).all()


def test_one_vehicles_figures_open_and_close_roads(load):
    graph = road(load, tags={"maxweight": "5", "maxheight": "3"})
    truck = load_profile("truck_8t")
    assert not usable_edges(graph, truck).any()
    assert usable_edges(graph, truck.for_vehicle(mass_t=4.9, height_m=2.9)).all()
    assert not usable_edges(graph, truck.for_vehicle(mass_t=4.9)).any()
    assert not usable_edges(graph, load_profile("car").for_vehicle(height_m=3.1)).any()


def test_a_vehicle_exactly_at_the_limit_passes(load):
    """Limits are stored with single precision."""
    graph = road(load, tags={"maxheight": "3.3"})
    assert usable_edges(graph, load_profile("truck_4t").for_vehicle(height_m=3.3)).all()


def test_a_ferrys_stated_duration_counts(load):
    graph = road(load, None, {"route": "ferry", "duration": "00:20"})
    assert edge_duration_ms(graph, load_profile("car")).tolist() == [1_200_000, 1_200_000]


def test_profiles_can_be_keys():
    assert len({load_profile("car"), load_profile("car"), load_profile("car").for_vehicle(mass_t=9)}) == 2
