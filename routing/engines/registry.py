"""Registry of search engines: what an engine is, and the names of all.

An engine is a function; its entry here makes it available to `routing.solve`. Its module is imported by
the process that runs it, not by those that read the registry.
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
    """Parameters of one run of an engine.

    Attributes
    ----------
    seconds
        Wall time of the run.
    seed, number
        Seed of the run; runs of one solve differ in `number`, and engines vary their strategy with it.
    iterations
        Limit in iterations as the engine counts them, for deterministic runs; None for no limit.
    warm
        Plan to start from.
    cooling
        Begin and end of this run in a simulated annealing that spans several runs, as shares of it.
    """

    seconds: float
    seed: int = 0
    number: int = 0
    iterations: int | None = None
    warm: Plan | None = None
    cooling: tuple[float, float] = (0.0, 1.0)


class Engine(Protocol):
    """Search until the time is over or `should_stop` is true, and report every better plan."""

    def __call__(
        self,
        index: DayIndex,
        task: EngineTask,
        report: Callable[[Plan], None],
        should_stop: Callable[[], bool],
    ) -> None: ...


AUTOMATIC = "auto"
"""Name of the search that chooses its engines; see `choose_engines`."""

ENGINES: dict[str, str] = {
    "lns": "routing.engines.lns.engine:search",
    "ortools": "routing.engines.ortools:search",
    "pyvrp": "routing.engines.pyvrp:search",
    "relay": "routing.engines.hybrid:search",
}
"""Name → ``module:function``."""


def check_engine(name: str) -> None:
    """Raise unless there is an engine of this name, without importing it.

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
    """Import and return the engine of this name.

    Raises
    ------
    InputError
        R402: there is no engine of this name.
    """
    check_engine(name)
    return import_engine(ENGINES[name])


def import_engine(target: str) -> Engine:
    """Import and return the engine at ``module:function``."""
    module, function = target.split(":")
    engine: Engine = getattr(importlib.import_module(module), function)
    return engine


LARGEST_MODEL = 100_000
"""Largest tasks × vehicles for which OR-Tools is used."""


def choose_engines(index: DayIndex, processes: int) -> list[str]:
    """Choose an engine for each process of an automatic search.

    One native search starts from a plan of OR-Tools, the others construct their own. For a problem above
    `LARGEST_MODEL` all do: building the OR-Tools model would take longer than finding a good plan.
    """
    if len(index.demanded) * len(index.vehicles) > LARGEST_MODEL:
        return ["lns"] * processes
    return ["relay", *["lns"] * (processes - 1)]
