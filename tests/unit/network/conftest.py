"""Fixtures of the road tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from network.graph.road_graph import RoadGraph
from network.osm.load import import_source
from tests.factories.osm import OsmFile

Load = Callable[[OsmFile], RoadGraph]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Writes a small OSM file and imports it."""

    def imported(file: OsmFile) -> RoadGraph:
        return import_source(file.write(tmp_path / "roads.osm"))

    return imported
