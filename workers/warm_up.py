"""Compile all kernels ahead of the first plan: ``python -m workers.warm_up``.

Compiled code is cached beside the sources, for every installation of this machine, or under NUMBA_CACHE_DIR
as in the image; it depends on the processor.
"""

from __future__ import annotations

import subprocess
import sys
import time

from network.engine import kernels as roads
from network.engine import warm_up as road_engine
from routing.engines.lns import warm_up as search
from routing.periodic import warm_up as calendars


def warm_roads() -> None:
    """Compile the road engine's kernels, unless they are."""
    if not roads.is_warm():
        road_engine.warm_up()


WARMINGS = {"roads": warm_roads, "search": search.warm_up, "calendars": calendars.warm_up}


def warm(name: str) -> None:
    """Compile one of `WARMINGS` and say how long it took."""
    begun = time.perf_counter()
    WARMINGS[name]()
    print(f"{name}: compiled code ready in {time.perf_counter() - begun:.1f} s", flush=True)  # noqa: T201


def main() -> int:
    """Compile all, each in a process of its own; how many failed."""
    children = [subprocess.Popen([sys.executable, "-m", __spec__.name, name]) for name in WARMINGS]
    return sum(child.wait() != 0 for child in children)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        warm(sys.argv[1])
    else:
        sys.exit(main())
