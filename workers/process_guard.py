"""Children that do not outlive their parent (Linux; elsewhere the parent ends them itself)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent_pid: int, sig: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send `sig` to this process when the thread that started it ends.

    Parameters
    ----------
    parent_pid
        The parent as it was before the fork: if it has ended since, this process ends now.
    """
    if _LIBC is None:
        return
    if _LIBC.prctl(_PR_SET_PDEATHSIG, int(sig)) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent_pid:
        os._exit(1)


def dying_with_parent(sig: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """`die_with_parent` as a ``preexec_fn``, for the main thread of a process that starts a child."""
    parent_pid = os.getpid()

    def guard() -> None:
        die_with_parent(parent_pid, sig)

    return guard
