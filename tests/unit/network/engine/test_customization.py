"""Weights of a hierarchy, against Dijkstra on the graph."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from network.engine.customization import (
    ORIGINAL,
    PRUNED,
    Metric,
    SearchGraph,
    customise,
    enter,
    independent_parts,
    settle,
)
from network.engine.elimination import Hierarchy, contract, place
from tests.factories.examples import examples
from tests.factories.plain_graphs import PlainGraph, grid, plain_graphs


def customised(graph: PlainGraph, threads: int = 1) -> tuple[Hierarchy, Metric]:
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    placement = place(hierarchy, graph.tail, graph.head)
    return hierarchy, customise(hierarchy, placement, graph.weight, threads=threads)


def by_rank(graph: PlainGraph, hierarchy: Hierarchy) -> np.ndarray:
    """All distances, rows and columns by rank."""
    vertex = np.argsort(hierarchy.rank)
    return graph.all_distances()[np.ix_(vertex, vertex)]


def arcs(graph: SearchGraph) -> list[tuple[int, int, float, int]]:
    lower = np.repeat(np.arange(len(graph.first) - 1), np.diff(graph.first))
    columns = (lower, graph.higher, graph.weight, graph.middle)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@examples(60)
@given(plain_graphs())
def test_every_kept_arc_weighs_the_distance_between_its_ends(graph: PlainGraph) -> None:
    hierarchy, metric = customised(graph)
    distance = by_rank(graph, hierarchy)
    assert all(weight == distance[low, high] for low, high, weight, _ in arcs(metric.up))
    assert all(weight == distance[high, low] for low, high, weight, _ in arcs(metric.down))


@examples(60)
@given(plain_graphs())
def test_going_up_and_then_down_finds_every_distance(graph: PlainGraph) -> None:
    """What is pruned is never needed (the definition of a contraction hierarchy)."""
    hierarchy, metric = customised(graph)
    n = graph.n
    up, down = np.full((n, n), np.inf), np.full((n, n), np.inf)
    for v in range(n - 1, -1, -1):
        up[v, v] = down[v, v] = 0.0
        for low, high, weight, _ in arcs(metric.up):
            if low == v:
                up[v] = np.minimum(up[v], weight + up[high])
        for low, high, weight, _ in arcs(metric.down):
            if low == v:
                down[v] = np.minimum(down[v], weight + down[high])
    found = (up[:, None, :] + down[None, :, :]).min(axis=2)
    assert (found == by_rank(graph, hierarchy)).all()


@examples(40)
@given(plain_graphs())
def test_a_shortcut_is_the_sum_of_two_kept_arcs_below_it(graph: PlainGraph) -> None:
    hierarchy, metric = customised(graph)
    up = {(low, high): weight for low, high, weight, _ in arcs(metric.up)}
    down = {(low, high): weight for low, high, weight, _ in arcs(metric.down)}
    least = {
        (hierarchy.rank[a], hierarchy.rank[b]): weight for (a, b), weight in graph.least_weights().items()
    }
    for low, high, weight, middle in arcs(metric.up):
        if middle == ORIGINAL:
            assert least[low, high] == weight
        else:
            assert middle < low
            assert down[middle, low] + up[middle, high] == weight
    for low, high, weight, middle in arcs(metric.down):
        if middle == ORIGINAL:
            assert least[high, low] == weight
        else:
            assert middle < low
            assert down[middle, high] + up[middle, low] == weight


def test_pruning_leaves_far_fewer_arcs() -> None:
    hierarchy, metric = customised(grid(12))
    assert len(metric.up.higher) < 0.75 * hierarchy.arcs


def test_settling_alone_is_no_lighter_than_the_distance() -> None:
    graph = grid(6, seed=2)
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    weights = enter(place(hierarchy, graph.tail, graph.head), graph.weight, hierarchy.arcs)
    settle(hierarchy, np.arange(graph.n, dtype=np.int32), weights)
    distance = by_rank(graph, hierarchy)
    assert (weights.up >= distance[hierarchy.tail, hierarchy.head]).all()
    assert (weights.up > distance[hierarchy.tail, hierarchy.head]).any()
    assert not (weights.up_middle == PRUNED).any()


def test_threads_change_nothing() -> None:
    graph = grid(20, seed=4)
    one, two = customised(graph)[1], customised(graph, threads=2)[1]
    for a, b in zip((*one.up, *one.down), (*two.up, *two.down), strict=True):
        assert np.array_equal(a, b)


def test_parts_are_whole_subtrees_and_cover_the_tree_once() -> None:
    hierarchy = customised(grid(12))[0]
    subtrees, above = independent_parts(hierarchy.parent, 8)
    assert len(subtrees) > 2
    assert sorted(np.concatenate((*subtrees, above))) == list(range(hierarchy.vertices))
    for part in subtrees:
        inside = set(part.tolist())
        assert all(hierarchy.parent[v] in inside for v in part[:-1])
        assert hierarchy.parent[part[-1]] in {-1, *above.tolist()}
