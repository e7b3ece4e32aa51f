"""What an audit finds in small maps with known flaws."""

from __future__ import annotations

import pytest

from data.domain.places import LonLat
from network.audit.network import audit_network
from network.graph.files import open_graph, save_graph
from tests.factories.osm import crossing, lonlat


def test_a_sound_map_has_nothing_but_missing_limits(load) -> None:
    found = audit_network(load(crossing()))
    assert (found.island_count, found.dead_end_count, found.restrictions_skipped) == (0, 0, 0)
    assert found.without_maxspeed_share == 1.0
    assert found.length_km == pytest.approx(4 + 4 * 2**0.5, rel=0.01)


def test_roads_that_are_not_connected_are_named_with_their_length_the_longest_first(load) -> None:
    """The import keeps the main part only; an audit says what that left out."""
    file = crossing().nodes({30: (3000, 0), 31: (3500, 0), 32: (3500, 200), 40: (5000, 0), 41: (5100, 0)})
    file.way(30, [30, 31, 32]).way(40, [40, 41])
    found = audit_network(load(file))
    assert found.left_out_km == pytest.approx(0.8, abs=0.01)
    assert [entry.split()[1] for entry in found.left_out] == ["0.700", "0.100"]
    assert float(found.left_out[0].split(",")[0]) > lonlat(2900, 0).lon


def test_oneways_out_of_the_map_are_left_out(load) -> None:
    file = crossing().nodes({30: (0, 1500), 31: (0, -1500)})
    file.way(30, [3, 30], oneway="yes").way(31, [31, 5], oneway="yes")
    found = audit_network(load(file))
    assert found.left_out_km == pytest.approx(1.0, abs=0.01)
    assert found.skipped["road pieces off the main part"] == 2


def test_a_oneway_that_only_others_can_leave_is_a_dead_end(load) -> None:
    """Beyond it stands a sign for 3.5 t."""
    file = crossing().nodes({30: (0, 1500), 31: (500, 1500)})
    file.way(30, [3, 30], oneway="yes").way(31, [30, 31, 4], maxweight="3.5", oneway="yes")
    graph = load(file)
    assert audit_network(graph, profile="car").dead_end_count == 0
    found = audit_network(graph, profile="truck_18t")
    assert [(end.way_id, end.kind) for end in found.dead_ends] == [(30, "no_exit")]


def test_limits_and_skipped_restrictions_are_counted(load) -> None:
    file = crossing().restriction(12, 1, 13).restriction(12, 1, 99)
    file.nodes({30: (2000, 0)}).way(30, [4, 30], maxspeed="50")
    found = audit_network(load(file))
    assert (found.restrictions, found.restrictions_skipped) == (1, 1)
    assert sum(found.skipped.values()) >= 1
    assert 0 < found.without_maxspeed_share < 1


def test_a_profile_has_islands_of_its_own(load) -> None:
    """A road behind a bridge for 3.5 t is an island to a truck only."""
    file = crossing().nodes({30: (2000, 0), 31: (3000, 0)})
    file.way(30, [4, 30], maxweight="3.5").way(31, [30, 31])
    graph = load(file)
    assert audit_network(graph, profile="car").island_count == 0
    truck = audit_network(graph, profile="truck_18t")
    assert truck.island_count == 1
    assert truck.island_km == pytest.approx(1.0, abs=0.01)
    assert truck.as_json()["islands"][0]["pieces"] == 1


def test_conditional_restrictions_are_named_as_skipped(load) -> None:
    when = {"type": "restriction", "restriction:conditional": "no_left_turn @ (07:00-09:00)"}
    found = audit_network(load(crossing().restriction(12, 1, 13, tags=when)))
    assert found.restrictions == 0
    assert found.skipped["conditional restrictions"] == 1


def stranded(graph, places: dict[str, LonLat], profile: str = "car") -> dict[str, str]:
    found = audit_network(graph, profile=profile, places=list(places.items()))
    assert found.places == len(places)
    return {each.name: each.kind for each in found.stranded}


def test_places_on_roads_that_the_import_left_out_are_named(load, tmp_path) -> None:
    """However near the main part is: what counts is that their own road does not lead there."""
    file = crossing().nodes({30: (0, 60), 31: (400, 60)}).way(30, [30, 31])
    graph = load(file)
    places = {"beside": lonlat(200, 55), "on the main part": lonlat(200, 5), "far": lonlat(0, 30_000)}
    expected = {"beside": "left_out", "far": "no_road"}
    assert stranded(graph, places) == expected
    save_graph(graph, tmp_path / "stored")
    assert stranded(open_graph(tmp_path / "stored"), places) == expected
    (beside, far) = audit_network(graph, places=list(places.items())).stranded
    assert (beside.road_m, beside.main_m) == pytest.approx((5, 55), abs=0.2)
    assert far.main_m is not None
    assert far.main_m > 28_000


def test_a_place_behind_a_bridge_is_stranded_for_the_vehicles_that_the_bridge_refuses(load) -> None:
    file = crossing().nodes({30: (2000, 0), 31: (3000, 0)})
    graph = load(file.way(30, [4, 30], maxweight="3.5").way(31, [30, 31]))
    places = {"village": lonlat(2500, 10), "town": lonlat(0, 10)}
    assert stranded(graph, places) == {}
    assert stranded(graph, places, "truck_18t") == {"village": "island"}


def test_no_places_are_no_finding(load) -> None:
    assert stranded(load(crossing()), {}) == {}
