"""What has changed on the roads since the map was drawn: stretches closed, slowed or limited for a while.

An overlay lies over a graph without touching it. Durations and turns are worked out anew, the order and
the shortcuts of the engine are not; what no closure in force during a shift touches costs nothing.
Edges are numbers of one graph: an overlay is made for a network as imported, and remade after another
import from what its `Change.reason` and shapes say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from network.graph.road_graph import RoadGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A set of edges that are closed, slower or limited.

    Attributes
    ----------
    edges
        Edge numbers of the graph, ascending. Directions count: close both edges to close a road.
    speed_factor
        What the profile's speed is multiplied with, 0 to 1; 0 closes the edges.
    max_kph
        Fastest that anyone drives there; None for no limit.
    since, until
        Instants (with an offset) between which it holds; None for always been, and until further
        notice.
    reason
        Shown to people.
    """

    edges: tuple[int, ...]
    speed_factor: float = 0.0
    max_kph: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.speed_factor <= 1.0 or (self.max_kph is not None and self.max_kph <= 0.0):
            raise InputError(
                Fault(
                    "N321",
                    f"A stretch cannot be driven at {self.speed_factor:g} times the speed"
                    f" and at most {self.max_kph} km/h.",
                    "Give a factor from 0 (closed) to 1, and a limit above 0.",
                    self.reason,
                )
            )

    def holds_during(self, begin: datetime, end: datetime) -> bool:
        """Whether it is in force at any moment from `begin` to `end`."""
        return (self.since is None or self.since <= end) and (self.until is None or begin <= self.until)


@dataclass(frozen=True, slots=True)
class Overlay:
    """All changes of a network. Equal overlays share what was prepared for them."""

    changes: tuple[Change, ...] = ()

    def during(self, begin: datetime, end: datetime) -> Overlay:
        """The changes in force at any moment of an interval, such as a shift."""
        return Overlay(tuple(change for change in self.changes if change.holds_during(begin, end)))

    def durations_ms(self, graph: RoadGraph, duration_ms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Durations of a profile with all changes applied; where several touch an edge, each counts.

        Parameters
        ----------
        duration_ms
            float64, (m,): see `network.profiles.profile.edge_duration_ms`.

        Raises
        ------
        InputError
            N322: an edge is not of this graph.
        """
        changed = duration_ms.copy()
        for change in self.changes:
            edges = _edges_of(graph, change)
            with np.errstate(divide="ignore"):
                slowed = np.rint(changed[edges] / change.speed_factor) if change.speed_factor else np.inf
            if change.max_kph is not None:
                length_m = graph.piece_length_dm[graph.edge_piece[edges]] / 10
                slowed = np.maximum(slowed, np.rint(length_m * 3600 / change.max_kph))
            changed[edges] = np.maximum(changed[edges], slowed)
        return changed

    def as_json(self) -> list[dict[str, Any]]:
        """A JSON list; instants in ISO format."""
        return [
            {
                "edges": list(change.edges),
                "speed_factor": change.speed_factor,
                "max_kph": change.max_kph,
                "since": change.since and change.since.isoformat(),
                "until": change.until and change.until.isoformat(),
                "reason": change.reason,
            }
            for change in self.changes
        ]

    @classmethod
    def from_json(cls, document: Sequence[Mapping[str, Any]]) -> Overlay:
        """The overlay that `as_json` wrote."""
        return cls(
            tuple(
                Change(
                    edges=tuple(entry["edges"]),
                    speed_factor=entry["speed_factor"],
                    max_kph=entry["max_kph"],
                    since=_instant(entry["since"]),
                    until=_instant(entry["until"]),
                    reason=entry["reason"],
                )
                for entry in document
            )
        )


NO_CHANGES = Overlay()


def _edges_of(graph: RoadGraph, change: Change) -> NDArray[np.int64]:
    edges = np.array(change.edges, np.int64)
    if edges.size and not (edges.min() >= 0 and edges.max() < graph.edges):
        raise InputError(
            Fault(
                "N322",
                "A closed or slowed stretch names a road that this network does not have.",
                "The network was imported again since: mark the stretch again.",
                change.reason,
            )
        )
    return edges


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
