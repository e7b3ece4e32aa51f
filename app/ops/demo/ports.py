"""Choose a port and reserve it."""

from __future__ import annotations

import fcntl
import socket
import tempfile
from pathlib import Path
from typing import IO

from data.domain.errors import Fault, InputError
from data.settings import Settings

_PORTS_TRIED = 50
_claims: list[IO[str]] = []
"""Locks of this process's ports, held until it ends."""


def free_port(settings: Settings, requested: int | None) -> int:
    """Return the requested port, or the first free one from the configured port on.

    A demo serves only after planning; until then a lock keeps other demos from choosing the same port and
    showing the pages of another home.

    Raises
    ------
    InputError
        W403: the requested port is taken, or none of those tried is free.
    """
    tried = [requested] if requested is not None else list(range(settings.port, settings.port + _PORTS_TRIED))
    for port in tried:
        if _is_free(port) and _claim(port):
            return port
    where = f"Port {requested} is" if requested is not None else f"Ports {tried[0]} to {tried[-1]} are"
    raise InputError(
        Fault("W403", f"{where} taken or not allowed.", "Give another with --port, or omit it.", "--port")
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _claim(port: int) -> bool:
    """Lock a port; return False if another demo of this user holds it. The lock ends with the process."""
    path = Path(tempfile.gettempdir()) / f"huiliu-port-{port}.lock"
    try:
        lock = path.open("a")
    except OSError:
        return True  # another user's lock, or no folder for one: the server will report whether it may listen
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return False
    _claims.append(lock)
    return True
