"""Workers that solve a VROOM document while a program waits, as the web process sees them."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import RedisError

from data.settings import Settings
from workers.queue.connections import connect
from workers.vroom.queue import Answered, Asked, solve_remotely


class Solver(Protocol):
    """Whoever solves documents."""

    def solve(self, asked: Asked, *, still_wanted: Callable[[], bool]) -> Answered:
        """The answer to a document.

        Raises
        ------
        UnavailableError
            W501, W502: no worker came to it, or none came back.
        RedisError
            The queue is away.
        """


class RedisSolver:
    """The workers behind the installation's Redis; connected at first use, anew after it was away."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Redis | None = None
        self._lock = Lock()

    def solve(self, asked: Asked, *, still_wanted: Callable[[], bool]) -> Answered:
        """See `Solver`."""
        with self._lock:
            if self._client is None:
                self._client = connect(self._settings)
            client = self._client
        try:
            return solve_remotely(client, asked, still_wanted=still_wanted)
        except RedisError:
            self._client = None
            raise


def listens(environ: Mapping[str, Any]) -> bool:
    """Whether the client of a request is still connected, as far as the server lets us know."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if not isinstance(connection, socket.socket):
        return True
    try:
        # Not select(): it refuses every descriptor from 1024 on, and a busy server has those.
        readable = select.poll()
        readable.register(connection, select.POLLIN)
        # Readable and empty is the end; anything else is the client's next request.
        return not readable.poll(0) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False
