"""Compiled code of the calendar search: its folder, and how it is warmed."""

from __future__ import annotations

from pathlib import Path

from data.runtime.kernel_cache import KernelCache

CACHE = KernelCache(Path(__file__).parent)
kernel = CACHE.kernel


def warm() -> None:
    """Compile every kernel by searching a tiny calendar."""
    from routing.periodic.warm_up import exercise

    exercise()
    CACHE.mark_warm()
