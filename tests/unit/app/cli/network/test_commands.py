"""`huiliu network`, command by command."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from app.cli import cli
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.network.sites import SiteKind
from network.engine.selection import reference_engine
from network.geo.polyline import decode
from network.travel import matrices
from tests.factories.heights import write_tile
from tests.factories.osm import OsmFile, crossing, lonlat
from tests.factories.rows import make_organisation, make_site


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in a home of its own; the plain engine, so that nothing is compiled."""
    monkeypatch.setenv("HUILIU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(matrices, "select_engine", lambda roads, **_: reference_engine(roads))
    monkeypatch.setattr(
        "network.travel.geometry.select_engine",
        reference_engine,
    )

    def invoke(*arguments):
        return CliRunner().invoke(cli, ["network", *map(str, arguments)], catch_exceptions=True)

    return invoke


@pytest.fixture
def imported(run, tmp_path):
    source = crossing().restriction(12, 1, 13).write(tmp_path / "roads.osm")
    result = run("import", source, "--name", "town", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def points(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    return path


def row(east_m, north_m):
    place = lonlat(east_m, north_m)
    return f"{place.lon},{place.lat}\n"


def test_import_prints_what_info_prints(run, imported):
    assert imported == json.loads(run("info", "town", "--json").stdout)
    assert {key: imported[key] for key in ("nodes", "edges", "turn_restrictions")} == {
        "nodes": 5,
        "edges": 16,
        "turn_restrictions": 1,
    }
    assert all(isinstance(imported[key], int) for key in ("nodes", "edges", "turn_restrictions"))
    assert {"length_km", "bbox", "engine", "prepared_s"} <= set(imported)


def test_info_for_people(run, imported):
    text = run("info", "town").stdout
    assert "nodes: 5" in text
    assert "source: roads.osm" in text


def test_an_existing_name_is_replaced(run, imported, tmp_path):
    other = OsmFile().nodes({1: (0, 0), 2: (900, 0)}).way(1, [1, 2]).write(tmp_path / "other.osm")
    assert run("import", other, "--name", "town").exit_code == 0
    assert json.loads(run("info", "town", "--json").stdout)["nodes"] == 2


def test_a_bad_source_stores_nothing_and_keeps_what_had_the_name(run, imported, tmp_path):
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"rubbish")
    for name in ("town", "new"):
        result = run("import", bad, "--name", name)
        assert isinstance(result.exception, InputError)
    assert run("list").stdout.split() == ["town"]
    assert json.loads(run("info", "town", "--json").stdout) == imported


def test_list_and_remove(run, imported):
    assert json.loads(run("list", "--json").stdout) == ["town"]
    assert run("remove", "town").exit_code == 0
    assert run("list").stdout == ""
    assert isinstance(run("info", "town").exception, NotFoundError)


def test_profiles_are_listed(run):
    assert "truck_18t\t重型货车（18 吨）\tTruck, 18 t" in run("profiles").stdout
    assert {"car", "battery"} <= {profile["name"] for profile in json.loads(run("profiles", "--json").stdout)}


def test_a_matrix_file(run, imported, tmp_path):
    csv = points(tmp_path, "name,lon,lat\n" + "".join("x," + row(*p) for p in ((-600, 30), (700, 0))))
    out = tmp_path / "m.npz"
    result = run("matrix", "town", csv, "--out", out)
    assert (result.exit_code, result.output) == (0, "")
    found = np.load(out)
    assert sorted(found) == ["distance_m", "duration_s", "snap_m"]
    assert found["duration_s"].dtype == found["distance_m"].dtype == np.int32
    assert found["distance_m"].tolist() == [[0, 1300], [1300, 0]]
    assert found["snap_m"] == pytest.approx([30, 0], abs=0.1)


def test_a_point_beyond_the_roads_is_named_and_unreachable(run, imported, tmp_path):
    csv = points(tmp_path, "lon,lat\n" + row(-600, 0) + row(0, 90_000) + row(600, 0))
    result = run("matrix", "town", csv, "--profile", "truck_8t", "--out", tmp_path / "m.npz")
    assert result.exit_code == 0
    assert "place 2" in result.stderr
    found = np.load(tmp_path / "m.npz")
    for table in (found["duration_s"], found["distance_m"]):
        assert (table[1] == -1).all()
        assert (table[:, 1] == -1).all()
        assert table[0, 2] > 0


def test_every_row_that_is_no_coordinate_is_named(run, imported, tmp_path):
    csv = points(tmp_path, "lon,lat\n" + row(0, 0) + "a,b\n110\n,\n110,91\nnan,27\n181,0\n")
    result = run("matrix", "town", csv, "--out", tmp_path / "m.npz")
    assert isinstance(result.exception, InputError)
    assert [fault.where for fault in result.exception.faults] == [f"points.csv line {n}" for n in range(3, 9)]
    assert not (tmp_path / "m.npz").exists()


@pytest.mark.parametrize("text", ["", "x,y\n1,2\n", "lon,lat\n"])
def test_a_file_without_points_is_refused(run, imported, tmp_path, text):
    result = run("matrix", "town", points(tmp_path, text), "--out", tmp_path / "m.npz")
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "N204"


def test_an_unknown_profile_is_named(run, imported, tmp_path):
    csv = points(tmp_path, "lon,lat\n" + row(0, 0))
    result = run("matrix", "town", csv, "--profile", "bus", "--out", tmp_path / "m.npz")
    assert isinstance(result.exception, NotFoundError)


def test_a_route(run, imported):
    places = [",".join(map(str, lonlat(*place))) for place in ((-600, 0), (0, 300), (600, 0))]
    document = json.loads(run("route", "town", "--json", "--", *places).stdout)
    assert [leg["distance_m"] for leg in document["legs"]] == [2514, 900]
    line = decode(document["legs"][1]["geometry"], 6)
    assert line[0] == pytest.approx(lonlat(0, 300), abs=2e-6)
    assert line[-1] == pytest.approx(lonlat(600, 0), abs=2e-6)
    assert "leg 2: " in run("route", "town", "--", *places).stdout


@pytest.mark.parametrize("places", [["1"], ["a,b", "1,2"], ["109.95,27.55"], ["109.95,27.55", "0,0"]])
def test_a_route_needs_places_on_the_roads(run, imported, places):
    assert isinstance(run("route", "town", "--", *places).exception, InputError)


@pytest.mark.parametrize("header", ["LON,LAT", " lon , lat ", "\ufefflon,lat", "Lon,Lat,lat_dms"])
def test_the_header_of_points_may_be_written_freely(run, imported, tmp_path, header):
    source = points(tmp_path, f"{header}\r\n{row(-300, 0)}")
    assert run("matrix", "town", source, "--out", tmp_path / "m.npz").exit_code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [("lon,lat,lon\n1,2,3\n", "N204"), ("lon,lat\n1_0,42\n", "N202"), ("lon;lat\n1;2\n", "N204")],
)
def test_points_that_could_be_misread_are_refused(run, imported, tmp_path, text, code):
    result = run("matrix", "town", points(tmp_path, text), "--out", tmp_path / "m.npz")
    assert isinstance(result.exception, InputError)
    assert [fault.code for fault in result.exception.faults] == [code]
    assert not (tmp_path / "m.npz").exists()


def test_more_points_than_the_setting_allows_are_refused_with_the_number(
    run, imported, tmp_path, monkeypatch
):
    monkeypatch.setenv("HUILIU_MAX_MATRIX_PLACES", "2")
    source = points(tmp_path, "lon,lat\n" + row(-300, 0) * 3)
    result = run("matrix", "town", source, "--out", tmp_path / "m.npz")
    assert "3 points are too many; 2 are taken" in str(result.exception)


def test_more_points_than_usual_settings_allow_are_refused_with_the_size(run, imported, tmp_path):
    source = points(tmp_path, "lon,lat\n" + row(-300, 0) * 5001)
    result = run("matrix", "town", source, "--out", tmp_path / "m.npz")
    assert isinstance(result.exception, InputError)
    assert "5001 points are too many; 5000 are taken (HUILIU_MAX_MATRIX_PLACES)" in str(result.exception)


def test_one_point_and_the_same_point_twice(run, imported, tmp_path):
    for count in (1, 2):
        out = tmp_path / f"{count}.npz"
        done = run("matrix", "town", points(tmp_path, "lon,lat\n" + row(-300, 0) * count), "--out", out)
        assert (done.exit_code, done.output) == (0, "")
        assert np.load(out)["duration_s"].tolist() == [[0] * count] * count


def test_which_places_are_within_reach(run, imported, tmp_path):
    rows = ("far," + row(900, 0), "near," + row(-500, 0), "sea," + row(0, 90_000), "," + row(-600, 0))
    file = points(tmp_path, "name,lon,lat\n" + "".join(rows))
    start = ",".join(map(str, lonlat(-600, 0)))
    done = run("reach", "town", start, "--places", file, "--minutes", "0.5", "--json")
    assert done.exit_code == 0, done.output
    assert "place 3" in done.stderr
    found = json.loads(done.stdout)
    assert [(each["name"], each["distance_m"]) for each in found["places"]] == [("line 5", 0), ("near", 100)]
    assert (found["asked"], found["minutes"], found["profile"]) == (4, 0.5, "car")
    assert 0 < found["length_km"] < 4
    text = run("reach", "town", start, "--places", file, "--minutes", "30").stdout
    assert "far: " in text
    assert "3 of 4 places within 30 min" in text


def test_an_audit_names_places_and_sites_that_are_cut_off(run, tmp_path, monkeypatch):
    file = crossing().nodes({30: (0, 60), 31: (400, 60)}).way(30, [30, 31])
    run("import", file.write(tmp_path / "roads.osm"), "--name", "town")
    csv = points(tmp_path, "ref,lon,lat\nA," + row(200, 55) + "B," + row(200, 5))
    text = run("audit", "town", "--places", csv).stdout
    assert "1 of 2 places lie where car does not get to" in text
    assert "A at " in text
    assert "its road is not connected to the main part; 55 m from" in text
    settings = Settings.from_environment()
    upgrade(settings)
    with session(settings, write=True) as store:
        organisation = make_organisation(store, "own")
        cut_off, fine = lonlat(200, 58), lonlat(0, 0)
        centre = make_site(store, organisation, "centre", network="town", lon=fine.lon, lat=fine.lat)
        own = {"kind": SiteKind.COLLECTION_POINT, "centre_id": centre.id}
        make_site(store, organisation, "village", lon=cut_off.lon, lat=cut_off.lat, **own)
        make_site(store, organisation, "elsewhere", network="other", lon=cut_off.lon, lat=cut_off.lat)
    found = json.loads(run("audit", "town", "--sites", "--json").stdout)
    dispose(settings)
    assert found["places"] == 2
    assert [(each["name"], each["kind"]) for each in found["stranded"]] == [("village", "left_out")]


def test_a_matrix_that_cannot_be_written_leaves_the_earlier_one(run, imported, tmp_path, monkeypatch):
    out = tmp_path / "m.npz"
    out.write_bytes(b"earlier")

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    result = run("matrix", "town", points(tmp_path, "lon,lat\n" + row(-300, 0)), "--out", out)
    assert "No space left on device" in str(result.exception)
    assert out.read_bytes() == b"earlier"


def test_a_vehicles_mass_decides_whether_it_takes_the_bridge(run, tmp_path):
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (500, 3000), 5: (-200, 0), 6: (1200, 0)})
    file.way(1, [5, 1, 2]).way(2, [2, 3], maxweight="6").way(3, [3, 6]).way(4, [1, 4, 3])
    run("import", file.write(tmp_path / "bridge.osm"), "--name", "bridge")
    csv = points(tmp_path, "lon,lat\n" + row(-100, 0) + row(1100, 0))
    found = {}
    for mass_t in ("5.9", "6.2"):
        out = tmp_path / f"{mass_t}.npz"
        done = run("matrix", "bridge", csv, "--profile", "truck_8t", "--mass-t", mass_t, "--out", out)
        assert done.exit_code == 0, done.output
        found[mass_t] = int(np.load(out)["distance_m"][0, 1])
    assert found["5.9"] == pytest.approx(1200, abs=2)
    assert found["6.2"] > 6000
    place = [f"{lonlat(east, 0).lon},{lonlat(east, 0).lat}" for east in (-100, 1100)]
    told = run("route", "bridge", *place, "--profile", "truck_8t", "--mass-t", "5.9", "--json")
    document = json.loads(told.stdout)
    assert document["profile"] == "truck_8t 6 t"
    assert document["legs"][0]["distance_m"] == found["5.9"]
    assert "up_m" not in document["legs"][0]


def test_an_impossible_mass_is_named(run, imported):
    done = run("route", "town", "109.95,27.55", "109.951,27.55", "--mass-t", "6200")
    assert isinstance(done.exception, InputError)
    assert done.exception.code == "N328"


def test_elevation_at_import_or_later_and_taken_away_again(run, tmp_path):
    def hill(lon, lat):
        return 500 + 9_000 * (lon - 109.95)

    source, tile = crossing().write(tmp_path / "roads.osm"), write_tile(tmp_path, hill)
    run("import", source, "--name", "flat")
    hilly = json.loads(run("import", source, "--name", "hilly", "--elevation", tile, "--json").stdout)
    assert hilly["attributes"]["elevation"] == "SRTM: N27E109.hgt"
    later = json.loads(run("elevation", "flat", tile, "--json").stdout)
    assert later["graph"] == hilly["graph"]
    west, east = (f"{lonlat(x, 0).lon},{lonlat(x, 0).lat}" for x in (-900, 900))
    (leg,) = json.loads(run("route", "hilly", west, east, "--json").stdout)["legs"]
    assert leg["up_m"] == pytest.approx(164, abs=16)
    assert leg["down_m"] <= 2
    assert "m up" in run("route", "hilly", west, east).stdout
    without = json.loads(run("elevation", "flat", "--remove", "--json").stdout)
    assert "elevation" not in without["attributes"]
    assert run("elevation", "flat").exit_code == 2
