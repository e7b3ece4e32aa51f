"""Search processes: they hold one problem, run one engine after another, and report what they find.

A child is spawned, never forked: OR-Tools holds the interpreter's lock while it searches and compiled
kernels keep threads. It is kept for the whole solve, since starting it and loading its kernels takes
about a second. It dies with its parent (a signal from the kernel, and a look at the parent's id for the
moment before that was asked for), and its end, however it comes, is told.

Parent to child: `Run`, one at a time; the end of the pipe ends the child. Child to parent: any number of
`Found`, then `Finished` or `Failed`, each with the number of its run; `Lost` when the child is gone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any, Protocol

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.runtime.parent_death import die_with
from routing.engines.registry import ENGINES, EngineTask
from routing.parallel.decomposition import Part

KILL_AFTER_S = 0.3
LEAST_S = 0.05


class EngineError(HuiliuError):
    """A search engine ended with an error (R403) or its process was ended from outside (R404)."""


@dataclass(frozen=True, slots=True)
class Run:
    """An engine to run over the whole problem, or over a part of it.

    Attributes
    ----------
    number
        Counts the runs of one process, from 1.
    target
        ``module:function`` of the engine.
    given_at
        Of `time.monotonic`, which the processes of a machine share: from then on the task's time runs.
    """

    number: int
    engine: str
    target: str
    task: EngineTask
    given_at: float
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A better plan of a run; of a part of the problem where the run was given one."""

    run: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Finished:
    """A run ended as it should."""

    run: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A run ended with an exception; its process takes the next one."""

    run: int
    error: HuiliuError


@dataclass(frozen=True, slots=True)
class Lost:
    """The process is gone, and whatever it ran with it."""

    error: HuiliuError


Message = Found | Finished | Failed | Lost


class Searcher(Protocol):
    """Whoever runs engines for a crew: a child process, or a worker on another machine.

    Attributes
    ----------
    connection
        Readable whenever `receive` has something to tell, the end of the searcher included.
    running
        The run under way; None while the searcher waits for one.
    is_lost
        Whether it is gone.
    searches_whole
        Whether it holds the whole problem; others are sent parts.
    """

    connection: Connection
    running: Run | None
    is_lost: bool
    searches_whole: bool

    def begin(self, engine: str, task: EngineTask, part: Part | None = None) -> Run:
        """Have an engine run."""
        ...

    def receive(self) -> Message:
        """The next message; blocks until there is one."""
        ...

    def cancel(self) -> None:
        """Ask it to stop its run."""
        ...

    def close(self, *, grace_s: float) -> None:
        """End it, and free what it held."""
        ...


class SearchProcess:
    """A child process that searches; see `Searcher`."""

    searches_whole = True

    def __init__(self, number: int, problem: Problem, matrices: TravelMatrices) -> None:
        context = multiprocessing.get_context("spawn")
        self.number = number
        self.running: Run | None = None
        self.is_lost = False
        self._runs = 0
        self.connection, theirs = context.Pipe()
        self._stopped = context.RawValue("q", 0)
        self._process = context.Process(
            target=_serve,
            args=((problem, dict(matrices)), theirs, self._stopped, os.getpid()),
            name=f"huiliu search {number}",
            daemon=True,
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """Process id of the child."""
        assert self._process.pid is not None
        return self._process.pid

    def begin(self, engine: str, task: EngineTask, part: Part | None = None) -> Run:
        """Have an engine run; a child that is gone tells so at the next `receive`."""
        assert self.running is None
        self._runs += 1
        self.running = Run(self._runs, engine, ENGINES[engine], task, time.monotonic(), part)
        with contextlib.suppress(OSError):  # where the pipe is broken, its end is what can be read next
            self.connection.send(self.running)
        return self.running

    def receive(self) -> Message:
        """The next message; blocks until there is one."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            self.is_lost = True
            message = Lost(_lost(self.running.engine if self.running else "none", self._process.exitcode))
        if not isinstance(message, Found):
            self.running = None
        return message

    def cancel(self) -> None:
        """Ask the child to stop its run; what it has found by then is still told."""
        self._stopped.value = self._runs

    def close(self, *, grace_s: float = KILL_AFTER_S) -> None:
        """End the child, by force after `grace_s`, and free what it held."""
        self.cancel()
        self.connection.close()
        self._process.join(grace_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _lost(engine: str, exit_code: int | None) -> EngineError:
    how = f"exit code {exit_code}"
    if exit_code is not None and exit_code < 0:
        how = f"signal {signal.Signals(-exit_code).name}"
    return EngineError(
        Fault(
            "R404",
            f"The search process of engine {engine!r} was ended from outside ({how}).",
            "Look for a lack of memory, then plan again; the best plan until then is kept.",
        )
    )


def _serve(given: tuple[Problem, TravelMatrices], connection: Connection, stopped: Any, parent: int) -> None:
    """What the child does: one run after another, until the pipe ends."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            run: Run = connection.recv()
            connection.send(_outcome(run, given, connection, stopped))
    except (EOFError, OSError):
        pass  # the parent has what it wants, or is gone
    sys.stdout.flush()
    os._exit(0)  # engines may hold threads that will not end


def _outcome(
    run: Run, given: tuple[Problem, TravelMatrices], connection: Connection, stopped: Any
) -> Finished | Failed:
    problem, matrices = given
    try:
        from routing.engines.registry import import_engine
        from routing.model.index import DayIndex
        from routing.parallel.decomposition import restricted

        index = DayIndex(problem if run.part is None else restricted(problem, run.part), matrices)
        left_s = run.task.seconds - (time.monotonic() - run.given_at)
        import_engine(run.target)(
            index,
            replace(run.task, seconds=max(left_s, LEAST_S)),
            lambda plan: connection.send(Found(run.number, plan)),
            lambda: bool(stopped.value >= run.number),
        )
    except HuiliuError as error:
        return Failed(run.number, error)
    except BaseException:
        return Failed(run.number, _broken(run.engine, traceback.format_exc()))
    return Finished(run.number)


def _broken(name: str, text: str) -> EngineError:
    return EngineError(
        Fault(
            "R403",
            f"The search engine {name!r} failed:\n{text}",
            "Report it with the problem that led to it; another engine may do.",
        )
    )
