"""Store of the closures of each network, with the edges that they cover on the current graph."""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.domain.errors import Fault, InputError, NotFoundError, UnavailableError
from network.closures.closure import Closure
from network.graph.files import storage_fault, write_text
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.metric.overlay import NO_CHANGES, Change, Overlay

_VERSION = 1


class ClosureStore:
    """Closures of the networks under one home folder, in ``networks/closures/<network>.json``.

    Safe to use from several processes at once.

    Parameters
    ----------
    home
        ``HUILIU_HOME``.
    """

    def __init__(self, home: Path) -> None:
        self._library = NetworkLibrary(home)
        self._folder = home / "networks" / "closures"

    def closures(self, name: str) -> tuple[Closure, ...]:
        """All closures of a network, the oldest first, in force or not.

        Raises
        ------
        NotFoundError
            N109: there is no such network.
        InputError
            N325: the closures cannot be read.
        """
        return tuple(Closure.from_json(entry["closure"]) for entry in self._document(name)["closures"])

    def overlay(self, name: str, graph: RoadGraph | None = None) -> Overlay:
        """The changes of all closures of a network; `Overlay.during` selects those in force.

        Parameters
        ----------
        graph
            The network's graph, where it is open already.

        Raises
        ------
        NotFoundError
            N109: there is no such network.
        InputError
            N325: the closures cannot be read, or one no longer matches the roads.
        """
        found = self.changes(name, graph)
        return Overlay(tuple(change for _closure, change in found)) if found else NO_CHANGES

    def changes(self, name: str, graph: RoadGraph | None = None) -> tuple[tuple[Closure, Change], ...]:
        """Every closure of a network with its change to the roads; parameters and faults as of `overlay`."""
        document = self._document(name)
        rows = [Closure.from_json(entry["closure"]) for entry in document["closures"]]
        if not rows:
            return ()
        if document["graph"] == self._library.info(name).graph:
            known = Overlay.from_json([entry["change"] for entry in document["closures"]]).changes
        else:
            on = graph or self._library.open(name)
            known = tuple(self._match_again(row, on, name) for row in rows)
        return tuple(zip(rows, known, strict=True))

    def add(self, name: str, closure: Closure) -> tuple[Closure, Change]:
        """Store a closure; the next matrix honours it.

        Returns
        -------
        Closure, Change
            The closure with its id, and the edges that it covers.

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
        stored = replace(closure, id=secrets.token_hex(3))
        change = stored.change_on(graph)

        self._rewrite(name, graph, lambda rows: [*rows, stored])
        return stored, change

    def remove(self, name: str, closure_id: str) -> Closure:
        """Delete a closure and return it.

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

    def _match_again(self, closure: Closure, graph: RoadGraph, name: str) -> Change:
        """The change of a closure on another graph than the one that it was stored for."""
        try:
            return closure.change_on(graph)
        except InputError as error:
            fault = Fault(
                "N325",
                f"Closure {closure.id} does not match the roads, which were imported again: {error}",
                f"Remove it with `huiliu network open {name} {closure.id}`, and enter the closure again.",
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
                raise UnavailableError(storage_fault(error, self._folder)) from error

    def _change(self, closure: Closure, graph: RoadGraph, name: str) -> dict[str, Any]:
        return Overlay((self._match_again(closure, graph, name),)).as_json()[0]

    def _document(self, name: str) -> dict[str, Any]:
        self._library.info(name)  # raises N109 for an unknown network
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
        """Hold the folder's lock: one writer at a time."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = (self._folder / ".lock").open("w")
        except OSError as error:
            raise UnavailableError(storage_fault(error, self._folder)) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
