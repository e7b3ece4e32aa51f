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
