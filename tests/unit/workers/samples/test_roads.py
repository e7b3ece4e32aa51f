"""The demo's roads."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.domain.errors import InputError
from data.samples.district import county_seats
from data.settings import Settings
from network.library import NetworkLibrary
from workers.samples.roads import SAMPLE_NETWORK, district_roads, file_roads, network_name


@pytest.fixture(autouse=True)
def _plain_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Preparing the fast engine compiles for many seconds and is tested elsewhere."""
    monkeypatch.setattr("workers.samples.roads.prepare_engine", lambda _graph: "none")


def test_the_district_is_imported_once_and_marked_synthetic(tmp_path: Path) -> None:
    settings, told = Settings(home=tmp_path), list[str]()
    first = district_roads(settings, told.append)
    second = district_roads(settings, told.append)
    assert first.info == second.info
    assert "unchanged" in told[-1]
    assert first.info.synthetic
    assert first.info.turn_restrictions > 5
    graph = NetworkLibrary(tmp_path).open(SAMPLE_NETWORK)
    assert graph.attributes["attribution"] == "synthetic"
    names = {name for _, name in first.labels}
    assert {seat.name_zh for seat in county_seats().values()} <= names


def test_a_changed_file_of_the_same_name_is_imported_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    source = tmp_path / "town.osm"
    source.write_text(_street(110.01), encoding="utf-8")
    before = file_roads(settings, source, lambda _: None).info
    source.write_text(_street(110.02), encoding="utf-8")
    after = file_roads(settings, source, lambda _: None).info
    assert before.name == after.name == "town"
    assert before.graph != after.graph


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.osm"):
        file_roads(Settings(home=tmp_path), tmp_path / "nowhere.osm", lambda _: None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("andorra-2024", "andorra-2024"),
        ("Huaihua, Hunan", "Huaihua-Hunan"),
        ("怀化市", "怀化市"),
        ("../../etc", "etc"),
        ("!!!", "roads"),
        ("sample", "sample-roads"),
    ],
)
def test_names_of_files_and_places_become_names_of_networks(text: str, name: str) -> None:
    assert network_name(text) == name


def _street(lon: float) -> str:
    return f"""<osm version="0.6">
<node id="1" lat="27.5" lon="110.0" version="1"/><node id="2" lat="27.5" lon="{lon}" version="1"/>
<way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>"""
