"""Reports the solutions of an engine as complete plans, each only if it is the best so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from data.domain.plan import Plan
from routing.construct.repair import TRIES_PER_PLAN, PlanBuilder
from routing.model.index import DayIndex
from routing.model.objective import rank
from routing.model.steps import Step


class PlanReporter:
    """Repairs solutions and keeps the incumbent of one run.

    Attributes
    ----------
    best
        The incumbent; None before the first plan.
    last_repair_s
        Wall time of the last repair, an estimate of the next one.
    """

    def __init__(
        self,
        index: DayIndex,
        engine: str,
        report: Callable[[Plan], None],
        *,
        begun: float,
        repair_share: float,
    ) -> None:
        """Begin a run at `begun` (monotonic) that spends at most `repair_share` of its time on repairs."""
        self.builder = PlanBuilder(index)
        self.begun = begun
        self.best: Plan | None = None
        self.last_repair_s = 0.0
        self._index = index
        self._engine = engine
        self._report = report
        self._repair_share = repair_share
        self._repair_s = 0.0

    @property
    def elapsed_s(self) -> float:
        """Wall time since the run began."""
        return time.monotonic() - self.begun

    def has_time_to_repair(self) -> bool:
        """Whether there is no plan yet, or the time spent on repairs is within its share."""
        return self.best is None or self._repair_s <= self._repair_share * self.elapsed_s

    def repair(self, orders: Mapping[str, Sequence[Step]], *, tries: int = TRIES_PER_PLAN) -> None:
        """Repair a solution, given as steps by vehicle, and offer the plan."""
        begun = time.monotonic()
        seconds = begun - self.begun
        plan = self.builder.repair(orders, engine=self._engine, seconds=seconds, tries=tries)
        self.last_repair_s = time.monotonic() - begun
        self._repair_s += self.last_repair_s
        self.offer(plan)

    def offer(self, plan: Plan) -> None:
        """Report a plan if it is better than all before."""
        if self.best is None or rank(self._index, plan) < rank(self._index, self.best):
            self.best = plan
            self._report(plan)
