"""SRTM tiles: between samples, at voids, at the rim, and files that are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from data.domain.errors import InputError
from network.elevation.hgt import read_tile
from tests.factories.heights import write_tile


def plane(lon, lat):
    return 200 + 1200 * (lon - 109) + 2400 * (lat - 27)


def test_between_samples_heights_are_bilinear(tmp_path: Path) -> None:
    tile = read_tile(write_tile(tmp_path, plane))
    lon, lat = np.array([109.0, 109.50041, 109.99999]), np.array([28.0, 27.33333, 27.00001])
    assert tile.height_m(lon, lat) == pytest.approx(plane(lon, lat), abs=0.6)


def test_north_is_up(tmp_path: Path) -> None:
    tile = read_tile(write_tile(tmp_path, plane))
    south, north = tile.height_m(np.array([109.5, 109.5]), np.array([27.1, 27.9]))
    assert north - south == pytest.approx(0.8 * 2400, abs=1)


def test_outside_and_in_voids_nothing_is_known_and_a_voids_rim_takes_its_neighbours(tmp_path: Path) -> None:
    def hole(lon, lat):
        return np.where(np.hypot(lon - 109.5, lat - 27.5) < 0.01, np.nan, 300.0)

    tile = read_tile(write_tile(tmp_path, hole))
    step = 1 / 1200
    lon = np.array([108.999, 109.5, 109.5 + 12 * step - step / 4])
    found = tile.height_m(lon, np.array([27.5, 27.5, 27.5]))
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(300)


def test_a_zipped_tile_reads_the_same(tmp_path: Path) -> None:
    path = write_tile(tmp_path, plane)
    zipped = tmp_path / "N27E109.hgt.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    assert (read_tile(zipped).metres == read_tile(path).metres).all()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("N27E109.hgt", b"\0" * 100),
        ("heights.hgt", b"\0" * 1201 * 1201 * 2),
        ("N27E109.hgt.zip", b"PK\3\4no"),
    ],
)
def test_what_is_no_tile_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read_tile(tmp_path / name)
    assert error.value.code == "N111"


def test_a_zip_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    zipped = tmp_path / "N27E109.hgt.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N27E109.hgt", b"\0" * 30_000_000)
    with pytest.raises(InputError, match="too large"):
        read_tile(zipped)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_tile(tmp_path / "N27E109.hgt")
    assert error.value.code == "N101"
