"""The best plan of a solve so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from data.domain.plan import Incumbent, Plan
from routing.construct.repair import rank
from routing.model.index import DayIndex

OnIncumbent = Callable[[Incumbent], None]


class Incumbents:
    """Keeps the best plan, by mandatory tasks served, then by cost, and tells of every better one.

    Attributes
    ----------
    plan
        The best one; None before the first.
    """

    def __init__(self, index: DayIndex, on_incumbent: OnIncumbent | None = None) -> None:
        self.index = index
        self.plan: Plan | None = None
        self._on_incumbent = on_incumbent
        self._begun = time.monotonic()

    def offer(self, plan: Plan) -> None:
        """Take a plan if it is better than all before."""
        if self.plan is not None and rank(self.index, plan) >= rank(self.index, self.plan):
            return
        self.plan = replace(plan, seconds=time.monotonic() - self._begun)
        if self._on_incumbent is not None:
            self._on_incumbent(
                Incumbent(
                    cost=plan.cost,
                    served=sum(len(route.tasks) for route in plan.routes),
                    seconds=self.plan.seconds,
                    engine=plan.engine,
                    plan=self.plan,
                )
            )
