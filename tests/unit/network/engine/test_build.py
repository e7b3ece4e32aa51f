"""Order, hierarchy and metric on disk: built once, shared, rebuilt when damaged."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from network.engine.build import MAX_METRICS, build_engine
from network.engine.cch import CchEngine
from network.engine.reference import ReferenceEngine
from network.metric.road_metric import RoadMetric
from network.metric.road_metric import road_metric as roads_of
from network.travel.matrices import weight_table
from network.travel.snapping import snap
from tests.factories.street_grids import places_in, street_grid


@pytest.fixture(scope="module")
def roads() -> RoadMetric:
    return roads_of(street_grid(6, seed=1), "car")


def reopened(roads: RoadMetric) -> RoadMetric:
    """The same roads as another process has them: nothing is kept in memory for this graph object."""
    return replace(roads, graph=replace(roads.graph))


def steps_of(roads: RoadMetric, folder: Path, duration_ms: np.ndarray | None = None) -> list[str]:
    """What preparing had to do."""
    steps: list[str] = []
    durations = roads.duration_ms if duration_ms is None else duration_ms
    build_engine(roads.graph, roads.turns, durations, folder, progress=steps.append)
    return steps


def table(roads: RoadMetric, engine: CchEngine | ReferenceEngine) -> np.ndarray:
    snapped = snap(roads.graph, places_in(roads.graph, 20), roads.profile)
    return weight_table(roads, snapped, snapped, engine=engine)


def test_the_second_time_everything_is_there(roads: RoadMetric, tmp_path: Path) -> None:
    assert steps_of(roads, tmp_path) == ["order", "contract", "customise"]
    assert steps_of(roads, tmp_path) == []
    assert steps_of(reopened(roads), tmp_path) == []


def test_a_new_metric_needs_no_new_order(roads: RoadMetric, tmp_path: Path) -> None:
    build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path)
    assert steps_of(roads, tmp_path, roads.duration_ms * 2) == ["customise"]


def test_another_vehicle_shares_order_and_hierarchy(roads: RoadMetric, tmp_path: Path) -> None:
    """A truck is banned where cars are not, yet its turns are among all possible ones."""
    build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path)
    assert steps_of(roads_of(roads.graph, "truck_18t"), tmp_path) == ["customise"]


@pytest.mark.parametrize("kind", ["order", "hierarchy", "metric"])
@pytest.mark.parametrize("damage", ["cut", "altered", "emptied"])
def test_a_damaged_file_is_rebuilt_and_never_served(
    roads: RoadMetric, tmp_path: Path, kind: str, damage: str
) -> None:
    build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path)
    if kind == "order":  # looked at only where the hierarchy is missing
        next(tmp_path.glob("hierarchy*")).unlink()
    path = next(tmp_path.glob(f"{kind}*"))
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "cut": content[:middle],
            "altered": content[:middle] + bytes(byte ^ 0xFF for byte in content[middle:]),
            "emptied": b"",
        }[damage]
    )
    roads = reopened(roads)
    engine = build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path)
    assert np.array_equal(table(roads, engine), table(roads, ReferenceEngine.of(roads)))
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_still_gives_an_engine(roads: RoadMetric, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    engine = build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path / "file" / "engine")
    assert np.array_equal(table(roads, engine), table(roads, ReferenceEngine.of(roads)))


def test_metrics_unused_for_longest_are_deleted(roads: RoadMetric, tmp_path: Path) -> None:
    build_engine(roads.graph, roads.turns, roads.duration_ms, tmp_path)
    first = next(tmp_path.glob("metric-*"))
    os.utime(first, (1, 1))
    for day in range(MAX_METRICS):
        build_engine(roads.graph, roads.turns, roads.duration_ms + day + 1, tmp_path)
    kept = list(tmp_path.glob("metric-*"))
    assert len(kept) == MAX_METRICS
    assert first not in kept


def test_states_that_remember_are_part_of_the_hierarchy(tmp_path: Path) -> None:
    """Two towns alike but for a ban over three edges share the order only."""
    plain, banned = (roads_of(street_grid(5, seed=2, restrictions=n), "car") for n in (0, 30))
    assert banned.turns.states > plain.turns.states
    build_engine(plain.graph, plain.turns, plain.duration_ms, tmp_path)
    assert steps_of(banned, tmp_path) == ["contract", "customise"]
