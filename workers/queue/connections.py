"""Connections to the queue's Redis."""

from __future__ import annotations

from redis import Redis

from data.settings import Settings
from workers.queue.server import ensure_redis

SOCKET_TIMEOUT_S = 30.0
"""Above every blocking read of ours, so that it only ends a connection that is dead."""


def connect(settings: Settings) -> Redis:
    """A client of the queue's Redis, which is started where it is our own and does not run.

    Raises
    ------
    UnavailableError
        W101, W102, S203: see `ensure_redis`.
    """
    return client(ensure_redis(settings).url)


def client(url: str) -> Redis:
    """A client that connects when first used, and again whenever the server has come back."""
    return Redis.from_url(
        url,
        socket_connect_timeout=5.0,
        socket_timeout=SOCKET_TIMEOUT_S,
        socket_keepalive=True,
        health_check_interval=15,
    )
