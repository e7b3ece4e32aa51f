"""Where the compiled code of the search is kept, and the decorators that declare it.

`docs/explanation/kernels.md` explains how a kernel is written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba

from data.runtime.kernel_cache import KernelCache
from routing.engines.lns.layout.records import signature_of

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

CACHE = KernelCache(Path(__file__).parent)


def typed_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function for the one signature that its annotations give.

    Left open, a kernel would be compiled again for every mix of literals, 32 and 64 bits that its callers
    pass: four times the code.
    """
    declare = CACHE.typed_kernel(signature_of(function))
    return cast("Callable[Parameters, Result]", declare(function))


class Callback:
    """A kernel that others call by its address; it is compiled when the address is first asked for."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    @cached_property
    def _compiled(self) -> Any:
        return CACHE.callback(signature_of(self.function))(self.function)

    @property
    def address(self) -> int:
        """Address of the compiled code; 0 where compilation is off."""
        return 0 if numba.config.DISABLE_JIT else int(self._compiled.address)
