"""Contraction, against contracting vertex by vertex."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from network.engine.elimination import Hierarchy, contract, place
from tests.factories.examples import examples
from tests.factories.plain_graphs import PlainGraph, grid, plain_graphs


def shortcuts_by_hand(graph: PlainGraph, rank: np.ndarray) -> set[tuple[int, int]]:
    """Take the vertices out in order, joining the neighbours that remain; arcs as (lower, higher)."""
    neighbours: list[set[int]] = [set() for _ in range(graph.n)]
    for a, b in zip(rank[graph.tail].tolist(), rank[graph.head].tolist(), strict=True):
        if a != b:
            neighbours[min(a, b)].add(max(a, b))
    for v in range(graph.n):
        for x in neighbours[v]:
            neighbours[x] |= {y for y in neighbours[v] if y > x}
    return {(v, x) for v in range(graph.n) for x in neighbours[v]}


def arcs_of(hierarchy: Hierarchy) -> set[tuple[int, int]]:
    return set(zip(hierarchy.tail.tolist(), hierarchy.head.tolist(), strict=True))


@examples(60)
@given(plain_graphs())
def test_fill_equals_contraction_by_hand(graph: PlainGraph) -> None:
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    assert arcs_of(hierarchy) == shortcuts_by_hand(graph, hierarchy.rank)
    # The postorder changes names, not the outcome.
    assert hierarchy.arcs == len(shortcuts_by_hand(graph, graph.rank))


@examples(60)
@given(plain_graphs())
def test_parents_are_lowest_higher_neighbours_and_subtrees_are_ranges(graph: PlainGraph) -> None:
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    assert sorted(hierarchy.rank) == list(range(graph.n))
    descendants = [{v} for v in range(graph.n)]
    for v in range(graph.n):
        higher = hierarchy.head[hierarchy.first[v] : hierarchy.first[v + 1]]
        assert hierarchy.parent[v] == (higher[0] if len(higher) else -1)
        assert sorted(set(higher)) == higher.tolist()
        assert descendants[v] == set(range(v - len(descendants[v]) + 1, v + 1))
        if hierarchy.parent[v] >= 0:
            descendants[hierarchy.parent[v]] |= descendants[v]


def test_lower_arcs_list_the_same_arcs_by_head() -> None:
    hierarchy = contract(grid(5).tail, grid(5).head, grid(5).rank)
    for v in range(hierarchy.vertices):
        into = hierarchy.lower_arc[hierarchy.first_lower[v] : hierarchy.first_lower[v + 1]]
        assert (hierarchy.head[into] == v).all()
        assert sorted(hierarchy.tail[into]) == hierarchy.tail[into].tolist()
    assert sorted(hierarchy.lower_arc) == list(range(hierarchy.arcs))


@examples(40)
@given(plain_graphs())
def test_every_arc_is_placed_between_its_own_ends(graph: PlainGraph) -> None:
    hierarchy = contract(graph.tail, graph.head, graph.rank)
    placement = place(hierarchy, graph.tail, graph.head)
    for i, (a, b) in enumerate(zip(hierarchy.rank[graph.tail], hierarchy.rank[graph.head], strict=True)):
        if a == b:
            assert placement.arc[i] == -1
            continue
        arc = placement.arc[i]
        assert (hierarchy.tail[arc], hierarchy.head[arc]) == (min(a, b), max(a, b))
        assert placement.goes_up[i] == (a < b)


def test_arcs_of_another_graph_are_refused() -> None:
    """A hierarchy over a path 0–1–2 with 1 contracted last knows no arc 0–2."""
    tail, head = np.int32([0, 1]), np.int32([1, 2])
    hierarchy = contract(tail, head, np.int32([0, 2, 1]))
    with pytest.raises(ValueError, match="another graph"):
        place(hierarchy, np.int32([0]), np.int32([2]))
