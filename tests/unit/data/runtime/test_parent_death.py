"""The parent-death guard in a process whose parent has ended, and as a ``preexec_fn``."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from data.runtime.child_process import is_running

ROOT = Path(__file__).parents[4]


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip


def test_a_process_whose_parent_has_ended_exits_at_once() -> None:
    done = run("""
        import os
        from data.runtime.parent_death import die_with_parent
        die_with_parent(os.getppid() + 1)
        print("went on")
    """)
    assert (done.returncode, done.stdout) == (1, "")


def test_a_process_whose_parent_lives_goes_on() -> None:
    done = run("""
        import os
        from data.runtime.parent_death import die_with_parent
        die_with_parent(os.getppid())
        print("went on")
    """)
    assert done.stdout.strip() == "went on"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_guarded_program_ends_with_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
                import subprocess, time
                from data.runtime.parent_death import parent_death_guard
                child = subprocess.Popen(["sleep", "600"], preexec_fn=parent_death_guard())
                print(child.pid, flush=True)
                time.sleep(600)
            """),
        ],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ),
    )  # fmt: skip
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait(timeout=10)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.05)
    assert not is_running(child)
