"""The roads around a place."""

from __future__ import annotations

import pytest

from network.travel.nearest import find_nearest_roads
from tests.factories.osm import crossing, lonlat


def test_roads_come_by_distance_each_once(load) -> None:
    graph = load(crossing())
    found = find_nearest_roads(graph, lonlat(300, 100), number=10)
    assert [round(near.distance_m) for near in found[:2]] == [100, 300]
    assert len(found) == len({int(graph.edge_piece[near.edge]) for near in found})
    assert found[0].point == pytest.approx(lonlat(300, 0), abs=1e-6)
    assert set(found[0].osm_nodes) == {1, 4}


def test_the_nearest_agrees_with_a_wide_search(load) -> None:
    """However the radius grows, what is returned is the nearest of all."""
    graph = load(crossing())
    for north_m in (10, 60, 140, 300):
        wide = find_nearest_roads(graph, lonlat(200, north_m), number=100)
        assert find_nearest_roads(graph, lonlat(200, north_m), number=1) == wide[:1]


def test_nothing_beyond_the_radius(load) -> None:
    graph = load(crossing())
    assert find_nearest_roads(graph, lonlat(300, 100), within_m=50) == []
    assert len(find_nearest_roads(graph, lonlat(300, 100), number=9, within_m=150)) == 1
    assert find_nearest_roads(graph, lonlat(50_000, 0)) == []
