"""Solve VROOM documents in a worker while the client waits."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from data.settings import Settings
from workers.queue.server import connect
from workers.vroom.queue import SolveAnswer, SolveRequest, solve_remotely


class Solver(Protocol):
    """Solves VROOM documents."""

    def solve(self, request: SolveRequest, *, still_wanted: Callable[[], bool]) -> SolveAnswer:
        """Return the answer to a document.

        Raises
        ------
        UnavailableError
            W501, W502: no worker started it, or the worker was lost.
        RedisError
            The queue is away.
        """


class RedisSolver:
    """The workers behind the installation's Redis; connects at first use and again after an outage."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Redis | None = None
        self._lock = Lock()

    def solve(self, request: SolveRequest, *, still_wanted: Callable[[], bool]) -> SolveAnswer:
        """See `Solver`."""
        with self._lock:
            if self._client is None:
                self._client = connect(self._settings)
            client = self._client
        try:
            return solve_remotely(client, request, still_wanted=still_wanted)
        except RedisError:
            self._client = None
            raise
