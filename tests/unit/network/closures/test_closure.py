"""Edges that a closure covers."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.closures.closure import add_opposite_directions, find_edges_within
from network.graph.road_graph import RoadGraph
from tests.factories.street_grids import street_grid


@pytest.fixture(scope="module")
def graph() -> RoadGraph:
    return street_grid(6, seed=4)


def test_an_area_takes_in_the_roads_that_cross_it(graph: RoadGraph) -> None:
    lon, lat = float(graph.node_lon[7]), float(graph.node_lat[7])
    square = [
        LonLat(lon + dx, lat + dy) for dx, dy in ((-1e-5, -1e-5), (1e-5, -1e-5), (1e-5, 1e-5), (-1e-5, 1e-5))
    ]
    found = find_edges_within(graph, square)
    meeting = np.flatnonzero((graph.tail == 7) | (graph.head == 7))
    assert found == tuple(meeting.tolist())


@pytest.mark.parametrize(
    "outline",
    [
        [LonLat(0, 0), LonLat(1, 0)],
        [LonLat(0, 0), LonLat(1, 1), LonLat(1, 0), LonLat(0, 1)],
        [LonLat(0, 0), LonLat(0.1, 0), LonLat(0, 0.1)],
    ],
    ids=["two corners", "crossing itself", "no road in it"],
)
def test_an_area_that_closes_nothing_is_refused(graph: RoadGraph, outline: list[LonLat]) -> None:
    with pytest.raises(InputError, match="N323"):
        find_edges_within(graph, outline)


def test_edges_along_take_in_the_opposite_direction(graph: RoadGraph) -> None:
    both = int(np.flatnonzero(graph.edge_twin >= 0)[0])
    assert add_opposite_directions(graph, [both]) == tuple(sorted((both, int(graph.edge_twin[both]))))
