"""Keep the incumbent of a solve and report improvements."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from data.domain.plan import Incumbent, Plan
from routing.model.index import DayIndex
from routing.model.objective import rank

OnIncumbent = Callable[[Incumbent], None]


class Incumbents:
    """The best plan found so far, by mandatory tasks served, then by cost.

    Attributes
    ----------
    plan
        The incumbent; None before the first plan.
    """

    def __init__(self, index: DayIndex, on_incumbent: OnIncumbent | None = None) -> None:
        self.index = index
        self.plan: Plan | None = None
        self._on_incumbent = on_incumbent
        self._begun = time.monotonic()

    def offer(self, plan: Plan) -> None:
        """Make a plan the incumbent if it is better, and report it."""
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
