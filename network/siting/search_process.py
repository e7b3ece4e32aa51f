"""A siting search in a child process of its own, which ends with its parent and keeps to its time.

Spawned, never forked: OR-Tools holds threads and the interpreter's lock. What the child finds on its
way is kept, so that a search that is ended from outside still leaves its best choice.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeVar

from data.domain.errors import Fault, HuiliuError
from data.runtime.parent_death import die_with

if TYPE_CHECKING:
    from data.domain.study import SitingAnswer, SitingStudy

GRACE_S = 20.0
"""After its time is over, for a step that cannot be interrupted; then the child is ended."""

Found = TypeVar("Found")
"""What the child tells of on its way."""
Result = TypeVar("Result")
Tell = Callable[["SitingAnswer"], None]
Work = Callable[["SitingStudy", float, Callable[[Found], None]], Result]


def run_in_child(
    work: Work[Found, Result],
    study: SitingStudy,
    seconds: float,
    *,
    on_incumbent: Callable[[Found], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result | Found:
    """``work(study, seconds, tell)`` in a child; its result, or its last incumbent if it had to be ended.

    Raises
    ------
    HuiliuError
        What the child raised; C301: it was ended without anything found; C303: it was lost.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_run, args=(work, study, seconds, theirs, os.getpid()), name="huiliu siting", daemon=True
    )
    process.start()
    theirs.close()
    try:
        return _listen(ours, process, seconds, on_incumbent, should_stop)
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        ours.close()
        process.close()


def _listen(
    connection: Connection,
    process: multiprocessing.process.BaseProcess,
    seconds: float,
    on_incumbent: Callable[[Found], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Result | Found:
    best: Found | None = None
    started = False
    deadline = time.monotonic() + seconds + GRACE_S
    while True:
        while not connection.poll(0.2):
            if (started and time.monotonic() > deadline) or (should_stop is not None and should_stop()):
                if best is not None:
                    return best
                raise HuiliuError(_no_answer(seconds))
        try:
            kind, content = connection.recv()
        except (EOFError, ConnectionResetError):
            process.join()
            raise HuiliuError(_lost(process.exitcode)) from None
        if kind == "failed":
            raise content
        if kind == "done":
            return content  # type: ignore[no-any-return]
        if kind == "started":
            # The search's time begins when the child is up; a busy machine may take long for that.
            started, deadline = True, time.monotonic() + seconds + GRACE_S
        else:
            best = content
            if on_incumbent is not None:
                on_incumbent(content)


def _run(
    work: Work[Found, Result], study: SitingStudy, seconds: float, connection: Connection, parent: int
) -> None:
    """What the child does."""
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        connection.send(("started", None))
        result = work(study, seconds, lambda answer: connection.send(("found", answer)))
        connection.send(("done", result))
    except HuiliuError as error:
        connection.send(("failed", error))
    except MemoryError:
        connection.send(("failed", HuiliuError(_too_large(study))))
    except BaseException:
        connection.send(("failed", HuiliuError(_broken(traceback.format_exc()))))
    connection.close()
    sys.stdout.flush()
    os._exit(0)  # solvers may hold threads that will not end


def _no_answer(seconds: float) -> Fault:
    cause = f"No choice was found in {seconds:g} s, and none was proved impossible."
    return Fault("C301", cause, "Give more seconds, or ask for less at once.")


def _lost(exit_code: int | None) -> Fault:
    how = f"exit code {exit_code}"
    if exit_code is not None and exit_code < 0:
        how = f"signal {signal.Signals(-exit_code).name}"
    cause = f"The search was ended from outside ({how})."
    return Fault("C303", cause, "Look for a lack of memory, then try again or make the study smaller.")


def _too_large(study: SitingStudy) -> Fault:
    cause = f"{study.places:,} places × {study.columns:,} columns do not fit into memory."
    return Fault("C303", cause, "Leave out columns, or join places.")


def _broken(text: str) -> Fault:
    return Fault("C302", f"The search failed:\n{text}", "Report this with the study that led to it.")
