"""`huiliu solve -c`: the times and violations of given routes, without a search."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli.problem.solve import solve
from tests.factories.vroom_documents import GIVEN


def test_violations_of_given_routes_are_told(tmp_path: Path) -> None:
    problem = tmp_path / "given.json"
    problem.write_text(json.dumps(GIVEN["limits"]))
    ended = CliRunner().invoke(solve, [str(problem), "-c"])
    assert ended.exit_code == 0
    causes = {each["cause"] for each in json.loads(ended.stdout)["summary"]["violations"]}
    assert causes == {"max_tasks", "max_travel_time", "max_distance"}


def test_the_documents_own_option_is_enough(tmp_path: Path) -> None:
    problem, out = tmp_path / "given.json", tmp_path / "out.json"
    problem.write_text(json.dumps(GIVEN["late"] | {"options": {"c": True}}))
    ended = CliRunner().invoke(solve, [str(problem), "--out", str(out)])
    assert (ended.exit_code, ended.stdout) == (0, "kinds of violations: 1\n")
    assert json.loads(out.read_text())["summary"]["violations"][0]["duration"] == 20


def test_only_vroom_problems_have_times_to_choose(tmp_path: Path) -> None:
    problem = tmp_path / "native.json"
    matrix = {"duration_s": [[0]], "distance_m": [[0]]}
    vehicle = {"id": "v1", "start": 0, "end": 0, "shift": [0, 10]}
    problem.write_text(json.dumps({"version": 1, "matrix": matrix, "tasks": [], "vehicles": [vehicle]}))
    ended = CliRunner().invoke(solve, [str(problem), "-c"])
    assert ended.exit_code == 2
    assert "--choose-eta is for VROOM problems." in ended.stderr
