"""Process pool that dispatches search runs and collects incumbents."""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Protocol

from data.domain.errors import HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.runtime.child_process import Failed, Finished, Found, Lost, Ready
from routing.engines.registry import EngineTask
from routing.parallel.decomposition import Subproblem
from routing.parallel.search_process import SearchProcess

log = logging.getLogger(__name__)

POLL_S = 0.05
DRAIN_S = 0.15
LATE_S = 0.5
CHILD_GRACE_S = 0.1

Message = Ready | Found[Plan] | Finished[None] | Failed | Lost


class Searcher(Protocol):
    """Runs engines for a pool: a child process, or a worker on another machine.

    Attributes
    ----------
    connection
        Readable whenever `receive` has a message, the end of the searcher included.
    is_busy
        Whether a run is under way.
    is_lost
        Whether the searcher has ended.
    searches_whole
        Whether it holds the whole problem; others are given subproblems only.
    """

    connection: Connection
    is_busy: bool
    is_lost: bool
    searches_whole: bool

    def begin(self, engine: str, task: EngineTask, subproblem: Subproblem | None = None) -> None:
        """Start an engine on the problem, or on a subproblem."""
        ...

    def receive(self) -> Message:
        """The next message; blocks until there is one."""
        ...

    def cancel(self) -> None:
        """Ask the searcher to stop its run."""
        ...

    def close(self, *, grace_s: float) -> None:
        """End the searcher and free what it holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """An engine to run over the problem, or over a subproblem.

    Attributes
    ----------
    task
        Called when a searcher takes the run: the time left and the incumbent are known then.
    """

    engine: str
    task: Callable[[], EngineTask]
    subproblem: Subproblem | None = None


OnPlan = Callable[[Run, Plan], None]


class SearchPool:
    """Child processes that hold one problem, and remote searchers that are sent subproblems.

    Attributes
    ----------
    errors
        Of engines that failed, and of searchers that were lost.
    failed_engines
        Names of the engines that raised.
    """

    def __init__(
        self,
        problem: Problem,
        matrices: TravelMatrices,
        processes: int,
        remote: Sequence[Searcher] = (),
    ) -> None:
        self.errors: list[HuiliuError] = []
        self.failed_engines: set[str] = set()
        self._running: dict[Searcher, Run] = {}
        self._searchers: list[Searcher] = []
        try:
            for number in range(processes):
                self._searchers.append(SearchProcess(number, problem, matrices))
        except BaseException:
            self.close()
            raise
        self._searchers.extend(remote)

    @property
    def size(self) -> int:
        """Number of searchers alive."""
        return sum(not searcher.is_lost for searcher in self._searchers)

    @property
    def local_size(self) -> int:
        """Number of searchers alive that can search the whole problem."""
        return sum(not searcher.is_lost and searcher.searches_whole for searcher in self._searchers)

    def run(
        self,
        runs: Sequence[Run],
        on_plan: OnPlan,
        *,
        until: Callable[[], float],
        is_over: Callable[[], bool],
    ) -> None:
        """Run all runs, calling `on_plan` with every better plan that a searcher finds.

        Returns when all runs have ended or are late, or when the search is over: then running ones are
        cancelled, and what they send within a moment is still taken.

        Parameters
        ----------
        until
            When, on `time.monotonic`, the last run ends by itself; polled.
        is_over
            Polled; once true, no run is started any more.
        """
        waiting, open_ = deque(runs), set(runs)
        drained = math.inf
        while open_ and self.size and time.monotonic() < min(drained, until() + LATE_S):
            if drained == math.inf and is_over():
                drained = time.monotonic() + DRAIN_S
                open_.difference_update(waiting)
                waiting.clear()
                for searcher in self._running:
                    searcher.cancel()
            self._dispatch(waiting)
            for searcher in self._readable():
                ended = self._receive(searcher, on_plan)
                if ended is not None:
                    open_.discard(ended)

    def close(self) -> None:
        """End every searcher, by force where it does not stop."""
        for searcher in self._searchers:
            searcher.cancel()
        for searcher in self._searchers:
            searcher.close(grace_s=CHILD_GRACE_S)

    def _dispatch(self, waiting: deque[Run]) -> None:
        """Give every idle searcher the first run that it can take."""
        for searcher in self._searchers:
            if searcher.is_busy or searcher.is_lost:
                continue
            run = next(
                (run for run in waiting if searcher.searches_whole or run.subproblem is not None), None
            )
            if run is not None:
                waiting.remove(run)
                self._running[searcher] = run
                searcher.begin(run.engine, run.task(), run.subproblem)

    def _readable(self) -> list[Searcher]:
        by_connection = {searcher.connection: searcher for searcher in self._running}
        return [by_connection[ready] for ready in wait(list(by_connection), timeout=POLL_S)]  # type: ignore[index]

    def _receive(self, searcher: Searcher, on_plan: OnPlan) -> Run | None:
        """Take a message; the run that has ended with it."""
        message = searcher.receive()
        if isinstance(message, Ready):
            return None
        if isinstance(message, Found):
            on_plan(self._running[searcher], message.value)
            return None
        run = self._running.pop(searcher)
        if isinstance(message, Failed | Lost):
            log.warning("a search failed, the others go on: %s", message.error)
            self.errors.append(message.error)
        if isinstance(message, Failed):
            self.failed_engines.add(run.engine)
        return run
