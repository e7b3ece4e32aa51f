"""The `huiliu network` command as a process of its own: exit codes and streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.factories.osm import crossing, lonlat


@pytest.fixture
def huiliu(tmp_path):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "app.cli", "network", *map(str, arguments)],
            env=os.environ | {"HUILIU_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    return run


def test_import_info_matrix(huiliu, tmp_path):
    """One JSON document on stdout, all else on stderr; 2 with a line per problem on bad input."""
    source = crossing().write(tmp_path / "roads.osm")
    imported = huiliu("import", source, "--name", "town", "--json")
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["engine"] == "cch"
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("lon,lat\n" + "".join(f"{p.lon},{p.lat}\n" for p in (lonlat(-500, 0), lonlat(0, 500))))
    bad.write_text("lon,lat\nx,1\n2,y\n")
    matrix = huiliu("matrix", "town", good, "--out", tmp_path / "m.npz")
    assert (matrix.returncode, matrix.stdout, matrix.stderr) == (0, "", "")
    refused = huiliu("matrix", "town", bad, "--out", tmp_path / "n.npz")
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 2
    assert "Traceback" not in refused.stderr


def test_a_file_that_is_cut_off_ends_with_2_and_stores_nothing(huiliu, tmp_path):
    path = tmp_path / "cut.osm"
    path.write_text(crossing().text()[:-40], encoding="utf-8")
    result = huiliu("import", path, "--name", "town")
    assert result.returncode == 2
    assert "N102" in result.stderr
    assert "Traceback" not in result.stderr
    assert huiliu("list").stdout == ""


@pytest.fixture
def town(huiliu, tmp_path):
    assert huiliu("import", crossing().write(tmp_path / "roads.osm"), "--name", "town").returncode == 0
    return huiliu


def at(east_m, north_m):
    place = lonlat(east_m, north_m)
    return f"{place.lon:.6f},{place.lat:.6f}"


def test_close_route_open(town):
    """A closed road is gone round at once, listed with its reason, and open again when taken back."""
    asked = ("route", "town", at(-500, 0), at(500, 0), "--json")
    before = json.loads(town(*asked).stdout)["legs"][0]
    closed = town(
        "close", "town", at(250, 0), "--reason", "flood", "--until", "2099-01-01T00:00+08:00", "--json"
    )
    assert closed.returncode == 0, closed.stderr
    closure = json.loads(closed.stdout)
    assert (closure["kind"], closure["edges"], closure["reason"]) == ("road", 2, "flood")
    assert json.loads(town(*asked).stdout)["legs"][0]["found"] is False
    assert closure["id"] in town("closures", "town").stdout
    assert town("open", "town", closure["id"]).returncode == 0
    assert json.loads(town(*asked).stdout)["legs"][0] == before
    assert town("open", "town", closure["id"]).returncode == 2


def test_isochrone_and_audit(town, tmp_path):
    out = tmp_path / "areas.geojson"
    bands = town("isochrone", "town", at(0, 0), "--minutes", "0.5,1", "--out", out, "--json")
    assert bands.returncode == 0, bands.stderr
    lengths = [feature["properties"]["length_km"] for feature in json.loads(bands.stdout)["features"]]
    assert lengths[0] > lengths[1] > 0
    assert json.loads(out.read_text()) == json.loads(bands.stdout)
    found = json.loads(town("audit", "town", "--json").stdout)
    assert (found["island_count"], found["without_maxspeed_share"]) == (0, 1.0)


def test_bad_input_ends_with_2_and_its_code(town):
    for arguments, code in (
        (("isochrone", "town", "0,0"), "N201"),
        (("isochrone", "town", at(0, 0), "--minutes", "soon"), "N207"),
        (("close", "town", at(0, 0), at(9, 0), "--area"), "N206"),
        (("close", "town", at(0, 0), "--until", "tomorrow"), "N327"),
        (("close", "town", "--nonsense"), "N202"),
        (("audit", "atlantis"), "N109"),
    ):
        result = town(*arguments)
        assert (result.returncode, result.stdout) == (2, ""), arguments
        assert f"({code})" in result.stderr
