"""Studies whose best answer is known by construction: lines, grids, clustered copies; proved, at once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from data.domain.study import SitingModel, SitingStudy
from tests.factories.studies import answered


def line(places: int) -> NDArray[np.float64]:
    at = np.arange(places, dtype=float)
    return np.abs(at[:, None] - at[None, :])


def grid(width: int) -> NDArray[np.float64]:
    """City-block distances of a square grid."""
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(width), np.arange(width)))
    return np.abs(x[:, None] - x[None, :]) + np.abs(y[:, None] - y[None, :])


def clusters(copies: int, seed: int = 5) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Copies of one star of places, far apart; each copy's best point is its hub, its column 0."""
    random = np.random.default_rng(seed)
    arms = np.append(0.0, random.integers(1, 9, 11))
    star = arms[:, None] + arms[None, :]
    np.fill_diagonal(star, 0.0)
    cost = np.full((12 * copies, 12 * copies), 1e6)
    for copy in range(copies):
        own = slice(12 * copy, 12 * copy + 12)
        cost[own, own] = star
    return cost, arms


def test_a_line_is_covered_by_every_third_place() -> None:
    found = answered(SitingStudy("set_cover", line(300), radius=1.0))
    assert (found.status, found.objective) == ("optimal", 100)


def test_the_most_of_a_line_that_p_points_cover() -> None:
    found = answered(SitingStudy("max_cover", line(200), np.ones(200), radius=2.0, p=7))
    assert (found.status, found.objective) == ("optimal", 35)


def test_the_centre_of_a_line_is_in_the_middle_of_equal_parts() -> None:
    found = answered(SitingStudy("p_center", line(99), p=3))
    assert (found.status, found.objective, found.open) == ("optimal", 16, (16, 49, 82))


def test_the_median_of_a_line_is_in_the_middle_of_equal_parts() -> None:
    found = answered(SitingStudy("p_median", line(45), np.ones(45), p=5))
    assert (found.status, found.objective, found.open) == ("optimal", 5 * 20, (4, 13, 22, 31, 40))


def test_the_centre_of_a_grid() -> None:
    found = answered(SitingStudy("p_center", grid(9), p=1))
    assert (found.status, found.objective, found.open) == ("optimal", 8, (40,))


@pytest.mark.parametrize("model", ["p_median", "p_center", "set_cover", "max_cover"])
def test_copies_of_a_star_each_get_their_hub(model: SitingModel) -> None:
    copies = 25
    cost, arms = clusters(copies)
    study = SitingStudy(model, cost, np.ones(len(cost)), radius=float(arms.max()), p=copies)
    found = answered(study)
    expected = {
        "p_median": copies * arms.sum(),
        "p_center": arms.max(),
        "set_cover": copies,
        "max_cover": len(cost),
    }
    assert (found.status, found.objective) == ("optimal", expected[model])
    assert found.bound == found.objective
    if model == "p_median":
        assert found.open == tuple(range(0, 12 * copies, 12))


def test_a_radius_that_is_too_small_is_told_with_the_one_that_works() -> None:
    found = answered(SitingStudy("set_cover", line(5)[:, :1], radius=2.0))
    assert (found.status, found.least_radius) == ("infeasible", 4.0)
    assert "2 of 5 places have no column within 2" in found.reason


def test_more_existing_points_than_may_be_open() -> None:
    found = answered(SitingStudy("p_center", line(4), p=1, existing=(0, 3)))
    assert (found.status, found.open, found.assignment) == ("infeasible", (), (None,) * 4)
    assert "2 existing points" in found.reason


def test_a_budget_that_buys_too_little() -> None:
    fixed = np.full(9, 10.0)
    found = answered(SitingStudy("set_cover", line(9), radius=1.0, fixed=fixed, budget=20.0))
    assert found.status == "infeasible"
    assert found.least_radius == 2.0


def test_no_demand_at_all() -> None:
    found = answered(SitingStudy("p_median", line(3), np.zeros(3), p=2))
    assert (found.status, found.objective, len(found.open)) == ("optimal", 0, 2)


def test_two_columns_on_one_spot_are_never_both_needed() -> None:
    cost = np.repeat(line(6), 2, axis=1)
    found = answered(SitingStudy("set_cover", cost, radius=1.0))
    assert (found.objective, len(found.open)) == (2, 2)


def test_a_place_that_cannot_be_reached_is_left_out_of_maximum_cover() -> None:
    cost = np.array([[0.0, 4.0], [np.inf, np.inf]])
    found = answered(SitingStudy("max_cover", cost, np.array([3.0, 9.0]), radius=1.0, p=1))
    assert (found.status, found.objective, found.assignment) == ("optimal", 3, (0, None))


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1e9])
def test_the_unit_of_the_costs_does_not_matter(scale: float) -> None:
    cost = np.random.default_rng(3).random((30, 12)) + 0.1
    plain = answered(SitingStudy("p_median", cost, np.ones(30), p=4))
    scaled = answered(SitingStudy("p_median", cost * scale, np.ones(30), p=4))
    assert (scaled.status, scaled.open) == ("optimal", plain.open)
