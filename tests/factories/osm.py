"""Small OSM files written for one test: nodes on a metre grid, ways, restrictions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

from data.domain.places import LonLat
from network.geo.distance import EARTH_RADIUS_M

ORIGIN = LonLat(109.95, 27.55)


def lonlat(east_m: float, north_m: float) -> LonLat:
    """The position so many metres from `ORIGIN`."""
    lat = ORIGIN.lat + float(np.degrees(north_m / EARTH_RADIUS_M))
    lon = ORIGIN.lon + float(np.degrees(east_m / EARTH_RADIUS_M / np.cos(np.radians(ORIGIN.lat))))
    return LonLat(lon, lat)


class OsmFile:
    """An OSM document in the making. Tag keys are given as in the map, in a dict or as keywords."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        self._ways: list[str] = []
        self._relations: list[str] = []

    def node(self, osm_id: int, east_m: float, north_m: float, **tags: str) -> OsmFile:
        """Add a node by its metres from `ORIGIN`."""
        place = lonlat(east_m, north_m)
        head = f'<node id="{osm_id}" lat="{place.lat:.7f}" lon="{place.lon:.7f}">'
        self._nodes.append(head + _tags(tags) + "</node>")
        return self

    def nodes(self, places: dict[int, tuple[float, float]]) -> OsmFile:
        """Add nodes without tags."""
        for osm_id, (east_m, north_m) in places.items():
            self.node(osm_id, east_m, north_m)
        return self

    def way(
        self,
        osm_id: int,
        refs: Sequence[int],
        highway: str | None = "primary",
        tags: dict[str, str] | None = None,
        **more: str,
    ) -> OsmFile:
        """Add a way; `highway` None leaves that tag out."""
        all_tags = ({"highway": highway} if highway else {}) | (tags or {}) | more
        body = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        self._ways.append(f'<way id="{osm_id}">{body}{_tags(all_tags)}</way>')
        return self

    def restriction(
        self,
        from_way: int,
        via: int | Sequence[int],
        to_way: int,
        value: str = "no_left_turn",
        tags: dict[str, str] | None = None,
    ) -> OsmFile:
        """Add a turn restriction; `via` is one node, or a sequence of ways. `tags` replaces the value."""
        vias = (
            f'<member type="node" ref="{via}" role="via"/>'
            if isinstance(via, int)
            else "".join(f'<member type="way" ref="{way}" role="via"/>' for way in via)
        )
        members = (
            f'<member type="way" ref="{from_way}" role="from"/>{vias}'
            f'<member type="way" ref="{to_way}" role="to"/>'
        )
        all_tags = {"type": "restriction"} | ({"restriction": value} if tags is None else tags)
        number = len(self._relations) + 1
        self._relations.append(f'<relation id="{number}">{members}{_tags(all_tags)}</relation>')
        return self

    def text(self) -> str:
        """The document as XML."""
        body = "".join(self._nodes + self._ways + self._relations)
        return f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{body}</osm>'

    def write(self, path: Path) -> Path:
        """Write the document; the suffix must be ``.osm``."""
        path.write_text(self.text(), encoding="utf-8")
        return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


def crossing() -> OsmFile:
    """Four two-way arms of 1 km meet at node 1: 2 west, 3 north, 4 east, 5 south; joined by a ring.

    Ways 12, 13, 14, 15 are the arms, each from its outer node to the middle, 20 the ring.
    """
    file = OsmFile().nodes({1: (0, 0), 2: (-1000, 0), 3: (0, 1000), 4: (1000, 0), 5: (0, -1000)})
    for outer in (2, 3, 4, 5):
        file.way(10 + outer, [outer, 1], "secondary")
    return file.way(20, [2, 3, 4, 5, 2], "secondary")
