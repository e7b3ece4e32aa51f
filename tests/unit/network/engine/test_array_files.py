"""Files that are mapped into memory: what is damaged never reaches a kernel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.domain.errors import UnavailableError
from network.engine.array_files import DamagedFileError, load, save

ARRAYS = {
    "numbers": np.arange(1000, dtype=np.int32),
    "weights": np.linspace(0.0, 1.0, 77).reshape(7, 11),
    "none": np.empty(0, np.uint32),
}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "arrays.bin"
    save(path, "key", ARRAYS)
    return path


def test_arrays_come_back_as_they_were(stored: Path) -> None:
    loaded = load(stored, "key")
    assert list(loaded) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        assert np.array_equal(loaded[name], array)


def test_nothing_written_to_a_loaded_array_reaches_the_file(stored: Path) -> None:
    before = stored.read_bytes()
    load(stored, "key")["numbers"][:] = 9
    assert stored.read_bytes() == before


def test_nothing_is_left_beside_the_file(stored: Path) -> None:
    assert [path.name for path in stored.parent.iterdir()] == ["arrays.bin"]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.5, 0.999])
def test_a_file_cut_off_is_refused(stored: Path, share: float) -> None:
    content = stored.read_bytes()
    stored.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DamagedFileError, match="N311"):
        load(stored, "key")


def test_any_altered_byte_is_noticed_unless_it_is_padding(stored: Path) -> None:
    content = stored.read_bytes()
    refused = 0
    for at in range(0, len(content), 13):
        stored.write_bytes(content[:at] + bytes([content[at] ^ 0x40]) + content[at + 1 :])
        try:
            loaded = load(stored, "key")
        except DamagedFileError:
            refused += 1
        else:
            assert all(np.array_equal(loaded[name], array) for name, array in ARRAYS.items())
    assert refused > 0.9 * len(content) / 13


def test_a_longer_file_is_refused(stored: Path) -> None:
    stored.write_bytes(stored.read_bytes() + b"\0")
    with pytest.raises(DamagedFileError, match="longer"):
        load(stored, "key")


def test_a_file_of_other_content_is_refused(stored: Path) -> None:
    with pytest.raises(DamagedFileError, match="other content"):
        load(stored, "another key")


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "absent.bin", "key")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnavailableError, match="N312"):
        save(tmp_path / "file" / "arrays.bin", "key", ARRAYS)
