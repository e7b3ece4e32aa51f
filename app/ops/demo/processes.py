"""The demo's worker and web server: started, supervised, restarted and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.domain.errors import Fault, UnavailableError
from data.runtime.parent_death import parent_death_guard

Report = Callable[[str], None]
_MOST_RESTARTS = 3
_STEADY_S = 60.0
_END_LIMIT_S = 12.0


@dataclass(slots=True)
class _Child:
    """A child process and the number of its recent restarts."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    process: subprocess.Popen[bytes]
    started_at: float
    restarts: int = 0


@dataclass(slots=True)
class Children:
    """Runs ``huiliu`` commands as children, each in its own process group.

    They receive SIGTERM when this process ends for any reason. Must be used from the main thread.

    Attributes
    ----------
    environment
        Environment of the children.
    logs
        Folder for their output.
    """

    environment: Mapping[str, str]
    logs: Path
    report: Report
    _running: dict[str, _Child] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        """Start ``huiliu`` with arguments; its output goes to ``<name>.log``."""
        log = self.logs / f"{name}.log"
        process = self._launch(arguments, log)
        self._running[name] = _Child(name, arguments, log, process, time.monotonic())

    def watch(self) -> None:
        """Restart children that have ended.

        Raises
        ------
        UnavailableError
            W401: a child ended repeatedly.
        """
        for child in self._running.values():
            code = child.process.poll()
            if code is None:
                continue
            if time.monotonic() - child.started_at > _STEADY_S:
                child.restarts = 0
            if child.restarts >= _MOST_RESTARTS:
                raise UnavailableError(_died(child, code))
            child.restarts += 1
            self.report(f"{child.name} ended with {code} and is started again; see {child.log}")
            _end_group(child.process, signal.SIGKILL)
            child.process, child.started_at = self._launch(child.arguments, child.log), time.monotonic()

    def alive(self, name: str) -> bool:
        """Return whether a child is running."""
        return self._running[name].process.poll() is None

    def stop(self) -> None:
        """Stop every child and its descendants, in reverse order of start."""
        children = list(reversed(self._running.values()))
        for child in children:
            child.process.terminate()  # the leader only: it stops its own children in order
        deadline = time.monotonic() + _END_LIMIT_S
        for child in children:
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.report(f"{child.name} does not end and is killed; see {child.log}")
            _end_group(child.process, signal.SIGKILL)
            child.process.wait()
        self._running.clear()

    def _launch(self, arguments: tuple[str, ...], log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "app.cli", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                start_new_session=True,
                preexec_fn=parent_death_guard(),  # noqa: PLW1509 - one prctl call
            )


def _end_group(process: subprocess.Popen[bytes], sig: signal.Signals) -> None:
    """Signal a child's process group, whose members may outlive the child."""
    try:
        os.killpg(process.pid, sig)
    except (ProcessLookupError, PermissionError):
        return


def _died(child: _Child, code: int) -> Fault:
    return Fault(
        "W401",
        f"The {child.name} ended {child.restarts + 1} times, the last time with exit code {code}.",
        f"Read {child.log}, correct the error, and start again.",
        child.name,
    )
