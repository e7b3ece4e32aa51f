"""Turn restrictions of the map become chains of edges."""

from __future__ import annotations

import pytest

from network.graph.road_graph import ExceptFlag
from tests.factories.osm import OsmFile, crossing


def chains(graph):
    """Each restriction as OSM node ids along its chain, with whether it commands."""
    found = []
    for r in range(graph.restrictions):
        low, high = graph.first_restriction[r : r + 2]
        edges = graph.restriction_edges[low:high]
        assert (graph.head[edges[:-1]] == graph.tail[edges[1:]]).all(), "the chain hangs together"
        nodes = [graph.tail[edges[0]], *graph.head[edges]]
        found.append(([int(graph.node_osm_id[node]) for node in nodes], bool(graph.restriction_only[r])))
    return found


def test_a_ban_over_a_node(load):
    graph = load(crossing().restriction(12, 1, 13, "no_left_turn"))
    assert chains(graph) == [([2, 1, 3], False)]
    assert graph.restriction_except.tolist() == [0]


def test_a_command_over_a_node(load):
    graph = load(crossing().restriction(12, 1, 14, "only_straight_on"))
    assert chains(graph) == [([2, 1, 4], True)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("no_left_turn", [2, 1, 3]), ("no_right_turn", [2, 1, 5])],
)
def test_the_name_decides_where_a_way_runs_through_the_junction(load, value, expected):
    """Way 60 leaves the junction northward and southward; the turn named picks the edge."""
    file = OsmFile().nodes({1: (0, 0), 2: (-1000, 0), 3: (0, 1000), 5: (0, -1000)})
    file.way(12, [2, 1]).way(60, [3, 1, 5]).way(20, [2, 3]).way(21, [2, 5])
    assert chains(load(file.restriction(12, 1, 60, value))) == [(expected, False)]


def test_no_u_turn_on_one_way_through_a_junction(load):
    """From and to are the same way, which runs through: both directions are meant."""
    file = OsmFile().nodes({1: (0, 0), 2: (-1000, 0), 4: (1000, 0), 3: (0, 1000)})
    file.way(60, [2, 1, 4]).way(61, [1, 3])
    assert sorted(chains(load(file.restriction(60, 1, 60, "no_u_turn")))) == [
        ([2, 1, 2], False),
        ([4, 1, 4], False),
    ]


def test_a_ban_over_a_way(load):
    """No U-turn over the link between two carriageways."""
    graph = load(_carriageways().restriction(71, [72], 74, "no_u_turn"))
    assert chains(graph) == [([11, 12, 22, 21], False)]


def test_a_ban_over_a_way_that_was_split(load):
    """A side road in the middle of the via way makes it two pieces; the chain runs through both."""
    file = _carriageways(middle=True).restriction(71, [72], 74, "no_u_turn")
    assert chains(load(file)) == [([11, 12, 30, 22, 21], False)]


def _carriageways(*, middle: bool = False) -> OsmFile:
    """Eastbound 11 → 12 → 13, westbound 23 → 22 → 21, a link 12 – 22, ends joined."""
    file = (
        OsmFile()
        .nodes(
            {11: (-500, 0), 12: (0, 0), 13: (500, 0), 21: (-500, 50), 22: (0, 50), 23: (500, 50), 30: (0, 25)}
        )
        .node(31, 200, 25)
    )
    file.way(71, [11, 12], oneway="yes").way(73, [12, 13], oneway="yes").way(76, [13, 23], oneway="yes")
    file.way(75, [23, 22], oneway="yes").way(74, [22, 21], oneway="yes").way(77, [21, 11], oneway="yes")
    file.way(72, [12, 30, 22] if middle else [12, 22], "primary_link")
    return file.way(78, [30, 31], "service") if middle else file


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"restriction": "no_left_turn", "except": "bus;hgv"}, ExceptFlag.BUS | ExceptFlag.HGV),
        ({"restriction": "no_left_turn", "except": "psv"}, ExceptFlag.BUS),
        ({"restriction": "no_left_turn", "except": "bicycle"}, ExceptFlag.OTHER),
        (
            {"restriction:hgv": "no_left_turn"},
            ExceptFlag.BUS | ExceptFlag.MOTORCAR | ExceptFlag.OTHER,
        ),
    ],
)
def test_whom_a_restriction_does_not_bind(load, tags, expected):
    graph = load(crossing().restriction(12, 1, 13, tags=tags))
    assert graph.restriction_except.tolist() == [int(expected)]


@pytest.mark.parametrize(
    ("tags", "counted"),
    [
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, "conditional restrictions"),
        ({"restriction": "no_dancing"}, "restrictions of unknown kind"),
    ],
)
def test_what_cannot_be_kept_is_counted(load, tags, counted):
    graph = load(crossing().restriction(12, 1, 13, tags=tags))
    assert graph.restrictions == 0
    assert graph.attributes[f"skipped {counted}"] == 1


@pytest.mark.parametrize(("from_way", "via", "to_way"), [(99, 1, 13), (12, 77, 13), (12, 1, 99), (12, 3, 13)])
def test_absent_or_unconnected_members_are_counted(load, from_way, via, to_way):
    graph = load(crossing().restriction(from_way, via, to_way))
    assert graph.restrictions == 0
    assert graph.attributes["skipped restrictions naming absent or unconnected members"] == 1


def test_a_restriction_for_bicycles_binds_no_motor_vehicle(load):
    graph = load(crossing().restriction(12, 1, 13, tags={"restriction:bicycle": "no_left_turn"}))
    assert graph.restrictions == 0


def test_a_ban_mapped_twice_is_kept_once_and_binds_whom_either_binds(load):
    file = crossing().restriction(12, 1, 13, tags={"restriction": "no_left_turn", "except": "hgv"})
    graph = load(file.restriction(12, 1, 13, "no_left_turn"))
    assert graph.restrictions == 1
    assert graph.restriction_except.tolist() == [0]
