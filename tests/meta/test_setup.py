"""`scripts/setup` repeats a step only when its sources have changed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_compiled_python_is_no_source_of_the_front_end(tmp_path: Path) -> None:
    listing = re.search(
        r"sources=\$\((cd app/frontend && find .*? -print0)",
        (ROOT / "scripts" / "setup").read_text(),
        re.DOTALL,
    )
    assert listing
    for name in ("app/frontend/src/main.ts", "docs/openapi.json", "data/words/zh/today.ftl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    compiled = tmp_path / "data" / "words" / "__pycache__" / "catalogue.cpython-311.pyc"
    compiled.parent.mkdir()
    compiled.touch()
    found = subprocess.run(
        ["bash", "-c", listing[1]], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    names = sorted(Path(each).name for each in found.stdout.split("\0") if each)
    assert names == ["main.ts", "openapi.json", "today.ftl"]
