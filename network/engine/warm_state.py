"""Whether to use the compiled engine now, or the plain one while the code is still being compiled."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from network.engine import kernels

COMPILE_S = 15.0
"""About what compiling takes. A table that the plain engine answers sooner does not wait for it."""

PLAIN_S_PER_STATE = 1.4e-7
"""What the plain engine takes for each source and each state of the turn graph, measured on Porto."""

_CLAIM = "compiling"
_CLAIM_HOLDS_S = 120.0
_compiled_here: list[Path] = []  # not empty once a large table made this process compile
_started: list[subprocess.Popen[bytes]] = []  # kept, so that a child that ended is reaped


def worth_using(cache_dir: Path, *, sources: int, states: int) -> bool:
    """Whether kernels answer sooner than the plain engine.

    Where they are not compiled yet, a process of its own starts to (not a thread: the caller may be one
    that forks, or end first), and small tables need not wait for it.

    Parameters
    ----------
    cache_dir
        See `network.engine.kernels.configure`.
    sources, states
        Size of the table, and of the turn graph.
    """
    folder = kernels.configure(cache_dir)
    # A folder of this process only gains from what this process compiles.
    private = cache_dir not in folder.parents
    if _compiled_here or kernels.is_warm() or private:
        return True
    if sources * states * PLAIN_S_PER_STATE > COMPILE_S:
        _compiled_here.append(folder)
        return True
    compile_in_background(cache_dir, folder)
    return False


def compile_in_background(cache_dir: Path, folder: Path) -> None:
    """Start a process that compiles all kernels and ends, unless one has been at it lately."""
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
