"""Hybrid engine: OR-Tools constructs a first plan, the native search improves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from data.domain.plan import Plan
from routing.engines.registry import EngineTask, load_engine
from routing.model.index import DayIndex

FIRST_PLAN_SHARE = 0.3


def search(
    index: DayIndex, task: EngineTask, report: Callable[[Plan], None], should_stop: Callable[[], bool]
) -> None:
    """Search from the first plan of OR-Tools with the native search until the time is over.

    A warm plan is passed to the native search directly.
    """
    begun = time.monotonic()
    best: list[Plan] = [] if task.warm is None else [task.warm]

    def keep(plan: Plan) -> None:
        """Store and report an incumbent."""
        best[:] = [plan]
        report(plan)

    if not best:
        first = replace(task, seconds=task.seconds * FIRST_PLAN_SHARE, iterations=1)
        load_engine("ortools")(index, first, keep, lambda: bool(best) or should_stop())
    left_s = max(task.seconds - (time.monotonic() - begun), 0.0)
    rest = replace(task, seconds=left_s, warm=best[0] if best else None)
    load_engine("lns")(index, rest, report, should_stop)
