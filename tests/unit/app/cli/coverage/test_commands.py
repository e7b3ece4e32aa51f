"""`huiliu coverage` and `huiliu demand`, as a user calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from network.library import NetworkLibrary
from tests.factories.street_grids import places_in, street_grid

Run = Callable[..., tuple[int, str, str]]
STUDY = {"model": "set_cover", "cost": [[0, 5, 9], [5, 0, 4], [9, 4, 0]], "radius": 4}


@pytest.fixture
def huiliu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("HUILIU_HOME", str(tmp_path / "home"))

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["huiliu", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run


def written(folder: Path, study: dict[str, Any]) -> str:
    file = folder / "study.json"
    file.write_text(json.dumps(study))
    return str(file)


def test_a_study_is_answered_in_one_json_document(huiliu: Run, tmp_path: Path) -> None:
    status, out, err = huiliu("coverage", written(tmp_path, STUDY), "--json")
    document = json.loads(out)
    assert (status, err) == (0, "")
    assert {"status", "objective", "bound", "open", "assignment", "seconds"} <= set(document)
    assert (document["status"], document["objective"], document["bound"]) == ("optimal", 2, 2)
    assert isinstance(document["objective"], int)
    assert len(document["assignment"]) == 3


def test_what_cannot_be_had_is_an_answer_too(huiliu: Run, tmp_path: Path) -> None:
    study = {**STUDY, "cost": [[7, 8], [2, 1]]}
    out = tmp_path / "answer.json"
    status, text, _ = huiliu("coverage", written(tmp_path, study), "--out", str(out))
    document = json.loads(out.read_text())
    assert (status, document["status"], document["least_radius"]) == (0, "infeasible", 7)
    assert "smallest radius that works is 7" in text


def test_each_problem_of_a_study_is_a_line(huiliu: Run, tmp_path: Path) -> None:
    bad = {"model": "p_median", "cost": [[0, 1], [1]], "p": 9}
    status, out, err = huiliu("coverage", written(tmp_path, bad), "--json")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 3
    assert all("(C1" in line for line in err.splitlines())


@pytest.mark.parametrize("file", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read(huiliu: Run, tmp_path: Path, file: str) -> None:
    status, _, err = huiliu("coverage", str(tmp_path / file), "--json")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "(C101)" in err


def test_places_become_a_study_on_roads(huiliu: Run, tmp_path: Path) -> None:
    graph = street_grid(5, seed=3)
    NetworkLibrary(tmp_path / "home").add(graph, "grid")
    places = places_in(graph, 6, seed=3)
    table = tmp_path / "places.csv"
    rows = [f"{at.lon},{at.lat},{10 * (number + 1)}" for number, at in enumerate(places)]
    table.write_text("lon,lat,population\n" + "\n".join(rows) + "\n0,80,1\n")
    part = tmp_path / "part.json"
    status, _, err = huiliu("demand", str(table), "--network", "grid", "--out", str(part))
    assert status == 0, err
    study = {**json.loads(part.read_text()), "model": "max_cover", "p": 2, "radius": 60, "bands": [60]}
    status, out, err = huiliu("coverage", written(tmp_path, study), "--json", "--curve", "2")
    document = json.loads(out)
    assert (status, document["status"], document["assignment"][6]) == (0, "optimal", None)
    assert "places: place 7" in err
    assert document["reach"]["all"]["places"][-1] == 1
    assert [each["p"] for each in document["curve"]] == [1, 2]
    study["collection"] = {"depot": list(places[0]), "trucks": 1, "seconds": 0.5}
    status, out, err = huiliu("coverage", written(tmp_path, study), "--json", "--curve", "2")
    priced = json.loads(out)["pricing"]
    assert status == 0, err
    assert [each["points"] for each in priced["alternatives"]] == [2, 1]
    assert priced["alternatives"][0]["cost_per_tonne"] > 0
    assert priced["alternatives"][0]["week"]["km"] > 0
    assert "CO2" in priced["method"]["en"]


def test_points_are_added_over_years_and_stay(huiliu: Run, tmp_path: Path) -> None:
    study = {"model": "p_median", "cost": STUDY["cost"], "weights": [1, 1, 1], "stages": [1, 2]}
    status, out, err = huiliu("coverage", written(tmp_path, study), "--json")
    document = json.loads(out)
    assert (status, err, document["status"]) == (0, "", "optimal")
    first, second = (set(each["open"]) for each in document["stages"])
    assert (len(first), len(second)) == (1, 2)
    assert first < second == set(document["open"])
    assert document["objective"] == 13
    status, _, err = huiliu("coverage", written(tmp_path, {**study, "stages": [2, 1]}))
    assert (status, "(C107)" in err) == (2, True)


def test_terms_of_collection_that_cannot_be_used_are_told_before_the_search(
    huiliu: Run, tmp_path: Path
) -> None:
    bad = {"trucks": "many", "weekdays": [9], "depot": [500, 0], "seconds": -1, "lorry": 1}
    study = {"model": "p_center", "p": 1, "network": "none", "places": [[1, 2]], "collection": bad}
    status, _, err = huiliu("coverage", written(tmp_path, study))
    assert status == 2
    assert {line.split(":")[0] for line in err.splitlines()} == {
        f"collection.{key}" for key in ("trucks", "weekdays", "depot", "seconds", "lorry")
    }
    status, _, err = huiliu("coverage", written(tmp_path, {**STUDY, "collection": {}}))
    assert (status, "C104" in err) == (2, True)


def test_a_study_on_roads_that_are_not_there(huiliu: Run, tmp_path: Path) -> None:
    study = {"model": "p_center", "p": 1, "network": "none", "places": [[1, 2]]}
    status, _, err = huiliu("coverage", written(tmp_path, study))
    assert (status, "N109" in err) == (2, True)
