"""Matrices on random small networks against an independent search that remembers whole histories."""

from __future__ import annotations

import heapq
import itertools
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.engine.protocol import unpack
from network.geo.distance import segment_lengths_m
from network.graph.road_graph import RoadGraph
from network.metric.road_metric import road_metric
from network.osm.load import import_source
from network.profiles.profile import TurnCosts, load_profile
from network.travel.geometry import leg_paths, path_shape
from network.travel.matrices import travel_matrix, weight_table
from network.travel.snapping import snap
from tests.factories.examples import examples
from tests.factories.osm import OsmFile, lonlat

FREE_TURNS = replace(
    load_profile("car"),
    turns=TurnCosts(left_s=0, right_s=0, u_turn_s=7, signals_s=0, barrier_s=0),
    max_snap_m=9000,
)


def random_roads(seed: int) -> tuple[RoadGraph, list[LonLat]] | None:
    """A random network with random restrictions of two to four edges, and places near its roads."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(4, 9))
    file = OsmFile()
    spots = rng.integers(-900, 900, size=(count, 2)).tolist()
    for number, (east, north) in enumerate(spots, start=1):
        file.node(number, east, north)
    for way in range(int(rng.integers(count, 2 * count + 2))):
        a, b = rng.choice(np.arange(1, count + 1), size=2, replace=bool(rng.random() < 0.05)).tolist()
        tags = {"oneway": "yes"} if rng.random() < 0.4 else {}
        file.way(100 + way, [a, b], str(rng.choice(["primary", "residential"])), tags)
    with tempfile.TemporaryDirectory() as folder:
        try:
            graph = import_source(file.write(Path(folder) / "random.osm"))
        except InputError:
            return None
    graph = _with_random_restrictions(graph, rng)
    places = [lonlat(*(rng.integers(-900, 900, size=2).tolist())) for _ in range(5)]
    return graph, places


def _with_random_restrictions(graph: RoadGraph, rng: np.random.Generator) -> RoadGraph:
    chains = []
    for _ in range(int(rng.integers(0, 7))):
        chain = [int(rng.integers(graph.edges))]
        for _ in range(int(rng.integers(1, 4))):
            chain.append(int(rng.choice(_out(graph, chain[-1]))))
        chains.append(chain)
    return replace(
        graph,
        first_restriction=np.cumsum([0, *map(len, chains)]).astype(np.int64),
        restriction_edges=np.array([e for chain in chains for e in chain], dtype=np.int32),
        restriction_only=rng.random(len(chains)) < 0.3,
        restriction_except=np.zeros(len(chains), dtype=np.uint8),
    )


def _out(graph: RoadGraph, edge: int) -> list[int]:
    node = graph.head[edge]
    return list(range(graph.first_edge[node], graph.first_edge[node + 1]))


def forbidden_chains(graph: RoadGraph) -> list[tuple[int, ...]]:
    """Every chain that must not be driven, commands turned into bans of the alternatives."""
    chains = []
    for r in range(graph.restrictions):
        low, high = graph.first_restriction[r : r + 2]
        chain = tuple(graph.restriction_edges[low:high].tolist())
        if graph.restriction_only[r]:
            chains += [(*chain[:-1], e) for e in _out(graph, chain[-2]) if e != chain[-1]]
        else:
            chains.append(chain)
    return chains


def search(graph: RoadGraph, duration_ms, start, goal) -> float:
    """Least milliseconds from one (edge, fraction) to another over at least one turn.

    Plain Dijkstra over histories: the last edges driven, as many as the longest restriction. Shares
    no code with the turn graph.
    """
    forbidden = forbidden_chains(graph)
    memory = max(map(len, forbidden), default=2)
    pairs = {chain for chain in forbidden if len(chain) == 2}

    def onward(edge):
        free = [e for e in _out(graph, edge) if (edge, e) not in pairs]
        ahead = [e for e in free if graph.edge_twin[edge] != e]
        return ahead or free

    def rounded(edge, share):
        return int(np.rint(duration_ms[edge] * share))

    queue = [(rounded(start[0], 1 - start[1]), (start[0],))]
    done, best = set(), np.inf
    while queue:
        cost, history = heapq.heappop(queue)
        if cost >= best or history in done:
            continue
        done.add(history)
        for edge in onward(history[-1]):
            driven = (*history, edge)
            if any(driven[-len(chain) :] == chain for chain in forbidden):
                continue
            turn = 7000 if graph.edge_twin[history[-1]] == edge else 0
            if edge == goal[0]:
                best = min(best, cost + turn + rounded(edge, goal[1]))
            heapq.heappush(queue, (cost + turn + int(duration_ms[edge]), driven[-memory:]))
    return best


def both_ways(graph: RoadGraph, edge: int, fraction: float) -> list[tuple[int, float]]:
    twin = int(graph.edge_twin[edge])
    return [(edge, fraction)] + ([(twin, 1 - fraction)] if twin >= 0 else [])


@examples(40)
@given(st.integers(0, 2**32 - 1))
def test_tables_equal_a_search_over_whole_histories(seed):
    """Banned turns of two to four edges, commands, oneways, loops, places on one piece: all exact."""
    made = random_roads(seed)
    if made is None:
        return
    graph, places = made
    roads = road_metric(graph, FREE_TURNS)
    snapped = snap(graph, places, FREE_TURNS)
    duration_ms, _ = unpack(weight_table(roads, snapped, snapped))
    ends = [
        both_ways(graph, edge, fraction)
        for edge, fraction in zip(snapped.edge.tolist(), snapped.fraction.tolist(), strict=True)
    ]
    for i, starts in enumerate(ends):
        for j, goals in enumerate(ends):
            expected = min(search(graph, roads.duration_ms, s, g) for s in starts for g in goals)
            ahead = [
                int(np.rint(roads.duration_ms[s[0]] * (g[1] - s[1])))
                for s in starts
                for g in goals
                if s[0] == g[0] and g[1] >= s[1]
            ]
            expected = min([expected, *ahead])
            assert duration_ms[i, j] == (expected if np.isfinite(expected) else -1)


@examples(30)
@given(st.integers(0, 2**32 - 1))
def test_paths_have_the_figures_of_the_matrix_and_break_no_rule(seed):
    made = random_roads(seed)
    if made is None:
        return
    graph, places = made
    legs = [(i, j) for i in range(len(places)) for j in range(len(places)) if i != j]
    matrix = travel_matrix(graph, places).matrix
    for (i, j), path in zip(legs, leg_paths(graph, places, legs), strict=True):
        if not path.found:
            assert matrix.duration_s[i, j] == -1
            continue
        assert round(path.duration_ms / 1000) == matrix.duration_s[i, j]
        assert round(path.distance_dm / 10) == matrix.distance_m[i, j]
        edges = path.edges.tolist()
        assert all(graph.head[a] == graph.tail[b] for a, b in itertools.pairwise(edges))
        for chain in forbidden_chains(graph):
            assert not any(
                tuple(edges[k : k + len(chain)]) == chain for k in range(len(edges) - len(chain) + 1)
            )
        shape = np.array(path_shape(graph, path))
        # Every piece's length is rounded to a decimetre.
        assert abs(segment_lengths_m(*shape.T).sum() - path.distance_dm / 10) <= 0.1 * len(edges) + 0.2
