"""Which road source the settings select, and the fault where it ignores closures."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.settings import Settings
from network.metric.overlay import Change, Overlay
from network.remote.osrm import OsrmRoads
from network.remote.valhalla import ValhallaRoads
from network.travel.road_source import OwnRoads
from tests.factories.street_grids import street_grid
from workers.road_source import closures_ignored_by, select_road_source

CLOSED = Overlay((Change(edges=(1, 2)),))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", OwnRoads),
        ("osrm+http://roads.local:5000", OsrmRoads),
        ("osrm+https://roads.local/{profile}", OsrmRoads),
        ("valhalla+https://roads.local/", ValhallaRoads),
    ],
)
def test_the_setting_chooses_the_roads(tmp_path: Path, address: str, kind: type) -> None:
    settings = Settings(home=tmp_path, roads_url=address)
    assert isinstance(select_road_source(settings, street_grid(3), Overlay()), kind)


def test_closures_that_a_server_does_not_know_are_told(tmp_path: Path) -> None:
    own = Settings(home=tmp_path)
    other = own.replace(roads_url="osrm+http://roads.local")
    told = {
        settings.roads_url: [
            fault.code
            for overlay in (CLOSED, Overlay())
            for fault in closures_ignored_by(select_road_source(settings, street_grid(3), overlay), overlay)
        ]
        for settings in (own, other)
    }
    assert told == {"": [], "osrm+http://roads.local": ["N334"]}
