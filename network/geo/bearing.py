"""Which way edges point where they begin and where they end, and by how much a turn bends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.graph.road_graph import RoadGraph


class Headings(NamedTuple):
    """Compass headings of all edges of a graph, in degrees.

    Attributes
    ----------
    arriving, leaving
        float64, (m,): where an edge reaches its head, and where it leaves its tail. Not brought into
        one turn of the compass: only their differences are asked for.
    """

    arriving: NDArray[np.float64]
    leaving: NDArray[np.float64]

    def turn_deg(self, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.float64]:
        """Change of heading from edges onto the next, in [-180, 180): to the right positive."""
        return np.asarray((self.leaving[head] - self.arriving[tail] + 180.0) % 360.0 - 180.0)


def edge_headings(graph: RoadGraph) -> Headings:
    """The headings of all edges, by the first and the last stretch of their pieces' shapes."""
    first = graph.first_shape[:-1][graph.edge_piece]
    last = graph.first_shape[1:][graph.edge_piece] - 1
    at_start, at_end = _heading_deg(graph, first, first + 1), _heading_deg(graph, last - 1, last)
    forward = graph.edge_forward
    return Headings(
        arriving=np.where(forward, at_end, at_start + 180.0),
        leaving=np.where(forward, at_start, at_end + 180.0),
    )


def _heading_deg(graph: RoadGraph, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    lon, lat = graph.shape_lon, graph.shape_lat
    east = (lon[b] - lon[a]) * np.cos(np.radians(lat[a]))
    return np.asarray(np.degrees(np.arctan2(east, lat[b] - lat[a])))
