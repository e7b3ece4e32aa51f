"""`huiliu why`: of a stop that is served, and of one that is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing.edit import Editor
from routing.formats.native import ProblemFile, write_plan, write_problem
from tests.factories.small_days import ROAD, day, planned, task, truck


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    problem = day(
        task("a", 1), task("x", 3, penalty=9.0, windows=((0, 1_500),)), vehicles=[truck("v1"), truck("v2")]
    )
    plan = planned(problem, "a")
    return _written(tmp_path, problem, Editor(problem, ROAD).replace_routes(plan, plan.routes))


def _written(folder: Path, problem: Problem, plan: Plan) -> list[str]:
    (folder / "p.json").write_text(write_problem(ProblemFile(problem=problem, matrices=ROAD)))
    (folder / "plan.json").write_text(write_plan(plan))
    return [str(folder / "p.json"), str(folder / "plan.json")]


def why(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["huiliu", "why", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code or 0))


def test_a_served_stop(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why(*files, "a", monkeypatch=monkeypatch) == 0
    assert "a: stop 1 of v1; without it" in capsys.readouterr().out
    assert why(*files, "a", "--json", monkeypatch=monkeypatch) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["vehicle"], document["next_best"]["vehicle"]) == ("v1", "v2")


def test_a_stop_left_out(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why(*files, "x", monkeypatch=monkeypatch) == 0
    assert "left out (R211)" in capsys.readouterr().out
    assert why(*files, "x", "--json", monkeypatch=monkeypatch) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["relaxation"]["change"] == "window_end_s"
    assert [broken["rule"] for broken in document["offers"][0]["violations"]] == ["window"]


def test_a_stop_that_is_not_there(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why(*files, "z", monkeypatch=monkeypatch) == 2
    assert "R420" in capsys.readouterr().err
