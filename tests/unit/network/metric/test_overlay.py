"""Closed, slowed and limited stretches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.closures.closure import add_opposite_directions
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Change, Overlay
from network.metric.road_metric import road_metric
from network.metric.turns import build_turn_graph
from network.profiles.profile import edge_duration_ms, load_profile
from network.travel.geometry import leg_paths
from network.travel.matrices import travel_matrix
from tests.factories.street_grids import places_in, street_grid

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def graph() -> RoadGraph:
    return street_grid(6, seed=4)


def durations(graph: RoadGraph, change: Change) -> np.ndarray:
    plain = edge_duration_ms(graph, load_profile("car"))
    return Overlay((change,)).durations_ms(graph, plain) / plain


def test_a_closed_edge_cannot_be_driven_and_the_others_stay(graph: RoadGraph) -> None:
    ratio = durations(graph, Change(edges=(3, 5)))
    assert np.isinf(ratio[[3, 5]]).all()
    assert (np.delete(ratio, [3, 5]) == 1.0).all()


def test_half_the_speed_takes_twice_the_time(graph: RoadGraph) -> None:
    assert durations(graph, Change(edges=(7,), speed_factor=0.5))[7] == pytest.approx(2.0, abs=1e-3)


def test_a_limit_slows_only_what_is_faster(graph: RoadGraph) -> None:
    profile = load_profile("car")
    plain = edge_duration_ms(graph, profile)
    everywhere = Change(edges=tuple(range(graph.edges)), speed_factor=1.0, max_kph=20)
    changed = Overlay((everywhere,)).durations_ms(graph, plain)
    at_limit = np.rint(graph.piece_length_dm[graph.edge_piece] / 10 * 3600 / 20)
    assert np.array_equal(changed, np.maximum(plain, at_limit))
    assert (changed > plain).any()


def test_two_changes_of_one_edge_both_count(graph: RoadGraph) -> None:
    half = Change(edges=(7,), speed_factor=0.5)
    plain = edge_duration_ms(graph, load_profile("car"))
    assert Overlay((half, half)).durations_ms(graph, plain)[7] == pytest.approx(4 * plain[7], abs=2)


@pytest.mark.parametrize(
    ("since_h", "until_h", "holds"),
    [(None, None, True), (-5, -1, False), (-5, 1, True), (3, None, True), (10, None, False), (None, 0, True)],
)
def test_a_change_counts_when_its_time_meets_the_shift(
    since_h: int | None, until_h: int | None, holds: bool
) -> None:
    since, until = (None if hours is None else EIGHT + timedelta(hours=hours) for hours in (since_h, until_h))
    overlay = Overlay((Change(edges=(1,), since=since, until=until),))
    assert bool(overlay.during(EIGHT, EIGHT + timedelta(hours=9)).changes) == holds


@pytest.mark.parametrize("bad", [{"speed_factor": -0.1}, {"speed_factor": 1.5}, {"max_kph": 0.0}])
def test_nonsense_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(InputError, match="N321"):
        Change(edges=(1,), **bad)


def test_edges_of_another_graph_are_refused(graph: RoadGraph) -> None:
    with pytest.raises(InputError, match="N322"):
        road_metric(graph, "car", Overlay((Change(edges=(graph.edges,)),)))


def test_json_and_back() -> None:
    overlay = Overlay(
        (
            Change(edges=(1, 2), since=EIGHT, reason="桥梁施工"),
            Change(edges=(4,), speed_factor=0.6, max_kph=30.0, until=EIGHT),
        )
    )
    assert Overlay.from_json(overlay.as_json()) == overlay


def test_nobody_drives_over_a_closed_road_until_it_opens(graph: RoadGraph) -> None:
    places = places_in(graph, 12, seed=2)
    legs = [(a, b) for a in range(12) for b in range(12) if a != b]
    before = travel_matrix(graph, places).matrix.duration_s
    closed = add_opposite_directions(graph, np.flatnonzero(graph.tail == 14).tolist())
    overlay = Overlay((Change(edges=closed),))

    def over_it(overlay: Overlay) -> int:
        paths = leg_paths(graph, places, legs, overlay=overlay)
        return sum(len(np.intersect1d(path.edges, closed)) for path in paths)

    assert over_it(NO_CHANGES) > 0
    assert over_it(overlay) == 0
    assert (travel_matrix(graph, places, overlay=overlay).matrix.duration_s != before).any()
    assert np.array_equal(travel_matrix(graph, places).matrix.duration_s, before)


def test_a_place_behind_a_closure_is_unreachable_not_elsewhere(graph: RoadGraph) -> None:
    """Every edge that meets one junction is closed; who stands there cannot be reached."""
    corner = np.flatnonzero((graph.tail == 0) | (graph.head == 0))
    at_corner = LonLat(float(graph.node_lon[0]), float(graph.node_lat[0]))
    places = [at_corner, *places_in(graph, 4, seed=1)]
    overlay = Overlay((Change(edges=tuple(corner.tolist())),))
    matrix = travel_matrix(graph, places, overlay=overlay).matrix
    assert (matrix.duration_s[0, 1:] == -1).all()
    assert (matrix.duration_s[1:, 0] == -1).all()


def test_turns_under_a_closure_are_those_of_a_graph_that_was_always_so(graph: RoadGraph) -> None:
    """Costs are looked up rather than worked out again; turning back becomes possible at new dead ends."""
    closed = tuple(range(0, graph.edges, 6))
    roads = road_metric(graph, "car", Overlay((Change(edges=closed),)))
    usable = np.ones(graph.edges, dtype=bool)
    usable[list(closed)] = False
    expected = build_turn_graph(graph, roads.profile, usable=usable)
    for name in ("first_out", "head_state", "cost_ms", "state_edge"):
        assert np.array_equal(getattr(roads.turns, name), getattr(expected, name)), name


def test_only_the_latest_overlays_are_kept(graph: RoadGraph) -> None:
    overlays = [Overlay((Change(edges=(edge,)),)) for edge in range(6)]
    kept = [road_metric(graph, "car", overlay) for overlay in overlays]
    assert road_metric(graph, "car", overlays[-1]) is kept[-1]
    assert road_metric(graph, "car", overlays[0]) is not kept[0]
