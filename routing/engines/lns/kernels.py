"""Compiled code of the native search: its folder, and how it is warmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.runtime.kernel_cache import KernelCache

CACHE = KernelCache(Path(__file__).parent)
accessor = CACHE.kernel
callback = CACHE.callback


def kernel(signature: str) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function for one signature, in which ``c`` stands for the context.

    Left to themselves, kernels would be compiled again for every mix of literals, 32 and 64 bits that
    their callers pass: four times the code.
    """
    return CACHE.typed_kernel(signature.replace("(c", "(i8[::1]"))


def warm() -> None:
    """Compile every kernel by searching tiny days, one with every rule and one plain."""
    from routing.engines.lns.warm_up import exercise

    exercise()
    CACHE.mark_warm()
