"""The road graph: nodes, directed edges, road pieces with attributes and shapes, turn restrictions.

A *piece* is the undirected stretch of an OSM way between two junctions; an *edge* is one direction
of it that some motor vehicle may drive. The graph holds what OpenStreetMap says; speeds and access
are decided by profiles (``network/profiles/profile.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

FORMAT_VERSION = 3

HIGHWAY_CLASSES: tuple[str, ...] = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "service", "road", "track", "ferry", "other",
)  # fmt: skip


class PieceFlag(IntFlag):
    """Attributes of a road piece that profiles use."""

    ROUNDABOUT = 1
    BRIDGE = 2
    TUNNEL = 4
    TOLL = 8
    FERRY = 16
    UNPAVED = 32
    DESTINATION_ONLY = 64
    NO_HGV = 128
    NO_HAZMAT = 256
    URBAN = 512
    CLOSED_TO_CARS = 1024


class NodeFlag(IntFlag):
    """Attributes of a node that the turn-cost model uses."""

    TRAFFIC_SIGNALS = 1
    BARRIER = 2


class ExceptFlag(IntFlag):
    """Vehicles that a turn restriction does not bind (OSM ``except``)."""

    BUS = 1
    HGV = 2
    MOTORCAR = 4
    OTHER = 8


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class RoadGraph:
    """A directed road graph in arrays: n nodes, m edges sorted by tail, p pieces, r restrictions.

    Attributes
    ----------
    node_lon, node_lat, node_osm_id, node_flags
        float64, float64, int64 and uint8, shape (n,). Ids of nodes that do not exist in OSM are negative.
    first_edge, tail, head
        int32; edges out of node v are ``first_edge[v]:first_edge[v + 1]`` (shape n + 1); (m,).
    edge_piece, edge_forward, edge_twin
        int32, bool, int32, (m,): the piece, whether it is driven along its shape, and the edge of
        the opposite direction or -1.
    edge_maxspeed_kph
        float32, (m,): the tagged legal limit of this direction, 0 where the map has none.
    piece_length_dm
        int32, (p,): length in decimetres, at least 1.
    piece_class, piece_flags, piece_way_id, piece_name
        uint8 index of `HIGHWAY_CLASSES`, uint16 of `PieceFlag`, int64, int32 index of `names`; (p,).
    piece_maxweight_t, piece_maxheight_m, piece_maxwidth_m, piece_maxlength_m, piece_maxaxleload_t
        float32, (p,): 0 where the map has none.
    piece_duration_s
        int32, (p,): duration stated on the map (ferries), 0 where none.
    first_shape, shape_lon, shape_lat
        int64 (p + 1), float64: every piece's polyline, both end nodes included.
    first_elevation, elevation_m
        int64 (p + 1), float32: heights above the sea along every piece, at equal steps from its start
        to its end, both included; none where the network has no elevation (`network.elevation.heights`).
    first_restriction, restriction_edges, restriction_only, restriction_except
        int64 (r + 1), int32, bool (r,), uint8 (r,): a chain of edges from, via…, to that must not
        (or, for only: whose last turn must) be driven.
    off_first_shape, off_lon, off_lat
        int64 (q + 1), float64: polylines of the q pieces that the import left out, because the main
        part cannot reach them or be reached from them; used by `network.audit` only.
    """

    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    node_osm_id: NDArray[np.int64]
    node_flags: NDArray[np.uint8]
    first_edge: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    edge_piece: NDArray[np.int32]
    edge_forward: NDArray[np.bool_]
    edge_twin: NDArray[np.int32]
    edge_maxspeed_kph: NDArray[np.float32]
    piece_length_dm: NDArray[np.int32]
    piece_class: NDArray[np.uint8]
    piece_flags: NDArray[np.uint16]
    piece_way_id: NDArray[np.int64]
    piece_name: NDArray[np.int32]
    piece_maxweight_t: NDArray[np.float32]
    piece_maxheight_m: NDArray[np.float32]
    piece_maxwidth_m: NDArray[np.float32]
    piece_maxlength_m: NDArray[np.float32]
    piece_maxaxleload_t: NDArray[np.float32]
    piece_duration_s: NDArray[np.int32]
    first_shape: NDArray[np.int64]
    shape_lon: NDArray[np.float64]
    shape_lat: NDArray[np.float64]
    first_elevation: NDArray[np.int64]
    elevation_m: NDArray[np.float32]
    first_restriction: NDArray[np.int64]
    restriction_edges: NDArray[np.int32]
    restriction_only: NDArray[np.bool_]
    restriction_except: NDArray[np.uint8]
    off_first_shape: NDArray[np.int64]
    off_lon: NDArray[np.float64]
    off_lat: NDArray[np.float64]
    names: tuple[str, ...] = ("",)
    attributes: dict[str, str | int | float | bool] = field(default_factory=dict)
    """Provenance: source file name, its sha256, whether synthetic, import counts, attribution."""

    @property
    def nodes(self) -> int:
        """Number of nodes n."""
        return int(self.node_lon.shape[0])

    @property
    def edges(self) -> int:
        """Number of directed edges m."""
        return int(self.tail.shape[0])

    @property
    def pieces(self) -> int:
        """Number of road pieces p."""
        return int(self.piece_length_dm.shape[0])

    @property
    def has_elevation(self) -> bool:
        """Whether heights along the pieces are known."""
        return len(self.elevation_m) > 0

    @property
    def restrictions(self) -> int:
        """Number of turn restrictions r."""
        return int(self.restriction_only.shape[0])
