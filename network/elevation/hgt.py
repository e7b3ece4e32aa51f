"""Read SRTM tiles: ``.hgt`` files of one degree square, big-endian metres from the north-west corner.

References
----------
USGS, SRTM documentation: the name is the south-west corner; 1201 or 3601 samples a side, the outermost
shared with the neighbours; -32768 is a void.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError

_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_SIDES = (1201, 3601)
_VOID = -32768


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """One tile: ``metres`` is int16, (side, side), row 0 the northern edge; `west`, `south` its corner."""

    name: str
    west: int
    south: int
    metres: NDArray[np.int16]

    def height_m(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Interpolate heights bilinearly; NaN outside the tile and at voids.

        Where some of the four samples are voids, the others take their weight.
        """
        last = self.metres.shape[0] - 1
        x, y = (lon - self.west) * last, (self.south + 1 - lat) * last
        inside = (x >= 0) & (x <= last) & (y >= 0) & (y <= last)
        x, y = np.where(inside, x, 0.0), np.where(inside, y, 0.0)
        column = np.minimum(x.astype(np.int64), last - 1)
        row = np.minimum(y.astype(np.int64), last - 1)
        right, down = x - column, y - row
        total, weights = np.zeros(len(lon)), np.zeros(len(lon))
        for below, beside, share in (
            (0, 0, (1 - down) * (1 - right)),
            (0, 1, (1 - down) * right),
            (1, 0, down * (1 - right)),
            (1, 1, down * right),
        ):
            value = self.metres[row + below, column + beside]
            counted = np.where(value == _VOID, 0.0, share)
            total += counted * value
            weights += counted
        known = inside & (weights > 1e-6)
        return np.where(known, total / np.maximum(weights, 1e-6), np.nan)


def read_tile(path: Path) -> Tile:
    """Read a tile from an ``.hgt`` file, or from a zip file that holds one.

    Raises
    ------
    InputError
        N101: there is no such file. N111: it is no height tile.
    """
    if not path.is_file():
        raise InputError(Fault("N101", f"There is no file {path}.", "Check the path.", str(path)))
    corner = _NAME.match(path.name)
    if corner is None:
        raise InputError(_tile_fault(path, "its name does not begin with a corner such as N27E109"))
    try:
        content = _read_zip(path) if path.suffix.lower() == ".zip" else _read_file(path)
    except (OSError, zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise InputError(_tile_fault(path, str(error))) from error
    side = next((side for side in _SIDES if side * side * 2 == len(content)), None)
    if side is None:
        raise InputError(_tile_fault(path, f"{len(content)} bytes are no square of 1201 or 3601 samples"))
    south = int(corner[2]) * (1 if corner[1].upper() == "N" else -1)
    west = int(corner[4]) * (1 if corner[3].upper() == "E" else -1)
    metres = np.frombuffer(content, dtype=">i2").reshape(side, side).astype(np.int16)
    return Tile(path.name, west, south, metres)


_MAX_BYTES = max(_SIDES) ** 2 * 2


def _read_file(path: Path) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError("it is too large")
    return path.read_bytes()


def _read_zip(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        inside = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".hgt")]
        if len(inside) != 1:
            raise ValueError(f"it holds {len(inside)} .hgt files, not one")
        # The stated size cannot be trusted: unpack no more than a tile can have.
        with archive.open(inside[0]) as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError("it is too large")
        return content


def _tile_fault(path: Path, reason: str) -> Fault:
    return Fault(
        "N111",
        f"{path.name} is not an SRTM tile: {reason.rstrip('.')}.",
        "Give .hgt or .hgt.zip files named by their south-west corner.",
        path.name,
    )
