"""The search processes of one solve: whoever is idle gets a job, and what is found is heard."""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait

from data.domain.errors import HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing.engines.registry import EngineTask
from routing.parallel.decomposition import Part
from routing.parallel.search_process import Failed, Found, Lost, Searcher, SearchProcess

log = logging.getLogger(__name__)

POLL_S = 0.05
DRAIN_S = 0.15
LATE_S = 0.5
CHILD_GRACE_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """An engine to run over the problem, or over a part of it.

    Attributes
    ----------
    task
        Made when a process takes the job: the time left and the best plan are known then.
    """

    engine: str
    task: Callable[[], EngineTask]
    part: Part | None = None


OnPlan = Callable[[Job, Plan], None]


class Crew:
    """Processes that hold one problem, and helpers elsewhere that are sent parts of it.

    Attributes
    ----------
    errors
        Of engines that failed, and of processes that were lost.
    failed_engines
        Names of those that ended with an exception.
    """

    def __init__(
        self,
        problem: Problem,
        matrices: TravelMatrices,
        count: int,
        helpers: Sequence[Searcher] = (),
    ) -> None:
        self.errors: list[HuiliuError] = []
        self.failed_engines: set[str] = set()
        self._jobs: dict[Searcher, Job] = {}
        self._processes: list[Searcher] = []
        try:
            for number in range(count):
                self._processes.append(SearchProcess(number, problem, matrices))
        except BaseException:
            self.close()
            raise
        self._processes.extend(helpers)

    @property
    def size(self) -> int:
        """How many processes live, helpers counted."""
        return sum(not process.is_lost for process in self._processes)

    @property
    def at_home(self) -> int:
        """How many of them can search the whole problem."""
        return sum(not process.is_lost and process.searches_whole for process in self._processes)

    def work(
        self, jobs: Sequence[Job], on_plan: OnPlan, *, until: Callable[[], float], is_over: Callable[[], bool]
    ) -> None:
        """Have jobs done, and hear of every better plan that any process finds.

        Returns when all are done, or are late, or when everything is over: then what runs is cancelled
        and what it has found by then is still heard.

        Parameters
        ----------
        until
            When, of `time.monotonic`, the last of them ends by itself; asked again and again.
        """
        waiting, open_ = deque(jobs), set(jobs)
        drained = math.inf
        while open_ and self.size and time.monotonic() < min(drained, until() + LATE_S):
            if drained == math.inf and is_over():
                drained = time.monotonic() + DRAIN_S
                open_.difference_update(waiting)
                waiting.clear()
                for process in self._jobs:
                    process.cancel()
            self._hand_out(waiting)
            for process in self._ready():
                done = self._hear(process, on_plan)
                if done is not None:
                    open_.discard(done)

    def close(self) -> None:
        """End every process, by force where it does not heed."""
        for process in self._processes:
            process.cancel()
        for process in self._processes:
            process.close(grace_s=CHILD_GRACE_S)

    def _hand_out(self, waiting: deque[Job]) -> None:
        for process in self._processes:
            if process.running is not None or process.is_lost:
                continue
            job = next((job for job in waiting if process.searches_whole or job.part is not None), None)
            if job is not None:
                waiting.remove(job)
                self._jobs[process] = job
                process.begin(job.engine, job.task(), job.part)

    def _ready(self) -> list[Searcher]:
        by_connection = {process.connection: process for process in self._jobs}
        return [by_connection[ready] for ready in wait(list(by_connection), timeout=POLL_S)]  # type: ignore[index]

    def _hear(self, process: Searcher, on_plan: OnPlan) -> Job | None:
        """Take a message; the job that is over with it."""
        message = process.receive()
        if isinstance(message, Found):
            on_plan(self._jobs[process], message.plan)
            return None
        job = self._jobs.pop(process)
        if isinstance(message, Failed | Lost):
            log.warning("a search failed, the others go on: %s", message.error)
            self.errors.append(message.error)
        if isinstance(message, Failed):
            self.failed_engines.add(job.engine)
        return job
