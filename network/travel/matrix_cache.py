"""Cache of travel matrices on disk: ``HOME/matrices/<graph>/<roads>/<places>.bin``.

A table is identified by the content of the graph, the profile, the overlay, the program that computed it, and
its places, to the last bit; so another import, another closure or another version of the program never finds
an old table. Where a cached table knows most of the places, only two narrow tables are computed: from the new
places to all, and from the known ones to the new.

A file holds the places of one table, their snapped positions and the packed weights between them. It is
written beside its name and renamed, never changed, and checked against its checksums before use; a damaged
one is deleted. The total size is bounded: files unused for longest go first. Several processes may read,
write and delete at once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.errors import UnavailableError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.engine.array_files import DamagedFileError, load, save
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import engine_folder, road_metric
from network.profiles.profile import Profile, load_profile
from network.travel.matrices import PlacesMatrix, matrix_of_weights, travel_matrix, weight_table
from network.travel.snapping import SnappedPlaces, snap, snap_faults

MATRICES = "matrices"
"""Folder under the home."""

MAX_CANDIDATES = 32
"""Files examined for known places, the most recently used first."""

_PLACES = "places"
SNAPPED = ("edge", "fraction", "snap_m", "lon", "lat", "side")
"""Columns of `SnappedPlaces` that are stored; faults are stated anew, in the order of the request."""

MIN_KNOWN_SHARE = 0.5
"""Least share of the places that a cached table must know to be extended; below, computing all is as fast."""

_MB = 1_000_000

_log = logging.getLogger(__name__)


def cached_travel_matrix(
    graph: RoadGraph,
    places: Sequence[LonLat],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    max_mb: int,
) -> PlacesMatrix:
    """Compute a travel matrix with the help of cached tables.

    The result equals that of `network.travel.matrices.travel_matrix` bit for bit.

    Parameters
    ----------
    graph
        Graph of a library; nothing is cached of a graph in memory.
    max_mb
        Megabytes that all cached tables of the home may take; 0 turns the cache off.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    InputError
        N322: the overlay belongs to another graph.
    """
    engines = engine_folder(graph)
    if engines is None or max_mb <= 0 or not len(places):
        return travel_matrix(graph, places, profile=profile, overlay=overlay)
    profile = load_profile(profile) if isinstance(profile, str) else profile
    folder = TableFolder(
        engines.parents[1] / MATRICES, engines.name, metric_digest(engines.name, profile, overlay)
    )
    lonlat = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    keys = place_keys(lonlat)
    first_at: dict[bytes, int] = {}
    for place, key in enumerate(keys):
        first_at.setdefault(key, place)
    table, row_of = _table(
        folder, lonlat[list(first_at.values())], list(first_at), (graph, profile, overlay), max_mb * _MB
    )
    row = np.array([row_of[key] for key in keys])
    snapped = table.snapped.rows(row)
    found = replace(snapped, faults=snap_faults(snapped, profile))
    return matrix_of_weights(found, table.weight[np.ix_(row, row)])


Roads = tuple[RoadGraph, Profile, Overlay]


def _table(
    folder: TableFolder, places: NDArray[np.float64], keys: list[bytes], roads: Roads, max_bytes: int
) -> tuple[CachedTable, dict[bytes, int]]:
    """A table that contains all of some distinct places, and the row of each."""
    found = folder.best(keys)
    superseded = None
    if found is None:
        table = _compute(places, roads)
    else:
        path, known = found
        row_of = {key: row for row, key in enumerate(place_keys(known.places))}
        row = np.array([row_of.get(key, -1) for key in keys])
        if (row >= 0).all():
            return known, row_of
        if (row >= 0).mean() < MIN_KNOWN_SHARE:
            table = _compute(places, roads)
        else:
            table = _extend(known, row, places, roads)
        superseded = path if set(row_of) <= set(keys) else None
    written = folder.write(hashlib.sha256(b"".join(keys)).hexdigest()[:32], table, max_bytes)
    if written and superseded is not None:
        superseded.unlink(missing_ok=True)
    return table, {key: row for row, key in enumerate(keys)}


def _compute(places: NDArray[np.float64], roads: Roads) -> CachedTable:
    prepared = road_metric(*roads)
    snapped = snap(roads[0], _lonlats(places), roads[1])
    return CachedTable(places, snapped, weight_table(prepared, snapped, snapped))


def _extend(
    known: CachedTable, row: NDArray[np.intp], places: NDArray[np.float64], roads: Roads
) -> CachedTable:
    """Extend a table to places of which `known` has some, at `row` (-1: new)."""
    prepared = road_metric(*roads)
    old, new = np.flatnonzero(row >= 0), np.flatnonzero(row < 0)
    fresh = snap(roads[0], _lonlats(places[new]), roads[1])
    columns = {name: np.empty(len(row), getattr(fresh, name).dtype) for name in SNAPPED}
    for name, column in columns.items():
        column[old] = getattr(known.snapped, name)[row[old]]
        column[new] = getattr(fresh, name)
    snapped = snapped_of(columns)
    weight = np.empty((len(row), len(row)))
    weight[np.ix_(old, old)] = known.weight[np.ix_(row[old], row[old])]
    weight[new] = weight_table(prepared, fresh, snapped)
    weight[np.ix_(old, new)] = weight_table(prepared, snapped.rows(old), fresh)
    return CachedTable(places, snapped, weight)


def _lonlats(places: NDArray[np.float64]) -> list[LonLat]:
    return [LonLat(lon, lat) for lon, lat in places.tolist()]


def metric_digest(graph: str, profile: Profile, overlay: Overlay) -> str:
    """SHA-256 of everything but the places that determines a weight between two places."""
    changes = [
        [list(change.edges), change.speed_factor, change.max_kph]
        for change in overlay.changes  # neither reason nor period changes the weights
    ]
    text = json.dumps([graph, asdict(profile), changes, program_digest()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def program_digest() -> str:
    """SHA-256 of the sources that compute weights and of the versions of the libraries that they use.

    Read once: a process keeps running the program that it started as. A worker calls this when it starts, on
    behalf of the children that it forks later.
    """
    digest = hashlib.sha256(f"{np.__version__} {shapely.geos_version_string}".encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class CachedTable:
    """Packed weights between n distinct places.

    Attributes
    ----------
    places
        float64 (n, 2): longitude, latitude in degrees, as requested.
    snapped
        Snapped positions.
    weight
        float64 (n, n): packed, as of `network.travel.matrices.weight_table`; the diagonal as computed.
    """

    places: NDArray[np.float64]
    snapped: SnappedPlaces
    weight: NDArray[np.float64]

    @property
    def bytes(self) -> int:
        """Approximate size on disk."""
        return self.weight.nbytes + 64 * len(self.places)


def snapped_of(columns: Mapping[str, NDArray[Any]]) -> SnappedPlaces:
    """Snapped places from the columns `SNAPPED`."""
    return SnappedPlaces(
        edge=columns["edge"],
        fraction=columns["fraction"],
        snap_m=columns["snap_m"],
        lon=columns["lon"],
        lat=columns["lat"],
        side=columns["side"],
    )


def place_keys(places: NDArray[np.float64]) -> list[bytes]:
    """Keys by which places are compared: every bit of both coordinates."""
    return [row.tobytes() for row in np.ascontiguousarray(places, np.float64)]


@dataclass(frozen=True, slots=True)
class TableFolder:
    """The cached tables of one graph and one `metric_digest`.

    Attributes
    ----------
    root
        ``HOME/matrices``, whose size is bounded.
    """

    root: Path
    graph: str
    key: str

    @property
    def _folder(self) -> Path:
        return self.root / self.graph / self.key[:32]

    def best(self, wanted: list[bytes]) -> tuple[Path, CachedTable] | None:
        """The table that knows most of the places, among the most recently used."""
        ask = set(wanted)
        found: list[tuple[int, Path]] = []
        for path in _by_last_use(self._folder.glob("*.bin"))[:MAX_CANDIDATES]:
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

    def write(self, name: str, table: CachedTable, max_bytes: int) -> bool:
        """Write a table, then delete what exceeds the bound; returns whether it was written."""
        if table.bytes > max_bytes:
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
            _log.warning("a travel matrix is not cached: %s", error)
            return False
        discard_unused(self.root, max_bytes)
        return True

    def _places(self, path: Path) -> NDArray[np.float64] | None:
        try:
            return load(path, self.key, only=(_PLACES,))[_PLACES]
        except (OSError, DamagedFileError) as error:
            _drop(path, error)
            return None

    def _open(self, path: Path) -> CachedTable | None:
        try:
            arrays = load(path, self.key)
        except (OSError, DamagedFileError) as error:
            _drop(path, error)
            return None
        with suppress(OSError):
            os.utime(path)
        return CachedTable(arrays[_PLACES], snapped_of(arrays), arrays["weight"])


def discard_unused(root: Path, max_bytes: int) -> None:
    """Delete the least recently used files until the rest fits; readers keep what they have mapped."""
    # Partial files of killed writers count as well.
    held = 0
    for path in _by_last_use(path for path in root.rglob("*") if path.is_file()):
        with suppress(OSError):  # another worker may be deleting as well
            held += path.stat().st_size
            if held > max_bytes:
                path.unlink(missing_ok=True)


def _by_last_use(paths: Iterator[Path]) -> list[Path]:
    used: list[tuple[float, Path]] = []
    for path in paths:
        with suppress(OSError):
            used.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(used, reverse=True)]


def _drop(path: Path, error: OSError | DamagedFileError) -> None:
    """Delete a file that cannot be used; one that another process deleted is ignored."""
    if isinstance(error, FileNotFoundError):
        return
    _log.warning("%s", error)
    with suppress(OSError):
        path.unlink(missing_ok=True)
