"""How kernels are compiled, where the compiled code is kept, and how it is warmed.

Compiling takes tens of seconds, loading compiled code a fraction of one, so it is kept on disk. Numba
renews a cached kernel when its own file changes but not when a kernel it calls does; the folder is
therefore named by the content of every file of this package and the versions of the compilers.

`configure` must run before the first kernel is imported. A process that forks (RQ's parent) may import
kernels; it must not call one.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite  # type: ignore[import-untyped]
import numba
import numpy as np
from numba.extending import intrinsic
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt32s = NDArray[np.uint32]
Float64s = NDArray[np.float64]

Function = TypeVar("Function", bound=Callable[..., Any])

_READY = "ready"


def kernel(function: Function) -> Function:
    """Compile a function on its first call; it holds no interpreter lock while it runs."""
    compiled = numba.njit(function, nogil=True, error_model="numpy")
    # No folder can be written (a read-only image): compile in this process, keep nothing.
    with suppress(RuntimeError):
        compiled.enable_caching()
    return cast(Function, compiled)


def instruction(function: Callable[..., Any]) -> Callable[..., None]:
    """Declare a function that writes its own machine-independent code (LLVM IR) into a kernel."""
    return cast(Callable[..., None], intrinsic(function))


def fingerprint() -> str:
    """Name of everything that compiled code depends on, the processor apart (numba checks that)."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    for version in (numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode() + b"\0")
    return digest.hexdigest()[:16]


def configure(cache_dir: Path) -> Path:
    """Keep compiled code under `cache_dir`; call before the first kernel is imported.

    Where the folder cannot be written, what it holds is copied to a folder of this process, removed
    at its end: a read-only image with warm code starts warm, one without compiles for itself.

    Returns
    -------
    Path
        The folder in use.
    """
    folder = cache_dir / f"engine-{fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        folder = _private_copy(folder)
    numba.config.CACHE_DIR = str(folder)
    return folder


def _private_copy(folder: Path) -> Path:
    private = Path(tempfile.mkdtemp(prefix="huiliu-compiled-"))
    owner = os.getpid()

    def remove() -> None:
        # A forked child inherits this; only the process that made the folder removes it.
        if os.getpid() == owner:
            shutil.rmtree(private, ignore_errors=True)

    atexit.register(remove)
    if folder.is_dir():
        shutil.copytree(folder, private, dirs_exist_ok=True)
    return private


def is_warm() -> bool:
    """Whether compiled code for this version of the engine is at hand, or was made by this process."""
    return bool(numba.config.CACHE_DIR) and (Path(numba.config.CACHE_DIR) / _READY).exists()


def warm() -> None:
    """Compile every kernel by sending a tiny network through the whole engine."""
    from network.engine.warming import exercise

    exercise()
    if numba.config.CACHE_DIR:
        (Path(numba.config.CACHE_DIR) / _READY).write_text("", encoding="ascii")
