"""Ten thousand random pairs equal to Dijkstra on the turn graph, in duration and distance at once."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.road_bench import Bench, places_beside
from network.engine.build import build_engine as prepare_engine
from network.engine.cch import CchEngine
from network.engine.reference import ReferenceEngine
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Change, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import profile_names
from network.travel.matrices import weight_table
from network.travel.snapping import snap

SOURCES, TARGETS = 50, 200
"""10,000 pairs; one Dijkstra a source."""


def closures(graph: RoadGraph) -> Overlay:
    """Two per cent of the roads closed, a third slowed, a tenth limited."""
    random = np.random.default_rng(5)

    def some(share: float) -> tuple[int, ...]:
        return tuple(np.flatnonzero(random.random(graph.edges) < share).tolist())

    return Overlay(
        (
            Change(edges=some(0.02)),
            Change(edges=some(0.3), speed_factor=0.4),
            Change(edges=some(0.1), max_kph=15, speed_factor=1.0),
        )
    )


def wrong_pairs(roads: RoadMetric, engine: CchEngine, *, seed: int = 1) -> tuple[int, int]:
    """How many of 10,000 pairs differ from Dijkstra, and how many are reached at all."""
    graph = roads.graph
    sources, targets = (
        snap(graph, places_beside(roads, count, seed=seed + at), roads.profile)
        for at, count in enumerate((SOURCES, TARGETS))
    )
    expected = weight_table(roads, sources, targets, engine=ReferenceEngine.of(roads))
    found = weight_table(roads, sources, targets, engine=engine)
    return int((found != expected).sum()), int(np.isfinite(expected).sum())


def exact(bench: Bench, graph: RoadGraph, folder: Path) -> None:
    """Every profile, open and with closures; customisation is timed on the way.

    Raises
    ------
    AssertionError
        A pair differs, or hardly any is reached.
    """
    changed = closures(graph)
    for name, (words, overlay) in product(profile_names(), (("open", NO_CHANGES), ("closures", changed))):
        started = time.perf_counter()
        roads = road_metric(graph, name, overlay)
        between = time.perf_counter()
        engine = prepare_engine(graph, roads.turns, roads.duration_ms, folder)
        bench.note(f"{name}, {words}: durations and turns", between - started)
        bench.note(f"{name}, {words}: weights", time.perf_counter() - between)
        wrong, reached = wrong_pairs(roads, engine)
        bench.state(f"{name}, {words}: pairs unlike Dijkstra", wrong, f"of {SOURCES * TARGETS}")
        assert wrong == 0, f"{wrong} pairs differ"
        assert reached > SOURCES * TARGETS * 0.2, f"only {reached} pairs are reached"
