"""The numba cache of the periodic search: `kernel` compiles a function into it on its first call."""

from __future__ import annotations

from pathlib import Path

from data.runtime.kernel_cache import KernelCache

CACHE = KernelCache(Path(__file__).parent)
kernel = CACHE.kernel
