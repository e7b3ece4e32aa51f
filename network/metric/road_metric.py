"""What a graph and a profile give together, worked out once: durations, turns, the connected part.

Kept per graph object and profile for as long as the graph lives, so that a second matrix on the
same roads costs only its queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.turns import TurnGraph, all_turn_costs_ms, build_turn_graph
from network.profiles.profile import Profile, edge_duration_ms, load_profile

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class RoadMetric:
    """A graph as one profile drives it.

    Attributes
    ----------
    duration_ms
        float64 (m,), ``inf`` where closed; see `edge_duration_ms`.
    length_dm
        int64 (m,).
    turns
        The turn graph.
    connected
        bool (m,): edges from each of which every other can be reached, banned turns kept; places
        snap to these only, so that none ends up on an island. What closures cut off stays among
        them: a place there is unreachable, not elsewhere.
    """

    graph: RoadGraph
    profile: Profile
    duration_ms: NDArray[np.float64]
    length_dm: NDArray[np.int64]
    turns: TurnGraph
    connected: NDArray[np.bool_]
    _made: dict[str, object] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def cached(self, name: str, make: Callable[[RoadMetric], T]) -> T:
        """`make(self)`, made at the first call under this name and kept."""
        with self._lock:
            if name not in self._made:
                self._made[name] = make(self)
            return self._made[name]  # type: ignore[return-value]


MAX_OVERLAYS = 4
"""Sets of closures kept per graph and profile; the oldest goes first."""

_Key = tuple[Profile, Overlay]
_prepared: WeakKeyDictionary[RoadGraph, dict[_Key, RoadMetric]] = WeakKeyDictionary()
_prepared_lock = Lock()


def road_metric(graph: RoadGraph, profile: Profile | str, overlay: Overlay = NO_CHANGES) -> RoadMetric:
    """The graph as the profile drives it with some closures; kept, so that asking again is free.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    InputError
        N322: the overlay belongs to another graph.
    """
    if isinstance(profile, str):
        profile = load_profile(profile)
    with _prepared_lock:
        known = _prepared.setdefault(graph, {})
        plain = known.get((profile, NO_CHANGES)) or _prepare(graph, profile)
        known[profile, NO_CHANGES] = plain
        if (profile, overlay) not in known:
            closures = [key for key in known if key[0] == profile and key[1] != NO_CHANGES]
            for key in closures[: max(0, len(closures) + 1 - MAX_OVERLAYS)]:
                del known[key]
            known[profile, overlay] = _with_changes(plain, overlay)
        return known[profile, overlay]


_engine_folders: WeakKeyDictionary[RoadGraph, Path] = WeakKeyDictionary()


def set_engine_folder(graph: RoadGraph, folder: Path) -> None:
    """Say where the fast engine keeps what it computes of a graph."""
    _engine_folders[graph] = folder


def engine_folder(graph: RoadGraph) -> Path | None:
    """Where the fast engine keeps its files; None for a graph that is stored nowhere."""
    return _engine_folders.get(graph)


def _prepare(graph: RoadGraph, profile: Profile) -> RoadMetric:
    turns = build_turn_graph(graph, profile)
    duration_ms = edge_duration_ms(graph, profile)
    return RoadMetric(
        graph,
        profile,
        duration_ms,
        graph.piece_length_dm[graph.edge_piece].astype(np.int64),
        turns,
        _connected_edges(turns, np.isfinite(duration_ms)),
    )


def _with_changes(plain: RoadMetric, overlay: Overlay) -> RoadMetric:
    """Durations and turns anew; who may start where stays as it was."""
    duration_ms = overlay.durations_ms(plain.graph, plain.duration_ms)
    costs_ms = plain.cached("turn costs", lambda roads: all_turn_costs_ms(roads.graph, roads.profile))
    return RoadMetric(
        plain.graph,
        plain.profile,
        duration_ms,
        plain.length_dm,
        build_turn_graph(plain.graph, plain.profile, usable=np.isfinite(duration_ms), costs_ms=costs_ms),
        plain.connected,
    )


def _connected_edges(turns: TurnGraph, usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    links = csr_array(
        (np.ones(turns.arcs, dtype=np.int8), turns.head_state, turns.first_out),
        shape=(turns.states, turns.states),
    )
    _, label = connected_components(links, directed=True, connection="strong")
    connected = np.zeros(turns.edges, dtype=bool)
    if usable.any():
        largest = np.bincount(label, weights=usable[turns.state_edge]).argmax()
        connected[turns.state_edge[label == largest]] = True
    return connected & usable
