"""Places laid out from travel times: distances are kept as far as a plane allows."""

from __future__ import annotations

import numpy as np

from routing.parallel.embedding import embed


def lengths(points: np.ndarray) -> np.ndarray:
    return np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))


def test_places_on_a_plane_come_back_up_to_turning() -> None:
    points = np.random.default_rng(1).uniform(0, 10_000, (150, 2))
    away = lengths(points)
    assert np.abs(lengths(embed(np.rint(away).astype(np.int32))) - away).max() < 10


def test_unreachable_places_lie_far_off_and_nothing_breaks() -> None:
    points = np.random.default_rng(2).uniform(0, 1_000, (20, 2))
    times = np.rint(lengths(points)).astype(np.int32)
    times[0, 1:] = times[1:, 0] = -1
    found = embed(times)
    assert np.all(np.isfinite(found))
    assert np.hypot(*(found[0] - found[1:].mean(axis=0))) > np.hypot(*found[1:].std(axis=0))


def test_one_or_two_places_are_no_problem() -> None:
    for n in (1, 2):
        assert embed(np.zeros((n, n), np.int32)).shape == (n, 2)
