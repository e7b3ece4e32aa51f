"""Road metrics: durations, turn costs and the connected part of a graph for one profile and overlay.

Cached per graph object and profile for as long as the graph lives, so that a second matrix on the same
metric costs only its queries.
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
    """A graph as driven by one profile, with one overlay.

    Attributes
    ----------
    duration_ms
        float64 (m,), ``inf`` where closed; see `edge_duration_ms`.
    length_dm
        int64 (m,).
    turns
        The turn graph.
    connected
        bool (m,): the largest strongly connected set of edges, banned turns honoured and closures ignored.
        Places snap to these only, so that none ends up on an island; a place cut off by a closure is
        unreachable and does not snap elsewhere.
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
        """Return `make(self)`, computed at the first call under this name."""
        with self._lock:
            if name not in self._made:
                self._made[name] = make(self)
            return self._made[name]  # type: ignore[return-value]


MAX_OVERLAYS = 4
"""Overlays cached per graph and profile; the oldest is dropped first."""

_Key = tuple[Profile, Overlay]
_metrics: WeakKeyDictionary[RoadGraph, dict[_Key, RoadMetric]] = WeakKeyDictionary()
_metrics_lock = Lock()


def road_metric(graph: RoadGraph, profile: Profile | str, overlay: Overlay = NO_CHANGES) -> RoadMetric:
    """The metric of a graph for a profile and an overlay, computed at the first call.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    InputError
        N322: the overlay belongs to another graph.
    """
    if isinstance(profile, str):
        profile = load_profile(profile)
    with _metrics_lock:
        known = _metrics.setdefault(graph, {})
        plain = known.get((profile, NO_CHANGES)) or _compute(graph, profile)
        known[profile, NO_CHANGES] = plain
        if (profile, overlay) not in known:
            closures = [key for key in known if key[0] == profile and key[1] != NO_CHANGES]
            for key in closures[: max(0, len(closures) + 1 - MAX_OVERLAYS)]:
                del known[key]
            known[profile, overlay] = _apply_overlay(plain, overlay)
        return known[profile, overlay]


_engine_folders: WeakKeyDictionary[RoadGraph, Path] = WeakKeyDictionary()


def set_engine_folder(graph: RoadGraph, folder: Path) -> None:
    """Register the folder in which the compiled engine stores the files of a graph."""
    _engine_folders[graph] = folder


def engine_folder(graph: RoadGraph) -> Path | None:
    """The folder registered by `set_engine_folder`; None for a graph in memory."""
    return _engine_folders.get(graph)


def _compute(graph: RoadGraph, profile: Profile) -> RoadMetric:
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


def _apply_overlay(plain: RoadMetric, overlay: Overlay) -> RoadMetric:
    """Compute durations and turns anew; `RoadMetric.connected` stays."""
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
