"""Fixtures of the road tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from network.graph.road_graph import RoadGraph
from network.osm.load import import_source
from tests.factories.osm import OsmFile

SHARED_OSM = Path(__file__).parents[3].parent / "shared" / "osm"

Load = Callable[[OsmFile], RoadGraph]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Writes a small OSM file and imports it."""

    def imported(file: OsmFile) -> RoadGraph:
        return import_source(file.write(tmp_path / "roads.osm"))

    return imported


@pytest.fixture(scope="session")
def shared_osm() -> Path:
    """The folder of real extracts beside the checkout."""
    if not SHARED_OSM.is_dir():
        pytest.skip("no road extracts in ../shared/osm")
    return SHARED_OSM
