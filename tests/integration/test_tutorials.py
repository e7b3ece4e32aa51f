"""The documents that the tutorials ask a reader to save give the answers that the tutorials tell."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorial"


def document(page: str) -> dict[str, Any]:
    """The first JSON block of a page."""
    block = re.search(r"```json\n(.*?)```", (TUTORIALS / page).read_text("utf-8"), re.S)
    assert block is not None, page
    found: dict[str, Any] = json.loads(block[1])
    return found


def huiliu(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "app.cli", *arguments]
    environment = {"HUILIU_HOME": str(folder / "home"), "PATH": ""}
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True, cwd=folder, env=environment
    )
    return ran.stdout


def test_the_first_plan_unloads_between_goods_that_must_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(document("first-plan.md")))
    huiliu(tmp_path, "solve", "problem.json", "--seconds", "2", "--out", "plan.json")
    huiliu(tmp_path, "check", "problem.json", "plan.json")
    plan = json.loads((tmp_path / "plan.json").read_text())
    kinds = [visit["kind"] for visit in plan["routes"][0]["visits"]]
    assert kinds == ["depot", "collect", "unload", "collect", "unload", "depot"]
    assert [(left["task"], left["code"], left["relaxation"]["by"]) for left in plan["unassigned"]] == [
        ("tower", "R202", 899)
    ]


def test_the_first_study_opens_two_points(tmp_path: Path) -> None:
    study = document("first-study.md")
    assert answer(tmp_path, study)["open"] == [0, 1]
    assert answer(tmp_path, study)["objective"] == 160
    covers = [answer(tmp_path, study | {"model": "set_cover", "radius": radius}) for radius in (4, 5)]
    assert [len(found["open"]) for found in covers] == [2, 1]


def answer(folder: Path, study: dict[str, Any]) -> dict[str, Any]:
    (folder / "study.json").write_text(json.dumps(study))
    found: dict[str, Any] = json.loads(huiliu(folder, "coverage", "study.json", "--json"))
    return found
