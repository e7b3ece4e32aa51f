"""Resolve turn restriction relations to chains of directed edges: from, via…, to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from network.graph.bearing import EdgeBearings, edge_bearings
from network.graph.road_graph import ExceptFlag, RoadGraph
from network.osm.reader import RestrictionRelation

Chain = tuple[int, ...]

_KNOWN = {
    "no_left_turn": "left", "no_right_turn": "right", "no_straight_on": "straight", "no_u_turn": "u",
    "only_left_turn": "left", "only_right_turn": "right", "only_straight_on": "straight", "only_u_turn": "u",
    "no_entry": "", "no_exit": "",
}  # fmt: skip
_STRAIGHT_DEG = 30.0
_MAX_VIA_EDGES = 64
_EVERYONE = ExceptFlag.BUS | ExceptFlag.HGV | ExceptFlag.MOTORCAR | ExceptFlag.OTHER


@dataclass(slots=True)
class _WayIndex:
    """Edges by OSM way, nodes by OSM id, and bearings."""

    graph: RoadGraph
    bearings: EdgeBearings
    order: NDArray[np.int64]
    ways: NDArray[np.int64]
    node_order: NDArray[np.int64]
    node_ids: NDArray[np.int64]

    @classmethod
    def of(cls, graph: RoadGraph) -> _WayIndex:
        way = graph.piece_way_id[graph.edge_piece]
        order = np.argsort(way, kind="stable")
        node_order = np.argsort(graph.node_osm_id)
        return cls(graph, edge_bearings(graph), order, way[order], node_order, graph.node_osm_id[node_order])

    def edges(self, ways: Iterable[int]) -> list[int]:
        found: list[int] = []
        for way in ways:
            low, high = np.searchsorted(self.ways, [way, way + 1])
            found.extend(self.order[low:high].tolist())
        return found

    def node(self, osm_id: int) -> int | None:
        at = int(np.searchsorted(self.node_ids, osm_id))
        if at == len(self.node_ids) or self.node_ids[at] != osm_id:
            return None
        return int(self.node_order[at])


def add_restrictions(
    graph: RoadGraph, relations: Sequence[RestrictionRelation], skipped: Counter[str]
) -> RoadGraph:
    """Add turn restrictions to a graph; those that cannot be resolved are counted in `skipped`.

    A relation with several ``from`` or ``to`` ways (``no_entry``, ``no_exit``) gives several chains.
    """
    index = _WayIndex.of(graph)
    chains: dict[tuple[Chain, bool], int] = {}
    for relation in relations:
        if relation.value not in _KNOWN:
            skipped["restrictions of unknown kind"] += 1
            continue
        if relation.excepted == _EVERYONE:
            continue
        found = _chains(index, relation)
        if not found:
            skipped["restrictions naming absent or unconnected members"] += 1
        only = relation.value.startswith("only_")
        for chain in found:
            # Mapped twice, it binds vehicles that either of the two binds.
            chains[chain, only] = chains.get((chain, only), _EVERYONE) & relation.excepted
    first = np.zeros(len(chains) + 1, dtype=np.int64)
    np.cumsum([len(chain) for chain, _ in chains], out=first[1:])
    return replace(
        graph,
        first_restriction=first,
        restriction_edges=np.array([e for chain, _ in chains for e in chain], dtype=np.int32),
        restriction_only=np.array([only for _, only in chains], dtype=np.bool_),
        restriction_except=np.array([int(flags) for flags in chains.values()], dtype=np.uint8),
    )


def _chains(index: _WayIndex, relation: RestrictionRelation) -> list[Chain]:
    sources, targets = index.edges(relation.from_ways), index.edges(relation.to_ways)
    if relation.via_ways:
        return _via_way_chains(index, relation, sources, targets)
    nodes = [index.node(osm_id) for osm_id in relation.via_nodes]
    if len(nodes) != 1 or nodes[0] is None:
        return []
    via, graph = nodes[0], index.graph
    pairs = [(a, b) for a in sources if graph.head[a] == via for b in targets if graph.tail[b] == via]
    return _select_pairs(index, pairs, _KNOWN[relation.value])


def _select_pairs(index: _WayIndex, pairs: list[tuple[int, int]], turn: str) -> list[Chain]:
    """Select the turns at a via node that the restriction means by its name.

    A way that runs through the via node offers two edges; the direction in the name decides.
    """
    twin = index.graph.edge_twin
    if turn == "u":
        backs = [(a, b) for a, b in pairs if twin[a] == b]
        return list(backs or pairs)
    pairs = [(a, b) for a, b in pairs if twin[a] != b]
    if len(pairs) <= 1 or not turn:
        return list(pairs)
    angles = index.bearings.turn_deg(*np.array(pairs).T)
    return [pair for pair, angle in zip(pairs, angles, strict=True) if _turn_name(angle) == turn]


def _turn_name(angle_deg: float) -> str:
    if abs(angle_deg) < _STRAIGHT_DEG:
        return "straight"
    return "right" if angle_deg > 0 else "left"


def _via_way_chains(
    index: _WayIndex, relation: RestrictionRelation, sources: list[int], targets: list[int]
) -> list[Chain]:
    """Shortest chains (in edges) from a source through the via ways to a target."""
    graph, via = index.graph, index.edges(relation.via_ways)
    leaving: dict[int, list[int]] = {}
    for edge in via:
        leaving.setdefault(int(graph.tail[edge]), []).append(edge)
    goals: dict[int, list[int]] = {}
    for edge in targets:
        goals.setdefault(int(graph.tail[edge]), []).append(edge)
    found: list[Chain] = []
    for source in sources:
        chain = _find_via_path(graph, source, leaving, goals)
        found.extend((*chain, goal) for goal in (goals[int(graph.head[chain[-1]])] if chain else ()))
    # One source edge reaches the via ways from outside; others of a long `from` way do not.
    shortest = min(map(len, found), default=0)
    return [chain for chain in found if len(chain) == shortest]


def _find_via_path(
    graph: RoadGraph, source: int, leaving: dict[int, list[int]], goals: dict[int, list[int]]
) -> Chain:
    """Search via edges breadth first, without turning back, up to a node that a target edge leaves."""
    queue: list[Chain] = [(source,)]
    seen = {source}
    for chain in queue:
        at = int(graph.head[chain[-1]])
        if len(chain) > 1 and at in goals:
            return chain
        if len(chain) > _MAX_VIA_EDGES:
            break
        for edge in leaving.get(at, ()):
            if edge not in seen and graph.edge_twin[chain[-1]] != edge:
                seen.add(edge)
                queue.append((*chain, edge))
    return ()
