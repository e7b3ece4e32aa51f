"""The turn graph as input of contraction: vertices, their order, and all possible turns.

A hierarchy is shared by profiles and closures, so it is contracted from all turns at every junction,
including banned turns, turns into roads closed to some vehicles, and U-turns, which a closure may make the
only possibility. Only the states with memory (restrictions over via ways) differ between vehicles; the few
arcs that touch them are taken as the turn graph has them.
"""

from __future__ import annotations

import numpy as np

from network.engine.kernels import Float64s, Int32s, Int64s
from network.engine.nested_dissection import order_pieces
from network.engine.protocol import DISTANCE_BASE
from network.graph.road_graph import RoadGraph
from network.graph.shapes import ranges
from network.metric.turns import TurnGraph


def rank_pieces(graph: RoadGraph) -> Int32s:
    """Rank the road pieces of a network for contraction, int32, shape (p,)."""
    tail, head = np.zeros(graph.pieces, np.int32), np.zeros(graph.pieces, np.int32)
    tail[graph.edge_piece], head[graph.edge_piece] = graph.tail, graph.head
    latitude = float(graph.node_lat.mean()) if graph.nodes else 0.0
    return order_pieces(tail, head, graph.node_lon * np.cos(np.radians(latitude)), np.array(graph.node_lat))


def rank_states(graph: RoadGraph, turns: TurnGraph, piece_rank: Int32s) -> Int32s:
    """Rank the states of a turn graph: both directions of a piece, and their memories, side by side."""
    edge = turns.state_edge
    order = np.lexsort((edge, graph.edge_forward[edge], piece_rank[graph.edge_piece[edge]]))
    rank = np.empty(turns.states, np.int32)
    rank[order] = np.arange(turns.states, dtype=np.int32)
    return rank


def possible_turns(graph: RoadGraph, turns: TurnGraph) -> tuple[Int32s, Int32s]:
    """Tails and heads of all turns between edges that meet, and of the arcs of states with memory."""
    first: Int64s = graph.first_edge.astype(np.int64)
    counts = np.diff(first)[graph.head]
    tail = np.repeat(np.arange(graph.edges, dtype=np.int32), counts)
    head = ranges(first[graph.head], counts).astype(np.int32)
    memory_tail, memory_head = memory_arcs(turns)
    return np.concatenate((tail, memory_tail)), np.concatenate((head, memory_head))


def memory_arcs(turns: TurnGraph) -> tuple[Int32s, Int32s]:
    """Tails and heads of the arcs that touch a state with memory."""
    tail, head = turns.tail_state, turns.head_state
    touched = (tail >= turns.edges) | (head >= turns.edges)
    return tail[touched], head[touched]


def arc_weights(graph: RoadGraph, turns: TurnGraph, duration_ms: Float64s) -> Float64s:
    """Packed weight of every arc: driving its tail's edge, then the turn; ``inf`` where closed."""
    edge = turns.state_edge[turns.tail_state]
    length_dm = graph.piece_length_dm[graph.edge_piece[edge]]
    return (duration_ms[edge] + turns.cost_ms) * DISTANCE_BASE + length_dm
