"""Travel matrices that are kept: found again, extended, bounded, and never served when damaged."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.metric.overlay import Change, Overlay
from network.profiles.profile import load_profile
from network.travel import matrix_cache
from network.travel.matrices import travel_matrix
from network.travel.matrix_cache import cached_travel_matrix, discard_unused, metric_digest
from tests.factories.street_grids import places_in, street_grid

MB = 64


@pytest.fixture(autouse=True)
def plain_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables here are tiny: nothing is compiled or contracted for them."""
    monkeypatch.setattr("network.engine.warm_up.is_worth_compiling", lambda *_args, **_sizes: False)


@pytest.fixture
def town(tmp_path: Path) -> RoadGraph:
    NetworkLibrary(tmp_path).add(street_grid(5, seed=3), "town")
    return NetworkLibrary(tmp_path).open("town")


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Sizes of the tables that are computed, as they are."""
    sizes: list[tuple[int, int]] = []
    real = matrix_cache.weight_table

    def counted(roads, sources, targets, **options):
        sizes.append((len(sources.edge), len(targets.edge)))
        return real(roads, sources, targets, **options)

    monkeypatch.setattr(matrix_cache, "weight_table", counted)
    return sizes


def different(graph: RoadGraph, n: int, *, seed: int) -> list[LonLat]:
    """n places, none twice."""
    return list(dict.fromkeys(places_in(graph, 3 * n, seed=seed)))[:n]


def files(home: Path) -> list[Path]:
    return sorted(path for path in (home / "matrices").rglob("*") if path.is_file())


def assert_same(found, expected) -> None:
    assert np.array_equal(found.matrix.duration_s, expected.matrix.duration_s)
    assert np.array_equal(found.matrix.distance_m, expected.matrix.distance_m)
    assert np.array_equal(found.snap_m, expected.snap_m, equal_nan=True)
    assert found.faults == expected.faults


def test_a_second_time_nothing_is_computed(town, computed):
    places = different(town, 9, seed=1)
    first = cached_travel_matrix(town, places, max_mb=MB)
    assert computed == [(9, 9)]
    assert_same(cached_travel_matrix(town, places, max_mb=MB), first)
    assert computed == [(9, 9)]


def test_another_process_finds_what_one_computed(town, computed, tmp_path):
    """A graph opened again stands for another process: nothing but the files is shared."""
    places = different(town, 9, seed=1)
    cached_travel_matrix(town, places, max_mb=MB)
    cached_travel_matrix(NetworkLibrary(tmp_path).open("town"), places, max_mb=MB)
    assert computed == [(9, 9)]


def test_new_places_cost_only_their_rows_and_columns(town, computed):
    places = different(town, 12, seed=2)
    cached_travel_matrix(town, places[:9], max_mb=MB)
    found = cached_travel_matrix(town, places, max_mb=MB)
    assert computed[1:] == [(3, 12), (9, 3)]
    assert_same(found, travel_matrix(town, places))


def test_fewer_places_in_another_order_are_all_known(town, computed):
    places = different(town, 9, seed=2)
    cached_travel_matrix(town, places, max_mb=MB)
    asked = [places[7], places[0], places[7], places[3]]
    assert_same(cached_travel_matrix(town, asked, max_mb=MB), travel_matrix(town, asked))
    assert computed == [(9, 9)]


def test_a_table_of_which_little_is_known_is_computed_whole(town, computed):
    places = different(town, 9, seed=2)
    cached_travel_matrix(town, places[:2], max_mb=MB)
    cached_travel_matrix(town, places, max_mb=MB)
    assert computed == [(2, 2), (9, 9)]


def test_an_extended_table_takes_the_place_of_the_smaller_one(town, tmp_path):
    places = different(town, 9, seed=2)
    cached_travel_matrix(town, places[:8], max_mb=MB)
    cached_travel_matrix(town, places, max_mb=MB)
    assert len(files(tmp_path)) == 1


def test_a_place_moved_by_a_millimetre_is_another_place(town, computed):
    places = different(town, 4, seed=2)
    cached_travel_matrix(town, places, max_mb=MB)
    places[0] = LonLat(places[0].lon + 1e-8, places[0].lat)
    cached_travel_matrix(town, places, max_mb=MB)
    assert computed[1:] == [(1, 4), (3, 1)]


def test_a_closure_is_never_answered_from_before_it_nor_after_it(town, computed):
    places = different(town, 9, seed=4)
    free = cached_travel_matrix(town, places, max_mb=MB)
    closed = Overlay((Change(edges=tuple(range(0, town.edges, 3))),))
    barred = cached_travel_matrix(town, places, overlay=closed, max_mb=MB)
    assert_same(barred, travel_matrix(town, places, overlay=closed))
    assert (barred.matrix.duration_s != free.matrix.duration_s).any()
    assert_same(cached_travel_matrix(town, places, max_mb=MB), free)
    assert computed == [(9, 9), (9, 9)]


def test_another_import_under_the_name_is_computed_anew(town, computed, tmp_path):
    places = different(town, 5, seed=4)
    cached_travel_matrix(town, places, max_mb=MB)
    library = NetworkLibrary(tmp_path)
    library.add(street_grid(5, seed=3, restrictions=0), "town")
    again = library.open("town")
    assert_same(cached_travel_matrix(again, places, max_mb=MB), travel_matrix(again, places))
    assert computed == [(5, 5), (5, 5)]
    assert len(files(tmp_path)) == 1, "those of the replaced graph are gone"


def test_a_vehicle_and_another_version_of_the_program_have_tables_of_their_own(monkeypatch):
    car = load_profile("car")
    key = metric_digest("g", car, Overlay())
    assert metric_digest("g", replace(car, mass_t=1.0), Overlay()) != key
    assert metric_digest("h", car, Overlay()) != key
    assert metric_digest("g", car, Overlay((Change(edges=(1,)),))) != key
    monkeypatch.setattr(matrix_cache, "program_digest", lambda: "another")
    assert metric_digest("g", car, Overlay()) != key


def test_when_and_why_a_road_is_closed_makes_no_other_table():
    car = load_profile("car")
    a, b = (Overlay((Change(edges=(1, 2), reason=reason),)) for reason in ("works", "flood"))
    assert metric_digest("g", car, a) == metric_digest("g", car, b)


@pytest.mark.parametrize("damage", ["cut", "altered", "empty"])
def test_a_damaged_file_is_rebuilt_and_never_served(town, computed, tmp_path, damage, caplog):
    places = different(town, 9, seed=5)
    first = cached_travel_matrix(town, places, max_mb=MB)
    (path,) = files(tmp_path)
    content = bytearray(path.read_bytes())
    if damage == "altered":
        content[-5] ^= 0xFF
    path.write_bytes(content[: {"cut": -9, "altered": len(content), "empty": 0}[damage]])
    assert_same(cached_travel_matrix(town, places, max_mb=MB), first)
    assert computed == [(9, 9), (9, 9)]
    assert "N311" in caplog.text
    assert_same(cached_travel_matrix(town, places, max_mb=MB), first)
    assert len(computed) == 2, "kept again"


def test_places_on_no_road_are_named_by_their_number_in_every_question(town):
    places = different(town, 3, seed=6)
    places.insert(1, LonLat(0.0, 0.0))
    places.append(LonLat(float("nan"), 0.0))
    for asked in (places, places[::-1], places):
        assert_same(cached_travel_matrix(town, asked, max_mb=MB), travel_matrix(town, asked))


def test_what_was_unused_for_longest_goes_first(tmp_path):
    for age, name in enumerate("abcd"):
        path = tmp_path / "graph" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"0" * 100)
        os.utime(path, (1000 - age, 1000 - age))
    discard_unused(tmp_path, 250)
    assert sorted(path.name for path in (tmp_path / "graph").iterdir()) == ["a", "b"]


def test_a_table_over_the_bound_is_answered_and_not_kept(town, tmp_path, monkeypatch):
    monkeypatch.setattr(matrix_cache, "_MB", 100)
    places = different(town, 9, seed=6)
    assert_same(cached_travel_matrix(town, places, max_mb=1), travel_matrix(town, places))
    assert files(tmp_path) == []


def test_a_bound_of_nothing_keeps_nothing(town, computed, tmp_path):
    cached_travel_matrix(town, different(town, 4, seed=6), max_mb=0)
    assert computed == []
    assert not (tmp_path / "matrices").exists()


def test_a_graph_that_is_stored_nowhere_is_answered(tmp_path):
    graph = street_grid(4, seed=1)
    places = places_in(graph, 4, seed=6)
    assert_same(cached_travel_matrix(graph, places, max_mb=MB), travel_matrix(graph, places))


def test_a_folder_that_cannot_be_written_costs_only_time(town, tmp_path, caplog):
    (tmp_path / "matrices").write_text("not a folder")
    places = different(town, 4, seed=6)
    assert_same(cached_travel_matrix(town, places, max_mb=MB), travel_matrix(town, places))
    assert "N312" in caplog.text
