"""How far every junction is from one: for choosing where things stand, not for timing a route."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from network.graph.road_graph import RoadGraph
from network.metric.road_metric import prepare
from network.profiles.profile import Profile


def usable_junctions(graph: RoadGraph, profile: Profile | str) -> NDArray[np.int64]:
    """How many connected edges leave each junction; 0 where the profile cannot be. Shape (n,)."""
    connected = prepare(graph, profile).connected
    return np.bincount(graph.tail[connected], minlength=graph.nodes)


def travel_from(graph: RoadGraph, node: int, profile: Profile | str) -> NDArray[np.float64]:
    """Seconds from a junction to every junction over connected edges, without turn costs.

    Returns
    -------
    NDArray
        float64, shape (n,); ``inf`` where the profile cannot get to.
    """
    roads = prepare(graph, profile)
    edges = np.flatnonzero(roads.connected & np.isfinite(roads.duration_ms))
    # Parallel edges: only the fastest counts, a sparse matrix would add them up.
    order = edges[np.lexsort((roads.duration_ms[edges], graph.head[edges], graph.tail[edges]))]
    tail, head = graph.tail[order], graph.head[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    weights = roads.duration_ms[order][first] / 1000.0
    links = csr_array((weights, (tail[first], head[first])), shape=(graph.nodes, graph.nodes))
    return np.asarray(dijkstra(links, indices=np.array([node]))[0])
