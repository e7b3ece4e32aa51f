"""Whatever was asked before, a kept matrix is the matrix, number for number."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.metric.overlay import Change, Overlay
from network.travel.matrices import travel_matrix
from network.travel.matrix_cache import cached_travel_matrix
from tests.factories.examples import examples
from tests.factories.street_grids import places_in, street_grid

questions = st.lists(
    st.tuples(
        st.lists(st.integers(0, 19), max_size=14),
        st.sampled_from(["car", "truck_8t"]),
        st.sampled_from([0, 1]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    NetworkLibrary(folder).add(street_grid(4, seed=8), "town")
    return folder


@pytest.fixture(scope="module")
def town(home: Path) -> RoadGraph:
    return NetworkLibrary(home).open("town")


@examples(12)
@given(questions)
def test_any_questions_in_any_order_are_answered_as_if_for_the_first_time(
    home: Path, town: RoadGraph, asked: list[tuple[list[int], str, int]]
) -> None:
    """Repeated places, growing and shrinking days, profiles and closures in turn."""
    shutil.rmtree(home / "matrices", ignore_errors=True)
    known = places_in(town, 20, seed=2)
    overlays = (Overlay(), Overlay((Change(edges=tuple(range(3, town.edges, 7))),)))
    with patch("network.engine.warm_up.is_worth_compiling", lambda *_args, **_sizes: False):
        for rows, profile, closed in asked:
            places = [known[row] for row in rows]
            found = cached_travel_matrix(town, places, profile=profile, overlay=overlays[closed], max_mb=64)
            expected = travel_matrix(town, places, profile=profile, overlay=overlays[closed])
            assert np.array_equal(found.matrix.duration_s, expected.matrix.duration_s)
            assert np.array_equal(found.matrix.distance_m, expected.matrix.distance_m)
            assert np.array_equal(found.snap_m, expected.snap_m)
            assert found.faults == expected.faults
