"""Heights along roads: slopes as they are, carried over bridges and tunnels, and kept with the graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.domain.errors import InputError
from network.elevation.gradients import ascent_descent_m
from network.elevation.heights import add_elevation, remove_elevation
from network.graph.files import graph_id
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from tests.factories.heights import write_tile
from tests.factories.osm import OsmFile, crossing

EAST_M = 98_580.0
"""Metres to a degree of longitude at the tests' latitude."""


def slope(percent):
    """Land that rises to the east."""
    return lambda lon, lat: 500 + percent / 100 * EAST_M * (lon - 109.95)


def heights_of(graph, way_id):
    """Heights along a way of one piece, west to east."""
    (piece,) = np.flatnonzero(graph.piece_way_id == way_id)
    values = graph.elevation_m[graph.first_elevation[piece] : graph.first_elevation[piece + 1]]
    at = graph.first_shape[piece]
    eastward = graph.shape_lon[at] < graph.shape_lon[graph.first_shape[piece + 1] - 1]
    return values if eastward else values[::-1]


def test_a_road_on_a_slope_has_the_slope(load, tmp_path: Path) -> None:
    graph = add_elevation(load(crossing()), [write_tile(tmp_path, slope(6))])
    west_arm = heights_of(graph, 12)
    assert len(west_arm) == 18
    gradient = np.diff(west_arm) / (1000 / 17)
    assert np.median(gradient) == pytest.approx(0.06, abs=0.004)
    up, down = ascent_descent_m(graph)
    eastward = graph.node_osm_id[graph.tail] == 2
    onto_middle = eastward & (graph.node_osm_id[graph.head] == 1)
    assert up[onto_middle] == pytest.approx([60], abs=6)
    assert down[onto_middle] == pytest.approx([0], abs=1)
    back = graph.edge_twin[onto_middle]
    assert down[back] == pytest.approx(up[onto_middle])


@pytest.mark.parametrize("kind", ["bridge", "tunnel"])
def test_bridges_and_tunnels_rise_evenly_from_end_to_end(load, tmp_path: Path, kind: str) -> None:
    """Under the bridge lies a gorge 200 m deep, over the tunnel a ridge: neither is the road."""
    sign = -1 if kind == "bridge" else 1

    def gorge(lon, lat):
        east = (lon - 109.95) * EAST_M
        return 500 + 0.02 * east + sign * 200.0 * ((east > 1100) & (east < 1900))

    file = crossing().nodes({6: (1500, 0), 7: (2000, 0), 8: (3000, 0), 9: (1500, -40)})
    # Two pieces: a junction on the structure itself has no ground of its own either.
    file.way(30, [4, 6], **{kind: "yes"}).way(31, [6, 7], **{kind: "yes"}).way(32, [7, 8])
    file.way(33, [6, 9], **{kind: "yes"})
    graph = add_elevation(load(file), [write_tile(tmp_path, gorge)])
    along = np.append(heights_of(graph, 30), heights_of(graph, 31)[1:])
    assert np.abs(np.diff(along) / (500 / 8)).max() < 0.06
    assert along == pytest.approx(np.linspace(along[0], along[-1], len(along)), abs=1.0)


def test_a_void_is_bridged_by_its_rim(load, tmp_path: Path) -> None:
    def void(lon, lat):
        east = (lon - 109.95) * EAST_M
        return np.where((east > -700) & (east < -300), np.nan, 500 + 0.05 * east)

    graph = add_elevation(load(crossing()), [write_tile(tmp_path, void)])
    west_arm = heights_of(graph, 12)
    assert np.diff(west_arm).min() > 0
    assert west_arm[9] == pytest.approx(500 - 0.05 * 470, abs=4)


def test_noise_beside_the_road_makes_no_walls(load, tmp_path: Path) -> None:
    """Ten metres up and down from cell to cell would be slopes of 20 %."""
    random = np.random.default_rng(2)
    graph = add_elevation(
        load(crossing()), [write_tile(tmp_path, lambda lon, lat: 500 + random.normal(0, 10, lon.shape))]
    )
    inner = np.delete(np.diff(graph.elevation_m), graph.first_elevation[1:-1] - 1)
    assert np.abs(inner / 59).max() < 0.12


def test_the_flat_graph_comes_back_and_heights_are_part_of_the_content(load, tmp_path: Path) -> None:
    flat = load(crossing())
    hilly = add_elevation(flat, [write_tile(tmp_path, slope(6))])
    assert graph_id(hilly) != graph_id(flat)
    assert graph_id(remove_elevation(hilly)) == graph_id(flat)
    library = NetworkLibrary(tmp_path / "home")
    info = library.add(hilly, "hills")
    assert info.attributes["elevation"] == "SRTM: N27E109.hgt"
    assert info.attributes["elevation share"] == 1.0
    assert library.open("hills").elevation_m == pytest.approx(hilly.elevation_m)


def test_a_tile_of_elsewhere_is_refused(load, tmp_path: Path) -> None:
    graph = load(OsmFile().node(1, 0, 0).node(2, 900, 0).way(1, [1, 2]))
    with pytest.raises(InputError) as error:
        add_elevation(graph, [write_tile(tmp_path, slope(1), west=1, south=42)])
    assert error.value.code == "N112"


@pytest.mark.shared
def test_andorra_lies_between_its_lowest_and_its_highest_road(andorra: RoadGraph, shared_osm: Path) -> None:
    """Its lowest point is at 840 m; the pass of Envalira, its highest through road, at 2,408 m."""
    graph = add_elevation(andorra, [shared_osm / "N42E001.hgt.zip"])
    assert graph.attributes["elevation share"] == 1.0
    assert 820 < graph.elevation_m.min() < 900
    assert 2300 < graph.elevation_m.max() < 2700
    from data.domain.places import LonLat
    from network.travel.geometry import leg_paths

    places = [LonLat(1.5218, 42.5063), LonLat(1.7334, 42.5426)]  # Andorra la Vella, Pas de la Casa
    path = leg_paths(graph, places, [(0, 1)])[0]
    up, down = (float(climb[path.edges] @ path.shares()) for climb in ascent_descent_m(graph))
    assert up - down == pytest.approx(2080 - 1020, abs=60)
