"""Library of the road networks of an installation.

Under the home folder: descriptions by name in ``networks/``, graphs by content in ``graphs/``, files of the
compiled engine in ``engines/``, cached matrices in ``matrices/``.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.errors import Fault, InputError, NotFoundError, UnavailableError
from network.graph.files import graph_id, open_graph, save_graph, storage_fault, write_text
from network.graph.road_graph import FORMAT_VERSION, RoadGraph
from network.metric.road_metric import set_engine_folder
from network.travel.matrix_cache import MATRICES

_NAME = re.compile(r"\w[\w.-]{0,63}")
Attributes = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInfo:
    """Description of a stored network, as ``huiliu network info --json`` prints it.

    Attributes
    ----------
    graph
        Content identifier of the graph.
    length_km
        Length of all road pieces, each counted once.
    bbox
        West, south, east, north in degrees, roads' shapes included.
    engine, prepared_s
        Name of the prepared engine and the seconds that preparing took; empty and 0 where none was
        prepared.
    attributes
        Provenance and import counts, as in `RoadGraph.attributes`.
    """

    name: str
    graph: str
    nodes: int
    edges: int
    turn_restrictions: int
    length_km: float
    bbox: tuple[float, float, float, float]
    synthetic: bool
    engine: str
    prepared_s: float
    imported_at: str
    attributes: Attributes

    def as_json(self) -> dict[str, Any]:
        """A JSON object of all attributes."""
        return asdict(self)


class NetworkLibrary:
    """The named networks under one home folder. Safe to use from several processes at once.

    Parameters
    ----------
    home
        ``HUILIU_HOME``; folders are created when the first network is added.
    """

    def __init__(self, home: Path) -> None:
        self._names = home / "networks"
        self._graphs = home / "graphs"
        self._engines = home / "engines"
        self._matrices = home / MATRICES

    def add(
        self, graph: RoadGraph, name: str, *, prepare: Callable[[RoadGraph], str] | None = None
    ) -> NetworkInfo:
        """Store a graph under a name, replacing the network of that name.

        Parameters
        ----------
        prepare
            Prepares the stored graph for matrices and returns the engine's name, such as
            `network.engine.selection.prepare_engine`; timed into `NetworkInfo.prepared_s`.

        Raises
        ------
        InputError
            N106: the name cannot be used.
        UnavailableError
            N107: it cannot be written; a network of that name stays.
        """
        path, content = self._name_path(name), graph_id(graph)
        with self._locked():
            try:
                save_graph(graph, self._graphs / content)
                engine, prepared_s = self._prepared(content, prepare)
                info = _info(graph, name, content, engine, prepared_s)
                write_text(path, json.dumps(info.as_json(), ensure_ascii=False))
            except OSError as error:
                raise UnavailableError(storage_fault(error, self._names)) from error
            finally:
                self._discard_unnamed()
        return info

    def open(self, name: str) -> RoadGraph:
        """Open the graph of a network, memory-mapped and read-only.

        Raises
        ------
        NotFoundError
            N109: there is no network of that name.
        InputError
            N108: its files are damaged.
        """
        try:
            return self._open_content(self.info(name).graph)
        except InputError:
            # Replaced by another process between reading the name and opening the files?
            return self._open_content(self.info(name).graph)

    def names(self) -> tuple[str, ...]:
        """Names of all networks, sorted."""
        return tuple(sorted(path.stem for path in self._names.glob("*.json") if _NAME.fullmatch(path.stem)))

    def info(self, name: str) -> NetworkInfo:
        """Read the description of a network.

        Raises
        ------
        NotFoundError
            N109: there is no network of that name.
        InputError
            N108: its description is damaged.
        """
        try:
            document = json.loads(self._name_path(name).read_text(encoding="utf-8"))
            return NetworkInfo(**document | {"bbox": tuple(document["bbox"])})
        except FileNotFoundError:
            raise NotFoundError(self._unknown(name)) from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            fault = Fault(
                "N108",
                f"The description of the network is damaged: {error}.",
                "Import it again with `huiliu network import`.",
                name,
            )
            raise InputError(fault) from error

    def is_current(self, name: str) -> bool:
        """Whether a network of that name is stored in the format of this version."""
        return name in self.names() and self.info(name).graph.endswith(f"-v{FORMAT_VERSION}")

    def remove(self, name: str) -> None:
        """Delete a network; its files are deleted unless another name uses them.

        Raises
        ------
        NotFoundError
            N109: there is no network of that name.
        """
        if name not in self.names():
            raise NotFoundError(self._unknown(name))
        with self._locked():
            self._name_path(name).unlink(missing_ok=True)
            self._discard_unnamed()

    def _open_content(self, content: str) -> RoadGraph:
        graph = open_graph(self._graphs / content)
        set_engine_folder(graph, self._engines / content)
        return graph

    def _prepared(self, content: str, prepare: Callable[[RoadGraph], str] | None) -> tuple[str, float]:
        if prepare is None:
            return "", 0.0
        graph = self._open_content(content)
        started = time.perf_counter()
        engine = prepare(graph)
        return engine, round(time.perf_counter() - started, 3)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the writers' lock, so that no graph is deleted before its name is written."""
        try:
            self._names.mkdir(parents=True, exist_ok=True)
            lock = (self._names / ".lock").open("w")
        except OSError as error:
            raise UnavailableError(storage_fault(error, self._names)) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _name_path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise InputError(
                Fault(
                    "N106",
                    f"{name!r} is not a valid name of a network.",
                    "Use up to 64 letters, digits, dots, dashes and underscores.",
                    name,
                )
            )
        return self._names / f"{name}.json"

    def _unknown(self, name: str) -> Fault:
        known = ", ".join(self.names()) or "none yet"
        return Fault("N109", f"There is no network {name!r}.", f"Import it; there is {known}.", name)

    def _discard_unnamed(self) -> None:
        """Delete graphs, engines and matrices that no name uses; processes keep what they have mapped."""
        used = set()
        for path in self._names.glob("*.json"):
            try:
                used.add(json.loads(path.read_text(encoding="utf-8"))["graph"])
            except (OSError, ValueError, KeyError):
                return  # A description that cannot be read may use any of them.
        for folder in (self._graphs, self._engines, self._matrices):
            for content in folder.glob("*-v*"):
                if content.name not in used and not content.name.startswith("."):
                    shutil.rmtree(content, ignore_errors=True)


def _info(graph: RoadGraph, name: str, content: str, engine: str, prepared_s: float) -> NetworkInfo:
    lon, lat = graph.shape_lon, graph.shape_lat
    bbox = tuple(round(float(value), 7) for value in (lon.min(), lat.min(), lon.max(), lat.max()))
    return NetworkInfo(
        name=name,
        graph=content,
        nodes=graph.nodes,
        edges=graph.edges,
        turn_restrictions=graph.restrictions,
        length_km=round(float(graph.piece_length_dm.astype(np.int64).sum()) / 10_000, 3),
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]),
        synthetic=bool(graph.attributes.get("synthetic", False)),
        engine=engine,
        prepared_s=prepared_s,
        imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
        attributes=dict(graph.attributes),
    )
