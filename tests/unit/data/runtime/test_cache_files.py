"""Compiled code on disk: whole, or compiled again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_CODE = """
import logging, sys
from pathlib import Path
from data.runtime.kernel_cache import KernelCache
logging.basicConfig(format="%(message)s", stream=sys.stdout)
cache = KernelCache(Path(sys.argv[1]))
cache.configure(Path(sys.argv[1]) / "compiled")
sys.path.insert(0, sys.argv[1])
import doubling
kernel = cache.kernel(doubling.twice)
print(kernel(21), dict(kernel.stats.cache_hits) != {})
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "doubling.py").write_text("def twice(number):\n    return 2 * number\n", encoding="utf-8")
    return tmp_path


def run(package: Path) -> list[str]:
    command = [sys.executable, "-c", _CODE, str(package)]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=120
    ).stdout.splitlines()


def test_damaged_code_is_compiled_again_and_never_run(package: Path) -> None:
    assert run(package) == ["42 False"]
    (code,), (index,) = (list((package / "compiled").rglob(f"*.{kind}")) for kind in ("nbc", "nbi"))
    content = code.read_bytes()
    middle = len(content) // 2
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for path, damaged in ((code, content[:middle]), (code, altered), (index, b"")):
        path.write_bytes(damaged)
        *warnings, answer = run(package)
        assert f"{path} is damaged" in warnings[0]
        assert answer == "42 False"
    # What was compiled last is whole again, and so is code from before there were checksums.
    code.write_bytes(code.read_bytes()[:-12])
    assert run(package) == ["42 True"]
