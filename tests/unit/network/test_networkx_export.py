"""OSMnx's own functions accept what is exported."""

from __future__ import annotations

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from network.networkx_export import to_networkx
from network.osm.load import import_source
from network.profiles.profile import load_profile
from tests.factories.osm import crossing, lonlat


@pytest.fixture
def graph(load):
    return load(
        crossing().node(9, -400, 60, highway="traffic_signals").way(30, [2, 9, 1], "trunk", oneway="yes")
    )


def test_nodes_and_edges_are_those_of_the_graph(graph):
    exported = to_networkx(graph)
    assert exported.graph["crs"] == "epsg:4326"
    assert set(exported) == set(graph.node_osm_id.tolist())
    assert exported.number_of_edges() == graph.edges
    assert exported.nodes[1]["x"] == pytest.approx(lonlat(0, 0).lon)
    assert exported.nodes[1]["street_count"] == 5
    edge = exported.edges[2, 1, 1]
    assert (edge["osmid"], edge["highway"], edge["oneway"], edge["reversed"]) == (30, "trunk", True, False)


def test_geometry_runs_from_tail_to_head(graph):
    exported = to_networkx(graph)
    for tail, head, data in exported.edges(data=True):
        coordinates = data["geometry"].coords
        assert coordinates[0] == (exported.nodes[tail]["x"], exported.nodes[tail]["y"])
        assert coordinates[-1] == (exported.nodes[head]["x"], exported.nodes[head]["y"])


def test_closed_roads_are_left_out(load):
    graph = load(crossing().way(60, [2, 4], "trunk", hgv="no"))
    car, truck = to_networkx(graph, "car"), to_networkx(graph, "truck_8t")
    assert car.number_of_edges() - truck.number_of_edges() == 2


def test_osmnx_accepts_it(graph):
    exported = to_networkx(graph)
    projected = ox.project_graph(exported)
    node = projected.nodes[3]
    assert ox.distance.nearest_nodes(projected, node["x"] + 5, node["y"]) == 3
    assert set(ox.distance.nearest_edges(exported, *lonlat(5, 500))[:2]) == {1, 3}
    timed = ox.routing.add_edge_travel_times(exported)
    assert ox.routing.shortest_path(timed, 2, 4, weight="travel_time") == [2, 1, 4]
    assert ox.basic_stats(exported)["n"] == graph.nodes
    nodes, edges = ox.graph_to_gdfs(exported)
    assert (len(nodes), len(edges)) == (graph.nodes, graph.edges)


def test_graphml_there_and_back_loses_nothing_but_restrictions(graph, tmp_path):
    ox.save_graphml(to_networkx(graph), tmp_path / "roads.graphml")
    back = import_source(tmp_path / "roads.graphml")
    assert (back.nodes, back.edges, back.pieces) == (graph.nodes, graph.edges, graph.pieces)
    assert sorted(back.piece_length_dm.tolist()) == sorted(graph.piece_length_dm.tolist())
    assert (back.edge_twin >= 0).sum() == (graph.edge_twin >= 0).sum()
    assert np.bincount(back.piece_class).tolist() == np.bincount(graph.piece_class).tolist()
    assert back.attributes["source"] == "roads.graphml"
    assert "turn_restrictions" in back.attributes


def test_travel_times_are_the_profiles(graph):
    """Without turns, networkx finds the same durations as the edges say."""
    exported = to_networkx(graph, "truck_8t")
    speed = load_profile("truck_8t")
    seconds = nx.shortest_path_length(exported, 3, 5, weight="travel_time")
    metres = nx.shortest_path_length(exported, 3, 5, weight="length")
    assert seconds == pytest.approx(metres / (speed.speed_kph[6] / 3.6), abs=0.01)


def test_ends_at_barriers_have_negative_ids(load):
    file = crossing().node(6, -500, 20, barrier="bollard").way(40, [2, 6, 1], "residential")
    assert sum(node < 0 for node in to_networkx(load(file))) == 2
