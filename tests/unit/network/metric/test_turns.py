"""Which edge may follow which, and at what cost."""

from __future__ import annotations

import numpy as np
import pytest

from network.metric.turns import build_turn_graph
from network.profiles.profile import load_profile
from tests.factories.osm import OsmFile, crossing


def followers(graph, turns, a, b):
    """OSM nodes reachable by one turn at b, coming from a on the plain state; with the costs in s."""
    edge = edge_between(graph, a, b)
    low, high = turns.first_out[edge], turns.first_out[edge + 1]
    heads = graph.head[turns.state_edge[turns.head_state[low:high]]]
    return dict(
        zip(graph.node_osm_id[heads].tolist(), (turns.cost_ms[low:high] / 1000).tolist(), strict=True)
    )


def edge_between(graph, a, b):
    ids = graph.node_osm_id
    (found,) = np.flatnonzero((ids[graph.tail] == a) & (ids[graph.head] == b))
    return int(found)


def test_turns_cost_by_direction(load):
    """Left crosses the oncoming lane and costs more than right; straight on is free; no turning back."""
    graph = load(crossing())
    car = load_profile("car")
    assert followers(graph, build_turn_graph(graph, car), 2, 1) == {
        3: car.turns.left_s,
        4: 0.0,
        5: car.turns.right_s,
    }


def test_a_bend_without_a_junction_costs_nothing(load):
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0), 3: (500, 500)}).way(1, [1, 2]).way(2, [2, 3])
    graph = load(file)
    assert followers(graph, build_turn_graph(graph, load_profile("car")), 1, 2) == {3: 0.0}


def test_signals_and_gates_cost_time(load):
    car = load_profile("car")
    places = {1: (0, 0), 3: (900, 0)}
    signal = load(
        OsmFile().nodes(places).node(2, 400, 0, highway="traffic_signals").way(1, [1, 2]).way(2, [2, 3])
    )
    assert followers(signal, build_turn_graph(signal, car), 1, 2) == {3: car.turns.signals_s}
    gate = load(OsmFile().nodes(places).node(2, 400, 0, barrier="gate").way(1, [1, 2, 3]))
    assert followers(gate, build_turn_graph(gate, car), 1, 2) == {3: car.turns.barrier_s}


def test_a_roundabout_just_bends(load):
    file = OsmFile().nodes(
        {1: (0, 30), 2: (-30, 0), 3: (0, -30), 4: (30, 0), 5: (0, 500), 6: (0, -500), 7: (500, 0)}
    )
    file.way(1, [1, 2, 3, 4, 1], junction="roundabout").way(2, [5, 1]).way(3, [3, 6]).way(4, [4, 7])
    graph = load(file)
    assert set(followers(graph, build_turn_graph(graph, load_profile("car")), 5, 1).values()) == {0.0}


def test_turning_back_only_at_dead_ends(load):
    car = load_profile("car")
    graph = load(crossing().node(9, 2000, 0).way(40, [4, 9]))
    turns = build_turn_graph(graph, car)
    assert followers(graph, turns, 4, 9) == {4: car.turns.u_turn_s}
    assert 2 not in followers(graph, turns, 2, 1)


def test_a_banned_turn_has_no_arc(load):
    graph = load(crossing().restriction(12, 1, 13, "no_left_turn"))
    turns = build_turn_graph(graph, load_profile("car"))
    assert set(followers(graph, turns, 2, 1)) == {4, 5}
    assert set(followers(graph, turns, 4, 1)) == {2, 3, 5}, "others still turn"


def test_a_command_bans_every_other_turn(load):
    graph = load(crossing().restriction(12, 1, 14, "only_straight_on"))
    assert set(followers(graph, build_turn_graph(graph, load_profile("car")), 2, 1)) == {4}


def test_where_all_other_turns_are_banned_turning_back_is_the_way_out(load):
    file = crossing()
    for value, to in (("no_left_turn", 13), ("no_straight_on", 14), ("no_right_turn", 15)):
        file.restriction(12, 1, to, value)
    graph = load(file)
    assert set(followers(graph, build_turn_graph(graph, load_profile("car")), 2, 1)) == {2}
    stuck = load(file.restriction(12, 1, 12, "no_u_turn"))
    assert followers(stuck, build_turn_graph(stuck, load_profile("car")), 2, 1) == {}


def test_exempt_vehicles_turn(load):
    graph = load(crossing().restriction(12, 1, 13, tags={"restriction": "no_left_turn", "except": "hgv"}))
    assert 3 not in followers(graph, build_turn_graph(graph, load_profile("car")), 2, 1)
    assert 3 in followers(graph, build_turn_graph(graph, load_profile("truck_8t")), 2, 1)


def test_a_command_onto_a_closed_road_does_not_bind(load):
    """Trucks may not use arm 14: being told to would strand them."""
    file = OsmFile().nodes({1: (0, 0), 2: (-1000, 0), 3: (0, 1000), 4: (1000, 0)})
    file.way(12, [2, 1]).way(13, [3, 1]).way(14, [1, 4], hgv="no").way(20, [2, 3]).way(21, [3, 4])
    graph = load(file.restriction(12, 1, 14, "only_straight_on"))
    assert set(followers(graph, build_turn_graph(graph, load_profile("truck_8t")), 2, 1)) == {3}
    assert set(followers(graph, build_turn_graph(graph, load_profile("car")), 2, 1)) == {4}


def test_closed_edges_have_no_arcs(load):
    graph = load(crossing().way(60, [2, 4], maxweight="3.5"))
    turns = build_turn_graph(graph, load_profile("truck_18t"))
    closed = np.flatnonzero(graph.piece_way_id[graph.edge_piece] == 60)
    assert not np.isin(turns.state_edge[turns.head_state], closed).any()
    assert (np.diff(turns.first_out)[closed] == 0).all()


def test_a_via_way_ban_needs_and_gets_memory(load):
    """2 → 1 → 4 → 5 is banned; 2 → 1 → 4 and 3 → 1 → 4 → 5 are not."""
    graph = load(crossing().restriction(12, [14], 20, "no_right_turn"))
    chain = [int(graph.node_osm_id[n]) for n in graph.head[graph.restriction_edges]]
    assert graph.restrictions == 2, "the ring can be entered both ways at its corner"
    assert chain[:2] == [1, 4]
    turns = build_turn_graph(graph, load_profile("car"))
    assert turns.states == graph.edges + 1
    memory = turns.states - 1
    into = edge_between(graph, 1, 4)
    assert turns.state_edge[memory] == into
    first = edge_between(graph, 2, 1)
    heads = turns.head_state[turns.first_out[first] : turns.first_out[first + 1]]
    assert memory in heads
    assert into not in heads
    assert set(followers(graph, turns, 1, 4)) == {3, 5}
    assert turns.first_out[memory] == turns.first_out[memory + 1], "both ways on are banned from here"


@pytest.mark.parametrize("profile", ["car", "truck_18t"])
def test_arcs_join_edges_that_meet_and_no_two_are_parallel(load, profile):
    graph = load(
        crossing().restriction(12, [14], 20, "no_right_turn").restriction(13, 1, 12, "no_right_turn")
    )
    turns = build_turn_graph(graph, load_profile(profile))
    tail, head = turns.state_edge[turns.tail_state], turns.state_edge[turns.head_state]
    assert (graph.head[tail] == graph.tail[head]).all()
    pairs = set(zip(turns.tail_state.tolist(), turns.head_state.tolist(), strict=True))
    assert len(pairs) == turns.arcs
    assert (turns.state_edge[: graph.edges] == np.arange(graph.edges)).all()
    assert (turns.cost_ms >= 0).all()
