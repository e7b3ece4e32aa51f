"""Stops that lie near get close numbers."""

from __future__ import annotations

import numpy as np

from routing.engines.lns.encoding.stops import order_by_locality


def test_every_place_is_numbered_once_and_neighbours_stay_close() -> None:
    rng = np.random.default_rng(4)
    along = rng.permutation(64)
    away = np.abs(along[:, None] - along[None, :])
    order = order_by_locality(away, range(64))
    assert sorted(order) == list(range(64))
    steps = np.abs(np.diff(along[order]))
    assert np.median(steps) <= 4
    assert np.median(np.abs(np.diff(along))) > 10


def test_places_may_be_some_of_the_matrix_and_repeat() -> None:
    away = np.abs(np.subtract.outer(np.arange(9), np.arange(9)))
    assert sorted(order_by_locality(away, [8, 0, 8, 4, 0, 7])) == list(range(6))
    assert order_by_locality(away, []) == []
