"""Closures kept by place: stored, honoured, found again on another map, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.domain.errors import InputError, NotFoundError
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.library import NetworkLibrary
from network.metric.overlay import NO_CHANGES
from network.osm.load import import_source
from network.travel.matrices import travel_matrix
from tests.factories.osm import OsmFile, crossing, lonlat

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
WEST, NORTH, EAST = lonlat(-500, 0), lonlat(0, 500), lonlat(500, 0)


@pytest.fixture
def store(tmp_path: Path) -> ClosureStore:
    import_town(tmp_path, crossing())
    return ClosureStore(tmp_path)


def import_town(home: Path, file: OsmFile) -> None:
    NetworkLibrary(home).add(import_source(file.write(home / "roads.osm")), "town")


def duration_s(home: Path, store: ClosureStore, a: int = 0, b: int = 1) -> int:
    graph = NetworkLibrary(home).open("town")
    found = travel_matrix(graph, [WEST, NORTH, EAST], overlay=store.overlay("town", graph))
    return int(found.matrix.duration_s[a, b])


def test_without_closures_nothing_changes(store: ClosureStore) -> None:
    assert store.closures("town") == ()
    assert store.overlay("town") is NO_CHANGES


def test_a_road_closed_between_two_junctions_is_gone_round_and_opened_again(
    tmp_path: Path, store: ClosureStore
) -> None:
    before = duration_s(tmp_path, store, 0, 2)
    kept, change = store.add("town", Closure(kind="road", points=(lonlat(250, 0),), reason="flood"))
    assert len(change.edges) == 2
    assert duration_s(tmp_path, store, 0, 1) > 0
    assert duration_s(tmp_path, store, 0, 2) == -1  # the place itself lies on the closed arm
    assert ClosureStore(tmp_path).closures("town") == (kept,)
    assert store.remove("town", kept.id) == kept
    assert duration_s(tmp_path, store, 0, 2) == before


def test_a_stretch_is_the_way_over_its_points_in_one_direction_or_both(store: ClosureStore) -> None:
    points = (lonlat(-400, 0), lonlat(0, 400))
    _, both = store.add("town", Closure(kind="stretch", points=points))
    _, one = store.add("town", Closure(kind="stretch", points=points, both_directions=False))
    assert (len(both.edges), len(one.edges)) == (4, 2)
    assert set(one.edges) < set(both.edges)


def test_an_area_closes_every_road_that_touches_it(store: ClosureStore) -> None:
    corners = (lonlat(-50, -50), lonlat(50, -50), lonlat(50, 50), lonlat(-50, 50))
    _, change = store.add("town", Closure(kind="area", points=corners))
    assert len(change.edges) == 8


def test_slowing_and_times_are_kept(tmp_path: Path, store: ClosureStore) -> None:
    before = duration_s(tmp_path, store)
    store.add(
        "town",
        Closure(kind="road", points=(WEST,), speed_factor=0.5, since=EIGHT, until=EIGHT + timedelta(hours=2)),
    )
    assert duration_s(tmp_path, store) > before
    overlay = ClosureStore(tmp_path).overlay("town")
    assert overlay.during(EIGHT, EIGHT) == overlay
    assert overlay.during(EIGHT + timedelta(hours=3), EIGHT + timedelta(hours=4)) == NO_CHANGES
    (kept,) = store.closures("town")
    assert (kept.since, kept.speed_factor) == (EIGHT, 0.5)


def test_a_network_imported_again_keeps_its_closures_on_its_new_edges(
    tmp_path: Path, store: ClosureStore
) -> None:
    """A junction more in every arm: the edges have other numbers."""
    kept, before = store.add("town", Closure(kind="road", points=(lonlat(750, 0),)))
    file = OsmFile().nodes(
        {1: (0, 0), 2: (-1000, 0), 3: (0, 1000), 4: (1000, 0), 5: (0, -1000), 6: (600, 0), 7: (600, 300)}
    )
    for outer in (2, 3, 5):
        file.way(10 + outer, [outer, 1], "secondary")
    file.way(14, [4, 6, 1], "secondary").way(16, [6, 7], "secondary").way(20, [2, 3, 4, 5, 2], "secondary")
    import_town(tmp_path, file)
    assert duration_s(tmp_path, store, 0, 2) > 0  # the part with the place, west of the new junction, is open
    graph = NetworkLibrary(tmp_path).open("town")
    (change,) = store.overlay("town", graph).changes
    assert len(change.edges) == 2
    assert {int(graph.piece_way_id[graph.edge_piece[edge]]) for edge in change.edges} == {14}
    assert store.closures("town") == (kept,)
    assert len(before.edges) == 2


def test_a_closure_that_fits_a_new_map_no_more_is_named_and_can_be_taken_back(
    tmp_path: Path, store: ClosureStore
) -> None:
    kept, _ = store.add("town", Closure(kind="road", points=(WEST,)))
    far = OsmFile().nodes({1: (90_000, 0), 2: (91_000, 0)}).way(1, [1, 2])
    import_town(tmp_path, far)
    with pytest.raises(InputError) as refused:
        store.overlay("town")
    assert refused.value.code == "N325"
    assert kept.id in str(refused.value)
    store.remove("town", kept.id)
    assert store.overlay("town") is NO_CHANGES


@pytest.mark.parametrize(("closure", "code"), [
    (Closure(kind="road", points=(lonlat(90_000, 0),)), "N201"),
    (Closure(kind="road", points=(WEST,), speed_factor=2.0), "N321"),
    (Closure(kind="stretch", points=(WEST,)), "N324"),
    (Closure(kind="area", points=(WEST, EAST)), "N323"),
])  # fmt: skip
def test_closures_that_mean_nothing_are_refused_and_not_stored(
    store: ClosureStore, closure: Closure, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        store.add("town", closure)
    assert refused.value.code == code
    assert store.closures("town") == ()


def test_unknown_networks_and_closures(store: ClosureStore) -> None:
    with pytest.raises(NotFoundError) as refused:
        store.overlay("atlantis")
    assert refused.value.code == "N109"
    with pytest.raises(NotFoundError) as refused:
        store.remove("town", "abc")
    assert refused.value.code == "N326"


def test_a_damaged_file_is_named(tmp_path: Path, store: ClosureStore) -> None:
    store.add("town", Closure(kind="road", points=(WEST,)))
    (tmp_path / "networks" / "closures" / "town.json").write_text('{"version": 1', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        store.overlay("town")
    assert refused.value.code == "N325"
    assert NetworkLibrary(tmp_path).names() == ("town",)
