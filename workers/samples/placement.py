"""Puts the made-up day on real or made-up roads: picks a centre and measures what it reaches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.places import LonLat
from data.samples.day import SampleDay, sample_day
from data.samples.placement import Ground, busiest_place
from network.graph.road_graph import HIGHWAY_CLASSES, RoadGraph
from network.travel.one_to_all import count_usable_edges, junction_times_s

PROFILE = "truck_8t"
"""The most restricted truck of the sample fleet that goes everywhere: what it reaches, all reach."""
_CROSSING_EDGES = 3
_FAST = ("motorway", "motorway_link", "trunk_link", "primary_link")


def day_on(
    graph: RoadGraph,
    *,
    requests: int = 120,
    seed: int = 0,
    labels: Sequence[tuple[LonLat, str]] = (),
) -> SampleDay:
    """A made-up day on a road graph; the same arguments give the same day.

    Raises
    ------
    InputError
        S411: the roads reach too few places.
    """
    return sample_day(_ground(graph, labels), requests=requests, seed=seed)


def _ground(graph: RoadGraph, labels: Sequence[tuple[LonLat, str]]) -> Ground:
    """All junctions that a truck reaches from the busiest one, with its travel times."""
    usable = count_usable_edges(graph, PROFILE)
    least = _CROSSING_EDGES if (usable >= _CROSSING_EDGES).any() else 1
    centre = busiest_place(graph.node_lon, graph.node_lat, (usable >= least).astype(np.float64))
    out_s = junction_times_s(graph, centre, PROFILE)
    reached = np.isfinite(out_s) & (usable > 0) & ~_on_fast_road(graph)
    reached[centre] = False
    return Ground(
        centre=LonLat(float(graph.node_lon[centre]), float(graph.node_lat[centre])),
        lon=graph.node_lon[reached],
        lat=graph.node_lat[reached],
        out_s=out_s[reached],
        labels=tuple(labels),
    )


def _on_fast_road(graph: RoadGraph) -> NDArray[np.bool_]:
    """Junctions of motorways and slip roads, where nobody waits with a refrigerator; shape (n,)."""
    fast = np.isin(graph.piece_class, [HIGHWAY_CLASSES.index(name) for name in _FAST])[graph.edge_piece]
    found = np.zeros(graph.nodes, dtype=bool)
    found[graph.tail[fast]] = found[graph.head[fast]] = True
    return found
