"""Select the compiled engine or the reference engine for a request.

Compiling kernels takes some fifteen seconds, contracting a large network as long again. Meanwhile small
tables are answered by the reference engine. `select_engine` serves processes that may fork or end soon
(workers, commands) and waits for preparation; `select_engine_in_time` serves threads that must answer (the
web server) and prepares in the background.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from threading import Event, Lock, Thread

from data.domain.errors import Fault, UnavailableError
from data.domain.matrix import DEFAULT_PROFILE
from network.engine.protocol import Engine
from network.engine.reference import S_PER_STATE, ReferenceEngine
from network.graph.road_graph import RoadGraph
from network.metric.road_metric import RoadMetric, engine_folder, road_metric
from network.profiles.profile import Profile

REFERENCE_MAX_S = 5.0
"""Longest that the reference engine may compute in a web process: it holds the interpreter's lock."""

WAIT_MIN_S, WAIT_MAX_S = 0.5, 90.0
RETRY_AFTER_S = 60.0

_STATES_AT_ONCE = 2_000_000
"""Sources times states that the reference engine answers in some 0.3 s; importing numba takes longer."""

_log = logging.getLogger(__name__)


def select_engine(roads: RoadMetric, *, sources: int = 0) -> Engine:
    """Select the engine of a metric, waiting for the compiled one where it is worth it.

    The compiled engine is used where the network is stored in a library. A graph in memory gets the
    reference engine: preparing the compiled one would take longer than it saves. So does a small table that
    is answered before numba is imported, or while the kernels are being compiled.

    Parameters
    ----------
    sources
        Rows of the table that will be asked for; 0 for many.
    """
    folder = engine_folder(roads.graph)
    is_loaded = "numba" in sys.modules
    is_quick = 0 < sources * roads.turns.states <= _STATES_AT_ONCE
    if folder is None or (is_quick and not is_loaded):
        return reference_engine(roads)
    # Kernels are imported only where a matrix is asked for.
    from network.engine.warm_up import is_worth_compiling

    if sources and not is_worth_compiling(
        compiled_folder(folder), sources=sources, states=roads.turns.states
    ):
        return reference_engine(roads)
    return roads.cached("engine", lambda roads: _build(roads, folder))


def select_engine_in_time(roads: RoadMetric, *, sources: int) -> Engine:
    """Select an engine for a caller that cannot wait; the compiled one is prepared in the background.

    The compiled engine is waited for about as long as the reference engine would compute, which at most
    doubles the time of the answer. Only for processes with threads that never fork.

    Parameters
    ----------
    sources
        Rows of the table, or places of the route, that will be asked for.

    Raises
    ------
    UnavailableError
        N313: the compiled engine is being prepared, and the reference engine would take too long.
    """
    folder = engine_folder(roads.graph)
    if folder is None:
        return reference_engine(roads)
    build = roads.cached("background build", lambda roads: _BackgroundBuild(roads, folder))
    reference_s = sources * roads.turns.states * S_PER_STATE
    engine = build.engine(wait_s=min(max(reference_s, WAIT_MIN_S), WAIT_MAX_S))
    if engine is not None:
        return engine
    if reference_s <= REFERENCE_MAX_S:
        return reference_engine(roads)
    raise UnavailableError(
        Fault(
            "N313",
            "The road engine is being prepared; until then tables of this size cannot be answered.",
            "Try again in half a minute; `huiliu network import` prepares the engine beforehand.",
            roads.profile.name,
        )
    )


def reference_engine(roads: RoadMetric) -> ReferenceEngine:
    """The reference engine of a metric, built at the first call."""
    return roads.cached("reference engine", ReferenceEngine.of)


def prepare_engine(graph: RoadGraph, *, profile: Profile | str = DEFAULT_PROFILE) -> str:
    """Prepare the engine of a graph and profile; returns its name, ``cch`` or ``dijkstra``.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    select_engine(road_metric(graph, profile))
    return "dijkstra" if engine_folder(graph) is None else "cch"


def compiled_folder(engine_folder: Path) -> Path:
    """``HOME/compiled`` of an engine folder ``HOME/engines/<graph>``."""
    return engine_folder.parents[1] / "compiled"


class _BackgroundBuild:
    """The compiled engine of a metric, built in a thread that starts at the first call."""

    def __init__(self, roads: RoadMetric, folder: Path) -> None:
        self._roads = roads
        self._folder = folder
        self._engine: Engine | None = None
        self._over = Event()
        self._lock = Lock()
        self._began_s: float | None = None

    def engine(self, wait_s: float) -> Engine | None:
        """The engine if it is built in time; None if it is not, or could not be built."""
        with self._lock:
            moment = time.monotonic()
            failed = self._over.is_set() and self._engine is None
            if self._began_s is None or (failed and moment - self._began_s > RETRY_AFTER_S):
                self._began_s = moment
                self._over.clear()
                Thread(target=self._run, name="road engine", daemon=True).start()
        self._over.wait(wait_s)
        return self._engine

    def _run(self) -> None:
        try:
            if _compile(compiled_folder(self._folder)):
                # Built outside `cached`, whose lock the reference engine needs meanwhile.
                built = _build(self._roads, self._folder)
                self._engine = self._roads.cached("engine", lambda _: built)
        except Exception:
            # The reference engine goes on answering; the cause is for whoever reads the log.
            _log.exception("the road engine could not be prepared")
        finally:
            self._over.set()


def _compile(cache_dir: Path) -> bool:
    from network.engine.warm_up import wait_until_compiled

    return wait_until_compiled(cache_dir)


def _build(roads: RoadMetric, folder: Path) -> Engine:
    from network.engine import kernels

    kernels.configure(compiled_folder(folder))
    from network.engine.build import build_engine

    return build_engine(roads.graph, roads.turns, roads.duration_ms, folder)
