"""Build the compiled engine of a road graph: order, contraction and metric, each stored on disk.

There are three files, each named by the content it was computed from: the order of the road pieces
(seconds, once per network), the hierarchy (a fraction of one, once per network and set of memory states)
and the metric (the same, once per set of weights: a profile with the closures of a day). A damaged file is
built again; where none can be written, the result is used from memory.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import UnavailableError
from network.engine import turn_graph
from network.engine.array_files import Arrays, DamagedFileError, load, save
from network.engine.cch import CchEngine, usable_processors
from network.engine.customization import Metric, SearchGraph, customise
from network.engine.elimination import Hierarchy, contract, place
from network.engine.kernels import Float64s, Int32s
from network.graph.road_graph import RoadGraph
from network.metric.turns import TurnGraph

MAX_METRICS = 24
"""Metrics stored per network; the least recently used goes first."""

Progress = Callable[[str], None]
"""Called with the name of each step as it begins: ``order``, ``contract``, ``customise``."""

# Shared by the metrics of a graph, and dropped with it.
_hierarchies: WeakKeyDictionary[RoadGraph, dict[tuple[Path, str], Hierarchy]] = WeakKeyDictionary()
_order_keys: WeakKeyDictionary[RoadGraph, str] = WeakKeyDictionary()

_log = logging.getLogger(__name__)


def build_engine(
    graph: RoadGraph,
    turns: TurnGraph,
    duration_ms: Float64s,
    folder: Path,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> CchEngine:
    """Build the engine of a turn graph and edge durations, or open the stored one.

    Parameters
    ----------
    duration_ms
        float64, (m,): whole milliseconds per edge, ``inf`` where closed.
    folder
        Folder of the network's engine files; created if absent.
    threads
        As of `CchEngine`.
    """
    report = progress or (lambda step: None)
    hierarchy_key, hierarchy = _hierarchy(graph, turns, folder, report)
    weight = turn_graph.arc_weights(graph, turns, duration_ms)
    metric_key = content_digest(hierarchy_key, turns.first_out, turns.head_state, weight)

    def build() -> Arrays:
        """Compute the arrays of the engine."""
        report("customise")
        placement = place(hierarchy, turns.tail_state, np.require(turns.head_state, np.int32, ["C", "W"]))
        metric = customise(hierarchy, placement, weight, threads=threads or usable_processors())
        return _metric_arrays(metric)

    path = folder / f"metric-{metric_key[:32]}.bin"
    arrays = _load_or_build(path, metric_key, build)
    _discard_old(folder, path)
    return CchEngine(hierarchy, _metric(arrays), threads=threads)


def content_digest(*parts: str | NDArray[Any]) -> str:
    """SHA-256 of texts and arrays, shapes and types included."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(part.encode() + b"\0")
        else:
            total.update(f"{part.dtype.str}{part.shape}".encode())
            total.update(np.ascontiguousarray(part).data)
    return total.hexdigest()


def _hierarchy(graph: RoadGraph, turns: TurnGraph, folder: Path, report: Progress) -> tuple[str, Hierarchy]:
    key = _hierarchy_key(graph, turns)
    known = _hierarchies.setdefault(graph, {})
    if (folder, key) in known:
        return key, known[folder, key]

    def order() -> Arrays:
        report("order")
        return {"piece_rank": turn_graph.rank_pieces(graph)}

    def build() -> Arrays:
        piece_rank: Int32s = _load_or_build(folder / "order.bin", _order_key(graph), order)["piece_rank"]
        report("contract")
        rank = turn_graph.rank_states(graph, turns, piece_rank)
        return contract(*turn_graph.possible_turns(graph, turns), rank)._asdict()

    known[folder, key] = Hierarchy(**_load_or_build(_hierarchy_path(folder, key), key, build))
    return key, known[folder, key]


def _order_key(graph: RoadGraph) -> str:
    if graph not in _order_keys:
        _order_keys[graph] = content_digest(
            "order", graph.tail, graph.head, graph.edge_piece, graph.node_lon, graph.node_lat
        )
    return _order_keys[graph]


def _hierarchy_key(graph: RoadGraph, turns: TurnGraph) -> str:
    memories = turns.state_edge[turns.edges :]
    return content_digest("hierarchy", _order_key(graph), memories, *turn_graph.memory_arcs(turns))


def _hierarchy_path(folder: Path, key: str) -> Path:
    return folder / f"hierarchy-{key[:32]}.bin"


def _load_or_build(path: Path, key: str, build: Callable[[], Arrays]) -> Arrays:
    """Load the arrays of a file, or build and store them."""
    try:
        arrays = load(path, key)
    except FileNotFoundError:
        pass
    except (OSError, DamagedFileError) as error:
        _log.warning("%s", error)
    else:
        # Marks the file as used for `_discard_old`.
        with suppress(OSError):
            os.utime(path)
        return arrays
    built = build()
    try:
        save(path, key, built)
    except UnavailableError as error:
        _log.warning("%s", error)
    return built


def _discard_old(folder: Path, in_use: Path) -> None:
    """Delete the least recently used metrics; processes that have them mapped keep them."""
    try:
        metrics = sorted(folder.glob("metric-*.bin"), key=lambda path: path.stat().st_mtime)
        for path in metrics[:-MAX_METRICS]:
            if path != in_use:
                path.unlink(missing_ok=True)
    except OSError as error:
        # Another worker may be deleting as well.
        _log.info("old metrics in %s stay: %s", folder, error)


def _metric_arrays(metric: Metric) -> Arrays:
    return {
        f"{direction}_{name}": array
        for direction, graph in metric._asdict().items()
        for name, array in graph._asdict().items()
    }


def _metric(arrays: Arrays) -> Metric:
    up, down = (
        SearchGraph(*(arrays[f"{direction}_{name}"] for name in SearchGraph._fields))
        for direction in Metric._fields
    )
    return Metric(up, down)
