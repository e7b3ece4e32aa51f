"""Travel tables kept on disk: ``HOME/matrices/<graph>/<roads>/<places>.bin``.

A file holds the places of one table, how they met the roads, and the packed weights between them. It
is written beside its name and renamed, never changed, and compared with its checksums before
anything of it is used; a damaged one is deleted. All of them together stay within a bound: the ones
unused for longest go first. Several processes may read, write and delete at once.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import UnavailableError
from network.engine.array_files import DamagedFileError, load, save
from network.travel.snapping import SnappedPlaces

MATRICES = "matrices"
"""Folder under the home."""

LOOKED_AT = 32
"""Files that may be looked at for known places, the ones used last first."""

_PLACES = "places"
SNAPPED = ("edge", "fraction", "snap_m", "lon", "lat", "side")
"""Columns of `SnappedPlaces` that are kept; faults are told anew, in the order asked for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class KeptTable:
    """A table over n different places.

    Attributes
    ----------
    places
        float64 (n, 2): lon, lat as asked for, in degrees.
    snapped
        Where they met the roads.
    weight
        float64 (n, n): packed, as of `network.travel.matrices.table_of`; the diagonal as computed.
    """

    places: NDArray[np.float64]
    snapped: SnappedPlaces
    weight: NDArray[np.float64]

    @property
    def bytes(self) -> int:
        """About what it takes on disk."""
        return self.weight.nbytes + 64 * len(self.places)


def snapped_of(columns: Mapping[str, NDArray[Any]]) -> SnappedPlaces:
    """Places on the roads from the columns `SNAPPED`."""
    return SnappedPlaces(
        edge=columns["edge"],
        fraction=columns["fraction"],
        snap_m=columns["snap_m"],
        lon=columns["lon"],
        lat=columns["lat"],
        side=columns["side"],
    )


def place_keys(places: NDArray[np.float64]) -> list[bytes]:
    """What tells places apart: every bit of both coordinates."""
    return [row.tobytes() for row in np.ascontiguousarray(places, np.float64)]


@dataclass(frozen=True, slots=True)
class TableFolder:
    """The tables of one graph under one key, which says by which roads they were computed.

    Attributes
    ----------
    root
        ``HOME/matrices``, which the bound holds for.
    """

    root: Path
    graph: str
    key: str

    @property
    def _folder(self) -> Path:
        return self.root / self.graph / self.key[:32]

    def best(self, wanted: list[bytes]) -> tuple[Path, KeptTable] | None:
        """The table that knows most of the places, as long as it is one of the last used."""
        ask = set(wanted)
        found: list[tuple[int, Path]] = []
        for path in _by_last_use(self._folder.glob("*.bin"))[:LOOKED_AT]:
            known = self._places(path)
            shared = len(ask.intersection(place_keys(known))) if known is not None else 0
            if shared:
                found.append((shared, path))
            if shared == len(ask):
                break
        for _, path in sorted(found, key=lambda row: -row[0]):
            table = self._open(path)
            if table is not None:
                return path, table
        return None

    def keep(self, name: str, table: KeptTable, most_bytes: int) -> bool:
        """Write a table, then delete what exceeds the bound; whether it was written."""
        if table.bytes > most_bytes:
            return False
        arrays = {name: getattr(table.snapped, name) for name in SNAPPED}
        try:
            save(
                self._folder / f"{name}.bin",
                self.key,
                {_PLACES: table.places, **arrays, "weight": table.weight},
                durable=False,
            )
        except UnavailableError as error:
            _log.warning("a travel matrix is not kept: %s", error)
            return False
        discard_unused(self.root, most_bytes)
        return True

    def _places(self, path: Path) -> NDArray[np.float64] | None:
        try:
            return load(path, self.key, only=(_PLACES,))[_PLACES]
        except (OSError, DamagedFileError) as error:
            _drop(path, error)
            return None

    def _open(self, path: Path) -> KeptTable | None:
        try:
            arrays = load(path, self.key)
        except (OSError, DamagedFileError) as error:
            _drop(path, error)
            return None
        with suppress(OSError):
            os.utime(path)
        return KeptTable(arrays[_PLACES], snapped_of(arrays), arrays["weight"])


def discard_unused(root: Path, most_bytes: int) -> None:
    """Delete the files unused for longest until the rest fits; readers keep what they have mapped."""
    # Whatever lies there counts, what a killed writer left behind as well.
    held = 0
    for path in _by_last_use(path for path in root.rglob("*") if path.is_file()):
        with suppress(OSError):  # another worker may be tidying up as well
            held += path.stat().st_size
            if held > most_bytes:
                path.unlink(missing_ok=True)


def _by_last_use(paths: Iterator[Path]) -> list[Path]:
    used: list[tuple[float, Path]] = []
    for path in paths:
        with suppress(OSError):
            used.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(used, reverse=True)]


def _drop(path: Path, error: OSError | DamagedFileError) -> None:
    """Forget a file that cannot be used; one that another process deleted is no news."""
    if isinstance(error, FileNotFoundError):
        return
    _log.warning("%s", error)
    with suppress(OSError):
        path.unlink(missing_ok=True)
