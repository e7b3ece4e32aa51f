"""The compiled engine on real roads: 10,000 pairs equal to Dijkstra, with closures and for every profile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.domain.places import LonLat
from network.engine.build import build_engine as prepare_engine
from network.engine.reference import ReferenceEngine
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Change, Overlay
from network.metric.road_metric import road_metric
from network.profiles.profile import profile_names
from network.travel.matrices import weight_table
from network.travel.snapping import snap

pytestmark = pytest.mark.shared


def some_places(graph: RoadGraph, count: int) -> list[LonLat]:
    """Near junctions; every tenth a second time, and every seventh a few steps along the same road."""
    random = np.random.default_rng(11)
    node = random.integers(graph.nodes, size=count)
    node[::10], node[1::7] = node[0], node[: len(node[1::7])]
    east = random.uniform(-3e-4, 3e-4, count)
    return [
        LonLat(float(graph.node_lon[v]) + e, float(graph.node_lat[v]))
        for v, e in zip(node, east, strict=True)
    ]


def overlays(graph: RoadGraph) -> dict[str, Overlay]:
    random = np.random.default_rng(5)

    def some(share: float) -> tuple[int, ...]:
        return tuple(np.flatnonzero(random.random(graph.edges) < share).tolist())

    return {
        "open": NO_CHANGES,
        "closed": Overlay((Change(edges=some(0.02)),)),
        "slow": Overlay(
            (Change(edges=some(0.3), speed_factor=0.4), Change(edges=some(0.1), max_kph=15, speed_factor=1.0))
        ),
    }


@pytest.mark.parametrize("changes", ["open", "closed", "slow"])
def test_ten_thousand_pairs_equal_dijkstra(andorra: RoadGraph, tmp_path: Path, changes: str) -> None:
    """In duration and in distance at once: both are in the weight."""
    roads = road_metric(andorra, "car", overlays(andorra)[changes])
    snapped = snap(andorra, some_places(andorra, 100), "car")
    fast = prepare_engine(andorra, roads.turns, roads.duration_ms, tmp_path)
    expected = weight_table(roads, snapped, snapped, engine=ReferenceEngine.of(roads))
    assert np.isfinite(expected).mean() > 0.3
    assert np.array_equal(weight_table(roads, snapped, snapped, engine=fast), expected)


@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_equals_dijkstra(andorra: RoadGraph, tmp_path: Path, profile: str) -> None:
    roads = road_metric(andorra, profile)
    snapped = snap(andorra, some_places(andorra, 30), profile)
    fast = prepare_engine(andorra, roads.turns, roads.duration_ms, tmp_path)
    expected = weight_table(roads, snapped, snapped, engine=ReferenceEngine.of(roads))
    assert np.array_equal(weight_table(roads, snapped, snapped, engine=fast), expected)


def test_threads_change_no_table(andorra: RoadGraph, tmp_path: Path) -> None:
    roads = road_metric(andorra, "car")
    snapped = snap(andorra, some_places(andorra, 350), "car")
    one, two = (
        prepare_engine(andorra, roads.turns, roads.duration_ms, tmp_path, threads=threads)
        for threads in (1, 2)
    )
    assert np.array_equal(
        weight_table(roads, snapped, snapped, engine=one), weight_table(roads, snapped, snapped, engine=two)
    )
