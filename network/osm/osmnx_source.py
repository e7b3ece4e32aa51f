"""Import road graphs through OSMnx: from a place name, a GraphML file or a networkx graph.

OSMnx has no turn restrictions; graphs imported through it have none and state so in their attributes.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError, UnavailableError
from network.graph.build import Nodes, Pieces, build_graph, no_road_fault
from network.graph.road_graph import NodeFlag, RoadGraph
from network.osm.reader import OSM_ATTRIBUTION, file_sha256, unreadable_fault
from network.osm.tags import WayAttributes, parse_way
from network.osm.values import parse_quantity

_TAGS = (
    "highway", "name", "ref", "maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type",
    "source:maxspeed", "zone:traffic", "junction", "access", "vehicle", "motor_vehicle", "motorcar", "hgv",
    "hazmat", "toll", "bridge", "tunnel", "surface", "tracktype", "maxweight", "maxweightrating", "maxheight",
    "maxwidth", "maxlength", "maxaxleload", "service", "oneway", "area", "lanes",
)  # fmt: skip
_QUANTITIES = {
    "maxweight": "t",
    "maxweightrating": "t",
    "maxaxleload": "t",
    "maxheight": "m",
    "maxwidth": "m",
    "maxlength": "m",
}
_NO_RESTRICTIONS = "none: OSMnx does not fetch turn restrictions"


def import_place(place: str) -> RoadGraph:
    """Import the drivable roads inside a place that Nominatim knows.

    Raises
    ------
    InputError
        N104: the place is not known, has no area, or no road in it.
    UnavailableError
        N105: Nominatim or Overpass cannot be reached.
    """
    import osmnx as ox
    from requests.exceptions import RequestException

    try:
        with _settings(ox):
            fetched = ox.graph_from_place(place, network_type="drive")
    except RequestException as error:
        raise UnavailableError(
            Fault(
                "N105",
                f"The map server cannot be reached: {type(error).__name__}.",
                "Check the connection and try again, or import a downloaded .osm.pbf file.",
                place,
            )
        ) from error
    except (ValueError, TypeError) as error:
        # OSMnx reports an unknown place, one without an area and one without roads all this way.
        raise InputError(
            Fault(
                "N104",
                f"No roads were found for the place {place!r}: {error}.",
                "Name a place with a boundary, such as a county, as OpenStreetMap writes it.",
                place,
            )
        ) from error
    return _set_source(from_networkx(fetched), source=place)


def import_graphml(path: Path) -> RoadGraph:
    """Import a GraphML file written by OSMnx's ``save_graphml``.

    Raises
    ------
    InputError
        N102: the file cannot be read. N103: it holds no road.
    """
    import networkx as nx
    import osmnx as ox

    try:
        loaded = ox.load_graphml(path)
        if "crs" not in loaded.graph:
            raise InputError(
                unreadable_fault(path, "it states no coordinate system, so OSMnx did not write it")
            )
        if str(loaded.graph["crs"]).lower() != "epsg:4326":
            loaded = ox.project_graph(loaded, to_latlong=True)
        graph = from_networkx(loaded)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, nx.NetworkXException) as error:
        raise InputError(unreadable_fault(path, f"{type(error).__name__}: {error}")) from error
    return replace(
        _set_source(graph, source=path.name),
        attributes=graph.attributes | {"source": path.name, "source_sha256": file_sha256(path)},
    )


def _set_source(graph: RoadGraph, *, source: str) -> RoadGraph:
    return replace(graph, attributes=graph.attributes | {"source": source})


@contextmanager
def _settings(ox: Any) -> Iterator[None]:
    """Set OSMnx's global settings, and restore them afterwards.

    Its cache would write into the working directory, and its requests leave a patched resolver behind.
    """
    ways, cache, resolver = ox.settings.useful_tags_way, ox.settings.use_cache, socket.getaddrinfo
    ox.settings.useful_tags_way = sorted({*ways, *_TAGS})
    ox.settings.use_cache = False
    try:
        yield
    finally:
        ox.settings.useful_tags_way, ox.settings.use_cache = ways, cache
        socket.getaddrinfo = resolver


@dataclass(slots=True)
class _Rows:
    """Pieces collected from directed edges."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    facts: list[WayAttributes] = field(default_factory=list)
    forward_kph: list[float] = field(default_factory=list)
    backward_kph: list[float] = field(default_factory=list)
    two_way: list[bool] = field(default_factory=list)
    way_id: list[int] = field(default_factory=list)
    shape: list[NDArray[np.float64]] = field(default_factory=list)
    waiting: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)
    """Pieces driven in one direction so far, by the key of the edge of the opposite direction."""


def from_networkx(graph: Any) -> RoadGraph:
    """Convert an OSMnx graph (``MultiDiGraph``, WGS-84, simplified or not) to a `RoadGraph`.

    Two directed edges of one way between the same nodes become one piece. Where simplification
    merged ways and left lists of tags, the strictest limit and the first other value count.

    Raises
    ------
    InputError
        N103: it holds no road.
    """
    if graph.number_of_nodes() == 0:
        raise InputError(no_road_fault())
    number = {node: i for i, node in enumerate(graph.nodes)}
    nodes = _nodes(graph)
    rows, unread = _Rows(), Counter[str]()
    for u, v, tags in graph.edges(data=True):
        facts = parse_way(_plain_tags(tags), unread)
        if facts is not None:
            _add_edge(rows, number[u], number[v], _Edge(tags, facts, _shape(graph, u, v, tags)))
    if not rows.start:
        raise InputError(no_road_fault())
    built = build_graph(nodes, *_pieces(rows))
    about: dict[str, str | int | float | bool] = {f"unread {key}": count for key, count in unread.items()}
    about |= {
        "attribution": OSM_ATTRIBUTION,
        "synthetic": bool(graph.graph.get("synthetic") in (True, "True")),
        "turn_restrictions": _NO_RESTRICTIONS,
    }
    return replace(built, attributes=built.attributes | about)


@dataclass(frozen=True, slots=True)
class _Edge:
    tags: Mapping[str, Any]
    facts: WayAttributes
    shape: NDArray[np.float64]


def _add_edge(rows: _Rows, start: int, end: int, edge: _Edge) -> None:
    way_ids = _values(edge.tags.get("osmid", 0))
    reversed_way = True in _values(edge.tags.get("reversed", False))
    speed = edge.facts.backward_kph if reversed_way else edge.facts.forward_kph
    ends = np.round(edge.shape[len(edge.shape) // 2], 6).tolist() if len(edge.shape) % 2 else []
    key = (frozenset(map(str, way_ids)), len(edge.shape), round(_degrees(edge.shape), 6), *ends)
    other = rows.waiting.get((end, start, *key))
    if other:
        piece = other.pop()
        rows.two_way[piece] = True
        rows.backward_kph[piece] = speed
        return
    rows.waiting.setdefault((start, end, *key), []).append(len(rows.start))
    rows.start.append(start)
    rows.end.append(end)
    rows.facts.append(edge.facts)
    rows.forward_kph.append(speed)
    rows.backward_kph.append(0.0)
    rows.two_way.append(False)
    rows.way_id.append(int(way_ids[0]) if str(way_ids[0]).lstrip("-").isdigit() else 0)
    rows.shape.append(edge.shape)


def _degrees(shape: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(shape, axis=0).T).sum())


def _nodes(graph: Any) -> Nodes:
    lon = np.array([float(x) for _, x in graph.nodes(data="x")])
    lat = np.array([float(y) for _, y in graph.nodes(data="y")])
    whole = all(isinstance(node, int) for node in graph.nodes)
    ids = np.array(list(graph.nodes), dtype=np.int64) if whole else -1 - np.arange(len(lon), dtype=np.int64)
    signals = np.array([kind == "traffic_signals" for _, kind in graph.nodes(data="highway")])
    return Nodes(lon, lat, ids, np.where(signals, np.uint8(NodeFlag.TRAFFIC_SIGNALS), np.uint8(0)))


def _shape(graph: Any, u: Any, v: Any, tags: Mapping[str, Any]) -> NDArray[np.float64]:
    geometry = tags.get("geometry")
    ends = [(float(graph.nodes[node]["x"]), float(graph.nodes[node]["y"])) for node in (u, v)]
    if geometry is None:
        return np.array(ends)
    return np.array([ends[0], *list(geometry.coords)[1:-1], ends[1]])


def _plain_tags(tags: Mapping[str, Any]) -> dict[str, str]:
    """One value per tag of an edge, without ``oneway``: the edge itself is directed."""
    plain: dict[str, str] = {}
    for key in _TAGS:
        values = [str(value) for value in _values(tags.get(key)) if value is not None]
        if values and key != "oneway":
            plain[key] = _strictest(key, values)
    return plain


def _values(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _strictest(key: str, values: list[str]) -> str:
    if key.startswith("maxspeed") and len(values) > 1:
        return ";".join(values)
    if key in _QUANTITIES:
        limits = [(parse_quantity(value, _QUANTITIES[key]) or np.inf, value) for value in values]
        return min(limits)[1]
    return values[0]


def _pieces(rows: _Rows) -> tuple[Pieces, tuple[str, ...]]:
    facts, index = rows.facts, {"": 0}
    names = [index.setdefault(fact.name, len(index)) for fact in facts]
    counts = np.array([len(shape) for shape in rows.shape], dtype=np.int64)
    points = np.concatenate(rows.shape)
    columns: dict[str, NDArray[Any]] = {
        "piece_class": np.array([f.highway for f in facts], dtype=np.uint8),
        "piece_flags": np.array([f.flags for f in facts], dtype=np.uint16),
        "piece_maxweight_t": np.array([f.maxweight_t for f in facts], dtype=np.float32),
        "piece_maxheight_m": np.array([f.maxheight_m for f in facts], dtype=np.float32),
        "piece_maxwidth_m": np.array([f.maxwidth_m for f in facts], dtype=np.float32),
        "piece_maxlength_m": np.array([f.maxlength_m for f in facts], dtype=np.float32),
        "piece_maxaxleload_t": np.array([f.maxaxleload_t for f in facts], dtype=np.float32),
        "piece_duration_s": np.array([f.duration_s for f in facts], dtype=np.int32),
        "piece_way_id": np.array(rows.way_id, dtype=np.int64),
        "piece_name": np.array(names, dtype=np.int32),
    }
    pieces = Pieces(
        np.array(rows.start, dtype=np.int64),
        np.array(rows.end, dtype=np.int64),
        np.ones(len(facts), dtype=bool),
        np.array(rows.two_way, dtype=bool),
        np.array(rows.forward_kph, dtype=np.float32),
        np.array(rows.backward_kph, dtype=np.float32),
        np.append(0, np.cumsum(counts)).astype(np.int64),
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        columns,
    )
    return pieces, tuple(index)
