"""An engine at once: the plain one while the fast one is made, a stated fault where neither can be."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from data.domain.errors import UnavailableError
from data.domain.places import LonLat
from network.engine import selection
from network.engine.reference import ReferenceEngine
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.metric.road_metric import RoadMetric, road_metric
from network.travel.matrices import weight_table
from network.travel.snapping import snap
from tests.factories.street_grids import places_in, street_grid


@pytest.fixture
def stored(tmp_path: Path) -> RoadGraph:
    library = NetworkLibrary(tmp_path)
    library.add(street_grid(6, seed=5), "grid")
    return library.open("grid")


class Gate:
    """Stands in for compiling: waits until it is let through, then says how it went."""

    def __init__(self) -> None:
        self.through = threading.Event()
        self.compiled = True
        self.calls = 0

    def __call__(self, _cache: Path) -> bool:
        self.calls += 1
        self.through.wait(20)
        return self.compiled


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate()
    monkeypatch.setattr(selection, "_compile", made)
    monkeypatch.setattr(selection, "WAIT_MIN_S", 0.05)
    return made


def wait_for_the_fast_one(roads: RoadMetric) -> None:
    deadline = time.monotonic() + 60
    while isinstance(selection.select_engine_in_time(roads, sources=1), ReferenceEngine):
        assert time.monotonic() < deadline, "the fast engine never came"
        time.sleep(0.05)


def test_a_graph_that_is_stored_nowhere_gets_the_plain_engine() -> None:
    roads = road_metric(street_grid(4), "car")
    assert isinstance(selection.select_engine_in_time(roads, sources=9), ReferenceEngine)


def test_the_plain_engine_answers_until_the_fast_one_is_there(stored: RoadGraph, gate: Gate) -> None:
    roads = road_metric(stored, "car")
    plain = selection.select_engine_in_time(roads, sources=3)
    assert isinstance(plain, ReferenceEngine)
    gate.through.set()
    wait_for_the_fast_one(roads)
    fast = selection.select_engine_in_time(roads, sources=3)
    places: list[LonLat] = places_in(stored, 5)
    snapped = snap(stored, places)
    assert (
        weight_table(roads, snapped, snapped, engine=fast)
        == weight_table(roads, snapped, snapped, engine=plain)
    ).all()
    assert gate.calls == 1


def test_many_callers_at_once_start_one_preparation(stored: RoadGraph, gate: Gate) -> None:
    roads = road_metric(stored, "car")
    callers = [
        threading.Thread(target=selection.select_engine_in_time, args=(roads,), kwargs={"sources": 1})
        for _ in range(8)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(20)
        assert not caller.is_alive()
    assert gate.calls == 1
    gate.through.set()
    wait_for_the_fast_one(roads)


def test_a_table_too_large_for_the_plain_engine_is_put_off(
    stored: RoadGraph, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "WAIT_MAX_S", 0.1)
    roads = road_metric(stored, "car")
    with pytest.raises(UnavailableError) as refused:
        selection.select_engine_in_time(roads, sources=10**9)
    assert refused.value.code == "N313"
    gate.through.set()
    wait_for_the_fast_one(roads)
    assert not isinstance(selection.select_engine_in_time(roads, sources=10**9), ReferenceEngine)


def test_a_preparation_that_fails_leaves_the_plain_engine_and_is_tried_again(
    stored: RoadGraph, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.compiled = False
    gate.through.set()
    roads = road_metric(stored, "car")
    for _ in range(3):
        assert isinstance(selection.select_engine_in_time(roads, sources=1), ReferenceEngine)
    assert gate.calls == 1
    monkeypatch.setattr(selection, "RETRY_AFTER_S", 0.0)
    gate.compiled = True
    wait_for_the_fast_one(roads)
    assert gate.calls >= 2
