"""Cache the compiled code of a package of numba kernels on disk.

Compiling takes tens of seconds, loading compiled code less than one. Numba invalidates a cached kernel when
its own file changes, but not when a kernel it calls does; the folder is therefore named by the content of
every file of the package and the versions of the compilers.

A process that forks (RQ's parent) may import kernels and load the compiler; it must not call a kernel.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding  # type: ignore[import-untyped]
import numba
import numpy as np
from numba.core import caching
from numba.core.registry import cpu_target

from data.runtime.cache_files import CheckedCacheFile

Function = TypeVar("Function", bound=Callable[..., Any])

_READY = "ready"


class TypedKernel:
    """A kernel of one signature, loaded or compiled at its first use rather than where it is defined.

    Loading takes milliseconds each. A kernel contains the code of all its callees, so that a process that
    finds it on disk needs none of the others.
    """

    def __init__(self, function: Callable[..., Any], compiled: Callable[[], Any]) -> None:
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__wrapped__ = function
        self._compiled = compiled
        self._dispatcher: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Run the compiled code."""
        return self.compile()(*arguments)

    def compile(self) -> Any:
        """Return numba's dispatcher, with the code in memory."""
        if self._dispatcher is None:
            self._dispatcher = self._compiled()
        return self._dispatcher

    @property
    def _numba_type_(self) -> Any:
        """Numba type of this object, for calls from other kernels."""
        return self.compile()._numba_type_


class KernelCache:
    """The compiled code of one package.

    Parameters
    ----------
    package
        Folder of the sources; compiled code lives beside them unless `configure` says otherwise.
    """

    def __init__(self, package: Path) -> None:
        self.package = package
        self._beside_sources = package / "__pycache__"
        self._folder: Path | None = None
        self._is_used = False
        self._name = ""
        self._typed: list[TypedKernel] = []

    @property
    def name(self) -> str:
        """Name derived from all inputs of compiled code except the processor, which numba checks."""
        if not self._name:
            digest = hashlib.sha256()
            for source in sorted(self.package.rglob("*.py")):
                path = source.relative_to(self.package).as_posix()
                digest.update(path.encode() + b"\0" + source.read_bytes())
            for version in (numba.__version__, llvmlite.__version__, np.__version__):
                digest.update(version.encode() + b"\0")
            self._name = f"kernels-{self.package.name}-{digest.hexdigest()[:16]}"
        return self._name

    @property
    def folder(self) -> Path:
        """Folder in use, chosen on first access."""
        if self._folder is None:
            self.configure(Path(numba.config.CACHE_DIR) if numba.config.CACHE_DIR else self._beside_sources)
        assert self._folder is not None
        return self._folder

    def kernel(self, function: Function) -> Function:
        """Compile a function on its first call; it holds no interpreter lock while it runs."""
        return cast(Function, self._compiled(function))

    def typed_kernel(self, signature: str) -> Callable[[Callable[..., Any]], Any]:
        """Compile a function for one signature, when it is first called or a caller of it is compiled."""

        def declare(function: Callable[..., Any]) -> TypedKernel:
            """Register a kernel of this signature."""
            kernel = TypedKernel(function, lambda: self._compiled(function, signature))
            self._typed.append(kernel)
            return kernel

        return declare

    def callback(self, signature: str) -> Callable[[Callable[..., Any]], Any]:
        """Compile a function of scalars that kernels call by its address, now.

        A caller by name holds a copy of the kernel and of all that it calls, and compiles that again; an
        address is compiled once.
        """
        return lambda function: self._in_folder(
            lambda: numba.cfunc(signature, error_model="numpy", cache=True)(function)
        )

    def _compiled(self, function: Callable[..., Any], *signature: str) -> Any:
        return self._in_folder(
            lambda: numba.njit(*signature, nogil=True, error_model="numpy", cache=True)(function)
        )

    def _in_folder(self, compile_now: Callable[[], Any]) -> Any:
        """Compile with our folder and files, for this call only: other users of numba keep theirs."""
        folder = str(self.folder)
        self._is_used = True
        before = numba.config.CACHE_DIR, caching.IndexDataCacheFile
        numba.config.CACHE_DIR, caching.IndexDataCacheFile = folder, CheckedCacheFile
        try:
            return compile_now()
        finally:
            numba.config.CACHE_DIR, caching.IndexDataCacheFile = before

    def configure(self, cache_dir: Path) -> Path:
        """Keep compiled code under `cache_dir`; takes effect before the first kernel is imported.

        Where that holds none yet but `warm` has left some beside the sources (``make setup`` and the image
        do), that is used; from sources that cannot be written it is copied to `cache_dir` first, since numba
        takes no folder that it cannot write. Where that cannot be written either, to a folder of this
        process, removed at its end. Code made for another processor counts as none.

        Returns
        -------
        Path
            The folder in use, which is the earlier one if a kernel has been imported since.
        """
        if self._folder is not None and self._is_used:
            return self._folder
        folder, beside = cache_dir / self.name, self._beside_sources / self.name
        if not _is_ready(folder) and _is_ready(beside):
            if not _can_write(beside) and _can_write(folder):
                _copy(beside, folder)
            else:
                folder = beside
        if not _can_write(folder):
            folder = _private_copy(folder)
        self._folder = folder
        return folder

    def is_warm(self) -> bool:
        """Whether kernels start without compiling, from the folder in use."""
        return _is_ready(self.folder)

    def mark_warm(self) -> None:
        """Compile the typed kernels that no call has reached, and delete the code of other versions.

        A process that runs one of those has it in memory.
        """
        for kernel in self._typed:
            kernel.compile()
        _mark_ready(self.folder)
        for other in self.folder.parent.glob(f"kernels-{self.package.name}-*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)


def load_compiler() -> None:
    """Load what numba needs before its first kernel, without compiling or running anything.

    It takes half a second, which a process that forks takes once for all its children.
    """
    cpu_target.typing_context.refresh()
    cpu_target.target_context.refresh()


@cache
def _processor() -> str:
    """Return numba's target: this processor, or that of NUMBA_CPU_NAME with its features."""
    name, features = numba.config.CPU_NAME, numba.config.CPU_FEATURES
    if name is None:
        name = llvmlite.binding.get_host_cpu_name()
    if features is None:
        features = llvmlite.binding.get_host_cpu_features().flatten()
    return f"{llvmlite.binding.get_process_triple()} {name} {features}"


def _is_ready(folder: Path) -> bool:
    """Return whether the code is complete and for this processor; empty markers are of older versions."""
    try:
        processors = (folder / _READY).read_text("utf-8").splitlines()
    except OSError:
        return False
    return not processors or _processor() in processors


def _mark_ready(folder: Path) -> None:
    """Add this processor to those for which the folder has code."""
    if not _is_ready(folder) or not (folder / _READY).stat().st_size:
        with (folder / _READY).open("a", encoding="utf-8") as words:
            words.write(_processor() + "\n")


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy warm code atomically per file; several processes may do so at once.

    The marker is copied last, and an index after the code to which it refers.
    """
    files = [path for path in source.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: (path.name == _READY, path.suffix == ".nbi")):
        to = target / path.relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=to.parent, delete=False) as partial:
            partial.write(path.read_bytes())
        Path(partial.name).replace(to)


def _private_copy(folder: Path) -> Path:
    private = Path(tempfile.mkdtemp(prefix="huiliu-compiled-"))
    owner = os.getpid()

    def remove() -> None:
        # Forked children inherit this; only the process that created the folder removes it.
        if os.getpid() == owner:
            shutil.rmtree(private, ignore_errors=True)

    atexit.register(remove)
    if folder.is_dir():
        shutil.copytree(folder, private, dirs_exist_ok=True)
    return private
