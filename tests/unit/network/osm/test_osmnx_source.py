"""Roads of a place name through OSMnx, against a stand-in map server; graphs of OSMnx."""

from __future__ import annotations

import socket

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
import shapely

from data.domain.errors import InputError, UnavailableError
from network.osm.load import import_source
from network.osm.osmnx_source import from_networkx
from tests.factories.map_server import PLACE, elements, map_server
from tests.factories.osm import lonlat

NODES = {1: (-900, 0), 2: (0, 0), 3: (900, 0), 4: (0, 900), 5: (900, 900), 6: (450, 40)}
WAYS = {
    11: ([1, 2, 6, 3], {"highway": "primary", "name": "G320", "maxspeed": "60", "maxweight": "20"}),
    12: ([2, 4], {"highway": "residential", "hgv": "no"}),
    13: ([4, 5, 3], {"highway": "tertiary", "oneway": "yes"}),
}


@pytest.fixture
def server(monkeypatch):
    with map_server(elements(NODES, WAYS)) as running:
        monkeypatch.setattr(ox.settings, "nominatim_url", f"{running.url}/nominatim/")
        monkeypatch.setattr(ox.settings, "overpass_url", f"{running.url}/overpass")
        monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda seconds: None)
        yield running


def test_a_place_name_becomes_a_graph(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    graph = import_source(PLACE)
    assert sorted(graph.node_osm_id.tolist()) == [1, 2, 3, 4]
    by_way = dict(zip(graph.piece_way_id.tolist(), range(graph.pieces), strict=True))
    assert graph.names[graph.piece_name[by_way[11]]] == "G320"
    assert graph.piece_maxweight_t[by_way[11]] == 20
    assert set(graph.edge_maxspeed_kph.tolist()) == {0.0, 60.0}
    assert graph.attributes["source"] == PLACE
    assert graph.attributes["turn_restrictions"].startswith("none")
    assert len(server.queries) == 1
    assert list(tmp_path.iterdir()) == [], "no cache in the working directory"


def test_osmnx_is_left_as_it_was(server):
    before = dict(vars(ox.settings)), socket.getaddrinfo
    import_source(PLACE)
    assert (dict(vars(ox.settings)), socket.getaddrinfo) == before


def test_an_unknown_place_is_named(server):
    with pytest.raises(InputError, match="Nirgendwo") as error:
        import_source("Nirgendwo")
    assert error.value.code == "N104"


def test_a_place_without_roads_is_named(server):
    server.elements.clear()
    with pytest.raises(InputError) as error:
        import_source(PLACE)
    assert error.value.code == "N104"


def test_a_map_server_that_does_not_answer_is_no_mistake_of_the_reader(monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setattr(ox.settings, "nominatim_url", f"http://127.0.0.1:{closed.getsockname()[1]}/")
        with pytest.raises(UnavailableError) as error:
            import_source(PLACE)
    assert error.value.code == "N105"


def osmnx_graph(*edges, simplified=True):
    graph = nx.MultiDiGraph(crs="epsg:4326", simplified=simplified)
    for number, metres in NODES.items():
        lon, lat = lonlat(*metres)
        graph.add_node(number, x=lon, y=lat)
    for tail, head, data in edges:
        graph.add_edge(tail, head, **({"osmid": 1, "highway": "primary", "reversed": False} | data))
    return graph


def test_two_directions_of_one_way_are_one_piece():
    bend = shapely.LineString([lonlat(*NODES[2]), lonlat(450, 40), lonlat(*NODES[3])])
    graph = from_networkx(
        osmnx_graph((2, 3, {"geometry": bend}), (3, 2, {"geometry": bend.reverse(), "reversed": True}))
    )
    assert (graph.pieces, graph.edges) == (1, 2)
    assert graph.edge_twin.tolist() == [1, 0]
    assert np.diff(graph.first_shape).tolist() == [3]


def test_parallel_ways_stay_apart():
    """Same nodes, same way number, different shapes."""
    north = shapely.LineString([lonlat(*NODES[2]), lonlat(450, 300), lonlat(*NODES[3])])
    south = shapely.LineString([lonlat(*NODES[2]), lonlat(450, -200), lonlat(*NODES[3])])
    graph = from_networkx(
        osmnx_graph((2, 3, {"geometry": north}), (3, 2, {"geometry": south.reverse(), "reversed": True}))
    )
    assert graph.pieces == 2
    assert graph.edge_twin.tolist() == [-1, -1]


def test_of_merged_tags_the_strictest_limits_count():
    tags = {
        "osmid": [7, 8],
        "maxspeed": ["80", "40"],
        "maxweight": ["20", "8"],
        "highway": ["tertiary", "primary"],
    }
    graph = from_networkx(osmnx_graph((2, 3, tags), (3, 2, tags | {"reversed": True})))
    assert graph.edge_maxspeed_kph.tolist() == [40, 40]
    assert graph.piece_maxweight_t.tolist() == [8]


def test_a_graph_without_roads_is_refused():
    with pytest.raises(InputError) as error:
        from_networkx(osmnx_graph((2, 3, {"highway": "footway"})))
    assert error.value.code == "N103"
    with pytest.raises(InputError):
        from_networkx(nx.MultiDiGraph(crs="epsg:4326"))


def test_a_projected_graphml_is_brought_back_to_degrees(tmp_path):
    graph = osmnx_graph((2, 3, {"length": 900.0}), (3, 2, {"length": 900.0, "reversed": True}))
    ox.save_graphml(ox.project_graph(graph), tmp_path / "projected.graphml")
    back = import_source(tmp_path / "projected.graphml")
    assert back.node_lon.min() == pytest.approx(lonlat(0, 0).lon, abs=1e-6)
    assert back.piece_length_dm[0] == pytest.approx(9000, abs=2)
