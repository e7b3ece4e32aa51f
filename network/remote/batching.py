"""Split requests to what a server's limits allow, and put its answers together.

Tables are asked for in blocks of places, legs in chains whose ends meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import InputError
from data.domain.matrix import UNREACHABLE, TravelMatrix
from data.domain.places import LonLat
from network.geo.distance import short_distance_m
from network.geo.polyline import decode
from network.profiles.profile import Profile
from network.remote.http import RoadServer
from network.travel.matrices import PlacesMatrix
from network.travel.snapping import SnappedPlaces, snap_faults

_LONGEST = float(np.iinfo(np.int32).max)


class PlacesTable:
    """Table of seconds and metres between n places, filled block by block, with snap distances."""

    def __init__(self, places: Sequence[LonLat]) -> None:
        self.lonlat = np.asarray(places, dtype=np.float64).reshape(-1, 2)
        n = len(self.lonlat)
        valid = (np.abs(self.lonlat) <= (180.0, 90.0)).all(axis=1)
        self.duration_s, self.distance_m = (np.full((n, n), np.nan) for _ in range(2))
        self.snap_m = np.where(valid, np.inf, np.nan)
        self.rows: list[int] = np.flatnonzero(valid).tolist()

    def enter_snapped(self, row: int, lon: float, lat: float) -> None:
        """Enter the snapped position of a place."""
        here = self.lonlat[row : row + 1]
        self.snap_m[row] = short_distance_m(here[:, 0], here[:, 1], lon, lat)[0]

    def fill(
        self, rows: list[int], columns: list[int], duration_s: NDArray[Any], distance_m: NDArray[Any]
    ) -> None:
        """Enter the answer of a block."""
        at = np.ix_(rows, columns)
        self.duration_s[at], self.distance_m[at] = duration_s, distance_m

    def matrix(self, profile: Profile) -> PlacesMatrix:
        """The matrix; places beyond the profile's snap radius are unreachable and reported."""
        on_road = self.snap_m <= profile.max_snap_m
        decoded = []
        for figure in (self.duration_s, self.distance_m):
            np.fill_diagonal(figure, 0.0)
            figure[~on_road] = np.nan
            figure[:, ~on_road] = np.nan
            unknown = np.isnan(figure)
            decoded.append(np.where(unknown, UNREACHABLE, np.rint(figure)).astype(np.int32))
        nowhere = np.full(len(on_road), np.nan)
        snapped = SnappedPlaces(
            np.where(on_road, 0, -1).astype(np.int32),
            nowhere,
            self.snap_m,
            nowhere,
            nowhere,
            np.zeros(len(on_road), np.int8),
        )
        return PlacesMatrix(TravelMatrix(*decoded), self.snap_m, snap_faults(snapped, profile))


def split_blocks(rows: list[int], side: int) -> Iterator[tuple[list[int], list[int]]]:
    """Split all pairs of rows into blocks of at most ``side × side``."""
    parts = [rows[low : low + side] for low in range(0, len(rows), side)]
    for sources in parts:
        for targets in parts:
            yield sources, targets


def halve_block(rows: list[int], columns: list[int]) -> list[tuple[list[int], list[int]]]:
    """Halve a block across its longer side."""
    if len(rows) >= len(columns):
        middle = len(rows) // 2
        return [(rows[:middle], columns), (rows[middle:], columns)]
    middle = len(columns) // 2
    return [(rows, columns[:middle]), (rows, columns[middle:])]


def parse_table(server: RoadServer, table: Any, shape: tuple[int, int], name: str) -> NDArray[np.float64]:
    """Convert a JSON table of numbers to an array, ``nan`` for null.

    Raises
    ------
    InputError
        N332: the shape differs, or values are no numbers or out of range.
    """
    try:
        found = np.array(table, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(server.malformed_fault(f"{name} are no table of numbers")) from None
    if found.shape != shape:
        raise InputError(server.malformed_fault(f"{name} have the shape {found.shape}, not {shape}"))
    if ((found < 0) | (found > _LONGEST)).any():
        raise InputError(server.malformed_fault(f"{name} are out of range"))
    return found


def chain_legs(legs: Sequence[tuple[int, int]], longest: int) -> list[list[int]]:
    """Arrange legs, each once, in chains of at most `longest` whose ends meet; returns leg numbers."""
    starting: dict[int, list[int]] = defaultdict(list)
    for number in reversed(range(len(legs))):
        starting[legs[number][0]].append(number)
    found = []
    for first in range(len(legs)):
        if first not in starting[legs[first][0]]:
            continue
        starting[legs[first][0]].remove(first)
        chain = [first]
        while len(chain) < longest and starting[legs[chain[-1]][1]]:
            chain.append(starting[legs[chain[-1]][1]].pop())
        found.append(chain)
    return found


def decode_line(server: RoadServer, encoded: Sequence[object]) -> list[LonLat]:
    """Decode a line of encoded parts (precision 6), without repeating points where two meet.

    Raises
    ------
    InputError
        N332: a part is no polyline.
    """
    line: list[LonLat] = []
    for part in encoded:
        try:
            points = decode(str(part), 6)
        except InputError:
            raise InputError(server.malformed_fault("a shape is no polyline")) from None
        line += points[1:] if line and points and line[-1] == points[0] else points
    # A leg between equal positions is a single point; a line has two.
    return line * 2 if len(line) == 1 else line
