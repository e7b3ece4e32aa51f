"""The turn graph: which edge may follow which, and the cost of the turn.

A node-based graph cannot express a banned turn. In the *turn graph* a state is "driving edge e"; an
arc leads to the state of an edge that may follow. Restrictions over via ways need memory: beside
the m plain states there are extra states for "driving e, having come through the first edges of a
restricted chain" — the inner nodes of an Aho–Corasick automaton over the forbidden chains.

References
----------
Aho & Corasick (1975), Efficient string matching; OSM wiki, Relation:restriction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.graph.bearing import edge_bearings
from network.graph.road_graph import NodeFlag, PieceFlag, RoadGraph
from network.graph.shapes import ranges
from network.profiles.profile import Profile, usable_edges

Chain = tuple[int, ...]

_FREE_DEG, _FULL_DEG = 25.0, 75.0
"""A bend at a junction costs nothing up to the first angle, all from the second, linear between."""


@dataclass(frozen=True, slots=True, eq=False)
class TurnGraph:
    """States and arcs: S states, of which the first m are the plain states of the graph's edges.

    **Meaning.** State s is the *tail* of edge ``state_edge[s]``, before driving it. An arc s → t means:
    drive edge ``state_edge[s]`` to its end, turn, and be at the tail of ``state_edge[t]``. Its weight is
    ``duration(state_edge[s]) + cost_ms[arc]``, its length that of ``state_edge[s]``. So a path s₀ → … → sₖ
    costs all its edges but the last, and all its turns. A vehicle starts without history, in a plain state,
    and may end in any state of the edge that it ends on.

    Attributes
    ----------
    first_out
        int32 (S + 1); arcs out of state s are ``first_out[s]:first_out[s + 1]``.
    head_state
        int32, per arc. No two arcs join the same two states.
    cost_ms
        int32, per arc: milliseconds that the turn adds, 0 for driving on.
    state_edge
        int32 (S,): the edge of each state; ``state_edge[e] == e`` for e < m.

    Closed edges (`usable_edges` false) have states without arcs. Turning back onto the twin edge
    is possible only where restrictions of two edges leave no other way on and none forbids it; it
    costs `TurnCosts.u_turn_s`.
    """

    first_out: NDArray[np.int32]
    head_state: NDArray[np.int32]
    cost_ms: NDArray[np.int32]
    state_edge: NDArray[np.int32]
    edges: int

    @property
    def states(self) -> int:
        """Number of states S."""
        return int(self.state_edge.shape[0])

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return int(self.head_state.shape[0])

    @property
    def tail_state(self) -> NDArray[np.int32]:
        """The state that each arc leaves, int32, per arc."""
        return np.repeat(np.arange(self.states, dtype=np.int32), np.diff(self.first_out))


@dataclass(frozen=True, slots=True)
class _Forbidden:
    """Chains that must not be driven: pairs of edges, and longer ones."""

    pairs: frozenset[tuple[int, int]]
    longer: frozenset[Chain]


def build_turn_graph(
    graph: RoadGraph,
    profile: Profile,
    *,
    usable: NDArray[np.bool_] | None = None,
    costs_ms: NDArray[np.int32] | None = None,
) -> TurnGraph:
    """Build the turn graph of a profile, without banned turns and with states for via-way restrictions.

    A restriction binds unless its ``except`` names the vehicle. ``only_…`` forbids, after its chain
    has been driven up to the last edge but one, every other edge. Costs: left and right turns at
    junctions of three or more pieces by angle (none within, into or out of a roundabout), signals,
    barriers, turning back; see `TurnCosts`.

    Parameters
    ----------
    graph
        m edges.
    profile
        Determines which restrictions bind and what turns cost.
    usable
        bool, (m,): which edges are open; by default those that are open to the profile.
    costs_ms
        Result of `all_turn_costs_ms`, where it is known.
    """
    if usable is None:
        usable = usable_edges(graph, profile)
    forbidden = _forbidden_chains(graph, profile, usable)
    tail, head = _possible_pairs(graph, usable)
    allowed = ~_in_pairs(tail, head, forbidden.pairs, graph.edges)
    back = graph.edge_twin[tail] == head
    onward = np.bincount(tail[allowed & ~back], minlength=graph.edges) > 0
    allowed &= ~back | ~onward[tail]
    tail, head = tail[allowed], head[allowed]
    if costs_ms is None:
        cost = turn_costs_ms(graph, profile, tail, head)
    else:
        cost = costs_ms[_pair_numbers(graph, tail, head)]
    return _add_memory_states(graph, (tail, head, cost), forbidden.longer)


def all_turn_costs_ms(graph: RoadGraph, profile: Profile) -> NDArray[np.int32]:
    """`turn_costs_ms` of all pairs of consecutive edges, closed ones included, sorted; int32."""
    return turn_costs_ms(graph, profile, *_possible_pairs(graph, np.ones(graph.edges, dtype=bool)))


def _pair_numbers(graph: RoadGraph, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of pairs of consecutive edges in the sorted list of all."""
    first: NDArray[np.int64] = graph.first_edge.astype(np.int64)
    followers = (first[1:] - first[:-1])[graph.head]
    before = np.cumsum(followers) - followers
    return np.asarray(before[tail] + head - first[graph.head[tail]])


def _possible_pairs(
    graph: RoadGraph, usable: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All (edge, following edge) pairs of open edges, twins included, sorted."""
    first = graph.first_edge.astype(np.int64)
    counts = np.where(usable, np.diff(first)[graph.head], 0)
    tail = np.repeat(np.arange(graph.edges, dtype=np.int64), counts)
    head = ranges(first[graph.head], counts)
    kept = usable[head]
    return tail[kept], head[kept]


def _in_pairs(
    tail: NDArray[np.int64], head: NDArray[np.int64], pairs: frozenset[tuple[int, int]], edges: int
) -> NDArray[np.bool_]:
    """Which of the sorted (tail, head) are among a few pairs."""
    sought = np.array([a * edges + b for a, b in pairs], dtype=np.int64)
    keys = tail * edges + head
    found = np.zeros(len(keys), dtype=bool)
    at = np.searchsorted(keys, sought)
    inside = at < len(keys)
    found[at[inside][keys[at[inside]] == sought[inside]]] = True
    return found


def _forbidden_chains(graph: RoadGraph, profile: Profile, usable: NDArray[np.bool_]) -> _Forbidden:
    pairs: set[tuple[int, int]] = set()
    longer: set[Chain] = set()
    for chain in _binding_chains(graph, profile, usable):
        if len(chain) == 2:
            pairs.add((chain[0], chain[1]))
        else:
            longer.add(chain)
    return _Forbidden(frozenset(pairs), frozenset(longer))


def _binding_chains(graph: RoadGraph, profile: Profile, usable: NDArray[np.bool_]) -> list[Chain]:
    chains: list[Chain] = []
    binding = np.flatnonzero((graph.restriction_except & np.uint8(profile.exempt_flag)) == 0)
    for r in binding.tolist():
        low, high = int(graph.first_restriction[r]), int(graph.first_restriction[r + 1])
        chain = tuple(int(e) for e in graph.restriction_edges[low:high])
        if not graph.restriction_only[r]:
            chains.append(chain)
        elif usable[chain[-1]]:
            # A command to take a road that is closed to the vehicle would strand it: not binding.
            at = int(graph.head[chain[-2]])
            others = range(int(graph.first_edge[at]), int(graph.first_edge[at + 1]))
            chains.extend((*chain[:-1], other) for other in others if other != chain[-1])
    return chains


def turn_costs_ms(
    graph: RoadGraph, profile: Profile, tail: NDArray[np.int64], head: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Costs of the turns from edges `tail` onto edges `head`, in milliseconds, int32.

    A bend counts from 25°, in full from 75°; at nodes of fewer than three pieces, and where either
    edge is part of a roundabout, a bend costs nothing.
    """
    node = graph.head[tail]
    angle = edge_bearings(graph).turn_deg(tail, head)
    share = np.clip((np.abs(angle) - _FREE_DEG) / (_FULL_DEG - _FREE_DEG), 0.0, 1.0)
    piece_ends = np.bincount(
        np.concatenate([graph.tail[_one_per_piece(graph)], graph.head[_one_per_piece(graph)]]),
        minlength=graph.nodes,
    )
    round_piece = (graph.piece_flags & np.uint16(PieceFlag.ROUNDABOUT)).astype(bool)
    round_edge = round_piece[graph.edge_piece]
    junction = (piece_ends[node] >= 3) & ~round_edge[tail] & ~round_edge[head]
    cost = np.where(angle < 0, profile.turns.left_s, profile.turns.right_s) * share * junction
    back = graph.edge_twin[tail] == head
    cost = np.where(back, profile.turns.u_turn_s, cost)
    flags = graph.node_flags[node]
    cost = cost + profile.turns.signals_s * ((flags & NodeFlag.TRAFFIC_SIGNALS) > 0) * ~back
    cost = cost + profile.turns.barrier_s * ((flags & NodeFlag.BARRIER) > 0) * ~back
    return np.asarray(np.rint(cost * 1000), dtype=np.int32)


def _one_per_piece(graph: RoadGraph) -> NDArray[np.bool_]:
    """One edge of every piece: the forward one where there is one."""
    return np.asarray(graph.edge_forward | (graph.edge_twin < 0))


Arcs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]


def _add_memory_states(graph: RoadGraph, arcs: Arcs, chains: frozenset[Chain]) -> TurnGraph:
    """Combine the plain arcs with the automaton of the longer forbidden chains."""
    tail, head, cost = arcs
    plain_first = np.searchsorted(tail, np.arange(graph.edges + 1))
    memory = _Memory.of(chains, graph.edges)
    head_state = head.copy()
    extra_heads: list[int] = []
    extra_costs: list[int] = []
    extra_counts: list[int] = []
    for (a, b), state in memory.entries():
        at = plain_first[a] + np.searchsorted(head[plain_first[a] : plain_first[a + 1]], b)
        if at < plain_first[a + 1] and head[at] == b:
            head_state[at] = state
    for prefix in memory.prefixes:
        low, high = plain_first[prefix[-1]], plain_first[prefix[-1] + 1]
        followers = [
            (follower, int(step_cost))
            for edge, step_cost in zip(head[low:high].tolist(), cost[low:high], strict=True)
            if (follower := memory.follow(prefix, edge)) is not None
        ]
        extra_heads.extend(follower for follower, _ in followers)
        extra_costs.extend(step_cost for _, step_cost in followers)
        extra_counts.append(len(followers))
    counts = np.append(np.diff(plain_first), np.array(extra_counts, dtype=np.int64))
    return TurnGraph(
        first_out=np.append(0, np.cumsum(counts)).astype(np.int32),
        head_state=np.append(head_state, extra_heads).astype(np.int32),
        cost_ms=np.append(cost, extra_costs).astype(np.int32),
        state_edge=np.append(np.arange(graph.edges), [p[-1] for p in memory.prefixes]).astype(np.int32),
        edges=graph.edges,
    )


@dataclass(frozen=True, slots=True)
class _Memory:
    """The automaton's extra states: proper prefixes, two edges or longer, of forbidden chains."""

    chains: frozenset[Chain]
    prefixes: Sequence[Chain]
    number: dict[Chain, int]

    @classmethod
    def of(cls, chains: frozenset[Chain], edges: int) -> _Memory:
        prefixes = sorted({chain[:k] for chain in chains for k in range(2, len(chain))})
        return cls(chains, prefixes, {prefix: edges + i for i, prefix in enumerate(prefixes)})

    def entries(self) -> list[tuple[tuple[int, int], int]]:
        """Plain turns that begin a chain, and the state that remembers it."""
        return [((p[0], p[1]), self.number[p]) for p in self.prefixes if len(p) == 2]

    def follow(self, prefix: Chain, edge: int) -> int | None:
        """The state after driving on to `edge`, or None where that completes a forbidden chain."""
        driven = (*prefix, edge)
        if any(driven[start:] in self.chains for start in range(len(driven) - 1)):
            return None
        for start in range(len(driven) - 1):
            state = self.number.get(driven[start:])
            if state is not None:
                return state
        return edge
