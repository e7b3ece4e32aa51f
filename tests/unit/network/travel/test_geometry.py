"""Paths between places and their lines."""

from __future__ import annotations

import numpy as np
import pytest

from network.travel.geometry import leg_paths, path_shape, simplify
from tests.factories.osm import OsmFile, crossing, lonlat


def leg_shapes(graph, places, legs):
    return [path_shape(graph, path) for path in leg_paths(graph, places, legs)]


def assert_line(shape, metres):
    expected = [lonlat(*place) for place in metres]
    assert np.array(shape) == pytest.approx(np.array(expected), abs=2e-6)


def test_a_leg_runs_from_road_point_to_road_point(load):
    graph = load(crossing())
    (shape,) = leg_shapes(graph, [lonlat(-600, 40), lonlat(30, 300)], [(0, 1)])
    assert_line(shape, [(-600, 0), (0, 0), (0, 300)])


def test_shapes_are_drawn_as_driven(load):
    """The bend lies on a way that is drawn the other way round."""
    file = OsmFile().nodes({1: (0, 0), 2: (400, 100), 3: (900, 0)}).way(1, [3, 2, 1])
    (there, back) = leg_shapes(load(file), [lonlat(0, 0), lonlat(900, 0)], [(0, 1), (1, 0)])
    assert_line(there, [(0, 0), (400, 100), (900, 0)])
    assert_line(back, [(900, 0), (400, 100), (0, 0)])


@pytest.mark.parametrize(("legs", "metres"), [([(0, 1)], [-600, -200]), ([(1, 0)], [-200, -600])])
def test_a_leg_within_one_piece(load, legs, metres):
    graph = load(crossing())
    (shape,) = leg_shapes(graph, [lonlat(-600, 0), lonlat(-200, 0)], legs)
    assert_line(shape, [(east, 0) for east in metres])


def test_a_leg_round_the_block_to_a_place_just_behind(load):
    corners = {1: (0, 0), 2: (0, 1000), 3: (1000, 1000), 4: (1000, 0)}
    graph = load(OsmFile().nodes(corners).way(1, [1, 2, 3, 4, 1], oneway="yes"))
    (shape,) = leg_shapes(graph, [lonlat(0, 300), lonlat(0, 500)], [(1, 0)])
    assert_line(shape, [(0, 500), (0, 1000), (1000, 1000), (1000, 0), (0, 0), (0, 300)])


def test_a_leg_between_places_at_one_point_still_is_a_line(load):
    graph = load(crossing())
    (shape,) = leg_shapes(graph, [lonlat(-600, 0)], [(0, 0)])
    assert len(shape) == 2
    assert shape[0] == shape[1]


def test_no_way_is_an_empty_line(load):
    graph = load(crossing())
    places = [lonlat(0, 0), lonlat(0, 90_000)]
    assert leg_shapes(graph, places, [(0, 1), (1, 0)]) == [[], []]
    assert not any(path.found for path in leg_paths(graph, places, [(0, 1), (1, 0)]))


def test_simplified_keeps_ends_and_corners():
    line = [lonlat(0, 0), lonlat(100, 0.4), lonlat(200, 0), lonlat(200, 300)]
    assert simplify(line, 1.0) == [line[0], line[2], line[3]]
    assert simplify(line, 0.1) == line
    assert simplify(line[:2], 100.0) == line[:2]
