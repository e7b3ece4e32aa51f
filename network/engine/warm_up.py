"""Compile the kernels ahead of time, at once or in a process of its own.

``python -m network.engine.warm_up FOLDER`` compiles all of them into a cache folder and ends.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from network.engine import kernels
from network.engine.reference import S_PER_STATE

COMPILE_S = 15.0
"""About how long compiling takes. A table that the reference engine answers sooner does not wait for it."""

_SIDE = 4
_CLAIM = "compiling"
_CLAIM_HOLDS_S = 120.0
_COMPILED_WITHIN_S = 150.0
_POLL_S = 0.2
_compiled_here: list[Path] = []  # not empty once a large table made this process compile
_started: list[subprocess.Popen[bytes]] = []  # referenced, so that a child that ended is reaped

_log = logging.getLogger(__name__)


def warm_up() -> None:
    """Compile every kernel by sending a small grid through the engine, and mark the cache as complete."""
    exercise()
    kernels.CACHE.mark_warm()


def exercise() -> None:
    """Order, contract, customise and query a small grid, by way of a file as the engine does."""
    # Imported here: the cache folder must be configured before the first kernel is imported.
    from network.engine.array_files import load, save
    from network.engine.customization import customise
    from network.engine.elimination import Hierarchy, contract, place
    from network.engine.nested_dissection import order_pieces
    from network.engine.paths import shortest_path
    from network.engine.tables import Terminals, table

    node = np.arange(_SIDE * _SIDE, dtype=np.int32).reshape(_SIDE, _SIDE)
    tail = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    head = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    y, x = (axis.ravel().astype(np.float64) for axis in np.indices((_SIDE, _SIDE)))
    order_pieces(tail, head, x, y)
    both = np.concatenate((tail, head)), np.concatenate((head, tail))
    built = contract(*both, node.ravel())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grid.bin"
        save(path, "grid", built._asdict())
        hierarchy = Hierarchy(**load(path, "grid"))
        for each in (built, hierarchy):
            metric = customise(each, place(each, *both), np.ones(both[0].shape[0]))
            ends = Terminals(np.array([0, 1]), each.rank[:1], np.zeros(1))
            table(each.parent, metric, ends, ends)
            shortest_path(each.parent, metric, (ends.vertex, ends.offset), (ends.vertex, ends.offset))


def is_worth_compiling(cache_dir: Path, *, sources: int, states: int) -> bool:
    """Whether the compiled engine answers a table sooner than the reference engine, compilation included.

    Where the kernels are not compiled yet and the table is small, a process is started that compiles them
    (not a thread: the caller may be a process that forks, or that ends first).

    Parameters
    ----------
    cache_dir
        See `network.engine.kernels.configure`.
    sources, states
        Size of the table, and of the turn graph.
    """
    folder = kernels.configure(cache_dir)
    # Code in a private folder is of use to this process only, so no other can compile it.
    private = cache_dir not in folder.parents
    if _compiled_here or kernels.is_warm() or private:
        return True
    if sources * states * S_PER_STATE > COMPILE_S:
        _compiled_here.append(folder)
        return True
    compile_in_background(cache_dir, folder)
    return False


def compile_in_background(cache_dir: Path, folder: Path) -> None:
    """Start a process that compiles all kernels and ends, unless one has started lately."""
    claim = folder / _CLAIM
    try:
        if time.time() - claim.stat().st_mtime > _CLAIM_HOLDS_S:
            claim.unlink(missing_ok=True)
    except FileNotFoundError:
        pass
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        return
    command = [sys.executable, "-m", "network.engine.warm_up", str(cache_dir)]
    _started.append(
        subprocess.Popen(
            command,
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


def wait_until_compiled(cache_dir: Path) -> bool:
    """Have the kernels compiled, by another process where their cache can be shared.

    Returns
    -------
    bool
        False where compiling takes unusually long.
    """
    folder = kernels.configure(cache_dir)
    if cache_dir not in folder.parents and not kernels.is_warm():
        warm_up()
    deadline = time.monotonic() + _COMPILED_WITHIN_S
    while not kernels.is_warm():
        if time.monotonic() > deadline:
            _log.warning("compiling the road engine takes unusually long")
            return False
        compile_in_background(cache_dir, folder)
        time.sleep(_POLL_S)
    return True


if __name__ == "__main__":
    kernels.configure(Path(sys.argv[1]))
    warm_up()
