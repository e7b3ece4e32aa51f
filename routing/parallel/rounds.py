"""The schedule of an automatic search: an opening, then rounds over subproblems.

In the opening every process searches the whole problem, one of them from OR-Tools' first plan. In each
round the incumbent is decomposed, each process searches one subproblem, and the joined plan is the start
of the next round. The cooling schedule of the annealing spans all of it.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from data.domain.plan import Plan
from routing.engines.registry import EngineTask, choose_engines
from routing.parallel.budget import TimeBudget
from routing.parallel.decomposition import Decomposition, max_subproblems, split
from routing.parallel.embedding import Points, embed
from routing.parallel.incumbents import Incumbents
from routing.parallel.pool import Run, SearchPool

OPENING_SHARE = 0.3
ROUND_SHARE = 0.1
MIN_DECOMPOSED_TASKS = 400
"""With fewer tasks subproblems are too small to pay: every process searches the whole problem to the end."""
MIN_ROUND_S = 0.3
MIN_REMOTE_ROUND_S = 6.0
"""Remote searchers need some seconds to receive a subproblem and to start."""
MAX_SUBPROBLEM_TASKS = 500
"""Larger problems are split into more subproblems than there are processes."""


@dataclass(frozen=True, slots=True)
class _Round:
    """The runs of one round, and the decomposition that each run over a subproblem belongs to."""

    runs: list[Run] = field(default_factory=list)
    decomposition_of: dict[Run, Decomposition] = field(default_factory=dict)


class RoundSchedule:
    """An automatic search by all searchers of a pool."""

    def __init__(
        self, pool: SearchPool, best: Incumbents, budget: TimeBudget, *, seed: int, warm: Plan | None
    ) -> None:
        self.pool = pool
        self.best = best
        self.index = best.index
        self.budget = budget
        self.seed = seed
        self.warm = warm
        self._rng = random.Random(seed)
        self._begun = time.monotonic()
        self._points: Points | None = None
        self._runs = 0
        self._rounds = 0

    def run(self, is_over: Callable[[], bool]) -> None:
        """Search until `is_over`, or until no process is left."""
        engines = choose_engines(self.index, self.pool.local_size)
        is_native = "lns" in engines or "relay" in engines
        in_rounds = is_native and len(self.index.demanded) >= MIN_DECOMPOSED_TASKS
        opening_s = (self._end - self._begun) * (OPENING_SHARE if in_rounds else 1.0)
        self._search_whole(engines, self._begun + opening_s, self.warm, is_over)
        while self.best.plan is not None and self.pool.local_size and not is_over():
            left_s = self._end - time.monotonic()
            if left_s < MIN_ROUND_S:
                return
            if not in_rounds or self.pool.failed_engines:
                engine = "lns" if is_native and not self.pool.failed_engines else "ortools"
                self._search_whole([engine] * self.pool.local_size, self._end, self.best.plan, is_over)
                return
            least_s = MIN_ROUND_S if self.pool.local_size == self.pool.size else MIN_REMOTE_ROUND_S
            round_s = max(ROUND_SHARE * (self._end - self._begun), least_s)
            self._search_round(left_s if left_s < round_s + MIN_ROUND_S else round_s, is_over)

    @property
    def _end(self) -> float:
        return self.budget.search_end(self.best.plan)

    def _search_whole(
        self, engines: list[str], end: float, warm: Plan | None, is_over: Callable[[], bool]
    ) -> None:
        """Search the whole problem in every local process until `end`, or until there is a plan."""
        runs = [Run(engine=name, task=self._task(end, warm)) for name in engines]
        self.pool.run(
            runs,
            lambda run, plan: self._take(run, plan, {}),
            until=lambda: math.inf if self.best.plan is None else end,
            is_over=is_over,
        )

    def _search_round(self, seconds: float, is_over: Callable[[], bool]) -> None:
        """Search subproblems of the incumbent."""
        assert self.best.plan is not None
        end = time.monotonic() + seconds
        planned = self._plan_round(self.best.plan, end)
        self._rounds += 1
        self.pool.run(
            planned.runs,
            lambda run, plan: self._take(run, plan, planned.decomposition_of),
            until=lambda: end,
            is_over=is_over,
        )

    def _take(self, run: Run, plan: Plan, decomposition_of: dict[Run, Decomposition]) -> None:
        if run.subproblem is None:
            self.best.offer(plan)
        elif run in decomposition_of and decomposition_of[run].improve(run.subproblem, plan):
            self.best.offer(decomposition_of[run].plan)

    def _plan_round(self, plan: Plan, end: float) -> _Round:
        """One subproblem per process, of several decompositions where each has few subproblems.

        Processes without one search the whole problem. Where subproblems outnumber the processes, they
        share the time of the round.
        """
        planned = _Round()
        size, tasks = self.pool.size, len(self.index.demanded)
        count = min(max_subproblems(plan), max(size, -(-tasks // MAX_SUBPROBLEM_TASKS)))
        waves = -(-count // size)
        while count > 1 and (not planned.runs or len(planned.runs) + count <= size):
            by_angle = (self._rounds + len(planned.runs) // count) % 2 == 0
            subproblems = split(self.index, plan, count, self._embedding(), self._rng, by_angle=by_angle)
            decomposition = Decomposition(self.index, plan, subproblems)
            for number, subproblem in enumerate(subproblems):
                wave = number // size
                task = self._task(end, decomposition.best[number], share=1.0 / (waves - wave))
                run = Run(engine="lns", task=task, subproblem=subproblem)
                planned.runs.append(run)
                planned.decomposition_of[run] = decomposition
        while len(planned.runs) < self.pool.local_size:
            planned.runs.append(Run(engine="lns", task=self._task(end, plan)))
        return planned

    def _embedding(self) -> Points:
        if self._points is None:
            profile = self.index.problem.vehicles[0].profile
            self._points = embed(self.index.matrices[profile].duration_s)
        return self._points

    def _task(self, end: float, warm: Plan | None, share: float = 1.0) -> Callable[[], EngineTask]:
        """Make the task of a run when it starts: a share of the time until `end`, and of the cooling."""
        self._runs += 1
        number = self._runs - 1

        def task() -> EngineTask:
            moment = time.monotonic()
            return EngineTask(
                seconds=max(0.05, (end - moment) * share),
                seed=self.seed,
                number=number,
                warm=warm,
                cooling=(self._share_elapsed(moment), self._share_elapsed(end)),
            )

        return task

    def _share_elapsed(self, moment: float) -> float:
        """Share of the search time that has elapsed at a moment."""
        return min(max((moment - self._begun) / max(self._end - self._begun, 1e-9), 0.0), 1.0)
