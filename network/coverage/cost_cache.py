"""Cache of travel costs on disk: ``HOME/ways/<digest>.npy``, by road metric, places and points."""

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
from network.coverage.travel_costs import travel_costs
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Overlay
from network.profiles.profile import load_profile
from network.travel.matrix_cache import metric_digest

FOLDER = "ways"
MAX_FILES = 24
"""Files of at most 16 MB each (`data.store.studies.tables.MOST_WAYS`); the least recently used goes first."""
_NO_PATH = np.uint32(0xFFFF_FFFF)


@dataclass(frozen=True, slots=True, eq=False)
class StudyRoads:
    """The road metric of a study, and what is measured on it.

    Attributes
    ----------
    version
        Content hash of the graph.
    """

    graph: RoadGraph
    version: str
    overlay: Overlay
    profile: str
    measure: Measure


def cached_travel_costs(
    home: Path, roads: StudyRoads, places: Sequence[LonLat], points: Sequence[LonLat]
) -> NDArray[np.float64]:
    """Travel costs from places to points, from the cache or computed and cached.

    Returns
    -------
    NDArray
        float64 (n, m): whole seconds or metres, ``inf`` where there is no path.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    path = _path(home, roads, places, points)
    try:
        stored = np.load(path)
        os.utime(path)
    except (OSError, ValueError, EOFError):  # absent or truncated: computed again
        found = travel_costs(
            roads.graph,
            places,
            points,
            measure=roads.measure,
            profile=roads.profile,
            overlay=roads.overlay,
        ).cost
        _write(path, np.where(np.isfinite(found), found, _NO_PATH).astype(np.uint32))
        return found
    return np.asarray(np.where(stored == _NO_PATH, np.inf, stored), np.float64)


def is_cached(home: Path, roads: StudyRoads, places: Sequence[LonLat], points: Sequence[LonLat]) -> bool:
    """Whether `cached_travel_costs` needs no search."""
    return _path(home, roads, places, points).is_file()


def _path(home: Path, roads: StudyRoads, places: Sequence[LonLat], points: Sequence[LonLat]) -> Path:
    digest = hashlib.sha256(metric_digest(roads.version, load_profile(roads.profile), roads.overlay).encode())
    digest.update(roads.measure.encode())
    for some in (places, points):
        digest.update(np.asarray(some, "<f8").tobytes() + b"/")
    return home / FOLDER / f"{digest.hexdigest()}.npy"


def _write(path: Path, costs: NDArray[np.uint32]) -> None:
    """Write a file atomically, then delete the least recently used beyond `MAX_FILES`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{secrets.token_hex(6)}.part")
    with beside.open("wb") as stream:
        np.save(stream, costs)
    beside.replace(path)
    files = sorted(path.parent.glob("*.npy"), key=_modified_s, reverse=True)
    for old in files[MAX_FILES:]:
        old.unlink(missing_ok=True)


def _modified_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process made room meanwhile
        return 0.0
