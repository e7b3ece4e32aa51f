"""A child process that holds one problem and runs search engines on it, one after another.

It is kept for the whole solve, since starting it and loading compiled code takes about a second.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.runtime.child_process import Call, ChildProcess
from routing.engines.registry import ENGINES, EngineTask
from routing.parallel.decomposition import Subproblem

KILL_AFTER_S = 0.3
MIN_SEARCH_S = 0.05


class EngineError(HuiliuError):
    """A search engine raised (R403), or its process was ended from outside (R404)."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """An engine to run over the whole problem, or over a subproblem.

    Attributes
    ----------
    target
        ``module:function`` of the engine.
    given_at
        On `time.monotonic`, which the processes of a machine share: the time of `task` runs from then on.
    """

    engine: str
    target: str
    task: EngineTask
    given_at: float
    subproblem: Subproblem | None = None


@dataclass(frozen=True, slots=True)
class _Search:
    """Handler of the child: runs engines on the problem that it was started with."""

    problem: Problem
    matrices: TravelMatrices

    def __call__(self, request: SearchRequest, call: Call[Plan]) -> None:
        # Engines are imported in the child only.
        from routing.engines.registry import import_engine
        from routing.model.index import DayIndex
        from routing.parallel.decomposition import restrict

        problem = self.problem
        if request.subproblem is not None:
            problem = restrict(problem, request.subproblem)
        index = DayIndex(problem, self.matrices)
        left_s = request.task.seconds - (time.monotonic() - request.given_at)
        task = replace(request.task, seconds=max(left_s, MIN_SEARCH_S))
        import_engine(request.target)(index, task, call.found, call.is_cancelled)


class SearchProcess(ChildProcess[SearchRequest, Plan, None]):
    """A `routing.parallel.pool.Searcher` in a child process."""

    searches_whole = True

    def __init__(self, number: int, problem: Problem, matrices: TravelMatrices) -> None:
        self._engine = "none"
        super().__init__(
            _Search(problem, dict(matrices)),
            name=f"huiliu search {number}",
            lost=lambda how: _lost(self._engine, how),
            failed=lambda text: _failed(self._engine, text),
        )

    def begin(self, engine: str, task: EngineTask, subproblem: Subproblem | None = None) -> None:
        """Start an engine; a child that is gone says so at the next `receive`."""
        self._engine = engine
        self.call(SearchRequest(engine, ENGINES[engine], task, time.monotonic(), subproblem))

    def close(self, *, grace_s: float = KILL_AFTER_S) -> None:
        """End the child, killing it after `grace_s` seconds, and free what it holds."""
        super().close(grace_s=grace_s)


def _lost(engine: str, how: str) -> EngineError:
    return EngineError(
        Fault(
            "R404",
            f"The search process of engine {engine!r} was ended from outside ({how}).",
            "Look for a lack of memory, then plan again; the best plan until then is kept.",
        )
    )


def _failed(engine: str, text: str) -> EngineError:
    return EngineError(
        Fault(
            "R403",
            f"The search engine {engine!r} failed:\n{text}",
            "Report it with the problem that led to it; another engine may do.",
        )
    )
