"""OSM files become road graphs, or a stated error."""

from __future__ import annotations

import bz2
import gzip

import numpy as np
import osmium
import pytest

from data.domain.errors import InputError
from network.graph.road_graph import HIGHWAY_CLASSES, NodeFlag
from network.osm.load import import_source
from tests.factories.osm import OsmFile, crossing


def edges_by_nodes(graph):
    ids = graph.node_osm_id
    return sorted(zip(ids[graph.tail].tolist(), ids[graph.head].tolist(), strict=True))


def test_ways_split_where_they_meet(load):
    """A way through a junction becomes two pieces; a bend in a way none."""
    file = OsmFile().nodes({1: (0, 0), 2: (500, 50), 3: (1000, 0), 4: (2000, 0), 5: (1000, 900)})
    graph = load(file.way(1, [1, 2, 3, 4]).way(2, [3, 5]))
    assert sorted(graph.node_osm_id.tolist()) == [1, 3, 4, 5]
    assert edges_by_nodes(graph) == [(1, 3), (3, 1), (3, 4), (3, 5), (4, 3), (5, 3)]
    assert graph.pieces == 3


def test_lengths_follow_the_shape(load):
    file = OsmFile().nodes({1: (0, 0), 2: (0, 300), 3: (400, 300)}).way(1, [1, 2, 3])
    graph = load(file)
    assert graph.piece_length_dm.tolist() == pytest.approx([7000], abs=2)
    assert np.diff(graph.first_shape).tolist() == [3]


def test_edges_are_sorted_by_tail_and_know_their_twins(load):
    graph = load(crossing())
    assert (np.diff(graph.tail) >= 0).all()
    for node in range(graph.nodes):
        assert (graph.tail[graph.first_edge[node] : graph.first_edge[node + 1]] == node).all()
    twin = graph.edge_twin
    assert (twin[twin] == np.arange(graph.edges)).all()
    assert (graph.tail[twin] == graph.head).all()
    assert (graph.edge_piece[twin] == graph.edge_piece).all()
    assert (graph.edge_forward[twin] != graph.edge_forward).all()


def test_only_the_largest_strongly_connected_part_stays(load):
    """A oneway stub leads nowhere and an island cannot be reached."""
    file = crossing().nodes({8: (5000, 0), 9: (6000, 0), 7: (0, 2000)})
    graph = load(file.way(30, [8, 9]).way(31, [3, 7], oneway="yes"))
    assert not {7, 8, 9} & set(graph.node_osm_id.tolist())
    assert {30, 31}.isdisjoint(graph.piece_way_id.tolist())


def test_a_backward_oneway_is_driven_against_its_shape(load):
    file = OsmFile().nodes({1: (0, 0), 2: (900, 0), 3: (450, 500)})
    graph = load(file.way(1, [1, 2], oneway="-1").way(2, [1, 3, 2], oneway="yes"))
    assert edges_by_nodes(graph) == [(1, 2), (2, 1)]
    back = int(np.flatnonzero(graph.piece_way_id[graph.edge_piece] == 1)[0])
    assert not graph.edge_forward[back]
    assert graph.node_osm_id[graph.tail[back]] == 2
    assert graph.edge_twin.tolist() == [-1, -1]


def test_a_way_that_crosses_itself_splits_there(load):
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0), 3: (900, 400), 4: (500, 400)})
    graph = load(file.way(1, [1, 2, 3, 4, 2]))
    assert sorted(graph.node_osm_id.tolist()) == [1, 2]
    assert edges_by_nodes(graph) == [(1, 2), (2, 1), (2, 2), (2, 2)]


def test_repeated_nodes_do_not_make_empty_pieces(load):
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0)}).way(1, [1, 1, 2, 2])
    graph = load(file)
    assert graph.pieces == 1
    assert np.diff(graph.first_shape).tolist() == [2]


def test_clipped_ways_keep_their_known_stretches(load):
    """Node 9 lies outside the extract: what remains on either side is kept if it hangs together."""
    file = crossing().nodes({6: (-1000, 500), 7: (-500, 900)})
    graph = load(file.way(30, [2, 6, 9, 7, 3]))
    lengths = dict(zip(graph.piece_way_id.tolist(), graph.piece_length_dm.tolist(), strict=True))
    assert 30 in lengths
    assert {6, 7} <= set(graph.node_osm_id.tolist())
    assert 9 not in graph.node_osm_id
    assert graph.attributes["skipped clipped ways"] == 1


def test_a_bollard_parts_a_road_and_a_gate_does_not(load):
    """Parted ends are nodes of their own, with negative ids, at the same place."""
    file = crossing().node(6, -500, 0, barrier="bollard").node(7, 500, 0, barrier="gate")
    text = file.way(40, [2, 6, 1], "residential").way(41, [4, 7, 1], "residential")
    graph = load(text)
    made_up = graph.node_osm_id < 0
    assert made_up.sum() == 2
    assert np.ptp(graph.node_lon[made_up]) == 0
    assert 6 not in graph.node_osm_id
    gate = int(np.flatnonzero(graph.node_osm_id == 7)[0])
    assert graph.node_flags[gate] == NodeFlag.BARRIER
    assert graph.first_edge[gate + 1] - graph.first_edge[gate] == 2


def test_a_bollard_that_lets_cars_through_is_open(load):
    file = OsmFile().nodes({1: (0, 0), 3: (900, 0)}).node(2, 400, 0, barrier="bollard", motor_vehicle="yes")
    graph = load(file.way(1, [1, 2, 3]))
    assert graph.edges == 2


def test_a_signal_at_the_stop_line_belongs_to_its_junction(load):
    file = crossing().node(6, -20, 0, highway="traffic_signals").node(7, 400, 0, highway="traffic_signals")
    graph = load(file.way(40, [2, 6, 1], "tertiary").way(41, [4, 7, 1], "tertiary"))
    signalled = graph.node_osm_id[(graph.node_flags & NodeFlag.TRAFFIC_SIGNALS) > 0]
    assert signalled.tolist() == [1]


def test_tags_reach_the_pieces(load):
    file = OsmFile().nodes({1: (0, 0), 2: (900, 0)})
    graph = load(
        file.way(
            7,
            [1, 2],
            "tertiary",
            {"maxspeed:forward": "50", "maxweight": "8", "maxheight": "3.5 m"},
            name="沅江路",
        )
    )
    assert HIGHWAY_CLASSES[graph.piece_class[0]] == "tertiary"
    assert graph.names[graph.piece_name[0]] == "沅江路"
    assert graph.piece_maxweight_t[0] == 8
    assert graph.piece_maxheight_m[0] == 3.5
    assert graph.edge_maxspeed_kph[graph.edge_forward].tolist() == [50]
    assert graph.edge_maxspeed_kph[~graph.edge_forward].tolist() == [0]


def test_a_ferrys_duration_is_shared_by_length(load):
    file = OsmFile().nodes({1: (0, 0), 2: (300, 0), 3: (900, 0), 4: (300, 500)})
    graph = load(file.way(1, [1, 2, 3], None, {"route": "ferry", "duration": "00:15"}).way(2, [2, 4]))
    ferry = graph.piece_way_id == 1
    assert sorted(graph.piece_duration_s[ferry].tolist()) == [300, 600]
    assert graph.piece_duration_s[~ferry].tolist() == [0]


def test_enormous_sparse_ids_cost_nothing(load):
    file = OsmFile().nodes({1: (0, 0), 9_000_000_000_000: (500, 0), 4_000_000_000_000_000: (900, 0)})
    graph = load(file.way(1, [1, 9_000_000_000_000, 4_000_000_000_000_000]))
    assert set(graph.node_osm_id.tolist()) == {1, 4_000_000_000_000_000}


def test_what_was_not_understood_is_counted(load):
    graph = load(crossing().way(50, [2, 4], maxspeed="schnell", maxweight="viel"))
    assert graph.attributes["unread maxspeed"] == 2
    assert graph.attributes["unread maxweight"] == 1
    assert graph.attributes["ways"] == 6
    assert graph.attributes["source"] == "roads.osm"
    assert len(graph.attributes["source_sha256"]) == 64


@pytest.mark.parametrize(("suffix", "pack"), [(".osm.gz", gzip.compress), (".osm.bz2", bz2.compress)])
def test_packed_files_are_read(tmp_path, suffix, pack):
    path = tmp_path / f"roads{suffix}"
    path.write_bytes(pack(crossing().text().encode()))
    assert import_source(path).nodes == 5


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".osm", bytes), (".osm.gz", gzip.compress), (".osm.bz2", bz2.compress)]
)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_cut_off_file_is_refused(tmp_path, suffix, pack, share):
    whole = pack(crossing().text().encode())
    path = tmp_path / f"roads{suffix}"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError) as error:
        import_source(path)
    assert error.value.code == "N102"


@pytest.fixture(scope="module")
def pbf(tmp_path_factory):
    """The crossing as a real PBF file, its bytes."""
    folder = tmp_path_factory.mktemp("pbf")
    source = crossing().restriction(12, 1, 13).write(folder / "roads.osm")
    with osmium.SimpleWriter(str(folder / "roads.osm.pbf")) as writer:
        for entity in osmium.FileProcessor(str(source)):
            writer.add(entity)
    return (folder / "roads.osm.pbf").read_bytes()


def test_a_pbf_is_read(tmp_path, pbf):
    path = tmp_path / "roads.osm.pbf"
    path.write_bytes(pbf)
    graph = import_source(path)
    assert (graph.nodes, graph.edges, graph.restrictions) == (5, 16, 1)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("damage", ["cut", "altered"])
def test_a_pbf_that_is_cut_off_or_altered_is_refused(tmp_path, pbf, share, damage):
    at = int(len(pbf) * share)
    path = tmp_path / "roads.osm.pbf"
    path.write_bytes(pbf[:at] if damage == "cut" else pbf[:at] + bytes(8) + pbf[at + 8 :])
    with pytest.raises(InputError) as error:
        import_source(path)
    assert error.value.code == "N102"


def test_ways_whose_nodes_are_all_missing_are_left_out(load):
    graph = load(crossing().way(30, [2, 71, 72]).way(31, [81, 82]).way(32, [2, 3, 83], maxspeed="30"))
    assert not {30, 31} & set(graph.piece_way_id.tolist())
    assert graph.piece_way_id.tolist().count(32) == 1, "of the third the stretch between known nodes"
    assert graph.attributes["skipped clipped ways"] == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.osm", b"<html></html>", "N102"),
        ("a.osm", b"not xml", "N102"),
        ("a.osm", b'<osm version="0.6"><node id="1" lat="x" lon="1"/></osm>', "N102"),
        ("a.osm.pbf", b"\x00\x01rubbish" * 50, "N102"),
        ("a.osm.gz", b"not gzip", "N102"),
        ("a.graphml", b"<graphml", "N102"),
        ("a.graphml", b"<graphml></graphml>", "N102"),
        ("a.txt", b"roads", "N102"),
        ("a.osm", b'<osm version="0.6"></osm>', "N103"),
        ("a.osm", OsmFile().nodes({1: (0, 0), 2: (9, 9)}).way(1, [1, 2], "footway").text().encode(), "N103"),
        ("a.osm", OsmFile().way(1, [1, 2]).text().encode(), "N103"),
        ("a.osm", OsmFile().nodes({1: (0, 0)}).way(1, [1, 2, 1]).text().encode(), "N103"),
    ],
)
def test_what_is_no_road_file_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        import_source(path)
    assert error.value.code == code


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere") as error:
        import_source(tmp_path / "nowhere.osm.pbf")
    assert error.value.code == "N101"


def test_progress_is_reported(tmp_path):
    seen = []
    import_source(crossing().write(tmp_path / "a.osm"), progress=lambda phase, count: seen.append(phase))
    assert seen == ["reading", "building"]
