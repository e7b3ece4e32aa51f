"""Typed kernels: compiled at their first use, all of them once code is declared warm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data.runtime.kernel_cache import KernelCache

ROOT = Path(__file__).parents[4]


@pytest.fixture
def cache(tmp_path: Path) -> KernelCache:
    made = KernelCache(tmp_path)
    made.configure(tmp_path / "compiled")
    return made


def files(cache: KernelCache) -> set[str]:
    """Names of the kernels on disk."""
    return {path.name.split("-")[0].split(".")[-1] for path in cache.folder.rglob("*.nbi")}


def test_a_typed_kernel_is_compiled_at_its_first_call(cache: KernelCache) -> None:
    @cache.typed_kernel("i8(i8)")
    def doubled(n: int) -> int:
        return 2 * n

    assert files(cache) == set()
    assert doubled(21) == 42
    assert files(cache) == {"doubled"}


def test_a_caller_compiles_what_it_calls_and_nothing_else(cache: KernelCache) -> None:
    @cache.typed_kernel("i8(i8)")
    def next_after(n: int) -> int:
        return n + 1

    @cache.typed_kernel("i8(i8)")
    def second_after(n: int) -> int:
        return next_after(next_after(n))  # type: ignore[no-any-return]

    @cache.typed_kernel("i8(i8)")
    def unused(n: int) -> int:
        return n

    assert second_after(5) == 7
    assert files(cache) == {"next_after", "second_after"}


def test_code_is_warm_when_every_kernel_is_on_disk(cache: KernelCache) -> None:
    @cache.typed_kernel("f8(f8)")
    def halved(x: float) -> float:
        return x / 2

    cache.mark_warm()
    assert cache.is_warm()
    assert files(cache) == {"halved"}


def test_importing_the_native_search_loads_no_kernel_of_it() -> None:
    """A process that searches loads the few that it calls: each costs milliseconds."""
    code = """
from routing.engines.lns import engine, kernels as compiled
kernels = compiled.CACHE._typed
print(sum(kernel._dispatcher is not None for kernel in kernels), len(kernels) > 50)
"""
    command = [sys.executable, "-c", code]
    for _ in range(2):  # where the code on disk is not of this checkout, the first compiles it
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    loaded, many = done.stdout.split()
    assert int(loaded) < 20
    assert many == "True"
