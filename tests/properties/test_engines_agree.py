"""The compiled engine answers what the plain one does: the same table, and paths that weigh as much."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.engine.build import build_engine as prepare_engine
from network.engine.protocol import Ends
from network.engine.reference import ReferenceEngine
from network.engine.turn_graph import arc_weights
from network.metric.overlay import Change, Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.travel.matrices import source_ends, target_ends, weight_table
from network.travel.snapping import snap
from tests.factories.examples import examples
from tests.factories.street_grids import places_in, street_grid


def one(ends: Ends, i: int) -> Ends:
    """A single place of several."""
    part = slice(ends.first[i], ends.first[i + 1])
    count = ends.first[i + 1] - ends.first[i]
    return Ends(np.array([0, count]), ends.state[part], ends.duration_ms[part], ends.distance_dm[part])


def assert_agree(roads: RoadMetric, folder: Path, seed: int) -> None:
    snapped = snap(roads.graph, places_in(roads.graph, 23, seed=seed), roads.profile)
    fast = prepare_engine(roads.graph, roads.turns, roads.duration_ms, folder)
    plain = ReferenceEngine.of(roads)
    expected = weight_table(roads, snapped, snapped, engine=plain)
    assert np.array_equal(weight_table(roads, snapped, snapped, engine=fast), expected)

    arc_weight = arc_weights(roads.graph, roads.turns, roads.duration_ms)
    by_states = dict(
        zip(
            zip(roads.turns.tail_state.tolist(), roads.turns.head_state.tolist(), strict=True),
            arc_weight,
            strict=True,
        )
    )
    sources, targets = source_ends(roads, snapped), target_ends(roads, snapped)
    for i in range(0, 23, 4):
        source, target = one(sources, i), one(targets, 22 - i)
        states = fast.path(source, target)
        weight = plain.table(source, target)[0, 0]
        if not np.isfinite(weight):
            assert len(states) == 0
            continue
        driven = sum(by_states[pair] for pair in pairwise(states.tolist()))
        begin = source.weight[source.state == states[0]].min()
        end = target.weight[target.state == states[-1]].min()
        assert begin + driven + end == weight


@examples(25)
@given(st.integers(0, 10_000), st.integers(2, 7), st.integers(0, 25))
def test_engines_agree_on_towns_with_banned_turns(
    tmp_path_factory: pytest.TempPathFactory, seed: int, side: int, restrictions: int
) -> None:
    """Chains over several edges, commands, one-way streets, places on one stretch of road."""
    graph = street_grid(side, seed=seed, restrictions=restrictions)
    assert_agree(road_metric(graph, "car"), tmp_path_factory.mktemp("engine"), seed)


@pytest.mark.parametrize("profile", ["van", "truck_18t", "battery"])
def test_engines_agree_for_every_kind_of_vehicle(tmp_path: Path, profile: str) -> None:
    assert_agree(road_metric(street_grid(7, seed=3), profile), tmp_path, 3)


@examples(15)
@given(st.integers(0, 10_000), st.floats(0.01, 0.4))
def test_engines_agree_after_closures(
    tmp_path_factory: pytest.TempPathFactory, seed: int, share: float
) -> None:
    """Dead ends where vehicles turn back, parts cut off, commands into closed roads."""
    graph = street_grid(6, seed=seed, restrictions=15)
    random = np.random.default_rng(seed)
    closed = np.flatnonzero(random.random(graph.edges) < share)
    slowed = np.flatnonzero(random.random(graph.edges) < share)
    overlay = Overlay(
        (
            Change(edges=tuple(closed.tolist())),
            Change(edges=tuple(slowed.tolist()), speed_factor=0.3),
        )
    )
    assert_agree(road_metric(graph, "car", overlay), tmp_path_factory.mktemp("engine"), seed)
