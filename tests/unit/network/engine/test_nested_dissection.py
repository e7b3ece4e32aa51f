"""The order of contraction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.engine.nested_dissection import morton_order, order_pieces, select_ends
from tests.factories.examples import examples


@examples(40)
@given(st.data())
def test_every_piece_gets_one_rank(data: st.DataObject) -> None:
    """Loops, parallel pieces, islands and junctions on one spot included."""
    n = data.draw(st.integers(1, 15))
    vertex = st.integers(0, n - 1)
    pieces = data.draw(st.lists(st.tuples(vertex, vertex), max_size=40))
    place = st.sampled_from([0.0, 1.0, 2.5])
    x, y = (np.array(data.draw(st.lists(place, min_size=n, max_size=n))) for _ in range(2))
    tail, head = (np.array([piece[i] for piece in pieces], np.int32) for i in (0, 1))
    assert sorted(order_pieces(tail, head, x, y)) == list(range(len(pieces)))


def test_many_parallel_pieces_between_two_junctions_are_all_ranked() -> None:
    """More than the square of the junctions: the first bound on the flow must allow for them."""
    tail, head = np.zeros(9, np.int32), np.ones(9, np.int32)
    place = np.array([0.0, 1.0])
    assert sorted(order_pieces(tail, head, place, place)) == list(range(9))


def test_a_bridge_between_two_towns_comes_last() -> None:
    """Two square grids joined by one road: nothing separates better."""
    side = 6
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    a = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    b = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    bridge = (np.int32([side * side - 1]), np.int32([side * side]))
    tail = np.concatenate((a, a + side * side, bridge[0]))
    head = np.concatenate((b, b + side * side, bridge[1]))
    y, x = (axis.ravel().astype(float) for axis in np.indices((side, side)))
    rank = order_pieces(tail, head, np.concatenate((x, x + 20)), np.concatenate((y, y)))
    assert rank[-1] == len(tail) - 1


def test_separators_of_a_grid_stay_small() -> None:
    """The last pieces to be contracted are about a side of the square, not a share of its area."""
    side = 30
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    tail = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    head = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    y, x = (axis.ravel().astype(float) for axis in np.indices((side, side)))
    rank = order_pieces(tail, head, x, y)
    kept = rank < len(tail) - side
    group = np.arange(side * side)
    for _ in range(side * side):
        low = np.minimum(group[tail[kept]], group[head[kept]])
        np.minimum.at(group, tail[kept], low)
        np.minimum.at(group, head[kept], low)
    largest = np.bincount(group).max()
    assert largest <= 0.72 * side * side


@pytest.mark.parametrize("k", [0, 3, 9])
def test_select_ends_brings_the_smallest_keys_to_the_front(k: int) -> None:
    key = np.random.default_rng(k).integers(0, 4, 10).astype(float)
    members = np.arange(10, dtype=np.int32)
    select_ends(key, members, 10, k)
    assert sorted(members) == list(range(10))
    assert max(key[members[: k + 1]]) <= min(key[members[k:]])


def test_morton_order_keeps_neighbours_together() -> None:
    x, y = np.array([0.0, 9.0, 0.1, 9.1]), np.array([0.0, 9.0, 0.1, 9.1])
    assert morton_order(x, y).tolist() == [0, 2, 1, 3]


def test_morton_order_of_points_on_one_spot_keeps_their_order() -> None:
    assert morton_order(np.ones(3), np.ones(3)).tolist() == [0, 1, 2]
