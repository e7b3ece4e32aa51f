"""Compile every kernel where the code runs, so that no first request waits (``make setup`` calls it)."""

from __future__ import annotations

from network.engine import compiled
from routing.lns.compiled import warm


def main() -> None:
    """Compile the road engine's and the native search's kernels into the caches beside their sources."""
    compiled.warm()
    warm()


if __name__ == "__main__":
    main()
