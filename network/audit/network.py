"""Audit of a network: islands, dead ends of oneways, missing limits and restrictions.

Findings help to correct the map or to choose another extract; the network is not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.audit.places import StrandedPlace, find_island_edges, find_stranded_places
from network.graph.road_graph import RoadGraph
from network.metric.road_metric import RoadMetric, road_metric
from network.profiles.profile import Profile

MAX_LISTED = 20
_SKIPPED = "skipped "
"""Prefix of attributes that count what an import could not use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """A group of roads that a vehicle may use, not connected in both directions to the main part."""

    place: LonLat
    length_km: float
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadEnd:
    """A oneway without a usable edge at its end (``no_exit``) or at its start (``no_entry``)."""

    place: LonLat
    way_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Findings of an audit.

    Attributes
    ----------
    length_km
        Length of all streets that the profile may use.
    island_km, islands, island_count
        Islands of this profile: their length, the longest of them, and their number.
    without_maxspeed_share
        Share of `length_km` without a tagged speed limit.
    dead_ends, dead_end_count
        Oneways that this profile cannot leave, or cannot reach.
    left_out_km, left_out
        Roads that the import left out as not connected to the main part, and positions of the longest.
    restrictions, restrictions_skipped
        Turn restrictions in force, and those of the source that could not be used.
    skipped
        Counts of what the import could not use, by reason.
    places, stranded
        Number of places checked, and those that a vehicle cannot reach on their own road.
    """

    profile: str
    length_km: float
    island_km: float
    island_count: int
    islands: tuple[Island, ...]
    without_maxspeed_share: float
    dead_end_count: int
    dead_ends: tuple[DeadEnd, ...]
    left_out_km: float
    left_out: tuple[str, ...]
    restrictions: int
    restrictions_skipped: int
    skipped: dict[str, int]
    places: int
    stranded: tuple[StrandedPlace, ...]

    def as_json(self) -> dict[str, Any]:
        """A JSON object of all attributes."""
        return asdict(self)


def audit_network(
    graph: RoadGraph,
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    places: Sequence[tuple[str, LonLat]] = (),
) -> Audit:
    """Audit a network for one profile.

    Parameters
    ----------
    places
        Names and positions of places that vehicles should reach.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    roads = road_metric(graph, profile)
    usable = np.isfinite(roads.duration_ms)
    total_dm = _length_dm(graph, usable)
    islands = _islands(roads)
    dead_ends = _dead_ends(graph, usable)
    skipped = {
        key.removeprefix(_SKIPPED): int(count)
        for key, count in graph.attributes.items()
        if key.startswith(_SKIPPED)
    }
    unlimited_dm = _length_dm(graph, usable & (graph.edge_maxspeed_kph <= 0))
    return Audit(
        profile=roads.profile.name,
        length_km=_km(total_dm),
        island_km=round(sum(island.length_km for island in islands), 3),
        island_count=len(islands),
        islands=tuple(islands[:MAX_LISTED]),
        without_maxspeed_share=round(unlimited_dm / total_dm, 4) if total_dm else 0.0,
        dead_end_count=len(dead_ends),
        dead_ends=tuple(dead_ends[:MAX_LISTED]),
        left_out_km=float(graph.attributes.get("km off the main part", 0.0)),
        left_out=tuple(filter(None, str(graph.attributes.get("longest off the main part", "")).split("; "))),
        restrictions=graph.restrictions,
        restrictions_skipped=sum(n for key, n in skipped.items() if key.startswith("restrictions")),
        skipped=skipped,
        places=len(places),
        stranded=find_stranded_places(graph, places, profile=roads.profile),
    )


def _length_dm(graph: RoadGraph, edges: NDArray[np.bool_]) -> int:
    """Length of the pieces of some edges, each counted once."""
    pieces = np.unique(graph.edge_piece[edges])
    return int(graph.piece_length_dm[pieces].astype(np.int64).sum())


def _km(length_dm: int) -> float:
    return round(length_dm / 10_000, 3)


def _islands(roads: RoadMetric) -> list[Island]:
    """Connected groups of streets off the main part, the longest first."""
    graph = roads.graph
    off = find_island_edges(roads)
    tail, head, piece = graph.tail[off], graph.head[off], graph.edge_piece[off]
    ones = np.ones(len(tail), dtype=np.int8)
    links = csr_array((ones, (tail, head)), shape=(graph.nodes, graph.nodes))
    _, label = connected_components(links, directed=False)
    pieces, first = np.unique(piece, return_index=True)
    of = label[tail[first]]
    found = []
    for group in np.unique(of).tolist():
        members = pieces[of == group]
        length_dm = int(graph.piece_length_dm[members].astype(np.int64).sum())
        at = int(graph.first_shape[members[graph.piece_length_dm[members].argmax()]])
        place = LonLat(float(graph.shape_lon[at]), float(graph.shape_lat[at]))
        found.append(Island(place=place, length_km=_km(length_dm), pieces=len(members)))
    return sorted(found, key=lambda island: -island.length_km)


def _dead_ends(graph: RoadGraph, usable: NDArray[np.bool_]) -> list[DeadEnd]:
    leaving = np.bincount(graph.tail[usable], minlength=graph.nodes)
    coming = np.bincount(graph.head[usable], minlength=graph.nodes)
    twin = graph.edge_twin
    oneway = usable & ~((twin >= 0) & usable[twin])
    found = []
    for kind, node, count in (("no_exit", graph.head, leaving), ("no_entry", graph.tail, coming)):
        for edge in np.flatnonzero(oneway & (count[node] == 0)).tolist():
            at = int(node[edge])
            place = LonLat(float(graph.node_lon[at]), float(graph.node_lat[at]))
            way_id = int(graph.piece_way_id[graph.edge_piece[edge]])
            found.append(DeadEnd(place=place, way_id=way_id, kind=kind))
    return found
