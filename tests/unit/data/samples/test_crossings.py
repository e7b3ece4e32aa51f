"""Joining roads that cross."""

from __future__ import annotations

import pytest

from data.samples.crossings import join_crossings
from data.samples.map_builder import Drawing

ROAD = {"highway": "tertiary"}


def _cross(*, bridged: bool = False, middle: float = 500.0) -> Drawing:
    drawing = Drawing()
    drawing.add_way(drawing.add_nodes([(0, 0), (1000, 0)]), ROAD)
    drawing.add_way(drawing.add_nodes([(middle, -400), (middle, 700)]), ROAD, bridged=bridged)
    return drawing


def test_crossing_roads_get_a_common_node_at_the_crossing() -> None:
    drawing = _cross()
    assert join_crossings(drawing) == 1
    (common,) = set(drawing.ways[0].nodes) & set(drawing.ways[1].nodes)
    assert drawing.points[common] == pytest.approx((500.0, 0.0))
    assert [len(way.nodes) for way in drawing.ways] == [3, 3]


def test_a_bridge_passes_over() -> None:
    drawing = _cross(bridged=True)
    assert join_crossings(drawing) == 0


def test_an_end_close_to_the_crossing_becomes_the_common_node() -> None:
    drawing = _cross(middle=5.0)
    join_crossings(drawing)
    assert drawing.ways[0].nodes == [0, 1]
    assert drawing.ways[1].nodes == [2, 0, 3]


def test_several_crossings_of_one_segment_keep_their_order() -> None:
    drawing = Drawing()
    drawing.add_way(drawing.add_nodes([(0, 0), (1000, 0)]), ROAD)
    for x in (800, 200, 500):
        drawing.add_way(drawing.add_nodes([(x, -50), (x, 50)]), ROAD)
    assert join_crossings(drawing) == 3
    xs = [drawing.points[node][0] for node in drawing.ways[0].nodes]
    assert xs == pytest.approx([0, 200, 500, 800, 1000])
