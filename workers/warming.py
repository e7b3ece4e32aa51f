"""Compiles what roads and search need, so that the first plan need not wait: ``python -m workers.warming``.

Compiled code is kept beside the sources, where every installation of this machine finds it; it
depends on the processor, so it is made where it runs.
"""

from __future__ import annotations

import time
from pathlib import Path

import network.engine
from network.engine import compiled
from routing.day_index import DayIndex
from routing.engines import ENGINES, EngineTask, load_engine
from routing.generating import RichDay, rich_day

_ITERATIONS = 40
_LIMIT_S = 120.0


def warm_roads() -> None:
    """Compile the road engine's kernels, unless they are."""
    compiled.configure(Path(network.engine.__path__[0]) / "__pycache__")
    if not compiled.is_warm():
        compiled.warm()


def warm_search() -> None:
    """Compile the search's kernels by sending a tiny day through it."""
    if "lns" not in ENGINES:
        return
    problem, matrices = rich_day(0, RichDay(tasks=8))
    task = EngineTask(seconds=_LIMIT_S, iterations=_ITERATIONS)
    load_engine("lns")(DayIndex(problem, matrices), task, lambda _plan: None, lambda: False)


if __name__ == "__main__":
    for name, warm in (("roads", warm_roads), ("search", warm_search)):
        begun = time.perf_counter()
        warm()
        print(f"{name}: compiled code ready in {time.perf_counter() - begun:.1f} s")  # noqa: T201
