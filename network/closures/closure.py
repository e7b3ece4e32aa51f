"""A road closure and the edges that it covers on a graph.

A closure is stored by its position, so that it survives another import of the network; its edges are found
anew whenever the graph is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
import shapely

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.graph.shapes import piece_lines
from network.metric.overlay import Change
from network.travel.geometry import leg_paths
from network.travel.snapping import snap

ClosureKind = Literal["area", "road", "stretch"]
_PROFILE = "car"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A part of the road network that is closed, slowed or limited.

    Attributes
    ----------
    id
        Assigned when the closure is stored; empty before.
    kind
        ``area``: every road that touches the polygon `points`. ``road``: the road nearest to the one
        point, between two junctions. ``stretch``: the fastest path over the points, in their order.
    both_directions
        Of a road or stretch; an area always counts in both.
    speed_factor, max_kph, since, until, reason
        As of `network.metric.overlay.Change`.
    """

    kind: ClosureKind
    points: tuple[LonLat, ...]
    id: str = ""
    both_directions: bool = True
    speed_factor: float = 0.0
    max_kph: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """A JSON object; instants in ISO format."""
        moments = {name: (at := getattr(self, name)) and at.isoformat() for name in ("since", "until")}
        return asdict(self) | moments

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Closure:
        """The closure that `as_json` wrote."""
        moments = {
            name: document[name] and datetime.fromisoformat(document[name]) for name in ("since", "until")
        }
        points = tuple(LonLat(*point) for point in document["points"])
        return cls(**document | moments | {"points": points})

    def change_on(self, graph: RoadGraph) -> Change:
        """The change of the roads of a graph.

        Raises
        ------
        InputError
            N321: the speed is invalid. N323: no road touches the area. N201: a point lies off the roads.
            N324: no path leads over the points.
        """
        return Change(
            edges=_find_edges(self, graph),
            speed_factor=self.speed_factor,
            max_kph=self.max_kph,
            since=self.since,
            until=self.until,
            reason=self.reason,
        )


def _find_edges(closure: Closure, graph: RoadGraph) -> tuple[int, ...]:
    if closure.kind == "area":
        return find_edges_within(graph, closure.points)
    snapped = snap(graph, closure.points, _PROFILE)
    if snapped.faults:
        raise InputError(snapped.faults)
    if closure.kind == "road":
        edges = [int(edge) for edge in snapped.edge]
    else:
        legs = [(i, i + 1) for i in range(len(closure.points) - 1)]
        paths = leg_paths(graph, closure.points, legs, profile=_PROFILE)
        if not paths or not all(path.found for path in paths):
            raise InputError(
                Fault(
                    "N324",
                    "No route connects the points of the stretch.",
                    "Give two points or more along one road, in driving direction.",
                    closure.reason,
                )
            )
        edges = sorted({int(edge) for path in paths for edge in path.edges})
    return add_opposite_directions(graph, edges) if closure.both_directions else tuple(edges)


def find_edges_within(graph: RoadGraph, outline: Sequence[LonLat]) -> tuple[int, ...]:
    """Find the edges, in both directions, of roads that lie in an area or cross it.

    Parameters
    ----------
    outline
        Corners of a polygon, closed or not.

    Raises
    ------
    InputError
        N323: the outline is no polygon, or no road touches it.
    """
    try:
        area = shapely.Polygon(outline)
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise InputError(_no_area(str(error))) from error
    if not area.is_valid or area.is_empty:
        raise InputError(_no_area(shapely.is_valid_reason(area)))
    shapely.prepare(area)
    touched = np.asarray(shapely.intersects(area, piece_lines(graph, np.arange(graph.pieces))))
    if not touched.any():
        raise InputError(_no_area("no road lies in it"))
    return tuple(np.flatnonzero(touched[graph.edge_piece]).tolist())


def add_opposite_directions(graph: RoadGraph, edges: Sequence[int]) -> tuple[int, ...]:
    """Add the opposite directions of some edges; edge numbers in ascending order."""
    chosen = np.asarray(edges, np.int64)
    twins = graph.edge_twin[chosen]
    return tuple(np.union1d(chosen, twins[twins >= 0]).tolist())


def _no_area(reason: str) -> Fault:
    return Fault("N323", f"The area cannot be closed: {reason}.", "Draw it around the roads that it closes.")
