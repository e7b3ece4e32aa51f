"""Many searches at once on few cores: each comes to a plan that keeps every rule, in its time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generated_days import RichDay, rich_day
from routing.check import violations
from routing.formats.native import ProblemFile, read_plan, write_problem

SECONDS, LATE_S = 10, 2.0
"""A second late on an idle machine; here eight share its cores."""
SOLVE = "from app.cli import main; main()"


@pytest.mark.slow
def test_eight_solves_at_once_all_come_to_a_plan(tmp_path: Path) -> None:
    problem, matrices = rich_day(7, RichDay(tasks=20))
    file = tmp_path / "day.json"
    file.write_text(write_problem(ProblemFile(problem=problem, matrices=matrices)))
    arguments = ["solve", str(file), "--seconds", str(SECONDS), "--processes", "2"]
    solves = [
        subprocess.Popen(
            [sys.executable, "-c", SOLVE, *arguments, "--seed", str(seed)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(8)
    ]
    for solve in solves:
        answer, complaint = solve.communicate(timeout=200)
        assert solve.returncode == 0, complaint
        plan = read_plan(answer)
        assert violations(problem, matrices, plan) == []
        assert len(plan.unassigned) < len(problem.tasks) / 2
        assert plan.seconds < SECONDS + LATE_S
