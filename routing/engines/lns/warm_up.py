"""Tiny days through the whole search, so that every kernel is compiled."""

from __future__ import annotations

from data.domain.plan import Plan
from routing.engines.lns.engine import search
from routing.engines.registry import EngineTask
from routing.generated_days import RichDay, rich_day
from routing.model.index import DayIndex

_ITERATIONS = 50


def exercise() -> None:
    """Search a made-up day twice, the second time from the plan of the first."""
    problem, matrices = rich_day(0, RichDay(tasks=12, shipments_share=0.2))
    index = DayIndex(problem, matrices)
    plans: list[Plan] = []
    search(index, EngineTask(seconds=600.0, iterations=_ITERATIONS), plans.append, lambda: False)
    again = EngineTask(seconds=600.0, iterations=_ITERATIONS, warm=plans[-1])
    search(index, again, plans.append, lambda: False)
