"""An engine for callers that answer a person or a program and cannot wait for preparations.

Compiling kernels takes some fifteen seconds, contracting a large network as long again. Where either
is still to be done, it begins in the background, and small tables are answered by the plain engine
until it is over. Only for processes with threads that never fork, such as the web server.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Event, Lock, Thread

from data.domain.errors import Fault, UnavailableError
from network.engine.protocol import Engine
from network.engine.reference import ReferenceEngine
from network.metric.road_metric import PreparedRoads, engine_folder

PLAIN_MOST_S = 5.0
"""Longest that the plain engine may compute: it holds the interpreter's lock."""

WAIT_AT_LEAST_S, WAIT_MOST_S = 0.5, 90.0
RETRY_AFTER_S = 60.0
_COMPILED_WITHIN_S = 150.0
_LOOK_EVERY_S = 0.2

_log = logging.getLogger(__name__)


def ready_engine(roads: PreparedRoads, *, sources: int) -> Engine:
    """The fast engine if it is there within about the time the plain one would take, else the plain one.

    Parameters
    ----------
    sources
        Rows of the table, or places of the route, that will be asked for.

    Raises
    ------
    UnavailableError
        N313: the fast engine is being prepared, and the plain one would take too long.
    """
    folder = engine_folder(roads.graph)
    if folder is None:
        return roads.once("plain engine", ReferenceEngine.of)
    from network.engine.warm_state import PLAIN_S_PER_STATE

    making = roads.once("fast engine in the making", lambda roads: _Making(roads, folder))
    plain_s = sources * roads.turns.states * PLAIN_S_PER_STATE
    # Waiting as long as the other way would take at most doubles the time, whichever comes first.
    engine = making.engine(wait_s=min(max(plain_s, WAIT_AT_LEAST_S), WAIT_MOST_S))
    if engine is not None:
        return engine
    if plain_s <= PLAIN_MOST_S:
        return roads.once("plain engine", ReferenceEngine.of)
    raise UnavailableError(
        Fault(
            "N313",
            "The roads are being prepared for tables of this size.",
            "Try again in half a minute; `huiliu network import` prepares them beforehand.",
            roads.profile.name,
        )
    )


class _Making:
    """The fast engine of some prepared roads, made in a thread of its own at the first call."""

    def __init__(self, roads: PreparedRoads, folder: Path) -> None:
        self._roads = roads
        self._folder = folder
        self._engine: Engine | None = None
        self._over = Event()
        self._lock = Lock()
        self._began_s: float | None = None

    def engine(self, wait_s: float) -> Engine | None:
        """The engine, if it is there in time; None if it is not, or could not be made."""
        with self._lock:
            moment = time.monotonic()
            failed = self._over.is_set() and self._engine is None
            if self._began_s is None or (failed and moment - self._began_s > RETRY_AFTER_S):
                self._began_s = moment
                self._over.clear()
                Thread(target=self._make, name="road engine", daemon=True).start()
        self._over.wait(wait_s)
        return self._engine

    def _make(self) -> None:
        try:
            if _compile(self._folder.parents[1] / "compiled"):
                from network.engine import build

                roads = self._roads
                made = build.prepare(roads.graph, roads.turns, roads.duration_ms, self._folder)
                self._engine = roads.once("engine", lambda _roads: made)
        except Exception:
            # The plain engine goes on answering; the cause is for whoever reads the log.
            _log.exception("the road engine could not be prepared")
        finally:
            self._over.set()


def _compile(cache_dir: Path) -> bool:
    """Have the kernels compiled, by another process where their cache can be shared; whether they are."""
    from network.engine import kernels
    from network.engine.warm_state import compile_in_background

    folder = kernels.configure(cache_dir)
    if cache_dir not in folder.parents and not kernels.is_warm():
        # A cache of this process only: nobody else could fill it.
        kernels.warm()
    deadline = time.monotonic() + _COMPILED_WITHIN_S
    while not kernels.is_warm():
        if time.monotonic() > deadline:
            _log.warning("compiling the road engine takes unusually long")
            return False
        compile_in_background(cache_dir, folder)
        time.sleep(_LOOK_EVERY_S)
    return True
