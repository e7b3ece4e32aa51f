"""Cuts between two sets of junctions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow as scipy_flow

from network.engine.max_flow import FREE, SINK, SOURCE, Cell, Flow, maximum_flow
from network.engine.nested_dissection import _incidence, enter_cell
from tests.factories.examples import examples

Pieces = list[tuple[int, int]]


def cell_of(n: int, pieces: Pieces) -> Cell:
    """All of a small network as one cell."""
    tail, head = (np.array([piece[i] for piece in pieces], np.int32) for i in (0, 1))
    room = 2 * len(pieces)
    cell = Cell(np.empty(n + 1, np.int32), *(np.empty(room, np.int32) for _ in range(3)))
    everyone = np.arange(n, dtype=np.int32)
    enter_cell(
        everyone, np.full(n, -1, np.int32), np.full(room, -1, np.int32), _incidence(tail, head, n), cell
    )
    return cell


def flow_of(cell: Cell, roles: list[int]) -> Flow:
    n = len(roles)
    return Flow(
        np.array(roles, np.int8),
        np.empty(len(cell.head), np.int8),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
    )


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, Pieces, list[int]]:
    n = draw(st.integers(2, 14))
    vertex = st.integers(0, n - 1)
    pieces = draw(st.lists(st.tuples(vertex, vertex), min_size=1, max_size=4 * n))
    roles = draw(st.lists(st.sampled_from([SOURCE, SINK, FREE]), min_size=n, max_size=n))
    roles[0], roles[-1] = SOURCE, SINK
    return n, pieces, [int(role) for role in roles]


def textbook_flow(n: int, pieces: Pieces, roles: list[int]) -> int:
    """The same by scipy, with one source and one sink beside the network."""
    capacity = np.zeros((n + 2, n + 2), np.int32)
    for a, b in pieces:
        if a != b:
            capacity[a, b] += 1
            capacity[b, a] += 1
    for v, role in enumerate(roles):
        if role == SOURCE:
            capacity[n, v] = 1000
        if role == SINK:
            capacity[v, n + 1] = 1000
    return int(scipy_flow(csr_array(capacity), n, n + 1).flow_value)


@examples(60)
@given(networks())
def test_flow_is_maximal_and_the_levels_mark_a_cut_of_that_size(
    case: tuple[int, Pieces, list[int]],
) -> None:
    n, pieces, roles = case
    cell = cell_of(n, pieces)
    flow = flow_of(cell, roles)
    units = maximum_flow(n, cell, flow, 10_000)
    assert units == textbook_flow(n, pieces, roles)
    inside = flow.level >= 0
    assert sum(inside[a] != inside[b] for a, b in pieces) == units
    assert all(inside[v] for v in range(n) if roles[v] == SOURCE)
    assert not any(inside[v] for v in range(n) if roles[v] == SINK)


@pytest.mark.parametrize("bound", [0, 1, 2])
def test_flow_gives_up_beyond_the_bound(bound: int) -> None:
    """Four parallel pieces carry four units, but who may know of at most `bound` hears one more."""
    cell = cell_of(2, [(0, 1)] * 4)
    assert maximum_flow(2, cell, flow_of(cell, [int(SOURCE), int(SINK)]), bound) == bound + 1
