"""Closures that people enter, kept per network: what they meant, and the edges it is on today's map.

A closure is stored by its place on the earth, so that it outlives another import of the network; the
edges are found anew whenever the graph is another one.
"""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from data.domain.errors import Fault, InputError, NotFoundError, UnavailableError
from data.domain.places import LonLat
from network.graph.files import cannot_store, write_text
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.metric.overlay import NO_CHANGES, Change, Overlay, edges_along, edges_within
from network.travel.geometry import leg_paths
from network.travel.snapping import snap

ClosureKind = Literal["area", "road", "stretch"]
_VERSION = 1
_PROFILE = "car"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A closed, slowed or limited piece of the road network.

    Attributes
    ----------
    id
        Short, made when it is stored.
    kind
        ``area``: every road that touches the polygon `points`. ``road``: the road nearest to the one
        point, between two junctions. ``stretch``: the fastest way over the points, in their order.
    both_directions
        Of a road or stretch; an area is always both.
    speed_factor, max_kph, since, until, reason
        As of `network.metric.overlay.Change`.
    """

    kind: ClosureKind
    points: tuple[LonLat, ...]
    id: str = ""
    both_directions: bool = True
    speed_factor: float = 0.0
    max_kph: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        moments = {name: (at := getattr(self, name)) and at.isoformat() for name in ("since", "until")}
        return asdict(self) | moments

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Closure:
        """The closure that `as_json` wrote."""
        moments = {
            name: document[name] and datetime.fromisoformat(document[name]) for name in ("since", "until")
        }
        points = tuple(LonLat(*point) for point in document["points"])
        return cls(**document | moments | {"points": points})

    def change_on(self, graph: RoadGraph) -> Change:
        """What it does to a graph.

        Raises
        ------
        InputError
            N321: no such speed. N323: no road is there. N201: a point lies off the roads. N324: no way
            leads over the points.
        """
        return Change(
            edges=_edges(self, graph),
            speed_factor=self.speed_factor,
            max_kph=self.max_kph,
            since=self.since,
            until=self.until,
            reason=self.reason,
        )


class ClosureBook:
    """The closures of the networks of one home; safe to use from several processes at once."""

    def __init__(self, home: Path) -> None:
        self._library = NetworkLibrary(home)
        self._folder = home / "networks" / "closures"

    def closures(self, name: str) -> tuple[Closure, ...]:
        """All closures of a network, the oldest first, whether in force or not."""
        return tuple(Closure.from_json(entry["closure"]) for entry in self._document(name)["closures"])

    def overlay(self, name: str, graph: RoadGraph | None = None) -> Overlay:
        """What all closures of a network do to its roads; `Overlay.during` picks those in force.

        Parameters
        ----------
        graph
            The network's graph where it is open already.

        Raises
        ------
        NotFoundError
            N109: there is no such network.
        InputError
            N325: the closures cannot be read, or one fits the roads no more.
        """
        found = self.changes(name, graph)
        return Overlay(tuple(change for _closure, change in found)) if found else NO_CHANGES

    def changes(self, name: str, graph: RoadGraph | None = None) -> tuple[tuple[Closure, Change], ...]:
        """Every closure of a network and what it does to its roads; see `overlay`."""
        document = self._document(name)
        rows = [Closure.from_json(entry["closure"]) for entry in document["closures"]]
        if not rows:
            return ()
        if document["graph"] == self._library.info(name).graph:
            known = Overlay.from_json([entry["change"] for entry in document["closures"]]).changes
        else:
            on = graph or self._library.open(name)
            known = tuple(self._again(row, on, name) for row in rows)
        return tuple(zip(rows, known, strict=True))

    def close(self, name: str, closure: Closure) -> tuple[Closure, Change]:
        """Store a closure; the next matrix honours it.

        Returns
        -------
        Closure, Change
            With its id; and the edges that it touches.

        Raises
        ------
        NotFoundError
            N109: there is no such network.
        InputError
            See `Closure.change_on`.
        UnavailableError
            N107: it cannot be stored.
        """
        graph = self._library.open(name)
        kept = replace(closure, id=secrets.token_hex(3))
        change = kept.change_on(graph)

        self._rewrite(name, graph, lambda rows: [*rows, kept])
        return kept, change

    def open(self, name: str, closure_id: str) -> Closure:
        """Forget a closure.

        Raises
        ------
        NotFoundError
            N109: there is no such network. N326: it has no such closure.
        """
        removed = next((row for row in self.closures(name) if row.id == closure_id), None)
        if removed is None:
            known = ", ".join(row.id for row in self.closures(name)) or "none"
            raise NotFoundError(
                Fault(
                    "N326",
                    f"There is no closure {closure_id!r}.",
                    f"Name one of: {known}.",
                    f"network {name}",
                )
            )
        graph = self._library.open(name)
        self._rewrite(name, graph, lambda rows: [row for row in rows if row.id != closure_id])
        return removed

    def _again(self, closure: Closure, graph: RoadGraph, name: str) -> Change:
        try:
            return closure.change_on(graph)
        except InputError as error:
            fault = Fault(
                "N325",
                f"Closure {closure.id} fits the roads no more, which were imported again: {error}",
                f"Open it with `huiliu network open {name} {closure.id}`, and close what is closed now.",
                f"network {name}",
            )
            raise InputError(fault) from error

    def _rewrite(self, name: str, graph: RoadGraph, edit: Callable[[list[Closure]], list[Closure]]) -> None:
        content = self._library.info(name).graph
        with self._locked():
            document = self._document(name)
            known = {entry["closure"]["id"]: entry["change"] for entry in document["closures"]}
            if document["graph"] != content:
                known = {}
            entries = [
                {"closure": row.as_json(), "change": known.get(row.id) or self._change(row, graph, name)}
                for row in edit([Closure.from_json(entry["closure"]) for entry in document["closures"]])
            ]
            text = json.dumps(
                {"version": _VERSION, "graph": content, "closures": entries}, ensure_ascii=False
            )
            try:
                write_text(self._path(name), text)
            except OSError as error:
                raise UnavailableError(cannot_store(error, self._folder)) from error

    def _change(self, closure: Closure, graph: RoadGraph, name: str) -> dict[str, Any]:
        return Overlay((self._again(closure, graph, name),)).as_json()[0]

    def _document(self, name: str) -> dict[str, Any]:
        self._library.info(name)  # N109 for a network that there is not
        path = self._path(name)
        try:
            document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if document["version"] != _VERSION:
                raise ValueError(f"version {document['version']}")
        except FileNotFoundError:
            return {"version": _VERSION, "graph": "", "closures": []}
        except (OSError, ValueError, KeyError, TypeError) as error:
            fault = Fault(
                "N325",
                f"The closures of the network cannot be read: {error}.",
                f"Restore {path.name} from a backup, or delete it and close the roads again.",
                str(path),
            )
            raise InputError(fault) from error
        return document

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = (self._folder / ".lock").open("w")
        except OSError as error:
            raise UnavailableError(cannot_store(error, self._folder)) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _edges(closure: Closure, graph: RoadGraph) -> tuple[int, ...]:
    if closure.kind == "area":
        return edges_within(graph, closure.points)
    snapped = snap(graph, closure.points, _PROFILE)
    if snapped.faults:
        raise InputError(snapped.faults)
    if closure.kind == "road":
        edges = [int(edge) for edge in snapped.edge]
    else:
        legs = [(i, i + 1) for i in range(len(closure.points) - 1)]
        paths = leg_paths(graph, closure.points, legs, profile=_PROFILE)
        if not paths or not all(path.found for path in paths):
            raise InputError(
                Fault(
                    "N324",
                    "No way leads over the points of the stretch.",
                    "Give two points or more along one road, in driving direction.",
                    closure.reason,
                )
            )
        edges = sorted({int(edge) for path in paths for edge in path.edges})
    return edges_along(graph, edges) if closure.both_directions else tuple(edges)
