"""Run PyVRP and report its incumbents as complete plans."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from data.domain.errors import Fault, UnavailableError
from data.domain.plan import Plan
from routing.engines.pyvrp.model import Model, build
from routing.engines.pyvrp.unsupported import require_supported
from routing.engines.registry import EngineTask
from routing.engines.reporter import PlanReporter
from routing.model.index import DayIndex

REPAIR_SHARE = 0.1
RESERVE = 2.0


def search(
    index: DayIndex, task: EngineTask, report: Callable[[Plan], None], should_stop: Callable[[], bool]
) -> None:
    """Search with PyVRP's defaults and report every better plan.

    A warm plan is the first incumbent; the search itself does not start from it.

    Raises
    ------
    InputError
        R405: the problem has rules that PyVRP cannot model.
    UnavailableError
        R406: PyVRP is not installed.
    """
    begun = time.monotonic()
    require_supported(index)
    if importlib.util.find_spec("pyvrp") is None:
        raise UnavailableError(
            Fault("R406", "PyVRP is not installed.", "Install huiliu[pyvrp], or choose another engine.")
        )
    import pyvrp

    model = build(index)
    reporter = PlanReporter(index, "pyvrp", report, begun=begun, repair_share=REPAIR_SHARE)
    if task.warm is not None:
        reporter.offer(task.warm)
    callbacks = _Callbacks(model, task, reporter, should_stop)
    result = pyvrp.solve(
        model.data,
        callbacks.is_over,
        seed=task.seed * 1009 + task.number,
        collect_stats=False,
        params=pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=callbacks)),
    )
    reporter.repair(model.orders(result.best))


class _Callbacks:
    """Called by PyVRP: repairs better solutions and says when to stop."""

    def __init__(
        self, model: Model, task: EngineTask, reporter: PlanReporter, should_stop: Callable[[], bool]
    ) -> None:
        self._model = model
        self._task = task
        self._reporter = reporter
        self._should_stop = should_stop
        self._iterations = 0

    def is_over(self, best_cost: float) -> bool:
        """Whether to stop; called once per iteration."""
        self._iterations += 1
        if self._task.iterations is not None:
            return self._iterations > self._task.iterations
        left_s = self._task.seconds - self._reporter.elapsed_s
        return left_s < RESERVE * self._reporter.last_repair_s or self._should_stop()

    def on_best(self, best: Any) -> None:
        """Handle a better feasible solution."""
        if self._reporter.has_time_to_repair():
            self._reporter.repair(self._model.orders(best))

    def on_start(self, ils: Any) -> None:
        """Ignored; PyVRP begins."""

    def on_end(self, result: Any) -> None:
        """Ignored; PyVRP has ended."""

    def on_iteration(self, *args: Any) -> None:
        """Ignored; an iteration has ended."""

    def on_restart(self, best: Any) -> None:
        """Ignored; PyVRP restarts from its best solution."""
