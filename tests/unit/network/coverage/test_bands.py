"""Who is within reach, and who beyond."""

from __future__ import annotations

import numpy as np

from data.domain.study import SitingStudy
from network.coverage.bands import count_by_band

COST = np.array([[10.0, 90.0], [30.0, 20.0], [61.0, 99.0], [np.inf, 5.0]])
STUDY = SitingStudy("p_center", COST, np.array([1.0, 2.0, 4.0, 8.0]), p=1, groups=("a", "a", "b", "b"))


def test_places_count_in_the_first_band_that_holds_them() -> None:
    found = count_by_band(STUDY, [0], [30, 60])
    assert found["all"] == {"places": [2, 0, 1, 1], "weight": [3, 0, 4, 8], "worst": 61}
    assert found["groups"]["a"]["places"] == [2, 0, 0, 0]
    assert "townships" not in found


def test_townships_are_counted_too() -> None:
    found = count_by_band(STUDY, [0, 1], [15], townships=("t", "u", "u", "t"))
    assert found["townships"]["t"] == {"places": [2, 0, 0], "weight": [9, 0, 0], "worst": 10}


def test_nobody_is_reached_where_nothing_is_open() -> None:
    assert count_by_band(STUDY, [], [15])["all"] == {"places": [0, 0, 4], "weight": [0, 0, 15], "worst": None}
