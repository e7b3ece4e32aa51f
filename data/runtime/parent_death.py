"""The parent-death guard: a child process ends when the process that started it does, however that ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

_PR_SET_PDEATHSIG = 1
_POLL_S = 1.0


def die_with_parent(
    parent_pid: int, sig: signal.Signals = signal.SIGKILL, *, poll_parent: bool = False
) -> None:
    """End this process when its parent ends, even if the parent is killed.

    On Linux the kernel sends the signal. The kernel ties it to the thread that started this process, so
    start guarded children from a thread that lives as long as the process does.

    Parameters
    ----------
    parent_pid
        The parent as it was before the child was started: if it has ended since, this process exits now.
    sig
        Signal to receive.
    poll_parent
        Also compare the parent's id every second in a daemon thread, which works where the kernel sends no
        such signal. Not for a process that forks.

    Raises
    ------
    OSError
        The kernel refuses the signal, and the parent is not polled.
    """
    libc = _libc()
    if libc is not None and libc.prctl(_PR_SET_PDEATHSIG, int(sig)) != 0 and not poll_parent:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    # The parent may have ended between the start of this process and the request above.
    if os.getppid() != parent_pid:
        os._exit(1)
    if poll_parent:
        threading.Thread(target=_exit_after, args=(parent_pid,), name="parent death", daemon=True).start()


def parent_death_guard(sig: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """`die_with_parent` as a ``preexec_fn`` of `subprocess.Popen`, for the main thread of a process."""
    parent_pid = os.getpid()
    _libc()  # loaded before the fork, after which as little as possible should run

    def guard() -> None:
        """Ask the kernel for the signal, in the child before it executes the command."""
        die_with_parent(parent_pid, sig)

    return guard


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _exit_after(parent_pid: int) -> None:
    while os.getppid() == parent_pid:
        time.sleep(_POLL_S)
    os._exit(1)
