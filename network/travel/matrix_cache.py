"""Travel matrices that are computed once: what is known of a day's places is not asked for again.

A table is known by the content of the graph, the profile, the stretches closed, slowed or limited,
the program that computed it, and its places, every bit of each. So another import, another closure or
another version of the program never meets an old table. With five places more than a known table of
300, two narrow tables are computed: from the new places to all, and from the known ones to the new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import engine_folder, prepare
from network.profiles.profile import Profile, load_profile
from network.travel.matrices import PlacesMatrix, between, table_of, travel_matrix
from network.travel.matrix_files import MATRICES, SNAPPED, KeptTable, TableFolder, place_keys, snapped_of
from network.travel.snapping import snap, snap_faults

WORTH_EXTENDING = 0.5
"""Share of the places that a kept table must know; below, computing the whole is as quick."""

_MB = 1_000_000


def kept_travel_matrix(
    graph: RoadGraph,
    places: Sequence[LonLat],
    *,
    profile: Profile | str = DEFAULT_PROFILE,
    overlay: Overlay = NO_CHANGES,
    most_mb: int,
) -> PlacesMatrix:
    """`network.travel.matrices.travel_matrix`, bit for bit, from what was computed before where that helps.

    Parameters
    ----------
    graph
        Of a library; of one in memory nothing is kept.
    most_mb
        Megabytes that all kept tables of the home may take; 0 keeps none and uses none.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    InputError
        N322: the overlay belongs to another graph.
    """
    engines = engine_folder(graph)
    if engines is None or most_mb <= 0 or not len(places):
        return travel_matrix(graph, places, profile=profile, overlay=overlay)
    profile = load_profile(profile) if isinstance(profile, str) else profile
    folder = TableFolder(
        engines.parents[1] / MATRICES, engines.name, roads_key(engines.name, profile, overlay)
    )
    lonlat = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    keys = place_keys(lonlat)
    first_at: dict[bytes, int] = {}
    for place, key in enumerate(keys):
        first_at.setdefault(key, place)
    table, row_of = _table(
        folder, lonlat[list(first_at.values())], list(first_at), (graph, profile, overlay), most_mb * _MB
    )
    row = np.array([row_of[key] for key in keys])
    snapped = table.snapped.rows(row)
    found = replace(snapped, faults=snap_faults(snapped, profile))
    return between(found, table.weight[np.ix_(row, row)])


Roads = tuple[RoadGraph, Profile, Overlay]


def _table(
    folder: TableFolder, places: NDArray[np.float64], keys: list[bytes], roads: Roads, most_bytes: int
) -> tuple[KeptTable, dict[bytes, int]]:
    """A table that has all of some different places, and the row of each."""
    found = folder.best(keys)
    superseded = None
    if found is None:
        table = _computed(places, roads)
    else:
        path, known = found
        row_of = {key: row for row, key in enumerate(place_keys(known.places))}
        row = np.array([row_of.get(key, -1) for key in keys])
        if (row >= 0).all():
            return known, row_of
        if (row >= 0).mean() < WORTH_EXTENDING:
            table = _computed(places, roads)
        else:
            table = _extended(known, row, places, roads)
        superseded = path if set(row_of) <= set(keys) else None
    written = folder.keep(hashlib.sha256(b"".join(keys)).hexdigest()[:32], table, most_bytes)
    if written and superseded is not None:
        superseded.unlink(missing_ok=True)
    return table, {key: row for row, key in enumerate(keys)}


def _computed(places: NDArray[np.float64], roads: Roads) -> KeptTable:
    prepared = prepare(*roads)
    snapped = snap(roads[0], _lonlats(places), roads[1])
    return KeptTable(places, snapped, table_of(prepared, snapped, snapped))


def _extended(
    known: KeptTable, row: NDArray[np.intp], places: NDArray[np.float64], roads: Roads
) -> KeptTable:
    """The table over places of which `known` has some, at `row` (-1: new)."""
    prepared = prepare(*roads)
    old, new = np.flatnonzero(row >= 0), np.flatnonzero(row < 0)
    fresh = snap(roads[0], _lonlats(places[new]), roads[1])
    columns = {name: np.empty(len(row), getattr(fresh, name).dtype) for name in SNAPPED}
    for name, column in columns.items():
        column[old] = getattr(known.snapped, name)[row[old]]
        column[new] = getattr(fresh, name)
    snapped = snapped_of(columns)
    weight = np.empty((len(row), len(row)))
    weight[np.ix_(old, old)] = known.weight[np.ix_(row[old], row[old])]
    weight[new] = table_of(prepared, fresh, snapped)
    weight[np.ix_(old, new)] = table_of(prepared, snapped.rows(old), fresh)
    return KeptTable(places, snapped, weight)


def _lonlats(places: NDArray[np.float64]) -> list[LonLat]:
    return [LonLat(lon, lat) for lon, lat in places.tolist()]


def roads_key(graph: str, profile: Profile, overlay: Overlay) -> str:
    """SHA-256 of all that decides a weight between two places, the places apart."""
    changes = [
        [list(change.edges), change.speed_factor, change.max_kph]
        for change in overlay.changes  # why and until when make no other road
    ]
    told = json.dumps([graph, asdict(profile), changes, program()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def program() -> str:
    """SHA-256 of the sources that compute weights, and the versions of the libraries they snap with.

    Read once: a process goes on as the program that it started as. A worker asks for it when it
    starts, for the children that it forks later.
    """
    digest = hashlib.sha256(f"{np.__version__} {shapely.geos_version_string}".encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
