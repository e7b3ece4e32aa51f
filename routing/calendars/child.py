"""A calendar search in a child process of its own, which ends with its parent and keeps to its time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from data.domain.calendar import Calendar, PeriodicProblem
from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.lifeline import die_with
from routing.calendars.options import CalendarOptions

GRACE_S = 20.0
"""After its time is over, for a step that cannot be interrupted; then the child is ended."""


def run_in_child(
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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    stopped = context.RawValue("b", 0)
    process = context.Process(
        target=_run,
        args=((problem, dict(matrices), options), theirs, stopped, os.getpid()),
        name="huiliu calendar",
        daemon=True,
    )
    process.start()
    theirs.close()
    try:
        seconds = None if options.iterations is not None else options.seconds
        return _listen(ours, process, stopped, seconds, (on_incumbent, should_stop))
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        ours.close()
        process.close()


def _listen(
    connection: Connection,
    process: Any,
    stopped: Any,
    seconds: float | None,
    asked: tuple[Callable[[Calendar], None] | None, Callable[[], bool] | None],
) -> Calendar:
    on_incumbent, should_stop = asked
    best: Calendar | None = None
    deadline: float | None = None
    while True:
        while not connection.poll(0.1):
            if not stopped.value and should_stop is not None and should_stop():
                stopped.value = 1
                deadline = time.monotonic() + GRACE_S
            if deadline is not None and time.monotonic() > deadline:
                return _or_lost(best, "it did not end in time")
        try:
            kind, content = connection.recv()
        except (EOFError, ConnectionResetError):
            process.join()
            return _or_lost(best, f"exit code {process.exitcode}")
        if kind == "failed":
            raise content
        if kind == "done":
            return content  # type: ignore[no-any-return]
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


def _run(
    given: tuple[PeriodicProblem, TravelMatrices, CalendarOptions],
    connection: Connection,
    stopped: Any,
    parent: int,
) -> None:
    """What the child does."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        from routing.calendars.search import search

        found = search(*given, lambda better: connection.send(("found", better)), lambda: bool(stopped.value))
        connection.send(("done", found))
    except HuiliuError as error:
        connection.send(("failed", error))
    except BaseException:
        cause = f"The calendar search failed:\n{traceback.format_exc()}"
        fault = Fault("R517", cause, "Report it with the problem that led to it.")
        connection.send(("failed", HuiliuError(fault)))
    connection.close()
    sys.stdout.flush()
    os._exit(0)
