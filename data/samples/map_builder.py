"""A map under construction: nodes, ways and turn restrictions in a flat frame of metres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.domain.places import LonLat

Tags = Mapping[str, str]
XY = tuple[float, float]
SYNTHETIC: Tags = {"source": "synthetic"}
"""Marks every way, relation and tagged node; bare shape nodes carry no tags, as in OSM."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A flat frame around an origin: x east, y north, in metres (good to 2 % over 300 km)."""

    origin: LonLat

    _M_PER_DEGREE = 111_195.0

    def metres(self, place: LonLat) -> XY:
        """Return the position in the frame."""
        shrink = math.cos(math.radians(self.origin.lat))
        return (
            (place.lon - self.origin.lon) * shrink * self._M_PER_DEGREE,
            (place.lat - self.origin.lat) * self._M_PER_DEGREE,
        )

    def lonlat(self, x: float, y: float) -> LonLat:
        """Return the WGS-84 position of a point of the frame."""
        shrink = math.cos(math.radians(self.origin.lat))
        return LonLat(
            self.origin.lon + x / (shrink * self._M_PER_DEGREE), self.origin.lat + y / self._M_PER_DEGREE
        )


@dataclass(slots=True)
class DrawnWay:
    """A way; `bridged` ways cross others without a junction."""

    nodes: list[int]
    tags: dict[str, str]
    bridged: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTurn:
    """A turn restriction between two ways (positions in `Drawing.ways`) that end at `via`."""

    restriction: str
    from_way: int
    via: int
    to_way: int


@dataclass(slots=True)
class Drawing:
    """A map under construction; nodes are numbered from 0 in the order they are added."""

    points: list[XY] = field(default_factory=list)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[DrawnWay] = field(default_factory=list)
    turns: list[DrawnTurn] = field(default_factory=list)

    def add_node(self, point: Sequence[float], tags: Tags | None = None) -> int:
        """Add a node and return its number."""
        self.points.append((float(point[0]), float(point[1])))
        number = len(self.points) - 1
        if tags:
            self.tag_node(number, tags)
        return number

    def tag_node(self, number: int, tags: Tags) -> None:
        """Add tags to a node."""
        self.node_tags.setdefault(number, dict(SYNTHETIC)).update(tags)

    def add_nodes(self, points: Iterable[Sequence[float]]) -> list[int]:
        """Add untagged nodes and return their numbers."""
        return [self.add_node(point) for point in points]

    def add_way(self, nodes: Sequence[int], tags: Tags, *, bridged: bool = False) -> int:
        """Add a way of at least two nodes and return its position in `ways`."""
        if len(nodes) < 2:
            raise ValueError("a way has at least two nodes")
        self.ways.append(DrawnWay(list(nodes), {**tags, **SYNTHETIC}, bridged))
        return len(self.ways) - 1

    def distance_m(self, first: int, second: int) -> float:
        """Return the straight distance between two nodes."""
        return math.dist(self.points[first], self.points[second])

    def nearest(self, point: XY, among: Sequence[int]) -> int:
        """Return the node of `among` that is nearest to a point."""
        return min(among, key=lambda number: math.dist(self.points[number], point))
