"""Points against what they achieve."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.study import SitingStudy
from network.siting.trade_off import trade_off

LINE = np.abs(np.arange(9.0)[:, None] - np.arange(9.0)[None, :])


def test_each_number_of_points_has_its_best_choice() -> None:
    study = SitingStudy("max_cover", LINE, np.ones(9), radius=1.0, p=1)
    found = trade_off(study, [3, 1, 2], seconds=60.0)
    assert [(count, answer.status, answer.objective) for count, answer in found] == [
        (1, "optimal", 3), (2, "optimal", 6), (3, "optimal", 9),
    ]  # fmt: skip


def test_a_curve_needs_a_number_of_points_to_vary() -> None:
    with pytest.raises(InputError) as caught:
        trade_off(SitingStudy("set_cover", LINE, radius=1.0), [1], seconds=1.0)
    assert caught.value.code == "C107"
