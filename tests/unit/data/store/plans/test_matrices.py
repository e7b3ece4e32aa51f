"""Matrices come back from the database as they were."""

from __future__ import annotations

import numpy as np

from data.domain.matrix import UNREACHABLE, TravelMatrix
from data.store.plans.matrices import pack_matrices, unpack_matrices


def test_matrices_come_back_by_profile() -> None:
    rng = np.random.default_rng(1)
    matrices = {
        profile: TravelMatrix(
            duration_s=rng.integers(UNREACHABLE, 90_000, (7, 7), dtype=np.int32),
            distance_m=rng.integers(UNREACHABLE, 2**31 - 1, (7, 7), dtype=np.int32),
        )
        for profile in ("truck_4t", "van")
    }
    found = unpack_matrices(pack_matrices(matrices))
    assert list(found) == ["truck_4t", "van"]
    for profile, matrix in matrices.items():
        assert found[profile].duration_s.dtype == np.int32
        np.testing.assert_array_equal(found[profile].duration_s, matrix.duration_s)
        np.testing.assert_array_equal(found[profile].distance_m, matrix.distance_m)
