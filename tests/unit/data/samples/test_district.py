"""The synthetic district as an OSM file."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import networkx as nx
import osmium
import pytest

from data.samples.district import CAPITAL, county_seats, draw_district, write_district
from data.samples.map_builder import Drawing


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return draw_district()[0]


def _roads(drawing: Drawing) -> nx.DiGraph:
    roads: nx.DiGraph = nx.DiGraph()
    for way in drawing.ways:
        if "highway" not in way.tags:
            continue
        oneway = "yes" if "junction" in way.tags else way.tags.get("oneway", "no")
        for a, b in zip(way.nodes, way.nodes[1:], strict=False):
            if oneway != "-1":
                roads.add_edge(a, b, length_m=drawing.distance_m(a, b))
            if oneway != "yes":
                roads.add_edge(b, a, length_m=drawing.distance_m(a, b))
    return roads


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second, other = (tmp_path / f"{name}.osm.pbf" for name in ("first", "second", "other"))
    write_district(first)
    write_district(second)
    write_district(other, seed=1)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_everything_but_bare_shape_nodes_is_marked_synthetic(tmp_path: Path) -> None:
    path = tmp_path / "district.osm.bz2"
    write_district(path)
    counts: Counter[str] = Counter()
    for thing in osmium.FileProcessor(str(path)):
        if not thing.is_node() or len(thing.tags):
            assert thing.tags.get("source") == "synthetic"
            counts[str(thing.type_str())] += 1
    assert counts["w"] > 1_000
    assert counts["r"] > 5
    with osmium.io.Reader(str(path)) as reader:
        assert "synthetic" in reader.header().get("generator")


def test_it_is_of_a_size_that_plans_quickly(drawing: Drawing) -> None:
    assert 15_000 <= len(drawing.points) <= 40_000


def test_nearly_every_road_can_be_driven_to_and_from(drawing: Drawing) -> None:
    roads = _roads(drawing)
    largest = max(len(part) for part in nx.strongly_connected_components(roads))
    assert largest >= 0.995 * roads.number_of_nodes()


def test_highways_wind_as_in_the_mountains(drawing: Drawing) -> None:
    """Huaihua to Yuanling is 109 km as the crow flies and 110 to 140 by road."""
    seats = county_seats()
    roads = _roads(drawing)
    by_name = {tags.get("name"): node for node, tags in drawing.node_tags.items()}
    capital, yuanling = (by_name[seats[ref].name_zh] for ref in (CAPITAL, "yuanling"))
    origin, target = (drawing.nearest(drawing.points[seat], list(roads)) for seat in (capital, yuanling))
    road_m = nx.shortest_path_length(roads, origin, target, weight="length_m")
    straight_m = math.dist(drawing.points[capital], drawing.points[yuanling])
    assert straight_m == pytest.approx(109_000, rel=0.02)
    assert 110_000 < road_m < 140_000


def test_turn_restrictions_name_ways_that_end_at_their_node(drawing: Drawing) -> None:
    assert {turn.restriction for turn in drawing.turns} >= {"no_left_turn", "only_straight_on"}
    for turn in drawing.turns:
        for way in (turn.from_way, turn.to_way):
            nodes = drawing.ways[way].nodes
            assert turn.via in (nodes[0], nodes[-1])


def test_the_capital_has_what_makes_driving_real(drawing: Drawing) -> None:
    tags = [way.tags for way in drawing.ways]
    assert sum("bridge" in t and t["highway"] != "motorway" for t in tags) == 4
    assert any(t.get("junction") == "roundabout" for t in tags)
    assert {"yes", "-1"} <= {t.get("oneway") for t in tags if t.get("highway") == "residential"}
    limited = sum("maxspeed" in t for t in tags) / len(tags)
    assert 0.2 < limited < 0.7
    assert sum(t.get("highway") == "traffic_signals" for t in drawing.node_tags.values()) > 20
