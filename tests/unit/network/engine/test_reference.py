"""A table of few targets is searched backwards from them, and says the same to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from network.engine.protocol import Ends, Engine
from network.engine.reference import ReferenceEngine
from network.metric.overlay import Change, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.travel import matrices
from network.travel.matrices import source_ends, target_ends, weight_table
from network.travel.snapping import snap
from tests.factories.street_grids import places_in, street_grid


@pytest.mark.parametrize("seed", range(4))
def test_backwards_is_as_forwards(seed: int) -> None:
    graph = street_grid(7, seed=seed)
    closed = Overlay((Change(edges=(0, 1, 2), speed_factor=0.0),) if seed % 2 else ())
    roads = road_metric(graph, "car", closed)
    snapped = snap(graph, places_in(graph, 24, seed=seed), roads.profile)
    engine = ReferenceEngine.of(roads)
    sources, targets = source_ends(roads, snapped), target_ends(roads, snapped)
    forwards = engine.table(sources, targets)
    for first in range(0, 24, 5):
        few = _part(targets, first, min(first + 5, 24))
        assert np.array_equal(engine.table(sources, few), forwards[:, first : first + 5])
    assert np.isfinite(forwards).sum() > 24


def test_the_compiler_is_not_loaded_for_a_table_of_few_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = street_grid(7, seed=1)
    roads = road_metric(graph, "car")
    places = snap(graph, places_in(graph, 24, seed=1), roads.profile)
    one = snap(graph, places_in(graph, 1, seed=2), roads.profile)
    asked: list[int] = []

    def noting(roads: RoadMetric, *, sources: int = 0) -> Engine:
        asked.append(sources)
        return ReferenceEngine.of(roads)

    monkeypatch.setattr(matrices, "select_engine", noting)
    weight_table(roads, places, one)
    weight_table(roads, one, places)
    weight_table(roads, places, places)
    assert asked == [1, 1, 24], "what the choice goes by: one search backwards from one target"


def _part(ends: Ends, low: int, high: int) -> Ends:
    part = slice(ends.first[low], ends.first[high])
    first = ends.first[low : high + 1] - ends.first[low]
    return Ends(first, ends.state[part], ends.duration_ms[part], ends.distance_dm[part])
