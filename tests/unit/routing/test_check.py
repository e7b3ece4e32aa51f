"""The checker is an oracle: it shares no code with what builds plans."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

CHECK = Path(__file__).parents[3] / "routing" / "check"


@pytest.mark.parametrize("path", sorted(CHECK.glob("*.py")), ids=lambda path: path.name)
def test_imports_only_the_domain_and_itself(path: Path) -> None:
    ours = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            ours.add(node.module or "")
        elif isinstance(node, ast.Import):
            ours.update(alias.name for alias in node.names)
    ours = {name for name in ours if name.split(".")[0] in ("data", "routing", "network", "workers", "app")}
    assert all(f"{name}.".startswith(("data.domain.", "routing.check.")) for name in ours)
