"""Several processes searching one problem together: an opening of their own, then rounds over parts.

The opening searches the whole problem from several starts, OR-Tools' first plan among them. Then, round
by round, the best plan is cut into parts, each process searches on in one, and the plan put together is
the next round's start. Cooling goes on through all of it.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from data.domain.plan import Plan
from routing.engines.registry import EngineTask, automatic
from routing.parallel.budget import SearchTime
from routing.parallel.decomposition import Cut, most_parts, split
from routing.parallel.embedding import Points, laid_out
from routing.parallel.incumbents import Incumbents
from routing.parallel.pool import Crew, Job

OPENING_SHARE = 0.3
ROUND_SHARE = 0.1
LEAST_PARTED = 400
"""Tasks below which parts are too small to pay: each process then searches the whole problem to the end."""
LEAST_ROUND_S = 0.3
LEAST_SHARED_ROUND_S = 6.0
"""Helpers elsewhere need some seconds to receive a part and to start."""
LARGEST_PART = 500
"""Tasks of a part; more are cut into more parts than there are processes."""


@dataclass(frozen=True, slots=True)
class _Round:
    """Jobs of one round, and which cut of the plan each job over a part belongs to."""

    jobs: list[Job] = field(default_factory=list)
    cut_of: dict[Job, Cut] = field(default_factory=dict)


class Team:
    """An automatic search by all processes of a crew."""

    def __init__(
        self, crew: Crew, best: Incumbents, moments: SearchTime, *, seed: int, warm: Plan | None
    ) -> None:
        self.crew = crew
        self.best = best
        self.index = best.index
        self.moments = moments
        self.seed = seed
        self.warm = warm
        self._rng = random.Random(seed)
        self._begun = time.monotonic()
        self._points: Points | None = None
        self._runs = 0
        self._rounds = 0

    def search(self, is_over: Callable[[], bool]) -> None:
        """Search until it is over, or nobody is left to do so."""
        engines = automatic(self.index, self.crew.at_home)
        is_native = "lns" in engines or "relay" in engines
        in_rounds = is_native and len(self.index.demanded) >= LEAST_PARTED
        opening_s = (self._until - self._begun) * (OPENING_SHARE if in_rounds else 1.0)
        self._apart(engines, self._begun + opening_s, self.warm, is_over)
        while self.best.plan is not None and self.crew.at_home and not is_over():
            left_s = self._until - time.monotonic()
            if left_s < LEAST_ROUND_S:
                return
            if not in_rounds or self.crew.failed_engines:
                engine = "lns" if is_native and not self.crew.failed_engines else "ortools"
                self._apart([engine] * self.crew.at_home, self._until, self.best.plan, is_over)
                return
            least_s = LEAST_ROUND_S if self.crew.at_home == self.crew.size else LEAST_SHARED_ROUND_S
            round_s = max(ROUND_SHARE * (self._until - self._begun), least_s)
            self._round(left_s if left_s < round_s + LEAST_ROUND_S else round_s, is_over)

    @property
    def _until(self) -> float:
        return self.moments.until(self.best.plan)

    def _apart(self, engines: list[str], end: float, warm: Plan | None, is_over: Callable[[], bool]) -> None:
        """Every process searches the whole problem until a moment, and on until there is a plan."""
        jobs = [Job(engine=name, task=self._task(end, warm)) for name in engines]
        self.crew.work(
            jobs,
            lambda job, plan: self._hear(job, plan, {}),
            until=lambda: math.inf if self.best.plan is None else end,
            is_over=is_over,
        )

    def _round(self, seconds: float, is_over: Callable[[], bool]) -> None:
        """Search on in parts of the best plan."""
        assert self.best.plan is not None
        end = time.monotonic() + seconds
        made = self._parted(self.best.plan, end)
        self._rounds += 1
        self.crew.work(
            made.jobs,
            lambda job, plan: self._hear(job, plan, made.cut_of),
            until=lambda: end,
            is_over=is_over,
        )

    def _hear(self, job: Job, plan: Plan, cut_of: dict[Job, Cut]) -> None:
        if job.part is None:
            self.best.offer(plan)
        elif job in cut_of and cut_of[job].take(job.part, plan):
            self.best.offer(cut_of[job].plan)

    def _parted(self, plan: Plan, end: float) -> _Round:
        """A part for each process, of several cuts where few parts can be made; who gets none has it all.

        Large problems have more parts than processes, which then share the time.
        """
        made = _Round()
        size, tasks = self.crew.size, len(self.index.demanded)
        parts = min(most_parts(plan), max(size, -(-tasks // LARGEST_PART)))
        waves = -(-parts // size)
        while parts > 1 and (not made.jobs or len(made.jobs) + parts <= size):
            by_angle = (self._rounds + len(made.jobs) // parts) % 2 == 0
            parted = split(self.index, plan, parts, self._plane(), self._rng, by_angle=by_angle)
            cut = Cut(self.index, plan, parted)
            for number, part in enumerate(parted):
                wave = number // size
                task = self._task(end, cut.best[number], share=1.0 / (waves - wave))
                job = Job(engine="lns", task=task, part=part)
                made.jobs.append(job)
                made.cut_of[job] = cut
        while len(made.jobs) < self.crew.at_home:
            made.jobs.append(Job(engine="lns", task=self._task(end, plan)))
        return made

    def _plane(self) -> Points:
        if self._points is None:
            profile = self.index.problem.vehicles[0].profile
            self._points = laid_out(self.index.matrices[profile].duration_s)
        return self._points

    def _task(self, end: float, warm: Plan | None, share: float = 1.0) -> Callable[[], EngineTask]:
        """What a process is asked once it begins: a share of the time until `end`, and the cooling then."""
        self._runs += 1
        number = self._runs - 1

        def made() -> EngineTask:
            moment = time.monotonic()
            return EngineTask(
                seconds=max(0.05, (end - moment) * share),
                seed=self.seed,
                number=number,
                warm=warm,
                cooling=(self._gone(moment), self._gone(end)),
            )

        return made

    def _gone(self, moment: float) -> float:
        """Share of the search that is over at a moment."""
        return min(max((moment - self._begun) / max(self._until - self._begun, 1e-9), 0.0), 1.0)
