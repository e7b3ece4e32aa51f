"""Real extracts: counts, figures and banned turns."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.graph.road_graph import HIGHWAY_CLASSES, RoadGraph
from network.osm.load import import_source
from network.travel.geometry import leg_paths
from network.travel.matrices import travel_matrix
from network.travel.nearest import street_name
from network.travel.snapping import snap

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def washington(shared_osm):
    return import_source(shared_osm / "cathedral-no-left.osm.pbf")


@pytest.mark.parametrize(
    ("file", "nodes", "edges", "restrictions"),
    [
        ("shanghai_small.osm", 447, 934, 0),
        ("andorra-2024.osm.pbf", 5310, 10802, 62),
        ("cathedral-no-left.osm.pbf", 8289, 21310, 134),
        ("porto_portugal.osm.pbf", 67998, 160807, 332),
    ],
)
def test_extracts_have_the_counts_they_had(shared_osm, file, nodes, edges, restrictions):
    """More than in their provenance, which counts without tracks and most service roads."""
    graph = import_source(shared_osm / file)
    assert (graph.nodes, graph.edges, graph.restrictions) == (nodes, edges, restrictions)


CONNECTICUT, CATHEDRAL = LonLat(-77.0511619, 38.9229111), LonLat(-77.055431, 38.928356)
"""On Connecticut Avenue south of the junction, and on Cathedral Avenue west of it."""


def test_no_left_from_connecticut_into_cathedral_avenue(washington):
    """Relation no_left_turn at node 49815553: out round the block by Woodley Road, back straight.

    OSRM 26.10 (its car.lua) answers 1,169 m out and 745 m back for the same two places.
    """
    places = [CONNECTICUT, CATHEDRAL]
    banned = travel_matrix(washington, places).matrix.distance_m
    free = travel_matrix(_without_restrictions(washington), places).matrix.distance_m
    assert banned[0, 1] == pytest.approx(1169, abs=8)
    assert banned[1, 0] == pytest.approx(745, abs=5)
    assert free[0, 1] == pytest.approx(free[1, 0], rel=0.1)
    assert banned[1, 0] == free[1, 0]


def test_the_route_takes_the_detour_that_the_table_says(washington):
    out, back = leg_paths(washington, [CONNECTICUT, CATHEDRAL], [(0, 1), (1, 0)])
    assert round(out.distance_dm / 10) == pytest.approx(1169, abs=8)
    streets = [name for name, _ in groupby(street_name(washington, edge) for edge in out.edges.tolist())]
    assert streets == [
        "Connecticut Avenue Northwest", "Woodley Road Northwest", "Cathedral Avenue Northwest"
    ]  # fmt: skip
    assert {street_name(washington, edge) for edge in back.edges.tolist()} == {
        "Connecticut Avenue Northwest", "Cathedral Avenue Northwest"
    }  # fmt: skip
    free = leg_paths(_without_restrictions(washington), [CONNECTICUT, CATHEDRAL], [(0, 1)])[0]
    assert "Woodley Road Northwest" not in {street_name(washington, e) for e in free.edges.tolist()}


def _without_restrictions(graph: RoadGraph) -> RoadGraph:
    return replace(
        graph,
        first_restriction=np.zeros(1, dtype=np.int64),
        restriction_edges=np.empty(0, dtype=np.int32),
        restriction_only=np.empty(0, dtype=bool),
        restriction_except=np.empty(0, dtype=np.uint8),
    )


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_cut_off_extract_is_refused(shared_osm, tmp_path, share):
    whole = (shared_osm / "cathedral-no-left.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError) as error:
        import_source(path)
    assert error.value.code == "N102"


def test_a_damaged_block_is_refused(shared_osm, tmp_path):
    content = bytearray((shared_osm / "cathedral-no-left.osm.pbf").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\xff" * 40
    path = tmp_path / "damaged.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(InputError):
        import_source(path)


def test_places_snap_to_roads_all_over_a_city(washington):
    rng = np.random.default_rng(5)
    vertex = rng.integers(0, len(washington.shape_lon), 300)
    noise = rng.normal(0, 0.0003, (300, 2))
    places = np.column_stack([washington.shape_lon[vertex], washington.shape_lat[vertex]]) + noise
    snapped = snap(washington, [LonLat(*place) for place in places.tolist()], "car")
    assert snapped.reachable.all()
    assert np.median(snapped.snap_m) < 40


def test_most_of_a_chinese_city_needs_class_speeds(shared_osm):
    """Few roads carry a limit; every edge has a duration all the same."""
    from network.profiles.profile import edge_duration_ms, load_profile

    graph = import_source(shared_osm / "shanghai_small.osm")
    assert (graph.edge_maxspeed_kph > 0).mean() < 0.2
    assert np.isfinite(edge_duration_ms(graph, load_profile("car"))).all()
    assert {HIGHWAY_CLASSES[c] for c in np.unique(graph.piece_class)} >= {"trunk", "primary", "residential"}
