"""Overlays: temporary changes of a road graph, by which edges are closed, slowed or limited.

An overlay does not touch the graph. Durations and turns are computed anew, the contraction order and
shortcuts of the engine are reused. Edges are numbers of one graph; after another import `network.closures`
finds them again.
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
        Factor of the profile's speed, 0 to 1; 0 closes the edges.
    max_kph
        Speed limit for all vehicles; None for none.
    since, until
        Instants (with an offset) between which the change is in force; None for unbounded.
    reason
        Free text, shown to users.
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
                    f"A speed factor of {self.speed_factor:g} or a limit of {self.max_kph} km/h is invalid.",
                    "Give a factor from 0 (closed) to 1, and a limit above 0.",
                    self.reason,
                )
            )

    def holds_during(self, begin: datetime, end: datetime) -> bool:
        """Whether the change is in force at any moment from `begin` to `end`."""
        return (self.since is None or self.since <= end) and (self.until is None or begin <= self.until)


@dataclass(frozen=True, slots=True)
class Overlay:
    """All changes of a network. Equal overlays share one road metric."""

    changes: tuple[Change, ...] = ()

    def during(self, begin: datetime, end: datetime) -> Overlay:
        """The changes in force at any moment of an interval, such as a shift."""
        return Overlay(tuple(change for change in self.changes if change.holds_during(begin, end)))

    def durations_ms(self, graph: RoadGraph, duration_ms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Apply all changes to the durations of a profile; of several changes of an edge the slowest counts.

        Parameters
        ----------
        duration_ms
            float64, (m,): see `network.profiles.profile.edge_duration_ms`.

        Raises
        ------
        InputError
            N322: an edge number is not of this graph.
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
                "A closed or slowed stretch refers to an edge that this network does not have.",
                "The network has been imported again: enter the stretch again.",
                change.reason,
            )
        )
    return edges


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
