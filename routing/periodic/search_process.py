"""Calendar searches in a child process of their own, which ends with its parent and keeps to its time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, Self

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.periodic import Calendar, PeriodicProblem
from data.runtime.parent_death import die_with
from routing.periodic.options import CalendarOptions

GRACE_S = 20.0
"""After its time is over, for a step that cannot be interrupted; then the child is ended."""
STOPPED_S = 2.0
"""The same after people have asked it to stop: loading compiled code alone may take ten times that."""


class CalendarProcess:
    """A child that makes calendars one after the other, so that compiled code is loaded once for all.

    Use it as a context; the child starts with the first search, and anew after it was lost.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._stopped = self._context.RawValue("b", 0)
        self._process: Any = None
        self._ours: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def search(
        self,
        problem: PeriodicProblem,
        matrices: TravelMatrices,
        options: CalendarOptions,
        *,
        on_incumbent: Callable[[Calendar], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Calendar:
        """The search's calendar, or the best one it had told of when it was lost or ended.

        Raises
        ------
        HuiliuError
            What the child raised; R516: it was lost, or ended, before it had a calendar.
        """
        if self._process is None:
            self._start()
        self._stopped.value = 0
        try:
            self._ours.send((problem, dict(matrices), options))
        except OSError:  # it was lost while it waited
            self._end()
            self._start()
            self._ours.send((problem, dict(matrices), options))
        seconds = None if options.iterations is not None else options.seconds
        ended = False
        try:
            found, ended = self._listen(seconds, on_incumbent, should_stop)
            return found
        except HuiliuError:
            ended = self._process.is_alive()
            raise
        finally:
            if not ended:
                self._end()

    def _start(self) -> None:
        self._ours, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=_run, args=(theirs, self._stopped, os.getpid()), name="huiliu calendar", daemon=True
        )
        self._process.start()
        theirs.close()

    def _end(self) -> None:
        if self._process is None:
            return
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._ours.close()
        self._process.close()
        self._process = None

    def _listen(
        self,
        seconds: float | None,
        on_incumbent: Callable[[Calendar], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> tuple[Calendar, bool]:
        """The calendar, and whether the child is ready for the next."""
        best: Calendar | None = None
        deadline: float | None = None
        while True:
            while not self._ours.poll(0.1):
                if not self._stopped.value and should_stop is not None and should_stop():
                    self._stopped.value = 1
                    deadline = time.monotonic() + STOPPED_S
                if deadline is not None and time.monotonic() > deadline:
                    self._process.kill()
                    self._process.join()
                    return _or_lost(best, "it did not end in time"), False
            try:
                kind, content = self._ours.recv()
            except (EOFError, ConnectionResetError):
                self._process.join()
                return _or_lost(best, f"exit code {self._process.exitcode}"), False
            if kind == "failed":
                raise content
            if kind == "done":
                return content, True
            if deadline is None and seconds is not None:  # compiled by now: its time begins
                deadline = time.monotonic() + seconds + GRACE_S
            best = content
            if on_incumbent is not None:
                on_incumbent(content)


def _or_lost(best: Calendar | None, how: str) -> Calendar:
    if best is not None:
        return best
    cause = f"The calendar search was ended from outside ({how})."
    raise HuiliuError(
        Fault("R516", cause, "Look for a lack of memory, then try again with fewer places or days.")
    )


def _run(connection: Any, stopped: Any, parent: int) -> None:
    """What the child does: one search after the other, until the parent has no more."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            given = connection.recv()
        except EOFError:
            break
        connection.send(_answered(given, connection, stopped))
    connection.close()
    sys.stdout.flush()
    os._exit(0)


def _answered(
    given: tuple[PeriodicProblem, TravelMatrices, CalendarOptions], connection: Any, stopped: Any
) -> tuple[str, Any]:
    try:
        from routing.periodic.search import search

        return "done", search(
            *given, lambda better: connection.send(("found", better)), lambda: bool(stopped.value)
        )
    except HuiliuError as error:
        return "failed", error
    except BaseException:
        cause = f"The calendar search failed:\n{traceback.format_exc()}"
        return "failed", HuiliuError(Fault("R517", cause, "Report it with the problem that led to it."))
