"""Small towns as road graphs: streets in a grid, some one-way, with banned turns over one or more edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.places import LonLat
from network.graph.build import Nodes, Pieces, build_graph
from network.graph.road_graph import HIGHWAY_CLASSES, RoadGraph

_STEP_DEG = 0.002  # about 200 m


def street_grid(side: int = 6, *, seed: int = 0, one_way: float = 0.2, restrictions: int = 8) -> RoadGraph:
    """A town of ``side × side`` junctions; `restrictions` chains of edges must not be driven.

    Streets are of several classes and bend a little, so that no two routes are quite alike.
    """
    random = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    start = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    end = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    row, column = np.divmod(np.arange(side * side), side)
    lon = 112.0 + _STEP_DEG * (column + random.uniform(-0.2, 0.2, side * side))
    lat = 28.0 + _STEP_DEG * (row + random.uniform(-0.2, 0.2, side * side))
    p = len(start)
    one = random.random(p) < one_way
    # The border stays two-way: the town remains connected.
    on_border = np.isin(row, (0, side - 1)) | np.isin(column, (0, side - 1))
    one &= ~(on_border[start] & on_border[end])
    reverse = random.random(p) < 0.5
    classes = [HIGHWAY_CLASSES.index(name) for name in ("primary", "tertiary", "residential", "service")]
    graph = build_graph(
        Nodes(lon, lat, np.arange(1, side * side + 1), np.zeros(side * side, np.uint8)),
        Pieces(
            start=start,
            end=end,
            forward=~(one & reverse),
            backward=~(one & ~reverse),
            forward_kph=np.zeros(p, np.float32),
            backward_kph=np.zeros(p, np.float32),
            first_shape=np.arange(0, 2 * p + 1, 2),
            shape_lon=np.column_stack((lon[start], lon[end])).ravel(),
            shape_lat=np.column_stack((lat[start], lat[end])).ravel(),
            columns=_columns(random.choice(classes, p).astype(np.uint8)),
        ),
        ("",),
    )
    return _with_restrictions(graph, restrictions, random)


def _columns(classes: np.ndarray) -> dict[str, np.ndarray]:
    p = len(classes)
    return {
        "piece_class": classes,
        "piece_flags": np.zeros(p, np.uint16),
        "piece_way_id": np.arange(1, p + 1, dtype=np.int64),
        "piece_name": np.zeros(p, np.int32),
        "piece_duration_s": np.zeros(p, np.int32),
        **{
            f"piece_{name}": np.zeros(p, np.float32)
            for name in ("maxweight_t", "maxheight_m", "maxwidth_m", "maxlength_m", "maxaxleload_t")
        },
    }


def _with_restrictions(graph: RoadGraph, count: int, random: np.random.Generator) -> RoadGraph:
    """Ban random chains of two to four edges, turning back left out; a quarter are commands."""
    chains: list[list[int]] = []
    while len(chains) < count:
        chain = [int(random.integers(graph.edges))]
        length = int(random.integers(2, 5))
        while len(chain) < length:
            at = graph.head[chain[-1]]
            onward = [
                edge
                for edge in range(graph.first_edge[at], graph.first_edge[at + 1])
                if edge != graph.edge_twin[chain[-1]]
            ]
            if not onward:
                break
            chain.append(int(random.choice(onward)))
        if len(chain) == length:
            chains.append(chain)
    return replace(
        graph,
        first_restriction=np.append(0, np.cumsum([len(chain) for chain in chains])).astype(np.int64),
        restriction_edges=np.array([edge for chain in chains for edge in chain], np.int32),
        restriction_only=random.random(count) < 0.25,
        restriction_except=np.zeros(count, np.uint8),
    )


def places_in(graph: RoadGraph, count: int, *, seed: int = 0) -> list[LonLat]:
    """Places beside the streets; of every few, two share a stretch of road and two are one spot."""
    random = np.random.default_rng(seed)
    edge = random.integers(graph.edges, size=count)
    edge[1::5] = edge[: len(edge[1::5]) * 5 : 5]
    along = random.random(count)
    tail, head = graph.tail[edge], graph.head[edge]
    lon = graph.node_lon[tail] * (1 - along) + graph.node_lon[head] * along
    lat = graph.node_lat[tail] * (1 - along) + graph.node_lat[head] * along
    places = [LonLat(*point) for point in zip(lon.tolist(), lat.tolist(), strict=True)]
    for i in range(3, count, 7):
        places[i] = places[i - 1]
    return places
