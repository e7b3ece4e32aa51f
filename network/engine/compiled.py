"""How kernels are compiled, where the compiled code is kept, and how it is warmed.

Compiling takes some ten seconds, loading compiled code half of one, so it is kept on disk. Numba renews
a cached kernel when its own file changes but not when a kernel it calls does; the folder is therefore
named by the content of every file of this package and the versions of the compilers.

A process that forks (RQ's parent) may import kernels; it must not call one.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
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

_BESIDE_SOURCES = Path(__file__).parent / "__pycache__"
_PREFIX = "engine-"
_READY = "ready"
_folder: list[Path] = []  # where this process keeps compiled code, once that is settled


def kernel(function: Function) -> Function:
    """Compile a function on its first call; it holds no interpreter lock while it runs."""
    if not _folder:
        configure(Path(numba.config.CACHE_DIR) if numba.config.CACHE_DIR else _BESIDE_SOURCES)
    # The folder is set for this moment only: other users of numba in the process keep theirs.
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(_folder[0])
    try:
        return cast(Function, numba.njit(function, nogil=True, error_model="numpy", cache=True))
    finally:
        numba.config.CACHE_DIR = before


def instruction(function: Callable[..., Any]) -> Callable[..., None]:
    """Declare a function that writes its own machine-independent code (LLVM IR) into a kernel."""
    return cast(Callable[..., None], intrinsic(function))


@cache
def fingerprint() -> str:
    """Name of everything that compiled code depends on, the processor apart (numba checks that)."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    for version in (numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode() + b"\0")
    return digest.hexdigest()[:16]


def configure(cache_dir: Path) -> Path:
    """Keep compiled code under `cache_dir`; takes effect before the first kernel is imported.

    Where that holds none yet but `warm` has left some beside the sources (``make setup`` does), that
    is used. A folder that cannot be written is copied to one of this process, removed at its end: a
    read-only image with warm code starts warm, one without compiles for itself. Without this call the
    folder is numba's own setting, or beside the sources.

    Returns
    -------
    Path
        The folder in use, which is the earlier one if a kernel has been imported since.
    """
    if _folder and "network.engine.elimination" in sys.modules:
        return _folder[0]
    name = f"{_PREFIX}{fingerprint()}"
    folder = cache_dir / name
    if not (folder / _READY).exists() and (_BESIDE_SOURCES / name / _READY).exists():
        folder = _BESIDE_SOURCES / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        folder = _private_copy(folder)
    _folder[:] = [folder]
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
    """Whether kernels start at once, from the folder in use."""
    return bool(_folder) and (_folder[0] / _READY).exists()


def warm() -> None:
    """Compile every kernel by sending a tiny network through the whole engine.

    Code of other versions of the engine is deleted; a process that runs one has it in memory.
    """
    from network.engine.warming import exercise

    exercise()
    (_folder[0] / _READY).touch()
    for other in _folder[0].parent.glob(f"{_PREFIX}*"):
        if other != _folder[0]:
            shutil.rmtree(other, ignore_errors=True)
