"""What a search engine is, and which there are.

An engine is a function; naming it here makes it available to `routing.solve`. Its module is
imported in the child process that runs it, never where the registry is read.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan
from routing.model.index import DayIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTask:
    """What one run of an engine is asked to do.

    Attributes
    ----------
    seconds
        Wall time of the search, from its first instruction.
    seed, number
        Of the run; runs of one solve differ in `number` and vary their strategy with it.
    iterations
        Stop after so many iterations, as the engine counts them, for runs that can be repeated; None
        for no limit.
    warm
        A plan to start from.
    cooling
        Shares of a whole annealing at which this run begins and ends, where it is a part of one.
    """

    seconds: float
    seed: int = 0
    number: int = 0
    iterations: int | None = None
    warm: Plan | None = None
    cooling: tuple[float, float] = (0.0, 1.0)


class Engine(Protocol):
    """Searches until its time is over or it is told to stop; reports every better plan it finds."""

    def __call__(
        self,
        index: DayIndex,
        task: EngineTask,
        report: Callable[[Plan], None],
        should_stop: Callable[[], bool],
    ) -> None: ...


AUTOMATIC = "auto"
"""The search that chooses engines by itself; see `automatic`."""

ENGINES: dict[str, str] = {
    "lns": "routing.engines.lns.engine:search",
    "ortools": "routing.engines.ortools:search",
    "pyvrp": "routing.engines.pyvrp:search",
    "relay": "routing.engines.hybrid:search",
}
"""Name of an engine → module and function."""


def check_engine(name: str) -> None:
    """Say so where there is no such engine, without importing anything.

    Raises
    ------
    InputError
        R402: there is no engine of this name.
    """
    if name not in ENGINES:
        raise InputError(
            Fault("R402", f"There is no search engine {name!r}.", f"Choose one of {', '.join(ENGINES)}.")
        )


def load_engine(name: str) -> Engine:
    """The engine of this name, its module imported.

    Raises
    ------
    InputError
        R402: there is no engine of this name.
    """
    check_engine(name)
    return import_engine(ENGINES[name])


def import_engine(target: str) -> Engine:
    """The engine at ``module:function``."""
    module, function = target.split(":")
    engine: Engine = getattr(importlib.import_module(module), function)
    return engine


LARGEST_MODEL = 100_000
"""Tasks × vehicles up to which OR-Tools takes part."""


def automatic(index: DayIndex, processes: int) -> list[str]:
    """Engines for each process when none was asked for.

    OR-Tools' plan starts one native search; the others start from their own. What is so large that its
    model takes longer to build than the native search to come to a good plan is the native search's.
    """
    if len(index.demanded) * len(index.vehicles) > LARGEST_MODEL:
        return ["lns"] * processes
    return ["relay", *["lns"] * (processes - 1)]
