"""Engines that misbehave, for tests of the processes that run them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from data.domain.plan import Plan
from routing.construct.repair import PlanBuilder
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex

Report = Callable[[Plan], None]
ShouldStop = Callable[[], bool]


def raises(index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop) -> None:
    """Ends with an exception."""
    raise ZeroDivisionError("a fault in the engine")


def reports_then_dies(index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop) -> None:
    """Reports one plan and is then killed, as for lack of memory."""
    report(PlanBuilder(index).construct(engine="dying"))
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGKILL)


def dies(index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop) -> None:
    """Is killed before it has a plan."""
    os.kill(os.getpid(), signal.SIGKILL)


def never_ends(index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop) -> None:
    """Reports one plan and then heeds neither time nor cancelling."""
    report(PlanBuilder(index).construct(engine="stubborn"))
    while True:
        time.sleep(60)


def never_ends_without_a_plan(
    index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop
) -> None:
    """Reports nothing and heeds nothing."""
    while True:
        time.sleep(60)


def waits_for_cancel(index: DayIndex, task: EngineTask, report: Report, should_stop: ShouldStop) -> None:
    """Reports one plan, then waits to be told to stop."""
    report(PlanBuilder(index).construct(engine="patient"))
    while not should_stop():
        time.sleep(0.01)
