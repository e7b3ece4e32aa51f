"""What a worker loads before it forks: all that its children need, and nothing that runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CODE = """
import os, sys, threading
os.environ["NUMBA_CACHE_DIR"] = sys.argv[1]
from workers.worker import preload
preload()
import numba
print(numba.config.CACHE_DIR == sys.argv[1], threading.active_count())
print([name for name in sys.modules if name.startswith(("network.engine.tables", "routing.engines.lns"))])
child = os.fork()
if child == 0:
    before = set(sys.modules)
    from data.runtime.kernel_cache import load_compiler
    load_compiler()
    os._exit(len({name for name in set(sys.modules) - before if name.startswith("numba")}))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_children_find_the_compiler_loaded_with_its_folder_and_no_kernel_imported(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CODE, str(tmp_path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    assert told.splitlines() == ["True 1", "[]", "0"]
