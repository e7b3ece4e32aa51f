"""An engine in a child process of its own: incumbents out, cancel in, and no way to outlive us.

The child is spawned, never forked: OR-Tools holds the interpreter's lock while it searches and
compiled kernels keep threads. It dies with its parent (a signal from the kernel, and a look at the
parent's id for the moment before that was asked for), and its end, however it comes, is told.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.lifeline import die_with
from routing.engines import ENGINES, EngineTask

KILL_AFTER_S = 0.3


class EngineError(HuiliuError):
    """A search engine ended with an error (R403) or was ended from outside (R404)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A better plan from a child."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Failed:
    """A child ended with an exception."""

    error: HuiliuError


@dataclass(frozen=True, slots=True)
class Finished:
    """A child ended as it should."""


Message = Found | Failed | Finished


class EngineProcess:
    """One run of an engine in a child process.

    Attributes
    ----------
    connection
        Readable whenever `receive` has something to tell, the child's end included.
    """

    def __init__(self, name: str, problem: Problem, matrices: TravelMatrices, task: EngineTask) -> None:
        context = multiprocessing.get_context("spawn")
        self.name = name
        self.connection, theirs = context.Pipe(duplex=False)
        self._cancel = context.Event()
        self._process = context.Process(
            target=_run,
            args=((name, ENGINES[name], problem, dict(matrices), task), theirs, self._cancel, os.getpid()),
            name=f"huiliu {name} {task.number}",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self.is_over = False

    @property
    def pid(self) -> int:
        """Process id of the child."""
        assert self._process.pid is not None
        return self._process.pid

    def receive(self) -> Message:
        """The next message; blocks until there is one. The last is `Finished` or `Failed`."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            message = Failed(_lost(self.name, self._process.exitcode))
        if not isinstance(message, Found):
            self.is_over = True
        return message

    def cancel(self) -> None:
        """Ask the child to stop."""
        self._cancel.set()

    def close(self, *, grace_s: float = KILL_AFTER_S) -> None:
        """End the child, by force after `grace_s`, and free what it held."""
        self._cancel.set()
        self._process.join(grace_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.connection.close()
        self._process.close()


def _lost(name: str, exit_code: int | None) -> EngineError:
    how = f"exit code {exit_code}"
    if exit_code is not None and exit_code < 0:
        how = f"signal {signal.Signals(-exit_code).name}"
    return EngineError(
        Fault(
            "R404",
            f"The search process of engine {name!r} was ended from outside ({how}).",
            "Look for a lack of memory, then plan again; the best plan until then is kept.",
        )
    )


def _run(
    work: tuple[str, str, Problem, TravelMatrices, EngineTask],
    connection: Connection,
    cancel: Any,
    parent: int,
) -> None:
    """What the child does."""
    name, target, problem, matrices, task = work
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        from routing.day_index import DayIndex
        from routing.engines import import_engine

        import_engine(target)(
            DayIndex(problem, matrices),
            task,
            lambda plan: connection.send(Found(plan)),
            cancel.is_set,
        )
    except HuiliuError as error:
        connection.send(Failed(error))
    except BaseException:
        connection.send(Failed(_broken(name, traceback.format_exc())))
    else:
        connection.send(Finished())
    connection.close()
    sys.stdout.flush()
    os._exit(0)  # engines may hold threads that will not end


def _broken(name: str, text: str) -> EngineError:
    return EngineError(
        Fault(
            "R403",
            f"The search engine {name!r} failed:\n{text}",
            "Report it with the problem that led to it; another engine may do.",
        )
    )
