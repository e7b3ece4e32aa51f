"""Child processes that answer calls over a pipe, are spawned, and end with their parent.

A child is spawned, never forked: solvers hold the interpreter's lock while they search, and compiled
kernels keep threads, neither of which survives a fork. It takes the parent-death guard before anything
else. One child answers one call after another, so that modules and compiled code are loaded once.

Parent to child: requests, one at a time; the end of the pipe ends the child. Child to parent: `Ready` and
any number of `Found`, then `Finished` or `Failed`, each with the number of its call; `Lost` stands for the
end of the child, whatever its cause.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from data.domain.errors import HuiliuError
from data.runtime.parent_death import die_with_parent

POLL_S = 0.1

Request = TypeVar("Request")
Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ready:
    """The call starts now: the child is ready, and its time limit begins."""

    call: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """An intermediate result of a call."""

    call: int
    value: Value


@dataclass(frozen=True, slots=True)
class Finished(Generic[Result]):
    """A call returned."""

    call: int
    value: Result


@dataclass(frozen=True, slots=True)
class Failed:
    """A call raised an exception; the child accepts the next one."""

    call: int
    error: HuiliuError


@dataclass(frozen=True, slots=True)
class Lost:
    """The child has ended, and with it the current call."""

    error: HuiliuError


@dataclass(frozen=True, slots=True)
class Overdue:
    """A call exceeded its time limit but is still running."""


@dataclass(frozen=True, slots=True)
class _Crashed:
    """A call raised an unexpected exception, as a traceback."""

    call: int
    text: str


class Call(Generic[Value]):
    """A call as seen by its handler, in the child."""

    def __init__(self, number: int, connection: Connection, cancelled_up_to: Any) -> None:
        self.number = number
        self._connection = connection
        self._cancelled_up_to = cancelled_up_to

    def ready(self) -> None:
        """Start the time limit of the call, unless something has been found."""
        self._connection.send(Ready(self.number))

    def found(self, value: Value) -> None:
        """Send an intermediate result."""
        self._connection.send(Found(self.number, value))

    def is_cancelled(self) -> bool:
        """Return whether the parent has asked to stop."""
        return bool(self._cancelled_up_to.value >= self.number)


Handler = Callable[[Request, Call[Value]], Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """How long a call may take.

    Attributes
    ----------
    seconds
        From `Ready` or the first `Found`, since starting and compiling take longer on a busy machine; None
        for no limit.
    grace_s
        Beyond `seconds`, for a step that cannot be interrupted.
    cancelled_s
        After the call was cancelled.
    """

    seconds: float | None
    grace_s: float
    cancelled_s: float


class ChildProcess(Generic[Request, Value, Result]):
    """A spawned child that answers one call after another.

    Parameters
    ----------
    handler
        Function that answers a request in the child. Pickled once, at the start.
    name
        Of the process.
    lost
        The error that reports the end of the child, given how it ended ("signal SIGKILL", "exit code 3").
    failed
        The error that reports an unexpected exception, given its traceback.

    Attributes
    ----------
    connection
        Readable whenever `receive` has a message, the end of the child included.
    is_busy
        Whether a call is under way.
    is_lost
        Whether the end of the child has been received.
    """

    def __init__(
        self,
        handler: Handler[Request, Value, Result],
        *,
        name: str,
        lost: Callable[[str], HuiliuError],
        failed: Callable[[str], HuiliuError],
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self.is_busy = False
        self.is_lost = False
        self._lost = lost
        self._failed = failed
        self._calls = 0
        self.connection, theirs = context.Pipe()
        self._cancelled_up_to = context.RawValue("q", 0)
        self._process = context.Process(
            target=_serve, args=(handler, theirs, self._cancelled_up_to, os.getpid()), name=name, daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """Process id of the child."""
        assert self._process.pid is not None
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the child runs; its end may already have been received."""
        return not self.is_lost and self._process.is_alive()

    def call(self, request: Request) -> int:
        """Start a call and return its number; the end of the child is reported by the next `receive`."""
        assert not self.is_busy
        self.is_busy = True
        self._calls += 1
        with contextlib.suppress(OSError):  # of a broken pipe, the end is what can be read next
            self.connection.send(request)
        return self._calls

    def receive(self) -> Ready | Found[Value] | Finished[Result] | Failed | Lost:
        """Return the next message; blocks until there is one."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            self.is_lost = True
            message = Lost(self._lost(_how_it_ended(self._process.exitcode)))
        if isinstance(message, _Crashed):
            message = Failed(message.call, self._failed(message.text))
        if not isinstance(message, Ready | Found):
            self.is_busy = False
        return message  # type: ignore[no-any-return]

    def wait(
        self,
        limit: TimeLimit,
        *,
        on_found: Callable[[Value], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> tuple[Finished[Result] | Failed | Lost | Overdue, Value | None]:
        """Wait for the current call to end.

        Parameters
        ----------
        on_found
            Called with every intermediate result.
        should_stop
            Polled ten times a second; once true, the call is cancelled.

        Returns
        -------
        tuple
            How the call ended, and the last intermediate result.
        """
        best: Value | None = None
        deadline: float | None = None
        cancelled = False
        while True:
            while not self.connection.poll(POLL_S):
                if not cancelled and should_stop is not None and should_stop():
                    cancelled = True
                    self.cancel()
                    deadline = time.monotonic() + limit.cancelled_s
                if deadline is not None and time.monotonic() >= deadline:
                    return Overdue(), best
            message = self.receive()
            if not isinstance(message, Ready | Found):
                return message, best
            if deadline is None and limit.seconds is not None:
                deadline = time.monotonic() + limit.seconds + limit.grace_s
            if isinstance(message, Found):
                best = message.value
                if on_found is not None:
                    on_found(best)

    def cancel(self) -> None:
        """Ask the child to stop its call; results found by then are still sent."""
        self._cancelled_up_to.value = self._calls

    def close(self, *, grace_s: float = 0.0) -> None:
        """End the child, killing it after `grace_s` seconds, and release its resources."""
        self.cancel()
        self.connection.close()
        self._process.join(grace_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _how_it_ended(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"signal {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"


def _serve(
    handler: Handler[Any, Any, Any], connection: Connection, cancelled_up_to: Any, parent_pid: int
) -> None:
    """Answer calls until the pipe ends; the child's main function."""
    die_with_parent(parent_pid, poll_parent=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    number = 0
    try:
        while True:
            request = connection.recv()
            number += 1
            connection.send(_answer(handler, request, Call(number, connection, cancelled_up_to)))
    except (EOFError, OSError):
        pass  # the parent has its result, or is gone
    sys.stdout.flush()
    os._exit(0)  # solvers may hold threads that never end


def _answer(
    handler: Handler[Any, Any, Any], request: Any, call: Call[Any]
) -> Finished[Any] | Failed | _Crashed:
    try:
        return Finished(call.number, handler(request, call))
    except HuiliuError as error:
        return Failed(call.number, error)
    except BaseException:
        return _Crashed(call.number, traceback.format_exc())


# -- processes that go on without their parent -----------------------------------------------------


def start_detached(module: str, *arguments: str) -> int:
    """Run ``python -m module`` in its own session, without a terminal, and return its process id.

    The process continues when its parent ends, and stores its result in a file or a database.

    Raises
    ------
    OSError
        It cannot be started.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return child.pid


def is_running(pid: int) -> bool:
    """Return whether a process with this id runs; zombies do not count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # a process of another user
        return True
    with contextlib.suppress(OSError):  # /proc does not exist here
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    return True
