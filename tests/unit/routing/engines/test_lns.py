"""Kernels run as plain Python find the plans that compiled ones find.

One script searches small days that together reach every kernel; it runs here compiled, and with
NUMBA_DISABLE_JIT in a process of its own, in which coverage counts the kernels' lines.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import lns_days

ROOT = Path(__file__).parents[4]


@pytest.mark.timeout(300)
def test_plain_python_finds_the_plans_that_compiled_kernels_find() -> None:
    command = [sys.executable, "-m", lns_days.__name__]
    plain = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
    )
    assert plain.stdout.splitlines() == lns_days.searched()
