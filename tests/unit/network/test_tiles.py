"""Vector tiles that a map page can draw."""

from __future__ import annotations

import math

import mapbox_vector_tile
import numpy as np
import pytest

from network.tiles import EXTENT, encode_vector_tile
from tests.factories.osm import OsmFile, crossing, lonlat


def tile_of(place, z):
    """Column and row of the tile that holds a place."""
    x = (place.lon + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(math.radians(place.lat))) / math.pi) / 2 * 2**z
    return int(x), int(y), (x % 1 * EXTENT, y % 1 * EXTENT)


def roads(graph, z, place=None):
    """Features of the tile at a place, y downwards."""
    x, y, _ = tile_of(place or lonlat(1, 1), z)
    data = encode_vector_tile(graph, z, x, y)
    if not data:
        return []
    decoded = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    assert list(decoded) == ["roads"]
    assert decoded["roads"]["extent"] == EXTENT
    return decoded["roads"]["features"]


def named():
    file = OsmFile().nodes({1: (-3000, 10), 2: (0, 10), 3: (3000, 10), 4: (0, 900), 5: (0, -900)})
    file.way(1, [1, 2], "trunk", name="G320").way(2, [2, 3], "trunk", name="G320")
    return file.way(3, [2, 4], "residential", name="幸福路").way(4, [2, 5], "track")


def test_features_carry_class_and_name(load):
    found = {tuple(sorted(f["properties"].items())) for f in roads(load(named()), 14)}
    assert found == {
        (("class", "residential"), ("name", "幸福路")),
        (("class", "track"),),
        (("class", "trunk"), ("name", "G320")),
    }


@pytest.mark.parametrize(
    ("z", "classes"),
    [
        (5, {"trunk"}),
        (9, {"trunk"}),
        (12, {"trunk"}),
        (13, {"trunk", "residential"}),
        (14, {"trunk", "residential", "track"}),
    ],
)
def test_minor_roads_appear_as_one_zooms_in(load, z, classes):
    assert {f["properties"]["class"] for f in roads(load(named()), z)} == classes


def test_pieces_of_one_road_are_one_line(load):
    """Joined end to end, so that short pieces do not vanish at low zoom."""
    (trunk,) = roads(load(named()), 10)
    assert trunk["geometry"]["type"] == "LineString"
    assert len(trunk["geometry"]["coordinates"]) == 2


def test_coordinates_lie_where_the_roads_are(load):
    z = 14
    graph = load(crossing())
    (feature,) = [f for f in roads(graph, z, lonlat(0, 0)) if f["properties"]["class"] == "secondary"]
    lines = feature["geometry"]["coordinates"]
    points = np.array([point for line in lines for point in line])
    _, _, middle = tile_of(lonlat(0, 0), z)
    assert np.abs(points - middle).max(axis=1).min() <= 1


def test_lines_are_cut_at_the_tiles_margin(load):
    for z in (13, 15, 18):
        for feature in roads(load(named()), z, lonlat(1, 11)):
            shape = feature["geometry"]["coordinates"]
            lines = [shape] if feature["geometry"]["type"] == "LineString" else shape
            points = np.array([point for line in lines for point in line])
            assert points.min() >= -65
            assert points.max() <= EXTENT + 65


def test_far_zooms_show_what_zoom_14_shows(load):
    assert {f["properties"]["class"] for f in roads(load(named()), 17, lonlat(2, 11))} == {
        "trunk",
        "residential",
        "track",
    }


@pytest.mark.parametrize(("z", "x", "y"), [(14, 0, 0), (0, 0, 0), (22, 5, 5)])
def test_tiles_without_visible_roads_are_empty(load, z, x, y):
    assert encode_vector_tile(load(crossing()), z, x, y) == b""


@pytest.mark.shared
def test_tiles_of_a_city_are_small(shared_osm):
    """No tile over Porto exceeds 300 kB at any zoom."""
    from data.domain.places import LonLat
    from network.osm.load import import_source

    graph = import_source(shared_osm / "porto_portugal.osm.pbf")
    for z in range(4, 16):
        x, y, _ = tile_of(LonLat(-8.61, 41.15), z)
        data = encode_vector_tile(graph, z, x, y)
        assert 0 < len(data) < 300_000
        mapbox_vector_tile.decode(data)
