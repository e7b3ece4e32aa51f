"""Compiles what roads and search need, so that the first plan need not wait: ``python -m workers.warming``.

Compiled code is kept beside the sources, where every installation of this machine finds it; it
depends on the processor, so it is made where it runs.
"""

from __future__ import annotations

import time
from pathlib import Path

import network.engine
from network.engine import compiled as roads
from routing.lns import compiled as search


def warm_roads() -> None:
    """Compile the road engine's kernels, unless they are."""
    roads.configure(Path(network.engine.__path__[0]) / "__pycache__")
    if not roads.is_warm():
        roads.warm()


def warm_search() -> None:
    """Compile the native search's kernels, unless they are."""
    if not search.CACHE.is_warm():
        search.warm()


if __name__ == "__main__":
    for name, warm in (("roads", warm_roads), ("search", warm_search)):
        begun = time.perf_counter()
        warm()
        print(f"{name}: compiled code ready in {time.perf_counter() - begun:.1f} s")  # noqa: T201
