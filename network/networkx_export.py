"""Export of a road graph to networkx, as OSMnx writes its graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from network.graph.road_graph import HIGHWAY_CLASSES, NodeFlag, PieceFlag, RoadGraph
from network.graph.shapes import piece_lines
from network.metric.road_metric import road_metric
from network.profiles.profile import Profile, edge_speed_kph

if TYPE_CHECKING:
    import networkx

_OSM_HIGHWAY = {"other": "unclassified"}


def to_networkx(graph: RoadGraph, profile: Profile | str = DEFAULT_PROFILE) -> networkx.MultiDiGraph[int]:
    """Convert the edges that a profile may drive to a networkx graph in OSMnx's conventions.

    Nodes carry ``x``, ``y``, ``street_count`` (and ``highway`` for signals); edges ``osmid``,
    ``highway``, ``length`` (metres), ``oneway``, ``reversed``, ``geometry``, ``speed_kph``,
    ``travel_time`` (seconds) and, where the map has them, ``name``, ``maxspeed``, ``bridge``,
    ``tunnel``, ``junction``. Node ids are OSM's, negative for ends at barriers. Turn restrictions and
    turn costs are not part of such a graph.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    import networkx as nx
    import osmnx as ox

    roads = road_metric(graph, profile)
    exported: networkx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs="epsg:4326",
        simplified=True,
        created_with=f"Huiliu, profile {roads.profile.name}",
        synthetic=bool(graph.attributes.get("synthetic", False)),
    )
    ids: list[int] = graph.node_osm_id.tolist()
    usable = np.flatnonzero(np.isfinite(roads.duration_ms))
    touched = np.unique(np.concatenate([graph.tail[usable], graph.head[usable]]))
    exported.add_nodes_from((ids[node], _node(graph, node)) for node in touched.tolist())
    speed_kph = edge_speed_kph(graph, roads.profile)
    lines = _lines(graph)
    for edge in usable.tolist():
        attributes = _edge(graph, edge)
        attributes["geometry"] = lines[edge]
        attributes["speed_kph"] = round(float(speed_kph[edge]), 3)
        attributes["travel_time"] = float(roads.duration_ms[edge]) / 1000
        exported.add_edge(ids[graph.tail[edge]], ids[graph.head[edge]], **attributes)
    for node, count in ox.stats.count_streets_per_node(exported).items():
        exported.nodes[node]["street_count"] = count
    return exported


def _lines(graph: RoadGraph) -> NDArray[Any]:
    """Every edge's line as driven."""
    lines = piece_lines(graph, np.arange(graph.pieces))[graph.edge_piece]
    backward = ~graph.edge_forward
    lines[backward] = shapely.reverse(lines[backward])
    return lines


def _node(graph: RoadGraph, node: int) -> dict[str, Any]:
    attributes: dict[str, Any] = {"x": float(graph.node_lon[node]), "y": float(graph.node_lat[node])}
    if graph.node_flags[node] & NodeFlag.TRAFFIC_SIGNALS:
        attributes["highway"] = "traffic_signals"
    return attributes


def _edge(graph: RoadGraph, edge: int) -> dict[str, Any]:
    piece = int(graph.edge_piece[edge])
    highway = HIGHWAY_CLASSES[graph.piece_class[piece]]
    attributes: dict[str, Any] = {
        "osmid": int(graph.piece_way_id[piece]),
        "highway": _OSM_HIGHWAY.get(highway, highway),
        "length": float(graph.piece_length_dm[piece]) / 10,
        "oneway": bool(graph.edge_twin[edge] < 0),
        "reversed": not bool(graph.edge_forward[edge]),
    }
    name = graph.names[graph.piece_name[piece]]
    if name:
        attributes["name"] = name
    if graph.edge_maxspeed_kph[edge] > 0:
        attributes["maxspeed"] = f"{float(graph.edge_maxspeed_kph[edge]):g}"
    for key, flag, value in (
        ("bridge", PieceFlag.BRIDGE, "yes"),
        ("tunnel", PieceFlag.TUNNEL, "yes"),
        ("junction", PieceFlag.ROUNDABOUT, "roundabout"),
        ("toll", PieceFlag.TOLL, "yes"),
        ("surface", PieceFlag.UNPAVED, "unpaved"),
    ):
        if graph.piece_flags[piece] & flag:
            attributes[key] = value
    return attributes
