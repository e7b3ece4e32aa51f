"""What lies within some minutes, held against the travel matrix."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
import shapely

from data.domain.errors import InputError, NotFoundError
from data.domain.places import LonLat
from network.closures.closure import add_opposite_directions
from network.graph.road_graph import RoadGraph
from network.graph.shapes import edge_shape
from network.metric.overlay import Change, Overlay
from network.metric.road_metric import road_metric
from network.travel.isochrones import as_geojson, isochrones
from network.travel.matrices import travel_matrix
from network.travel.one_to_all import ReachedEdges
from network.travel.snapping import snap
from tests.factories.osm import OsmFile, lonlat
from tests.factories.street_grids import places_in, street_grid

SEED = 11


@pytest.fixture(scope="module")
def graph() -> RoadGraph:
    return street_grid(9, seed=SEED, one_way=0.3, restrictions=25)


def inside(graph: RoadGraph, reached: ReachedEdges, edge: int, fraction: float) -> bool:
    """Whether a point of an edge is reached, in one direction or the other."""
    at = (reached.edge == edge) & (reached.start <= fraction) & (fraction <= reached.end)
    twin = int(graph.edge_twin[edge])
    back = (reached.edge == twin) & (reached.start <= 1 - fraction) & (1 - fraction <= reached.end)
    return bool(at.any() or (twin >= 0 and back.any()))


@pytest.mark.parametrize("profile", ["car", "truck_18t"])
def test_a_point_is_reached_exactly_if_the_matrix_says_so(graph: RoadGraph, profile: str) -> None:
    random = np.random.default_rng(SEED)
    (origin,) = places_in(graph, 1, seed=SEED)
    connected = np.flatnonzero(road_metric(graph, profile).connected)
    chosen = random.choice(connected, 250)
    points = [
        LonLat(*edge_shape(graph, int(edge), 0.0, float(random.uniform(0.02, 0.98)))[-1]) for edge in chosen
    ]
    duration_s = travel_matrix(graph, [origin, *points], profile=profile).matrix.duration_s[0, 1:]
    snapped = snap(graph, points, profile)
    limit_s = float(np.median(duration_s))
    reached = isochrones(graph, [origin], [limit_s], profile=profile)[0].edges
    judged = 0
    for row, seconds in enumerate(duration_s.tolist()):
        if abs(seconds - limit_s) > 1:  # durations are rounded to whole seconds
            found = inside(graph, reached, int(snapped.edge[row]), float(snapped.fraction[row]))
            assert found == (seconds < limit_s), (row, seconds, limit_s)
            judged += 1
    assert judged > 200


def test_arrivals_are_those_of_the_matrix(graph: RoadGraph) -> None:
    (origin,) = places_in(graph, 1, seed=SEED)
    reached = isochrones(graph, [origin], [1e6])[0].edges
    rows = np.flatnonzero((reached.arrival_s > 0) & (reached.end >= 1.0))[:60]
    near_tail = [LonLat(*edge_shape(graph, int(reached.edge[row]), 0.0, 1e-4)[-1]) for row in rows]
    duration_s = travel_matrix(graph, [origin, *near_tail]).matrix.duration_s[0, 1:]
    # A place on a two-way street may be reached from its other end sooner, never later.
    assert (duration_s <= np.ceil(reached.arrival_s[rows]) + 1).all()


def test_several_places_reach_what_the_nearest_of_them_reaches(graph: RoadGraph) -> None:
    places = places_in(graph, 3, seed=SEED)
    (together,) = isochrones(graph, places, [60])
    alone = [isochrones(graph, [place], [60])[0] for place in places]
    assert max(band.length_km for band in alone) <= together.length_km
    assert together.length_km <= sum(band.length_km for band in alone) + 1e-6
    for band in alone:
        for edge, end in zip(band.edges.edge.tolist(), band.edges.end.tolist(), strict=True):
            assert inside(graph, together.edges, edge, end - 1e-9)


def test_an_isochrone_of_no_place_is_refused(graph: RoadGraph) -> None:
    with pytest.raises(InputError) as caught:
        isochrones(graph, [], [60])
    assert caught.value.code == "N206"


def test_larger_bands_hold_smaller_ones_and_their_areas_hold_their_roads(graph: RoadGraph) -> None:
    (origin,) = places_in(graph, 1, seed=2)
    bands = isochrones(graph, [origin], [240, 60, 120, 60])
    assert [band.seconds for band in bands] == [60, 120, 240]
    for small, large in pairwise(bands):
        assert small.length_km < large.length_km
        assert set(small.edges.edge.tolist()) <= set(large.edges.edge.tolist())
    for band in bands:
        parts = zip(band.edges.edge.tolist(), band.edges.start.tolist(), band.edges.end.tolist(), strict=True)
        for edge, start, end in parts:
            assert band.area.covers(shapely.LineString(edge_shape(graph, edge, start, end))), band.seconds


def test_a_street_driven_both_ways_counts_once(load) -> None:
    """One straight street of 2 km, asked from its middle: 500 m each way at 10 km/h in three minutes."""
    file = OsmFile().nodes({1: (-1000, 0), 2: (1000, 0)}).way(1, [1, 2], "residential", maxspeed="10")
    graph = load(file)
    speed_kph = 2.0 * 3600 / (road_metric(graph, "car").duration_ms[0] / 1000)
    (band,) = isochrones(graph, [lonlat(0, 0)], [180])
    assert band.length_km == pytest.approx(2 * speed_kph * 180 / 3600, abs=0.01)
    west, _south, east, _north = band.area.bounds
    assert lonlat(-1000, 0).lon < west < lonlat(-200, 0).lon
    assert lonlat(200, 0).lon < east < lonlat(1000, 0).lon


def test_closed_roads_are_not_reached(graph: RoadGraph) -> None:
    (origin,) = places_in(graph, 1, seed=2)
    reached = isochrones(graph, [origin], [120])[0].edges
    closed = add_opposite_directions(graph, [int(reached.edge[np.argmax(reached.arrival_s)])])
    after = isochrones(graph, [origin], [120], overlay=Overlay((Change(edges=closed),)))[0].edges
    assert not set(closed) & set(after.edge.tolist())
    assert len(after.edge) < len(reached.edge)


def test_a_short_walk_around_a_place_is_an_area_too(graph: RoadGraph) -> None:
    (origin,) = places_in(graph, 1, seed=3)
    (band,) = isochrones(graph, [origin], [1])
    assert band.area.is_valid
    assert band.area.area > 0
    assert 0 < band.length_km < 0.1


def test_geojson_names_the_method_and_puts_the_largest_first(graph: RoadGraph) -> None:
    (origin,) = places_in(graph, 1, seed=3)
    document = json.loads(json.dumps(as_geojson(isochrones(graph, [origin], [60, 120]), origin, "car")))
    assert [feature["properties"]["minutes"] for feature in document["features"]] == [2, 1]
    for feature in document["features"]:
        assert "concave hull" in feature["properties"]["method"]
        assert shapely.geometry.shape(feature["geometry"]).is_valid


@pytest.mark.parametrize(("place", "seconds", "code"), [
    (LonLat(0, 0), [60], "N201"), (LonLat(200, 0), [60], "N202"),
    (None, [], "N207"), (None, [0], "N207"), (None, [float("inf")], "N207"), (None, [float("nan")], "N207"),
])  # fmt: skip
def test_what_cannot_be_answered(
    graph: RoadGraph, place: LonLat | None, seconds: list[float], code: str
) -> None:
    with pytest.raises(InputError) as refused:
        isochrones(graph, [place or places_in(graph, 1)[0]], seconds)
    assert refused.value.code == code


def test_an_unknown_profile(graph: RoadGraph) -> None:
    with pytest.raises(NotFoundError):
        isochrones(graph, [places_in(graph, 1)[0]], [60], profile="submarine")


@pytest.mark.shared
def test_andorra_in_twenty_minutes(andorra: RoadGraph) -> None:
    bands = isochrones(andorra, [LonLat(1.5211, 42.5075)], [300, 1200])
    assert 20 < bands[0].length_km < bands[1].length_km < 1500
    assert bands[1].area.contains(shapely.Point(1.49, 42.463))  # Sant Julià de Lòria, 8 km down the valley
