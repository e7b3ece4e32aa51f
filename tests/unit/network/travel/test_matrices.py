"""Travel matrices on networks small enough to reckon by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from network.engine.selection import prepare_engine
from network.graph.road_graph import HIGHWAY_CLASSES
from network.profiles.profile import load_profile
from network.travel.matrices import travel_matrix
from tests.factories.osm import OsmFile, crossing, lonlat

CAR = load_profile("car")


def seconds(metres, highway="secondary"):
    return metres / (CAR.speed_kph[HIGHWAY_CLASSES.index(highway)] / 3.6)


def test_a_straight_drive_takes_length_over_speed(load):
    matrix = travel_matrix(load(crossing()), [lonlat(-600, 0), lonlat(700, 0)]).matrix
    assert matrix.distance_m.tolist() == [[0, 1300], [1300, 0]]
    assert matrix.duration_s.tolist() == [[0, round(seconds(1300))], [round(seconds(1300)), 0]]
    assert matrix.duration_s.dtype == matrix.distance_m.dtype == np.int32


def test_two_places_on_one_piece_are_joined_along_it(load):
    matrix = travel_matrix(load(crossing()), [lonlat(-600, 0), lonlat(-200, 0)]).matrix
    assert matrix.distance_m.tolist() == [[0, 400], [400, 0]]


def test_going_back_on_a_oneway_piece_means_going_round(load):
    """A square of 1 km driven clockwise: 200 m on, 3,800 m back."""
    corners = {1: (0, 0), 2: (0, 1000), 3: (1000, 1000), 4: (1000, 0)}
    graph = load(OsmFile().nodes(corners).way(1, [1, 2, 3, 4, 1], oneway="yes"))
    matrix = travel_matrix(graph, [lonlat(0, 300), lonlat(0, 500)]).matrix
    assert matrix.distance_m.tolist() == [[0, 200], [3800, 0]]


def test_a_banned_turn_sends_the_long_way_round(load):
    """Left from 12 into 13 is banned: by the ring instead; the way back is free."""
    places = [lonlat(-300, 0), lonlat(0, 300)]
    free = travel_matrix(load(crossing()), places).matrix
    banned = travel_matrix(load(crossing().restriction(12, 1, 13)), places).matrix
    assert free.distance_m[0, 1] == 600
    ring = round(700 + 1000 * 2**0.5 + 700)
    assert banned.distance_m[0, 1] == pytest.approx(ring, abs=1)
    assert banned.distance_m[1, 0] == free.distance_m[1, 0] == 600


def test_turns_cost_what_the_profile_says(load):
    matrix = travel_matrix(load(crossing()), [lonlat(-300, 0), lonlat(0, 300)]).matrix
    assert matrix.duration_s[0, 1] == pytest.approx(seconds(600) + CAR.turns.left_s, abs=0.51)
    assert matrix.duration_s[1, 0] == pytest.approx(seconds(600) + CAR.turns.right_s, abs=0.51)


def test_of_equally_fast_paths_the_shorter_counts(load):
    """A ferry of 100 s over 500 m, and one of 100 s over 400 m."""
    file = OsmFile().nodes({1: (0, 0), 2: (400, 0), 3: (200, 150), 4: (-300, 0), 5: (700, 0)})
    file.way(1, [1, 3, 2], None, {"route": "ferry", "duration": "00:02"})
    file.way(2, [1, 2], None, {"route": "ferry", "duration": "00:02"})
    graph = load(file.way(3, [4, 1], "secondary").way(4, [2, 5], "secondary"))
    assert travel_matrix(graph, [lonlat(-300, 0), lonlat(700, 0)]).matrix.distance_m[0, 1] == 1000


def test_duplicates_are_no_distance_apart(load):
    matrix = travel_matrix(load(crossing()), [lonlat(-300, 0)] * 2).matrix
    assert not matrix.duration_s.any()
    assert not matrix.distance_m.any()


def test_one_place_is_a_table_of_nothing(load):
    found = travel_matrix(load(crossing()), [lonlat(-300, 20)])
    assert found.matrix.duration_s.tolist() == found.matrix.distance_m.tolist() == [[0]]
    assert found.snap_m == pytest.approx([20], abs=0.1)


def test_a_first_small_table_needs_no_compiler(tmp_path):
    """Loading numba takes longer than the plain engine's answer; a process starts for every command."""
    source = crossing().write(tmp_path / "roads.osm")
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from network.osm.load import import_source\nfrom network.library import NetworkLibrary\n"
        "from network.travel.matrices import travel_matrix\n"
        f"library = NetworkLibrary(Path({str(tmp_path / 'home')!r}))\n"
        f"library.add(import_source({str(source)!r}), 'town', prepare=lambda graph: 'none')\n"
        "travel_matrix(library.open('town'), [(109.95, 27.55), (109.951, 27.55)])\n"
        "assert 'numba' not in sys.modules\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[4])
    assert loaded.returncode == 0


def test_a_place_beyond_the_roads_has_an_unreachable_row_and_column(load):
    found = travel_matrix(load(crossing()), [lonlat(-300, 0), lonlat(0, 9000), lonlat(300, 0)])
    for table in (found.matrix.duration_s, found.matrix.distance_m):
        assert (table[1] == -1).all()
        assert (table[:, 1] == -1).all()
        assert table[0, 2] > 0
    assert [fault.where for fault in found.faults] == ["place 2"]
    assert found.snap_m == pytest.approx([0, 8000, 0], abs=10)


def test_trucks_keep_off_what_is_signed_against_them(load):
    file = crossing().nodes({8: (0, 20)}).way(60, [2, 8, 4], "trunk", maxweight="3.5")
    graph = load(file)
    places = [lonlat(-999, 0), lonlat(999, 0)]
    car = travel_matrix(graph, places, profile="car").matrix
    truck = travel_matrix(graph, places, profile="truck_18t").matrix
    assert car.duration_s[0, 1] < round(seconds(2000))
    assert truck.duration_s[0, 1] > round(seconds(2000))


def test_a_vehicle_that_no_road_admits_reaches_nothing(load):
    graph = load(OsmFile().nodes({1: (0, 0), 2: (900, 0)}).way(1, [1, 2], hgv="no"))
    found = travel_matrix(graph, [lonlat(0, 0), lonlat(900, 0)], profile="truck_8t")
    assert (found.matrix.duration_s == -1).all()
    assert [fault.code for fault in found.faults] == ["N201", "N201"]


def test_no_places_make_an_empty_matrix(load):
    assert travel_matrix(load(crossing()), []).matrix.size == 0


def test_a_graph_in_memory_is_answered_by_the_plain_engine(load):
    assert prepare_engine(load(crossing())) == "dijkstra"
