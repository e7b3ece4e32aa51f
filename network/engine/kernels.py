"""Declaration and cache of the road engine's compiled code; array types of kernels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
from numba.extending import intrinsic
from numpy.typing import NDArray

from data.runtime.kernel_cache import KernelCache

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt32s = NDArray[np.uint32]
Float64s = NDArray[np.float64]

CACHE = KernelCache(Path(__file__).parent)
kernel = CACHE.kernel
configure = CACHE.configure
is_warm = CACHE.is_warm


def instruction(function: Callable[..., Any]) -> Callable[..., None]:
    """Declare a function that emits LLVM IR into a kernel."""
    return cast(Callable[..., None], intrinsic(function))
