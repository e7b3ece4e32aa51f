"""`huiliu solve` and `huiliu check` as a shell sees them: answers, exit codes, one line per problem."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from routing.formats.native import read_plan

ROOT = Path(__file__).parents[2]
PROBLEM: dict[str, Any] = {
    "version": 1,
    "dimensions": ["kg"],
    "matrix": {
        "duration_s": [[0, 600, 900, 300], [600, 0, 400, 500], [900, 400, 0, 700], [300, 500, 700, 0]],
        "distance_m": [
            [0, 6000, 9000, 3000],
            [6000, 0, 4000, 5000],
            [9000, 4000, 0, 7000],
            [3000, 5000, 7000, 0],
        ],
    },
    "tasks": [
        {
            "id": "fridge",
            "place": 1,
            "demand": [60],
            "service_s": 300,
            "load_type": "appliance",
            "penalty": 900,
        },
        {
            "id": "cells",
            "place": 2,
            "demand": [50],
            "service_s": 300,
            "load_type": "battery",
            "penalty": 900,
            "skills": ["lithium"],
        },
        {"id": "tower", "place": 2, "demand": [999], "penalty": 5},
    ],
    "vehicles": [
        {
            "id": "v1",
            "start": 0,
            "end": 0,
            "shift": [0, 28800],
            "capacity": [100],
            "skills": ["lithium"],
            "cost": {"fixed": 10, "per_km": 1, "per_h": 20},
        },
    ],
    "facilities": [{"id": "yard", "place": 3, "unload_s": 600}],
    "rules": {
        "incompatible": [["appliance", "battery"]],
        "end_empty": True,
        "rest": {"after_driving_s": 1500, "duration_s": 600},
    },
}
SOLOMON = """\
S

VEHICLE
NUMBER     CAPACITY
  2         200

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME
    0      0      0         0          0       230          0
    1      3      4        10          0       171         10
    2      1      1         7          0        60         10
"""


def huiliu(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A native problem with unloading, segregation, skills and rests, and its plan, as files."""
    folder = tmp_path_factory.mktemp("solved")
    problem, plan = written(folder / "problem.json", PROBLEM), folder / "plan.json"
    done = huiliu("solve", problem, "--seconds", 2, "--processes", 1, "--out", plan)
    assert done.returncode == 0, done.stderr
    return problem, plan


def test_a_native_problem_is_planned_and_its_plan_checked(solved: tuple[Path, Path]) -> None:
    problem, plan = solved
    stated = read_plan(plan.read_bytes())
    assert sorted(name for route in stated.routes for name in route.tasks) == ["cells", "fridge"]
    (left,) = stated.unassigned
    assert (left.task, left.code) == ("tower", "R202")
    kinds = [visit.kind for visit in stated.routes[0].visits]
    assert kinds.count("unload") == 2
    checked = huiliu("check", problem, plan)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_broken_plan_exits_with_1_and_a_line_per_violation(
    solved: tuple[Path, Path], tmp_path: Path
) -> None:
    problem, plan = solved
    document = json.loads(plan.read_text(encoding="utf-8"))
    document["cost"] += 7
    document["unassigned"] = []
    broken = written(tmp_path / "broken.json", document)
    checked = huiliu("check", problem, broken)
    assert checked.returncode == 1
    assert [line.split()[0] for line in checked.stdout.splitlines()] == ["R305", "R351"]
    as_json = huiliu("check", problem, broken, "--json")
    verdict = json.loads(as_json.stdout)
    assert (as_json.returncode, verdict["valid"], verdict["count"]) == (1, False, 2)
    assert [each["code"] for each in verdict["violations"]] == ["R305", "R351"]


def test_every_fault_is_one_line_and_exit_2() -> None:
    faulty = {**PROBLEM, "tasks": [{"id": "a", "place": 9, "demand": [1, 2]}], "vehicles": []}
    done = huiliu("solve", "-", given=json.dumps(faulty))
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "vehicles",
        "tasks[0].demand",
        "tasks[0].place",
    ]


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["solve", "/nowhere/at/all.json"], None),
        (["solve", "-"], "not a problem"),
        (["solve", "-", "--format", "vrplib"], "not a problem"),
        (["solve", "-", "--format", "odt"], "{}"),
        (["solve", "-", "--seconds", "0"], "{}"),
        (["solve", "-"], '{"version": 1, "places": [[1, 2]], "vehicles": []}'),
        (["solve", "-"], '{"vehicles": [], "jobs": []}'),
        (["solve", "/tmp"], None),
    ],
)
def test_bad_input_is_told_without_a_traceback(arguments: list[str], given: str | None) -> None:
    done = huiliu(*arguments, given=given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_costs_of_a_benchmark_are_in_the_files_units(tmp_path: Path) -> None:
    instance = written(tmp_path / "s.txt", SOLOMON)
    done = huiliu("solve", instance, "--seconds", 1, "--processes", 1)
    plan = json.loads(done.stdout)
    assert plan["cost"] == pytest.approx(1.4 + 3.6 + 5.0)
    assert plan["scale"] == 10
    assert {name for route in plan["routes"] for name in route["tasks"]} == {"1", "2"}
    stored = written(tmp_path / "plan.json", done.stdout)
    assert huiliu("check", instance, stored).returncode == 0
    assert huiliu("check", instance, stored, "--distance", "rounded").returncode == 1


def test_a_sol_file_is_checked(tmp_path: Path) -> None:
    instance = written(tmp_path / "s.txt", SOLOMON)
    good = written(tmp_path / "good.sol", "Route #1: 2 1\nCost 10\n")
    assert huiliu("check", instance, good).returncode == 0
    late = written(tmp_path / "late.sol", "Route #1: 1\n")
    checked = huiliu("check", instance, late)
    assert checked.returncode == 0, "a task that no route names counts as left out"
    unknown = written(tmp_path / "unknown.sol", "Route #1: 1 2 3\n")
    assert huiliu("check", instance, unknown).returncode == 2


def test_vroom_in_is_vroom_out() -> None:
    document = {
        "vehicles": [{"id": 0, "start_index": 0, "end_index": 3}],
        "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
        "matrix": [[0, 2104, 197, 1299], [2103, 0, 2255, 3152], [197, 2256, 0, 1102], [1299, 3153, 1102, 0]],
    }
    done = huiliu("solve", "-", "--seconds", 1, "--processes", 1, given=json.dumps(document))
    answer = json.loads(done.stdout)
    assert (answer["code"], answer["summary"]["cost"]) == (0, 5461)
    assert [step.get("id") for step in answer["routes"][0]["steps"]] == [None, 1414, 1515, None]
