"""Bearings of edges at both ends, and the angles of turns between edges."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.graph.road_graph import RoadGraph


class EdgeBearings(NamedTuple):
    """Compass bearings of all m edges of a graph, in degrees.

    Attributes
    ----------
    arriving, leaving
        float64, (m,): at the head and at the tail of an edge, as driven. Not normalised to 0…360; only
        differences are used.
    """

    arriving: NDArray[np.float64]
    leaving: NDArray[np.float64]

    def turn_deg(self, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.float64]:
        """Angles of the turns from edges `tail` onto edges `head`, in [-180, 180), right positive."""
        return np.asarray((self.leaving[head] - self.arriving[tail] + 180.0) % 360.0 - 180.0)


def edge_bearings(graph: RoadGraph) -> EdgeBearings:
    """Bearings of all edges, from the first and the last segment of their shapes."""
    first = graph.first_shape[:-1][graph.edge_piece]
    last = graph.first_shape[1:][graph.edge_piece] - 1
    at_start, at_end = _bearing_deg(graph, first, first + 1), _bearing_deg(graph, last - 1, last)
    forward = graph.edge_forward
    return EdgeBearings(
        arriving=np.where(forward, at_end, at_start + 180.0),
        leaving=np.where(forward, at_start, at_end + 180.0),
    )


def _bearing_deg(graph: RoadGraph, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    """Bearings from shape points `a` to shape points `b`."""
    lon, lat = graph.shape_lon, graph.shape_lat
    east = (lon[b] - lon[a]) * np.cos(np.radians(lat[a]))
    return np.asarray(np.degrees(np.arctan2(east, lat[b] - lat[a])))
