"""Named networks on disk: whole or absent."""

from __future__ import annotations

import errno
import json
import mmap
import os
import resource
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from data.domain.errors import InputError, NotFoundError, UnavailableError
from network.engine.selection import prepare_engine
from network.graph import files
from network.graph.files import ARRAY_NAMES, graph_id
from network.library import NetworkLibrary
from network.travel.matrices import travel_matrix
from tests.factories.osm import OsmFile, crossing, lonlat


@pytest.fixture
def library(tmp_path):
    return NetworkLibrary(tmp_path / "home")


@pytest.fixture
def graph(load):
    return load(crossing().restriction(12, 1, 13))


@pytest.fixture
def other(load):
    return load(OsmFile().nodes({1: (0, 0), 2: (900, 0)}).way(1, [1, 2], name="另一条路"))


def folders(tmp_path):
    return sorted(path.name for path in (tmp_path / "home" / "graphs").iterdir())


def test_a_network_comes_back_as_it_was(library, graph):
    library.add(graph, "区")
    opened = library.open("区")
    for name in ARRAY_NAMES:
        before, after = getattr(graph, name), getattr(opened, name)
        assert before.dtype == after.dtype
        assert np.array_equal(before, after), name
    assert opened.names == graph.names
    assert opened.attributes == graph.attributes
    assert len(ARRAY_NAMES) == len(fields(graph)) - 2


def test_opened_arrays_are_mapped_and_cannot_be_changed(library, graph):
    library.add(graph, "a")
    opened = library.open("a")
    below = opened.tail
    while isinstance(below, np.ndarray):
        below = below.base
    assert isinstance(below, mmap.mmap)
    with pytest.raises(ValueError, match="read-only"):
        opened.tail[0] = 1


def test_what_is_known_of_a_network(library, graph):
    info = library.add(graph, "a", prepare=lambda opened: f"engine of {opened.nodes}")
    assert info == library.info("a")
    document = info.as_json()
    assert (document["nodes"], document["edges"], document["turn_restrictions"]) == (5, 16, 1)
    assert document["length_km"] == pytest.approx(4 + 4 * 2**0.5, abs=0.002)
    west, south = lonlat(-1000, -1000)
    assert document["bbox"][:2] == pytest.approx((west, south), abs=1e-5)
    assert document["engine"] == "engine of 5"
    assert document["prepared_s"] >= 0
    assert document["synthetic"] is False
    assert document["attributes"]["source"] == "roads.osm"
    assert json.loads(json.dumps(document))["nodes"] == 5


def test_an_existing_name_is_replaced_and_its_files_go(library, graph, other, tmp_path):
    library.add(graph, "a")
    library.add(other, "a")
    assert library.open("a").nodes == 2
    assert len(folders(tmp_path)) == 1


def test_one_content_under_two_names_is_kept_until_both_are_gone(library, graph, tmp_path):
    library.add(graph, "a")
    library.add(graph, "b")
    assert folders(tmp_path) == [graph_id(graph)]
    library.remove("a")
    assert library.names() == ("b",)
    assert library.open("b").nodes == 5
    library.remove("b")
    assert folders(tmp_path) == []


def test_removed_arrays_stay_with_who_has_them_open(library, graph):
    library.add(graph, "a")
    opened = library.open("a")
    library.remove("a")
    assert opened.tail.tolist() == graph.tail.tolist()


@pytest.mark.parametrize("act", ["open", "info", "remove"])
def test_an_unknown_name_lists_the_known_ones(library, graph, act):
    library.add(graph, "known")
    with pytest.raises(NotFoundError, match="known") as error:
        getattr(library, act)("nope")
    assert error.value.code == "N109"


@pytest.mark.parametrize("name", ["", "a/b", "../x", ".hidden", "a b", "x" * 65, "a\n"])
def test_a_name_that_could_be_a_path_is_refused(library, graph, name):
    with pytest.raises(InputError) as error:
        library.add(graph, name)
    assert error.value.code == "N106"


@pytest.mark.parametrize("damage", ["cut", "flip", "remove", "meta", "format", "swap"])
def test_a_damaged_graph_is_never_opened(library, graph, tmp_path, damage):
    library.add(graph, "a")
    folder = tmp_path / "home" / "graphs" / graph_id(graph)
    file = folder / "head.npy"
    content = file.read_bytes()
    if damage == "cut":
        file.write_bytes(content[:-4])
    elif damage == "flip":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "remove":
        file.unlink()
    elif damage == "meta":
        (folder / "meta.json").write_text("{")
    elif damage == "format":
        meta = json.loads((folder / "meta.json").read_text()) | {"format": 99}
        (folder / "meta.json").write_text(json.dumps(meta))
    else:
        file.write_bytes((folder / "node_lon.npy").read_bytes())
    with pytest.raises(InputError, match="huiliu network import") as error:
        library.open("a")
    assert error.value.code == "N108"


def test_importing_again_mends_a_damaged_graph(library, graph, tmp_path):
    library.add(graph, "a")
    (tmp_path / "home" / "graphs" / graph_id(graph) / "head.npy").write_bytes(b"")
    library.add(graph, "a")
    assert library.open("a").edges == 16


def test_a_damaged_description_is_named(library, graph, tmp_path):
    library.add(graph, "a")
    (tmp_path / "home" / "networks" / "a.json").write_text('{"name": "a"}')
    with pytest.raises(InputError) as error:
        library.info("a")
    assert error.value.code == "N108"


@pytest.mark.parametrize("after", [0, 5, 28, 29])
def test_a_full_disk_leaves_nothing_half_stored(tmp_path, graph, other, after):
    """The disk fills up at the n-th file; what had the name before stays."""
    library = NetworkLibrary(tmp_path / "home")
    library.add(other, "a")
    calls = []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(UnavailableError, match="disk is full") as error:
            library.add(graph, "a")
    assert error.value.code == "N107"
    assert library.open("a").nodes == 2
    assert len(folders(tmp_path)) == 1
    assert [path.name for path in (tmp_path / "home" / "networks").glob("*.json*")] == ["a.json"]


def test_a_write_that_fails_says_why(tmp_path, graph, other):
    """A real failing write: numpy's own writer would say only how many items it got rid of."""
    library = NetworkLibrary(tmp_path)
    before = library.add(graph, "town")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(UnavailableError, match=os.strerror(errno.EFBIG)):
            library.add(other, "town")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert library.info("town") == before
    assert len(list((tmp_path / "graphs").iterdir())) == 1


def test_a_home_that_cannot_be_written_is_named(graph, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError) as error:
        NetworkLibrary(tmp_path / "file" / "home").add(graph, "a")
    assert error.value.code == "N107"


def test_the_name_of_content_depends_on_content(graph, load):
    assert graph_id(graph) == graph_id(load(crossing().restriction(12, 1, 13)))
    assert graph_id(graph) != graph_id(load(crossing()))


def test_an_empty_library_has_no_names(tmp_path):
    assert NetworkLibrary(tmp_path / "nowhere").names() == ()
    assert not (tmp_path / "nowhere").exists()


def test_a_stored_network_is_answered_by_the_fast_engine_with_the_same_figures(library, graph):
    library.add(graph, "a", prepare=prepare_engine)
    assert library.info("a").engine == "cch"
    places = [lonlat(-300, 0), lonlat(0, 300), lonlat(700, 0), lonlat(-310, 0)]
    fast = travel_matrix(library.open("a"), places).matrix
    plain = travel_matrix(graph, places).matrix
    assert fast.duration_s.tolist() == plain.duration_s.tolist()
    assert fast.distance_m.tolist() == plain.distance_m.tolist()


def test_folders_of_others_are_left_alone(library, graph, tmp_path):
    keep = tmp_path / "home" / "graphs" / "notes"
    keep.mkdir(parents=True)
    library.add(graph, "a")
    library.remove("a")
    assert Path(keep).is_dir()


def test_a_network_of_an_older_format_is_not_current(library, graph, tmp_path):
    assert not library.is_current("a")
    library.add(graph, "a")
    assert library.is_current("a")
    described = tmp_path / "home" / "networks" / "a.json"
    described.write_text(described.read_text().replace(graph_id(graph), graph_id(graph)[:-1] + "1"))
    assert not library.is_current("a")
