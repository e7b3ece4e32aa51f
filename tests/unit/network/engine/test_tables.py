"""Tables and paths, against Dijkstra on the graph."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.engine.customization import customise
from network.engine.elimination import contract, place
from network.engine.label_rows import LANES
from network.engine.paths import shortest_path
from network.engine.tables import ancestors, table
from tests.factories.examples import examples
from tests.factories.plain_graphs import PlainGraph, grid, plain_graphs, terminals, vertex_entries

Entries = list[list[tuple[int, float]]]


def table_by_hand(graph: PlainGraph, sources: Entries, targets: Entries) -> np.ndarray:
    distance = graph.all_distances()
    result = np.full((len(sources), len(targets)), np.inf)
    for i, source in enumerate(sources):
        for j, target in enumerate(targets):
            sums = [a + distance[v, w] + b for v, a in source for w, b in target]
            result[i, j] = min(sums, default=np.inf)
    return result


def table_by_engine(graph: PlainGraph, sources: Entries, targets: Entries, threads: int = 1) -> np.ndarray:
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    metric = customise(hierarchy, place(hierarchy, graph.tail, graph.head), graph.weight)
    ends = terminals(sources, hierarchy.rank), terminals(targets, hierarchy.rank)
    return table(hierarchy.parent, metric, *ends, threads=threads)


@examples(60)
@given(st.data())
def test_tables_equal_dijkstra(data: st.DataObject) -> None:
    """With ties, closed arcs, unreachable parts, points that touch nothing, and more than one batch."""
    graph = data.draw(plain_graphs())
    sources, targets = data.draw(vertex_entries(graph.n)), data.draw(vertex_entries(graph.n))
    expected = table_by_hand(graph, sources, targets)
    assert np.array_equal(table_by_engine(graph, sources, targets), expected)


@pytest.mark.parametrize("count", [1, LANES - 1, LANES, LANES + 1, 3 * LANES + 5])
def test_batches_of_every_size(count: int) -> None:
    graph = grid(7, seed=count)
    points: Entries = [[(v % graph.n, 0.0)] for v in range(count)]
    expected = table_by_hand(graph, points, points)
    assert np.array_equal(table_by_engine(graph, points, points), expected)
    assert np.array_equal(table_by_engine(graph, points, points, threads=2), expected)


def test_table_of_a_larger_grid() -> None:
    graph = grid(25, seed=1)
    points: Entries = [[(v, 0.0)] for v in range(0, graph.n, 3)]
    rows = np.array([graph.distances(v) for v in range(0, graph.n, 3)])
    assert np.array_equal(table_by_engine(graph, points, points), rows[:, ::3])


@examples(60)
@given(st.data())
def test_paths_weigh_what_the_table_says_and_follow_arcs(data: st.DataObject) -> None:
    graph = data.draw(plain_graphs())
    source, target = (
        data.draw(st.lists(st.tuples(st.integers(0, graph.n - 1), st.sampled_from([0.0, 9.0])), max_size=2))
        for _ in range(2)
    )
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    metric = customise(hierarchy, place(hierarchy, graph.tail, graph.head), graph.weight)
    start, end = terminals([source], hierarchy.rank), terminals([target], hierarchy.rank)
    weight, ranks = shortest_path(
        hierarchy.parent, metric, (start.vertex, start.offset), (end.vertex, end.offset)
    )
    assert weight == table_by_hand(graph, [source], [target])[0, 0]
    if weight == np.inf:
        assert len(ranks) == 0
        return
    vertices = np.argsort(hierarchy.rank)[ranks].tolist()
    least = graph.least_weights()
    driven = sum(least[a, b] for a, b in pairwise(vertices))
    start_offset = min(offset for v, offset in source if v == vertices[0])
    end_offset = min(offset for v, offset in target if v == vertices[-1])
    assert start_offset + driven + end_offset == weight


@examples(40)
@given(plain_graphs(), st.data())
def test_ancestors_are_the_union_of_the_tree_paths_in_order(graph: PlainGraph, data: st.DataObject) -> None:
    parent = contract(graph.tail, graph.head, graph.rank).parent
    chosen = sorted(data.draw(st.sets(st.integers(0, graph.n - 1))))
    out = np.empty(graph.n, np.int32)
    n = ancestors(parent, np.array(chosen, np.int32), out)
    expected = set()
    for start in chosen:
        v = start
        while v >= 0:
            expected.add(v)
            v = int(parent[v])
    assert out[:n].tolist() == sorted(expected)
