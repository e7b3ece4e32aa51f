"""What an import may look up beside the table: whose it is, and the roads that its places should lie on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.imports.columns import Record
from data.domain.errors import InputError, NotFoundError
from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """Attributes
    ----------
    boxes
        West, south, east and north of each imported network.
    roads
        Opens a network; None where it cannot be opened.
    misplaced
        Where rows say their place is that cannot be right, as written.
    """

    organisation_id: int
    boxes: Mapping[str, Box] = field(default_factory=dict)
    roads: Callable[[str], RoadGraph | None] = lambda _name: None
    misplaced: dict[int, LonLat] = field(default_factory=dict)

    def spot(self, record: Record) -> None:
        """Note where a row says its place is, for the map."""
        self.misplaced[record.row] = LonLat(record["lon"], record["lat"])


def context_of(library: NetworkLibrary, organisation_id: int) -> ImportContext:
    """The context of an organisation of this installation."""
    boxes = {}
    for name in library.names():
        try:
            boxes[name] = library.info(name).bbox
        except (InputError, NotFoundError):
            continue  # damaged, or removed just now: its places are judged by distance alone

    def roads(name: str) -> RoadGraph | None:
        return library.open(name) if name in boxes else None

    return ImportContext(organisation_id, boxes, roads)
