"""Running PyVRP: seeds, incumbents, stopping."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from data.domain.errors import Fault, UnavailableError
from data.domain.plan import Plan
from routing.construct.repair import PlanBuilder
from routing.engines.pyvrp.model import Model, build
from routing.engines.pyvrp.unsupported import require_modelled
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.model.objective import rank

COMPLETING_SHARE = 0.1
RESERVE = 2.0


def search(
    index: DayIndex, task: EngineTask, report: Callable[[Plan], None], should_stop: Callable[[], bool]
) -> None:
    """Search with PyVRP's defaults and report every better complete plan.

    A warm plan is kept as the one to beat; the search itself starts anew.

    Raises
    ------
    InputError
        R405: the problem has rules that PyVRP cannot model.
    UnavailableError
        R406: PyVRP is not installed.
    """
    begun = time.monotonic()
    require_modelled(index)
    if importlib.util.find_spec("pyvrp") is None:
        raise UnavailableError(
            Fault("R406", "PyVRP is not installed.", "Install huiliu[pyvrp], or choose another engine.")
        )
    import pyvrp

    incumbents = _Incumbents(build(index), task, report, should_stop, begun)
    if task.warm is not None:
        incumbents.keep(task.warm)
    result = pyvrp.solve(
        incumbents.model.data,
        incumbents.is_over,
        seed=task.seed * 1009 + task.number,
        collect_stats=False,
        params=pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=incumbents)),
    )
    incumbents.complete(result.best)


class _Incumbents:
    """Hears of PyVRP's solutions, completes the better ones, and ends the search in time."""

    def __init__(
        self,
        model: Model,
        task: EngineTask,
        report: Callable[[Plan], None],
        should_stop: Callable[[], bool],
        begun: float,
    ) -> None:
        self.model = model
        self.task = task
        self.best: Plan | None = None
        self._report = report
        self._should_stop = should_stop
        self._begun = begun
        self._completer = PlanBuilder(model.index)
        self._completing_s = 0.0
        self._last_s = 0.0
        self._iterations = 0

    def is_over(self, best_cost: float) -> bool:
        """Whether to stop: PyVRP asks once an iteration."""
        self._iterations += 1
        if self.task.iterations is not None:
            return self._iterations > self.task.iterations
        left_s = self.task.seconds - (time.monotonic() - self._begun)
        return left_s < RESERVE * self._last_s or self._should_stop()

    def on_best(self, best: Any) -> None:
        """PyVRP has a better feasible solution."""
        gone_s = time.monotonic() - self._begun
        if self.best is None or self._completing_s <= COMPLETING_SHARE * gone_s:
            self.complete(best)

    def on_start(self, ils: Any) -> None:
        """PyVRP begins."""

    def on_end(self, result: Any) -> None:
        """PyVRP is done."""

    def on_iteration(self, *args: Any) -> None:
        """An iteration is over."""

    def on_restart(self, best: Any) -> None:
        """PyVRP starts over from its best solution."""

    def complete(self, solution: Any) -> None:
        """Report a solution as a plan with exact times, where it is better than all before."""
        begun = time.monotonic()
        plan = self._completer.repair(
            self.model.orders(solution), engine="pyvrp", seconds=begun - self._begun
        )
        self._last_s = time.monotonic() - begun
        self._completing_s += self._last_s
        self.keep(plan)

    def keep(self, plan: Plan) -> None:
        """Report a plan if it is the best."""
        if self.best is None or rank(self.model.index, plan) < rank(self.model.index, self.best):
            self.best = plan
            self._report(plan)
