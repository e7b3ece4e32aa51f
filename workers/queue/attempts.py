"""One attempt at a stored row, from its begin to its end: the skeleton of plan and scenario jobs.

`run_attempt` takes a queued row, runs the work, and stores how it ended. The work enters phases, reports
progress, and polls whether people have cancelled it; it asks the database at the beginning and returns what
to write at the end, so that no session is open in between.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Generic, TypeVar

from redis import Redis
from rq.timeouts import JobTimeoutException
from sqlmodel import Session

from data.domain.errors import Fault, HuiliuError, UnavailableError
from data.settings import Settings
from data.store.engine import session
from workers.queue.jobs import JobKind, Row
from workers.queue.progress import Progress, Reporter

log = logging.getLogger(__name__)

_POLL_S = 0.5
_MAX_CAUSES = 5

Begun = TypeVar("Begun")
"""What taking a row returns: the row, perhaps with others that belong to it."""
Store = Callable[[Session], bool]
"""Writes a result; False where another attempt has taken over."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a phase lies in the whole, in percent.

    Attributes
    ----------
    is_timed
        Whether the phase progresses with the search time, rather than by `Attempt.advance`.
    """

    begin: int
    end: int
    is_timed: bool = False


Phases = Mapping[str, Phase]


class CancelledError(Exception):
    """Raised by the work of an attempt that was cancelled before it had anything to store."""


def run_attempt(
    kind: JobKind[Row],
    settings: Settings,
    connection: Redis,
    row_id: str,
    attempt: int,
    *,
    begin: Callable[[Session, str, int], Begun | None],
    phases: Phases,
    work: Callable[[Begun, Attempt[Row]], Store],
) -> None:
    """Run one attempt at a queued row; does nothing where the attempt is over or was begun before.

    Whatever goes wrong ends in the row with its cause, except what may pass by itself (`UnavailableError`:
    a database or disk that is away): then the row stays, and is tried again (`workers.queue.recovery`).

    Parameters
    ----------
    begin
        Takes the row; None where it is not to be taken.
    phases
        That the work enters.
    work
        Does the work; returns what stores its result.

    Raises
    ------
    Exception
        What ended the work, unless people have cancelled it.
    """
    with session(settings, write=True) as store:
        begun = begin(store, row_id, attempt)
    if begun is None:
        log.info("%s %s: attempt %d is not to be made", kind.noun, row_id, attempt)
        return
    current = Attempt(
        kind, settings, Reporter(connection, row_id), row_id=row_id, number=attempt, phases=phases
    )
    try:
        with current:
            write = work(begun, current)
            with session(settings, write=True) as store:
                stored = write(store)
    except UnavailableError:
        raise
    except CancelledError:
        current.end_cancelled()
        return
    except Exception as error:
        if isinstance(error, HuiliuError) and current.should_stop():
            log.info("%s %s: cancelled, %s", kind.noun, row_id, error)
            current.end_cancelled()
            return
        current.end_failed(error)
        raise
    if stored:
        current.reporter.end(kind.finished)
    else:
        log.warning("%s %s: attempt %d was taken over; its result is dropped", kind.noun, row_id, attempt)


class Attempt(Generic[Row]):
    """Reports the progress of an attempt, and polls in a thread whether it shall stop.

    A context manager: the thread ends with it.
    """

    def __init__(
        self,
        kind: JobKind[Row],
        settings: Settings,
        reporter: Reporter,
        *,
        row_id: str,
        number: int,
        phases: Phases,
    ) -> None:
        self.reporter = reporter
        self.number = number
        self._kind: JobKind[Row] = kind
        self._settings = settings
        self._row_id = row_id
        self._phases = phases
        self._search_s = 0.0
        self._began_s = time.monotonic()
        self._search_began_s: float | None = None
        self._phase, self._share = "queued", 0.0
        self._cost: float | None = None
        self._served: int | None = None
        self._tasks: int | None = None
        self._stop = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._poll, name=f"attempt {row_id}", daemon=True)

    def __enter__(self) -> Attempt[Row]:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def phase(self) -> str:
        """The phase entered last; "queued" before the first."""
        return self._phase

    def should_stop(self) -> bool:
        """Whether the attempt was cancelled or taken over; known half a second later at most."""
        return self._stop.is_set()

    def enter(self, phase: str, *, search_s: float | None = None) -> None:
        """Enter a phase, and report it.

        Parameters
        ----------
        search_s
            The search begins now, and takes so many seconds.
        """
        with self._lock:
            self._phase, self._share = phase, 0.0
            if search_s is not None:
                self._search_began_s, self._search_s = time.monotonic(), search_s
        with session(self._settings, write=True) as store:
            self._kind.set_phase(store, self._row_id, self.number, phase)
        self._report()

    def expect(self, tasks: int) -> None:
        """Set how many tasks could be served."""
        self._tasks = tasks

    def advance(self, done: int, total: int) -> None:
        """Report how much of the phase is done."""
        with self._lock:
            self._share = done / max(total, 1)
        self._report()

    def found(self, cost: float | None, served: int) -> None:
        """Report a better incumbent."""
        with self._lock:
            self._cost, self._served = cost, served
        self._report()

    def end_failed(self, error: Exception) -> None:
        """Store and report that the attempt has failed, unless another has taken over."""
        fault = fault_of(error, too_long=self._kind.too_long, defect=self._kind.defect)
        with session(self._settings, write=True) as store:
            ended = self._kind.fail(store, self._row_id, self.number, fault)
        if ended:
            self.reporter.end("failed")

    def end_cancelled(self) -> None:
        """Store and report that the attempt was cancelled, unless another has taken over."""
        with session(self._settings, write=True) as store:
            ended = self._kind.cancel(store, self._row_id, self.number)
        if ended:
            self.reporter.end("cancelled")

    def _report(self) -> None:
        moment = time.monotonic()
        with self._lock:
            phase = self._phases.get(self._phase, Phase(0, 0))
            share, seconds_left = self._share, None
            if phase.is_timed and self._search_began_s is not None:
                elapsed_s = min(moment - self._search_began_s, self._search_s)
                share = elapsed_s / self._search_s
                seconds_left = round(self._search_s - elapsed_s, 1)
            self.reporter.report(
                Progress(
                    phase=self._phase,
                    percent=phase.begin + int((phase.end - phase.begin) * share),
                    at=round(moment - self._began_s, 2),
                    cost=self._cost,
                    served=self._served,
                    tasks=self._tasks,
                    seconds_left=seconds_left,
                    attempt=self.number,
                )
            )

    def _poll(self) -> None:
        while not self._over.wait(_POLL_S):
            try:
                with session(self._settings) as store:
                    stop = self._kind.must_stop(store, self._row_id, self.number)
            except HuiliuError as error:
                log.warning(
                    "%s %s: whether to stop cannot be read now: %s", self._kind.noun, self._row_id, error
                )
                continue
            if stop:
                self._stop.set()
            self._report()


def fault_of(error: Exception, *, too_long: Fault, defect: Fault) -> Fault:
    """Reduce what ended a job to the one fault that its row holds; several causes are joined.

    Parameters
    ----------
    too_long
        Of a job that exceeded its time limit.
    defect
        Of an unexpected exception, which is logged, and added to the cause.
    """
    if isinstance(error, HuiliuError):
        return replace(error.faults[0], cause=join_causes(fault.cause for fault in error.faults))
    if isinstance(error, JobTimeoutException):
        return too_long
    log.error("%s", defect.cause, exc_info=error)
    return replace(defect, cause=f"{defect.cause}: {type(error).__name__}: {error}.")


def join_causes(causes: Iterable[str]) -> str:
    """Join the first causes to one text that says how many more there are."""
    shown = list(causes)
    more = f" (and {len(shown) - _MAX_CAUSES} more)" if len(shown) > _MAX_CAUSES else ""
    return " ".join(shown[:_MAX_CAUSES]) + more
