"""Places find their road."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.places import LonLat
from network.geo.mercator import from_mercator_m, to_mercator_m
from network.profiles.profile import load_profile
from network.travel.snapping import snap
from tests.factories.osm import OsmFile, crossing, lonlat


def way_of(graph, snapped):
    return graph.piece_way_id[graph.edge_piece[snapped.edge]].tolist()


def test_a_place_snaps_to_the_nearest_road_at_the_right_point(load):
    graph = load(crossing())
    snapped = snap(graph, [lonlat(-700, 30), lonlat(20, 400)])
    assert way_of(graph, snapped) == [12, 13]
    assert snapped.snap_m == pytest.approx([30, 20], abs=0.05)
    assert snapped.lon[0] == pytest.approx(lonlat(-700, 0).lon, abs=1e-6)
    assert snapped.lat[0] == pytest.approx(lonlat(-700, 0).lat, abs=1e-6)
    assert snapped.fraction == pytest.approx([0.3, 0.6], abs=0.001)


def test_the_fraction_follows_the_edge_even_against_the_shape(load):
    """The way is drawn from 2 to 1 but may only be driven from 1 to 2."""
    file = OsmFile().nodes({1: (0, 0), 2: (1000, 0), 3: (500, 900)})
    graph = load(file.way(1, [2, 1], oneway="-1").way(2, [2, 3, 1], oneway="yes"))
    snapped = snap(graph, [lonlat(250, -10)])
    assert graph.node_osm_id[graph.tail[snapped.edge]].tolist() == [1]
    assert snapped.fraction == pytest.approx([0.25], abs=0.001)
    assert snapped.side.tolist() == [1], "south of a road driven east is its right"


@pytest.mark.parametrize(("north_m", "side"), [(20, -1), (-20, 1), (0, 0)])
def test_the_side_of_the_road(load, north_m, side):
    graph = load(crossing())
    snapped = snap(graph, [lonlat(-500, north_m)])
    eastward = graph.node_osm_id[graph.head[snapped.edge[0]]] == 1
    assert snapped.side.tolist() == [side if eastward else -side]


def test_roads_closed_to_the_profile_do_not_count(load):
    graph = load(crossing().nodes({8: (-900, 50), 9: (900, 50)}).way(60, [2, 8, 9, 4], "service", hgv="no"))
    place = [lonlat(300, 60)]
    assert way_of(graph, snap(graph, place, "car")) == [60]
    assert way_of(graph, snap(graph, place, "truck_8t")) == [14]


def test_islands_of_the_profile_do_not_count(load):
    """Beyond a bridge for 2 t lies a road that trucks may drive but cannot reach."""
    file = crossing().nodes({7: (0, 1500), 8: (0, 2500)})
    graph = load(file.way(60, [3, 7], "secondary", maxweight="2").way(61, [7, 8], "secondary"))
    place = [lonlat(5, 1700)]
    assert way_of(graph, snap(graph, place, "car")) == [61]
    truck = snap(graph, place, "truck_8t")
    assert way_of(graph, truck) != [61]
    assert truck.snap_m[0] == pytest.approx(700, abs=1)


def test_a_place_beyond_the_radius_is_named_and_left_out(load):
    graph = load(crossing())
    snapped = snap(graph, [lonlat(0, 0), lonlat(0, 5000)])
    assert snapped.reachable.tolist() == [True, False]
    assert snapped.edge[1] == -1
    assert snapped.snap_m[1] == pytest.approx(4000, abs=5)
    assert np.isnan(snapped.lon[1])
    (fault,) = snapped.faults
    assert (fault.code, fault.where) == ("N201", "place 2")


@pytest.mark.parametrize(
    "place", [LonLat(float("nan"), 27), LonLat(109, 95), LonLat(181, 0), LonLat(0, float("inf"))]
)
def test_what_is_no_position_is_named(load, place):
    snapped = snap(load(crossing()), [place])
    assert [fault.code for fault in snapped.faults] == ["N202"]
    assert snapped.edge.tolist() == [-1]


def test_no_places_are_no_problem(load):
    assert snap(load(crossing()), []).edge.shape == (0,)


def test_the_radius_is_the_profiles(load):
    from dataclasses import replace

    near_sighted = replace(load_profile("car"), max_snap_m=10)
    graph = load(crossing())
    assert snap(graph, [lonlat(-500, 20)], near_sighted).faults
    assert not snap(graph, [lonlat(-500, 9)], near_sighted).faults


def test_mercator_there_and_back():
    lon, lat = np.array([-179.0, 0.0, 110.0]), np.array([-60.0, 0.0, 27.5])
    back = from_mercator_m(*to_mercator_m(lon, lat))
    assert back[0] == pytest.approx(lon)
    assert back[1] == pytest.approx(lat)


def test_a_oneway_that_the_profile_cannot_leave_is_passed_over_for_the_next_road(load):
    """Beyond its end stands a sign for 3.5 t: a truck that stopped there would never come home."""
    file = crossing().nodes({30: (0, 1500), 31: (500, 1500)})
    file.way(30, [3, 30], oneway="yes").way(31, [30, 31, 4], maxweight="3.5", oneway="yes")
    graph = load(file)
    place = [lonlat(10, 1300)]
    assert way_of(graph, snap(graph, place, "car")) == [30]
    truck = snap(graph, place, "truck_18t")
    assert way_of(graph, truck)[0] in {13, 20}
    assert truck.snap_m[0] == pytest.approx(300, abs=1)
    assert not truck.faults
