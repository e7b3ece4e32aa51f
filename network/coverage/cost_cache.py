"""Ways of a study that are found once: kept in a file, known by the roads, the places and the points."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.domain.places import LonLat
from data.domain.study import Measure
from network.coverage.reach import reach
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Overlay
from network.profiles.profile import load_profile
from network.travel.matrix_cache import metric_digest

FOLDER = "ways"
MOST_FILES = 24
"""Of at most 16 MB each (`data.store.studies.tables.MOST_WAYS`); the one not asked for longest goes first."""
_NONE = np.uint32(0xFFFF_FFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """The roads that lead to the points of a study.

    Attributes
    ----------
    version
        Content hash of the graph, by which ways are kept.
    """

    graph: RoadGraph
    version: str
    overlay: Overlay
    profile: str
    measure: Measure


def kept_ways(
    home: Path, roads: Roads, places: Sequence[LonLat], points: Sequence[LonLat]
) -> NDArray[np.float64]:
    """float64 (n, m): whole seconds or metres from place to point, ``inf`` where there is no way.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    path = _path(home, roads, places, points)
    try:
        kept = np.load(path)
        os.utime(path)
    except (OSError, ValueError, EOFError):  # not there, or cut off: found again
        found = reach(
            roads.graph,
            places,
            points,
            measure=roads.measure,
            profile=roads.profile,
            overlay=roads.overlay,
        ).cost
        _keep(path, np.where(np.isfinite(found), found, _NONE).astype(np.uint32))
        return found
    return np.asarray(np.where(kept == _NONE, np.inf, kept), np.float64)


def are_kept(home: Path, roads: Roads, places: Sequence[LonLat], points: Sequence[LonLat]) -> bool:
    """Whether `kept_ways` finds them kept, and need not search the roads."""
    return _path(home, roads, places, points).is_file()


def _path(home: Path, roads: Roads, places: Sequence[LonLat], points: Sequence[LonLat]) -> Path:
    digest = hashlib.sha256(metric_digest(roads.version, load_profile(roads.profile), roads.overlay).encode())
    digest.update(roads.measure.encode())
    for some in (places, points):
        digest.update(np.asarray(some, "<f8").tobytes() + b"/")
    return home / FOLDER / f"{digest.hexdigest()}.npy"


def _keep(path: Path, ways: NDArray[np.uint32]) -> None:
    """Written beside and moved into place; then the folder is brought back to its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{secrets.token_hex(6)}.part")
    with beside.open("wb") as stream:
        np.save(stream, ways)
    beside.replace(path)
    files = sorted(path.parent.glob("*.npy"), key=_touched, reverse=True)
    for old in files[MOST_FILES:]:
        old.unlink(missing_ok=True)


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process made room meanwhile
        return 0.0
