"""One attempt at a plan, seen from outside: its phase, its progress, whether it shall stop."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from data.domain.errors import HuiliuError
from data.domain.plan import Incumbent
from data.settings import Settings
from data.store.engine import session
from data.store.plans.lifecycle import must_stop, set_phase
from workers.queue.progress import Progress, Reporter

log = logging.getLogger(__name__)

_LOOK_S = 0.5
_PERCENT = {"queued": 0, "roads": 2, "matrix": 5, "first": 15, "improving": 15, "checking": 95, "done": 100}
"""Share of the whole at which a phase begins; the search runs from 15 to 95."""
_MATRIX_END, _SEARCH_END = 15, 95


class Attempt:
    """Reports an attempt and watches, in a thread of its own, whether people want it stopped.

    A context: the watching ends with it.
    """

    def __init__(
        self, settings: Settings, reporter: Reporter, plan_id: str, attempt: int, seconds_limit: float
    ) -> None:
        self._settings = settings
        self._reporter = reporter
        self._plan_id = plan_id
        self._attempt = attempt
        self._seconds_limit = seconds_limit
        self._began_s = time.monotonic()
        self._search_began_s: float | None = None
        self._phase = "queued"
        self._percent = 0
        self._tasks: int | None = None
        self._best: Incumbent | None = None
        self._stop = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._watching = threading.Thread(target=self._watch, name=f"watch {plan_id}", daemon=True)

    def __enter__(self) -> Attempt:
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watching.join()

    def should_stop(self) -> bool:
        """Whether the attempt was cancelled or taken over; known half a second later at most."""
        return self._stop.is_set()

    def enter(self, phase: str) -> None:
        """Begin a phase, and let everyone know."""
        with self._lock:
            self._phase = phase
            self._percent = _PERCENT[phase]
            if phase == "first":
                self._search_began_s = time.monotonic()
        with session(self._settings, write=True) as store:
            set_phase(store, self._plan_id, self._attempt, phase)
        self._report()

    def expect(self, tasks: int) -> None:
        """Tell how many tasks could be served."""
        self._tasks = tasks

    def matrix_done(self, number: int, count: int) -> None:
        """Tell how many of the travel matrices are there."""
        with self._lock:
            begin = _PERCENT["matrix"]
            self._percent = begin + (_MATRIX_END - begin) * number // count
        self._report()

    def incumbent(self, incumbent: Incumbent) -> None:
        """A better plan was found."""
        first = self._best is None
        self._best = incumbent
        if first:
            self.enter("improving")
        else:
            self._report()

    def _report(self) -> None:
        moment = time.monotonic()
        with self._lock:
            percent, seconds_left = self._percent, None
            if self._phase in {"first", "improving"} and self._search_began_s is not None:
                gone_s = min(moment - self._search_began_s, self._seconds_limit)
                percent += int((_SEARCH_END - _MATRIX_END) * gone_s / self._seconds_limit)
                seconds_left = round(self._seconds_limit - gone_s, 1)
            best = self._best
            self._reporter.report(
                Progress(
                    phase=self._phase,
                    percent=percent,
                    at=round(moment - self._began_s, 2),
                    cost=round(best.cost, 2) if best else None,
                    served=best.served if best else None,
                    tasks=self._tasks,
                    seconds_left=seconds_left,
                    attempt=self._attempt,
                )
            )

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_S):
            try:
                with session(self._settings) as store:
                    wanted = must_stop(store, self._plan_id, self._attempt)
            except HuiliuError as error:
                log.warning("plan %s: whether it shall stop cannot be asked now: %s", self._plan_id, error)
                continue
            if wanted:
                self._stop.set()
            self._report()
